"""What may be meant by a beginning: names and words of all segments, most used first."""

from collections import Counter

from directory.search.whoosh_backend.answering import Snapshot, View
from directory.search.whoosh_backend.matching import frequency

SUGGESTED = 100
"""How many names, and how many words, of one segment may be suggested."""

MORE = 5
"""For each suggestion that is wanted, so many are looked at: some are deleted, or alike."""


def suggested(snapshot: Snapshot, start: str, limit: int) -> dict[str, int]:
    """Return names and words that begin so, and how many documents hold each.

    Deleted documents are left out of the count of the likeliest; it takes reading where they are.
    """
    roughly: Counter[str] = Counter()
    gone: dict[str, list[tuple[View, str, str, int]]] = {}
    for view in snapshot.views:
        for field in ("names", "typed"):
            for term, count in view.segment.terms(field, start, SUGGESTED):
                text = term.partition("\x00")[2] if field == "names" else term
                roughly[text] += count
                if view.live is not None:
                    gone.setdefault(text, []).append((view, field, term, count))
    likeliest = sorted(roughly, key=lambda text: (-roughly[text], len(text), text))
    return {
        text: roughly[text] - sum(_deleted(*each) for each in gone.get(text, ()))
        for text in likeliest[: limit * MORE]
    }


def _deleted(view: View, field: str, term: str, count: int) -> int:
    """Return how many of the documents of a segment that hold a term are deleted."""
    return count - frequency(view.segment.postings(field, term)[0], view.live)

"""Suggesting: the names and words that begin as somebody began to type."""

from collections.abc import Mapping

from directory.search.contract import Document, TextPart
from directory.search.snippets import tidy
from directory.search.words import fold

SHORTEST = 2
"""Fewer letters than this suggest nothing."""

LONGEST = 80


def fold_all(text: str) -> str:
    """Return a name or a beginning as it is compared."""
    return " ".join(word for word in map(fold, tidy(text[:200]).split()) if word)


def names_of(document: Document) -> set[str]:
    """Return the names a document can be suggested by, its own and its organisation's."""
    lines = (document.text.get(part, "") for part in (TextPart.NAME, TextPart.ORGANISATION))
    return {name for text in lines for line in text.splitlines() if (name := tidy(line))}


def most_used(counts: Mapping[str, int], limit: int) -> list[str]:
    """Return the most used of these, the shorter first where they tie.

    What differs from another only in capitals or accents is left out.
    """
    kept: dict[str, str] = {}
    for _, _, text in sorted((-count, len(text), text) for text, count in counts.items() if count):
        if len(kept) >= limit:
            break
        kept.setdefault(fold_all(text), text)
    return list(kept.values())

"""Suggesting: the names and words that begin as somebody began to type."""

from collections.abc import Iterable

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


def distinct(texts: Iterable[str], limit: int) -> list[str]:
    """Return the first of these, leaving out what differs only in capitals or accents."""
    kept: dict[str, str] = {}
    for text in texts:
        if len(kept) >= limit:
            break
        kept.setdefault(fold_all(text), text)
    return list(kept.values())

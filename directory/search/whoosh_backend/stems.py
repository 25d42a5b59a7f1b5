"""Stems of English words: Martin Porter's second algorithm, as it comes with Whoosh."""

from whoosh.lang.porter2 import stem as porter2


def stem(word: str) -> str:
    """Return the stem of a folded word; words of other scripts are their own."""
    if not word.isascii():
        return word
    found: str = porter2(word)
    return found

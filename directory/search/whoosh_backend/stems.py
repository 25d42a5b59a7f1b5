"""Stems of English words: Martin Porter's second algorithm, as Snowball has it.

Whoosh has it in Python: forty times as slow, and "added" becomes "ad".
"""

from threading import local

from Stemmer import Stemmer


class _Own(local):
    """A stemmer of each thread's own: they must not share one."""

    def __init__(self) -> None:
        self.stemmer = Stemmer("english", 0)


_OWN = _Own()


def stem(word: str) -> str:
    """Return the stem of a folded word; words of other scripts are their own."""
    if not word.isascii():
        return word
    found: str = _OWN.stemmer.stemWord(word)
    return found

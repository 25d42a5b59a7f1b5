"""Relevance: how well words match a document (BM25 over one weighted field), in ten bands.

Stephen Robertson and Hugo Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
2009; one field whose words carry the weight of their part is their "simple BM25F".
"""

from math import ceil, log

K1 = 1.2
"""How soon saying a word again stops counting."""

B = 0.5
"""How much a longer text is held against it; less than usual, for a fuller entry is no fault."""

BANDS = 10
"""Scores are told apart only in tenths of the best, so that wording does not outrank locality."""


def idf(documents: int, holding: int) -> float:
    """Return what a word is worth: the rarer, the more. Never negative."""
    return log(1.0 + (documents - holding + 0.5) / (holding + 0.5))


def norm(length: float, average: float) -> float:
    """Return the part of the formula that depends on a document's length alone."""
    return K1 * (1.0 - B + B * length / average) if average else K1


def band(score: float, best: float) -> int:
    """Return the tenth that a score lies in: 10 for the best and what is near it, 1 at least."""
    return min(BANDS, ceil(BANDS * score / best)) if best else 0

"""Whole numbers in what browsers send."""

from typing import TypeVar

MOST_DIGITS = 9
"""More than the number of any row or revision has, and few enough for every database."""

Other = TypeVar("Other", int, None)


def whole(text: str, otherwise: Other, digits: int = MOST_DIGITS) -> int | Other:
    """Return a whole number of so many digits at most; ``otherwise`` when the text is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if is_number else otherwise

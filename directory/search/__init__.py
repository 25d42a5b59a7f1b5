"""Questions to an index, and answers: :class:`Question` in, :class:`Found` out.

What is here knows neither the web nor the database, but for :mod:`directory.search.index`: the
index of this application.
"""

from directory.search.contract import (
    Document,
    Facet,
    Filters,
    Found,
    Hit,
    Question,
    SearchBackend,
    TextPart,
)

__all__ = [
    "Document",
    "Facet",
    "Filters",
    "Found",
    "Hit",
    "Question",
    "SearchBackend",
    "TextPart",
]

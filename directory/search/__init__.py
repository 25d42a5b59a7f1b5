"""Questions to the index.

The door: :class:`Question` in, :class:`Found` out, :func:`backend` in between. The index is
disposable: it can always be rebuilt from the database, which decides who is public.
"""

from directory.search.contract import (
    Document,
    Facet,
    Filters,
    Found,
    Hit,
    Question,
    RingFound,
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
    "RingFound",
    "SearchBackend",
    "TextPart",
]

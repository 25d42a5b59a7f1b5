"""The values that a document can be narrowed by."""

from collections.abc import Mapping

from directory.domain.hours import DAYS
from directory.search.contract import Document, Facet


def facets_of(document: Document) -> Mapping[Facet, frozenset[str]]:
    """Return a document's facets; days follow from its openings when they are not given."""
    if Facet.DAY in document.facets:
        return document.facets
    days = frozenset(DAYS[opening.weekday] for opening in document.openings)
    return {**document.facets, Facet.DAY: days}

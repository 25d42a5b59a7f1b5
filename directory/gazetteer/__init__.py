"""Questions about places: what a typed text means, and the files that places come from."""

from directory.gazetteer.claims import claim_for
from directory.gazetteer.holders import containing
from directory.gazetteer.known import known
from directory.gazetteer.misses import like
from directory.gazetteer.places import place_by_slug, place_for_code
from directory.gazetteer.remembering import resolve
from directory.gazetteer.resolving import meanings, nearest
from directory.gazetteer.spots import locate
from directory.gazetteer.suggesting import suggest

__all__ = [
    "claim_for",
    "containing",
    "known",
    "like",
    "locate",
    "meanings",
    "nearest",
    "place_by_slug",
    "place_for_code",
    "resolve",
    "suggest",
]

"""The sample: places and organisations typed in for this project, for showing what Doorstep does.

They are read by the very loaders that read everyone else's files, so the sample proves the loaders
and takes no short cut. What its files hold, and where each fact is from, is in
``data/demo/README.md``.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, not_, select

from directory.extensions import db
from directory.models import Organisation

FOLDER = Path(__file__).parents[1] / "data" / "demo"
PLACES = tuple(FOLDER / f"{name}.csv" for name in ("areas", "streets", "postcodes"))
ORGANISATIONS = FOLDER / "organisations.csv"
REF_PREFIX = "demo-"
"""Every organisation of the sample has a reference that begins so."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the sample holds, and whether loading it changed anything."""

    places: int
    postcodes: int
    organisations: int
    services: int
    changed: bool
    rejected: int


def others() -> int:
    """Return how many organisations are here that are not the sample's.

    The sample belongs in an instance of its own: made-up groups must never stand among real ones.
    """
    is_ours = Organisation.ref.startswith(REF_PREFIX, autoescape=True)
    return db.session.scalar(select(func.count()).where(not_(is_ours))) or 0

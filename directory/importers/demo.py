"""The sample: places and organisations typed in for this project, to show what Doorstep does.

They are read by the very loaders that read everyone else's files, so that the sample takes no short
cut and shows nothing that could not be had. What its files hold, and where each fact is from, is in
``data/demo/README.md``.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, not_, select

from directory.domain.terms import Publication
from directory.entries.difference import Became
from directory.errors import GazetteerFileError, ImportFileError, SearchUnavailableError
from directory.extensions import db
from directory.gazetteer import loaders
from directory.importers.loading import load_organisations
from directory.models import Area, Organisation, Postcode, Service
from directory.search import index

FOLDER = Path(__file__).parents[1] / "data" / "demo"
PLACES = tuple(FOLDER / f"{name}.csv" for name in ("areas", "streets", "postcodes"))
ORGANISATIONS = FOLDER / "organisations.csv"
REF_PREFIX = "demo-"
"""Every organisation of the sample has a reference that begins so."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is here once the sample is loaded, and whether loading it changed anything."""

    organisations: int
    services: int
    places: int
    postcodes: int
    changed: bool


def others() -> int:
    """Return how many organisations are listed here that are not the sample's.

    The sample belongs in an instance of its own: made-up groups must never stand among real ones.
    """
    is_ours = Organisation.ref.startswith(REF_PREFIX, autoescape=True)
    question = select(func.count()).select_from(Organisation).where(not_(is_ours))
    return db.session.scalar(question) or 0


def load() -> Loaded:
    """Load the sample, or what is new in it, and have the index know of it.

    Raises:
        GazetteerFileError, ImportFileError: one of our own files cannot be read.
        SearchUnavailableError: the index cannot be written.

    """
    places = loaders.load(PLACES)
    for each in places:
        if each.trouble or each.rejected:
            raise GazetteerFileError(each.trouble or f"{each.file}: see {each.rejects}")
    _have_an_index()
    report = load_organisations(ORGANISATIONS)
    if report.rejected:
        raise ImportFileError(f"{report.file}: see {report.rejects}")
    became = report.organisations + report.services
    return Loaded(
        organisations=_listed(),
        services=_count(Service),
        places=_count(Area),
        postcodes=_count(Postcode),
        changed=any(became[each] for each in Became if each is not Became.UNCHANGED)
        or not all(each.is_known for each in places),
    )


def _have_an_index() -> None:
    """Build the index where there is none, or none that can be read."""
    try:
        index.backend().count()
    except SearchUnavailableError:
        index.rebuild()


def _listed() -> int:
    is_listed = Organisation.publication == Publication.PUBLISHED
    return db.session.scalar(select(func.count()).select_from(Organisation).where(is_listed)) or 0


def _count(model: type[Area | Postcode | Service]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0

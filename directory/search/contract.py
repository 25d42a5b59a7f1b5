"""What search promises: the shapes that go in and out, and the Protocol every backend keeps."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from directory.domain.coverage import Coverage, Served
from directory.domain.hours import Opening, OpeningException
from directory.domain.place import Place
from directory.domain.rings import Ring, Spot


class Facet(StrEnum):
    """What results can be narrowed by; the value is also the URL parameter."""

    CATEGORY = "category"
    AUDIENCE = "for"
    COST = "cost"
    ACCESS = "access"
    LANGUAGE = "language"
    DAY = "day"
    KIND = "kind"
    WAY_IN = "how"


@dataclass(frozen=True, slots=True)
class Filters:
    """What results are narrowed to: within one facet any of the values, across facets all.

    ``open_now`` and ``based_here`` (a base in ring 1 or 2 of the place) narrow further.
    """

    values: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    open_now: bool = False
    based_here: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to know.

    Attributes:
        words: free text; ``"quoted phrases"`` are phrases; every other word must be found.
        place: rings and "serves" are about this place; with none there are no rings.
        open_rings: the rings whose hits are wanted; the others are only counted.
        nearby: also return hits that are close by but do not serve the place.
        now: the local moment that "open now" is about.
        start, size: which hits of the ordered list to return.
        prefix: the last word may be the beginning of one, as when it is still being typed.

    """

    words: str = ""
    place: Place | None = None
    filters: Filters = field(default_factory=Filters)
    open_rings: frozenset[Ring] = frozenset({Ring.DOORSTEP, Ring.BOROUGH})
    nearby: bool = False
    now: datetime | None = None
    start: int = 0
    size: int = 20
    prefix: bool = False
    doorstep_metres: int = 800


@dataclass(frozen=True, slots=True)
class Hit:
    """One service that answers, and why.

    Attributes:
        ring: None when no place was given.
        served: how the place is served; None when no place was given, or for a hit of ``nearby``.
        score: relevance of the text, 0.0 when there were no words.
        snippet: HTML, escaped, with the matched words in ``<mark>``; may be empty.
        name: the service's name as HTML, marked likewise.

    """

    id: int
    ring: Ring | None = None
    served: Served | None = None
    score: float = 0.0
    snippet: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class RingFound:
    """How many services a ring holds, and the part of its hits that falls on this page."""

    ring: Ring
    total: int
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question.

    Attributes:
        total: all that match and serve the place, in every ring.
        may_serve: those of them that have not said whom they serve; all are in rings 1 and 2.
        shown_total: those of the rings that are open; what paging goes through.
        rings: always all four when a place was given, in order; empty when none was.
        hits: this page's hits in order, over all open rings (the same as in ``rings``).
        facets: for each facet, values with counts over all matches, most frequent first. A facet's
            own filter is left out of its counts, so that other values can be chosen.
        open_now_count, based_here_count: how many would be left by those filters.
        nearby_not_serving: services that match, are close by, and are not for the place.
        nearby_hits: those, when asked for (at most ``size``).
        did_you_mean: the words respelt, when some are unknown to the index; never searched unasked.

    """

    total: int = 0
    may_serve: int = 0
    shown_total: int = 0
    rings: tuple[RingFound, ...] = ()
    hits: tuple[Hit, ...] = ()
    facets: Mapping[Facet, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    open_now_count: int = 0
    based_here_count: int = 0
    nearby_not_serving: int = 0
    nearby_hits: tuple[Hit, ...] = ()
    did_you_mean: str | None = None


class TextPart(StrEnum):
    """The parts of a document's text, heaviest first."""

    NAME = "name"
    ORGANISATION = "organisation"
    CATEGORIES = "categories"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Document:
    """One service, as the index sees it.

    Attributes:
        text: the words of each part; categories include their synonyms.
        coverage: who it is for (claims and exclusions; empty means "not stated").
        bases, sites: where it is based, and where it happens.
        facets: its values for each facet; days follow from openings when DAY is absent.
        is_silent: nobody answered when its people were asked, again and again, whether it is still
            right: in its ring it comes after all that somebody stands behind.
        tie_break: a stable hash of the reference, so that ties are never broken by A to Z; from 0
            to 2**63 - 1.

    """

    id: int
    organisation_id: int
    text: Mapping[TextPart, str]
    coverage: Coverage = field(default_factory=Coverage)
    bases: tuple[Spot, ...] = ()
    sites: tuple[Spot, ...] = ()
    facets: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    openings: tuple[Opening, ...] = ()
    exceptions: tuple[OpeningException, ...] = ()
    checked_on: date | None = None
    is_silent: bool = False
    tie_break: int = 0


Change = tuple[Iterable[Document], Iterable[int]]
"""Documents to add or overwrite, and the ids of those to forget."""


class SearchBackend(Protocol):
    """An index of documents that can always be rebuilt from the database.

    Every method may raise :exc:`~directory.errors.SearchUnavailableError` and nothing else,
    whatever is in the question.
    """

    def find(self, question: Question) -> Found:
        """Answer a question. Unknown words find nothing; they never raise."""

    def suggest(self, beginning: str, limit: int = 8) -> list[str]:
        """Return names, and words of names and categories, that begin so, most used first."""

    def replace(self, documents: Iterable[Document]) -> None:
        """Add these documents, overwriting any with the same id; found by the next question."""

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these, whether or not they are known."""

    def update(self, read: Callable[[], Change], *, patience: float = 0.0) -> None:
        """Replace and remove in one step what ``read`` returns.

        It is called only when it is our turn to write, so that what it reads is not older than what
        another process has written. Raises :exc:`~directory.errors.SearchBusyError` when that turn
        does not come within so many seconds.
        """

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build anew beside the old index, swap it in, and return how many were indexed."""

    def count(self) -> int:
        """Return how many documents the index holds."""

    def merge(self) -> bool:
        """Tidy what many small changes left behind, unless somebody else is writing."""

    def wants_merging(self) -> bool:
        """Say whether many small changes have made questions slower than they need be."""

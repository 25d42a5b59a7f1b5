"""What an answer is made of, as templates and the API see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from directory.domain.coverage import Served
from directory.domain.place import Place
from directory.domain.rings import Ring
from directory.search import Facet, Question

if TYPE_CHECKING:
    from directory.models import Service


@dataclass(frozen=True, slots=True)
class Result:
    """One service in an answer.

    Attributes:
        number: its place in the list from 1, the same on the map.
        name, snippet: HTML that is already escaped, matched words in ``<mark>``.
        based_in: the ward and borough of the nearest base that may be shown, or its borough alone.
        reason: why it is here, in words.

    """

    service: "Service"
    number: int
    ring: Ring | None
    served: Served | None
    distance_m: int | None
    based_in: str
    reason: str
    name: str
    snippet: str
    score: float


@dataclass(frozen=True, slots=True)
class RingAnswer:
    """A ring, its count, and its results on this page. A ring that is not open is only counted."""

    ring: Ring
    name: str
    total: int
    is_open: bool
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Completeness:
    """What tells "nothing there" from "nothing known": the facts beside a nil or thin answer.

    ``area_name`` is what the counts are about: the borough of the place, or everywhere.
    """

    area_name: str
    organisations: int
    confirmed_within_year: int
    last_added_on: date | None
    last_added_category: str = ""


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A value that results can be narrowed to."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that a page of results says.

    ``rings`` is empty when no place was given; ``results`` is the whole page either way.
    """

    question: Question
    place: Place | None
    total: int
    shown_total: int
    rings: tuple[RingAnswer, ...]
    results: tuple[Result, ...]
    facets: Mapping[Facet, tuple[FacetChoice, ...]]
    open_now_count: int
    based_here_count: int
    nearby_not_serving: int
    nearby: tuple[Result, ...]
    did_you_mean: str | None
    completeness: Completeness | None
    summary: str
    page: int = 1
    pages: int = 1
    chips: tuple["Chip", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, with the query string that takes it away."""

    label: str
    without: str

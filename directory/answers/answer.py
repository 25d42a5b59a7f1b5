"""What an answer is made of, as templates and the API see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from directory.domain.coverage import Served
from directory.domain.place import Place
from directory.domain.rings import Ring
from directory.search import Facet, Question

if TYPE_CHECKING:
    from directory.models import Contact, Service


@dataclass(frozen=True, slots=True)
class Result:
    """One service in an answer.

    Attributes:
        number: its place in the list from 1, the same on the map.
        name, snippet: HTML that is already escaped, matched words in ``<mark>``.
        based_in: the ward and borough of the nearest base that may be shown, or its borough alone.
        reason: why it is here, in words; ``sign`` how far it is, to be seen at once, or empty.
        asked: the question, for the address of its page to lead back here: "?q=lunch"; or empty.
        contacts: how to reach them, for paper.

    """

    service: "Service"
    number: int
    ring: Ring | None
    served: Served | None
    distance_m: int | None
    based_in: str
    reason: str
    sign: str
    name: str
    snippet: str
    score: float
    asked: str = ""
    contacts: "Sequence[Contact]" = ()


@dataclass(frozen=True, slots=True)
class RingAnswer:
    """A ring, its count, and its results on this page. A ring that is not open is only counted.

    ``page`` is the page on which it begins, or would when opened; 0 past the last there can be.
    """

    ring: Ring
    name: str
    total: int
    is_open: bool
    page: int = 1
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

    Attributes:
        total: all that match and serve the place; ``shown_total`` those of the open rings.
        rings: all four in order, without one that cannot be (a borough has no ring 2); empty when
            no place was given.
        results: this page's results over all open rings, in order.
        nearby: those that are close by and not for the place, when asked for; their ``served`` is
            None and their numbers go on from ``results``.
        did_you_mean: the words respelt; ``did_you_mean_query`` is the query string that asks so.
        summary: the question and the count said back, in a sentence or two of plain text.
        nearby_sentence: "2 more are close by but do not cover Orsman Road"; or empty.
        rescues: other questions that have answers; kinds_meant kinds of help the words may mean.
        about_place, about_words: what was answered in place of what was typed; or empty.
        page, pages: 1 to ``pages``; there is always a page 1.

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
    nearby_sentence: str = ""
    did_you_mean_query: str = ""
    rescues: tuple["Rescue", ...] = ()
    kinds_meant: tuple["Chip", ...] = ()
    about_place: str = ""
    about_words: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter, with the query string that takes it away, or sets it where it is only offered."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Rescue:
    """Another question that has answers: how many, and the query string that asks it.

    ``without`` names the words that it leaves out, when they are few.
    """

    words: str
    total: int
    query: str
    without: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """One category at a place: how many serve it, how many of those are based here, and the first.

    Attributes:
        total: services of the category that serve the place, wherever they are based.
        local_total: those based in ring 1 or 2.
        nearest: the ring of the nearest of them; None when there is none.
        results: the most local few, for a page to show; ``query`` asks ``/find`` for all of them.

    """

    slug: str
    name: str
    total: int
    local_total: int
    nearest: Ring | None
    results: tuple[Result, ...]
    query: str


@dataclass(frozen=True, slots=True)
class NeedGroup:
    """Categories that belong together, each with who serves the place."""

    name: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """How near the nearest is, for how many needs of a group; ``missing`` those of nobody.

    A borough has no doorstep: all that is in it is in the borough.
    """

    name: str
    doorstep: int
    borough: int
    far: int
    missing: int


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """Everything that a place's page says: who serves it, by need, and what is missing.

    Attributes:
        total, local_total: services that serve the place, and those of them based in ring 1 or 2.
        results: every result shown, once each, in the order of their numbers (for the map).
        groups: needs that somebody serves, in the order of the list of categories.
        glances: every group of needs, and how many of them are met.
        not_local: needs served only from further away; ``missing`` those that nobody serves.
        query: the query string that asks ``/find`` for everything that serves the place.

    """

    place: Place
    total: int
    local_total: int
    results: tuple[Result, ...]
    groups: tuple[NeedGroup, ...]
    glances: tuple[Glance, ...]
    not_local: tuple[Need, ...]
    missing: tuple[Need, ...]
    completeness: Completeness
    summary: str
    query: str

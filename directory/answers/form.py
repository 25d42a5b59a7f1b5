"""The question in a query string: what the find room's form and ``/api/find`` both understand."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote_plus
from zoneinfo import ZoneInfo

from flask import current_app
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import ValidationError

from directory.answers.fields import FlagField, PageField, SeveralField, TextField
from directory.domain.categories import CATEGORIES
from directory.domain.hours import DAYS
from directory.domain.place import Place
from directory.domain.rings import RING_NAMES, Ring
from directory.domain.terms import LABELS, LANGUAGES, Access, Audience, Cost, Kind, WayIn
from directory.search import Facet, Filters, Question

SHOWN_AT_ONCE = frozenset({Ring.DOORSTEP, Ring.BOROUGH})

PAGE_OF_RESULTS = "results"
"""What the page of results is called in the address of an entry, whose own pages are ``page``."""


def _terms(enum: type[StrEnum]) -> dict[str, str]:
    return {each.value: LABELS[each] for each in enum}


class FindForm(Form):  # type: ignore[misc]
    """What do you need, and where? A GET form: no CSRF, every field optional and bounded.

    The fields stand in the order in which they are written back as a query string. The field for
    ``for`` is ``audience``, as ``for`` is a word of the language.
    """

    q = TextField("What do you need?")
    where = TextField("Where?")
    category = SeveralField("Category", {each.slug: each.name for each in CATEGORIES.values()})
    audience = SeveralField("Who is it for?", _terms(Audience), name="for")
    cost = SeveralField("Cost", _terms(Cost))
    access = SeveralField("Access", _terms(Access))
    language = SeveralField("Language", LANGUAGES)
    day = SeveralField("Day", {day: day.capitalize() for day in DAYS})
    kind = SeveralField("Kind of organisation", _terms(Kind))
    how = SeveralField("How to get in", _terms(WayIn))
    open = FlagField("Open now")
    here = FlagField("Based here")
    further = SeveralField(
        "Look further",
        {str(ring.value): RING_NAMES[ring] for ring in (Ring.NEXT_DOOR, Ring.FURTHER)},
    )
    nearby = FlagField("Show what is close by but does not cover here")
    page = PageField("Page")

    def validate_q(self, field: Any) -> None:
        """Refuse a question that is longer than anybody means.

        Raises:
            ValidationError: it has too many letters.

        """
        _refuse_long(field)

    def validate_where(self, field: Any) -> None:
        """Refuse a place that is longer than any name.

        Raises:
            ValidationError: it has too many letters.

        """
        _refuse_long(field)

    def validate_here(self, field: Any) -> None:
        """Refuse "based here" without saying where here is.

        Raises:
            ValidationError: no place was given.

        """
        if field.data and not self.where.data:
            raise ValidationError("Add a street, postcode or ward to see who is based there.")

    def validate_page(self, field: Any) -> None:
        """Refuse a page past every end.

        Raises:
            ValidationError: the number is too large.

        """
        last = current_app.config["MAX_PAGE"]
        if field.data > last:
            raise ValidationError(f"We show {last:,} pages at most. Try narrowing your search.")

    @cached_property
    def facets(self) -> Mapping[Facet, Any]:
        """Return the field of each facet."""
        by_name = {field.short_name: field for field in self}
        return {facet: by_name[facet.value] for facet in Facet}

    @property
    def narrows(self) -> bool:
        """Say whether any filter is in force."""
        return any(field.data for field in (*self.facets.values(), self.open, self.here))

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was asked: no words, no place, no filter."""
        return not (self.q.data or self.where.data or self.narrows)

    @property
    def problem(self) -> tuple[str, str]:
        """Return the parameter to blame and the message, after validation failed."""
        return next((field.short_name, str(field.errors[0])) for field in self if field.errors)

    def question(self, place: Place | None) -> Question:
        """Say it the way search understands it; the words are cut at the longest allowed."""
        config = current_app.config
        size = config["PAGE_SIZE"]
        return Question(
            words=self.q.data[: config["MAX_QUERY_LENGTH"]],
            place=place,
            filters=Filters(
                values={
                    facet: frozenset(field.data)
                    for facet, field in self.facets.items()
                    if field.data
                },
                open_now=self.open.data,
                based_here=self.here.data,
            ),
            open_rings=SHOWN_AT_ONCE | {Ring(int(ring)) for ring in self.further.data},
            nearby=self.nearby.data,
            now=datetime.now(ZoneInfo(config["TIME_ZONE"])),
            start=(self.page.data - 1) * size,
            size=size,
            doorstep_metres=config["DOORSTEP_METRES"],
        )

    def query(self, **changes: Any) -> str:
        """Return the question as a query string, with some parameters changed.

        ``form.query(page=2)``, ``form.query(where=None)``, ``form.query(category=["food"])``;
        ``audience`` or ``**{"for": …}``. None, False, "" and [] take a parameter away. Any change
        goes back to page 1, unless it says the page.
        """
        said = {"for" if name == "audience" else name: value for name, value in changes.items()}
        if said:
            said.setdefault("page", 1)
        changed = {name: _pairs(name, value) for name, value in said.items()}
        return "&".join(pair for pairs in (self._asked | changed).values() for pair in pairs)

    def carried(self) -> str:
        """Return the question for the address of an entry, which then leads back to it: "?q=lunch".

        :meth:`query` writes it for ``/find``; an entry's page has pages of its own.
        """
        page = f"{PAGE_OF_RESULTS}={self.page.data}" if self.page.data > 1 else ""
        said = "&".join(each for each in (self.query(page=1), page) if each)
        return f"?{said}" if said else ""

    @cached_property
    def _asked(self) -> dict[str, list[str]]:
        """The question as it came, for each field; a page of results writes it again and again."""
        return {field.short_name: _pairs(field.short_name, field.data) for field in self}

    def changed(self, **changes: Any) -> "FindForm":
        """Return another form, as if :meth:`query` with these changes had been asked."""
        return FindForm(MultiDict(parse_qsl(self.query(**changes))))

    def toggled(self, facet: Facet, value: str) -> str:
        """Return the query string with a facet's value put in, or taken away if it is there."""
        chosen: list[str] = self.facets[facet].data
        kept = [each for each in chosen if each != value]
        told = kept if value in chosen else [*chosen, value]
        return self.query(**{facet.value: told})


def _refuse_long(field: Any) -> None:
    most = current_app.config["MAX_QUERY_LENGTH"]
    length = len(field.raw_data[0] if field.raw_data else field.data)
    if length > most:
        raise ValidationError(f"Please use {most:,} letters or fewer. This has {length:,}.")


def _pairs(name: str, value: Any) -> list[str]:
    """Return a field's ``name=value`` pairs for a query string; the first page is not said."""
    written = _written(value)
    return [f"{name}={quote_plus(each)}" for each in written if (name, each) != ("page", "1")]


def _written(value: Any) -> list[str]:
    """Return a field's value as it stands in a query string; nothing for its default."""
    if isinstance(value, bool):
        return ["1"] if value else []
    if isinstance(value, str | int):
        return [str(value)] if value != "" else []
    if isinstance(value, Iterable):
        return [str(each) for each in value]
    return []

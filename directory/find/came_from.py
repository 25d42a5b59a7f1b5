"""The question that led somebody to an entry: its page leads back to it, and asks on from there.

It is in the address alone (``/services/lunch?q=lunch&where=Orsman+Road``): nothing is kept of it,
and the page says that its own address is the one without it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from werkzeug.datastructures import MultiDict

from directory import gazetteer
from directory.answers import FindForm, ForPlace, for_place
from directory.answers.form import PAGE_OF_RESULTS
from directory.domain.categories import CATEGORIES
from directory.domain.place import Level, Place
from directory.errors import UnknownPlaceError


@dataclass(frozen=True, slots=True)
class CameFrom:
    """A question as the page of an entry knows it.

    Attributes:
        place: None where none was named, or we do not know it any more.
        query: the question for the address of another entry, "?" and all; ``values`` for one that
            is put together.
        back: what leads back to the results, in words.
        serves: by the id of a service whether it is for the place, and how near it is based, where
            we can tell.

    """

    form: FindForm
    place: Place | None
    query: str
    back: str
    serves: Mapping[int, ForPlace] = field(default_factory=dict)

    @property
    def values(self) -> Mapping[str, list[str]]:
        """Return the question as parameters of an address."""
        return parse_qs(self.query.removeprefix("?"))


def read(args: "MultiDict[str, str]", service_ids: Sequence[int]) -> CameFrom | None:
    """Return the question that an entry's address holds, or None: it holds none that is any good.

    Whether these services are for the place is found out too.
    """
    told = MultiDict((name, value) for name, value in args.items(multi=True) if name != "page")
    told["page"] = args.get(PAGE_OF_RESULTS, "")
    form = FindForm(told)
    if form.is_empty or not form.validate():
        return None
    place = _place(str(form.where.data))
    serves = for_place(service_ids, place) if place else {}
    return CameFrom(form, place, form.carried(), _back(form, place), serves)


def heading(form: FindForm, place: Place | None) -> str:
    """Return the heading of an answer: what was asked, in words."""
    asked = _asked(form)
    if place is None and form.q.data:
        return f"Help with {asked}"
    if place is None:
        return asked or "What fits your choices"
    lies = {Level.STREET: "on", Level.POSTCODE: "at", Level.PATCH: "on"}.get(place.level, "in")
    return f"{asked} for {place.name}" if asked else f"Who helps people {lies} {place.name}"


def _back(form: FindForm, place: Place | None) -> str:
    said = heading(form, place)
    return said if _asked(form) and not said.startswith("Help") else f"{said[:1].lower()}{said[1:]}"


def _asked(form: Any) -> str:
    """Return the words asked for, or the one kind of help that was chosen; empty: anything."""
    if form.q.data:
        return f"“{form.q.data}”"
    chosen = form.category.data
    return CATEGORIES[chosen[0]].name if len(chosen) == 1 else ""


def _place(text: str) -> Place | None:
    """Return the place that was meant, or None: places may have changed since the question."""
    try:
        return gazetteer.resolve(text) if text else None
    except UnknownPlaceError:
        return None

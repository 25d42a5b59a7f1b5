"""The fields of a section: how each column is asked for, read from a form, and shown again.

A form says what a list says (docs/data-formats.md), in boxes that are easier to fill in. Nothing is
checked here: what was typed is kept, but for characters that no one can see, and
:mod:`directory.entries` says what is wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any

from werkzeug.datastructures import MultiDict

from directory.domain import identifiers
from directory.domain.categories import CATEGORIES
from directory.domain.sections import PARTS, Section, Told
from directory.domain.terms import (
    LABELS,
    LANGUAGES,
    Access,
    Audience,
    Cost,
    Kind,
    Mode,
    Status,
    WayIn,
)
from directory.entries.cells import tidy

ROWS_TO_SPARE = 2
MOST_ROWS = 50
ADDRESS_PARTS = ("name", "address", "postcode", "street")
UNASKED_PARTS = ("easting", "northing", "ward", "borough")
CONTACT_PARTS = ("label", "phone", "email")
NUMBERS = {"GB-CHC": "Charity number", "GB-COH": "Company number"}


class Asked(StrEnum):
    """How a column is asked for."""

    LINE = "line"
    TEXT = "text"
    ONE = "one"
    SEVERAL = "several"
    LINES = "lines"
    ADDRESSES = "addresses"
    CONTACTS = "contacts"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Field:
    """A column as a form asks for it.

    Attributes:
        groups: of values to choose from: a heading ("" for none), and values with their words.

    """

    column: str
    label: str
    asked: Asked = Asked.LINE
    hint: str = ""
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = field(default=())


def _terms(enum: type[StrEnum]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    return (("", tuple((each.value, LABELS[each]) for each in enum)),)


_CATEGORIES = tuple(
    (group, tuple((each.slug, each.name) for each in some))
    for group, some in groupby(CATEGORIES.values(), key=lambda each: each.group)
)
_TIMES = (
    "One line for each time. Like: Tuesday 11.30am to 2.30pm. First Monday of the month 6pm to "
    "8pm. Wednesday 10 to 12 (term time only). Closed 25 December 2026. Without am or pm we take "
    "1 to 6 to begin in the afternoon, and 7 to 11 in the morning."
)
_WEB = "Like www.example.org"

FIELDS: Mapping[str, Field] = {
    each.column: each
    for each in (
        Field("organisation_name", "What is your group called?"),
        Field("also_known_as", "Another name that people use"),
        Field("kind", "What kind of group is it?", Asked.ONE, groups=_terms(Kind)),
        Field("organisation_description", "Who are you?", Asked.TEXT, "A few plain sentences."),
        Field("founded", "When did it start?", hint="A year will do."),
        Field("organisation_website", "Website", hint=_WEB),
        Field("identifiers", "Registered numbers", Asked.NUMBERS, "Many groups have none."),
        Field(
            "bases",
            "Where do your people work from?",
            Asked.ADDRESSES,
            "The first is the main one. It decides for which streets you are “on the doorstep”.",
        ),
        Field("organisation_phone", "Phone"),
        Field("organisation_email", "E-mail", hint="Everyone can read it."),
        Field("organisation_contacts", "Other ways to reach you", Asked.CONTACTS),
        Field("service_name", "What is this service called?"),
        Field("summary", "In one sentence, what is it?", hint="People read this first."),
        Field("description", "Tell people what to expect", Asked.TEXT, "A few short paragraphs."),
        Field(
            "categories",
            "What kind of help is it?",
            Asked.SEVERAL,
            "Three at most: the ones that fit best.",
            _CATEGORIES,
        ),
        Field("website", "Website of this service", hint=_WEB),
        Field("audiences", "Who is it for?", Asked.SEVERAL, groups=_terms(Audience)),
        Field("age_from", "From what age?", hint="Leave it empty for any age."),
        Field("age_to", "Up to what age?"),
        Field("eligibility", "Anything else about who may come?", Asked.TEXT),
        Field(
            "languages",
            "Which languages do you speak?",
            Asked.SEVERAL,
            groups=(("", tuple(LANGUAGES.items())),),
        ),
        Field(
            "sites",
            "Where does it happen?",
            Asked.ADDRESSES,
            "Leave it empty when it has no fixed place.",
        ),
        Field("opening_times", "When is it open?", Asked.LINES, _TIMES),
        Field("cost", "What does it cost?", Asked.ONE, groups=_terms(Cost)),
        Field("cost_note", "More about the cost", hint="Like: £3 for lunch, tea is free."),
        Field("modes", "How does it reach people?", Asked.SEVERAL, groups=_terms(Mode)),
        Field("ways_in", "How does somebody get in?", Asked.SEVERAL, groups=_terms(WayIn)),
        Field("way_in_note", "More about how to get in"),
        Field("access", "What is there for disabled people?", Asked.SEVERAL, groups=_terms(Access)),
        Field(
            "access_note", "More about access", hint="Like: two steps at the door, we have a ramp."
        ),
        Field("phone", "Phone of this service"),
        Field("email", "E-mail of this service", hint="Everyone can read it."),
        Field("contacts", "Other ways to reach it", Asked.CONTACTS),
        Field("status", "Is it running?", Asked.ONE, groups=_terms(Status)),
        Field("status_note", "What should people know?", hint="Like: back on 12 January."),
    )
}
"""How each column is asked for. Coverage has an editor of its own."""


def fields_of(section: Section) -> list[Field]:
    """Return the fields of a section, in order."""
    return [FIELDS[column] for column in PARTS[section].columns]


def told_by(section: Section, sent: MultiDict[str, str]) -> dict[str, Any]:
    """Return what a form says, in the columns of the section."""
    return {each.column: _read(each, sent) for each in fields_of(section)}


def rows_of(asked: Field, told: Told) -> list[dict[str, Any]]:
    """Return the rows of a column that holds several things, every part, and some rows to spare."""
    parts: tuple[str, ...] = CONTACT_PARTS
    if asked.asked is Asked.ADDRESSES:
        parts = (*ADDRESS_PARTS, *UNASKED_PARTS, "access", "hidden")
    blank = dict.fromkeys(parts, "")
    rows = [{**blank, **each} for each in told.get(asked.column) or []]
    return [*rows, *(dict(blank) for _ in range(ROWS_TO_SPARE))][:MOST_ROWS]


def lines_of(asked: Field, told: Told) -> str:
    """Return a column as the text of a box."""
    value = told.get(asked.column)
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")


@dataclass(slots=True)
class NumberBox:
    """A box for registered numbers; whether what is in it is the first that is wrong."""

    text: str = ""
    is_wrong: bool = False


def numbers_of(told: Told) -> dict[str, NumberBox]:
    """Return the boxes of registered numbers by their register; all others are lines under ""."""
    found = {scheme: NumberBox() for scheme in (*NUMBERS, "")}
    wrong = None
    for each in told.get("identifiers") or []:
        scheme, _, number = str(each).partition(":")
        is_first = scheme in NUMBERS and not found[scheme].text
        box = found[scheme if is_first else ""]
        box.text = number if is_first else f"{box.text}\n{each}".strip()
        if wrong is None and not _is_number(scheme, number):
            wrong = box
    if wrong is not None:
        wrong.is_wrong = True
    return found


def _is_number(scheme: str, number: str) -> bool:
    try:
        identifiers.tidy(scheme, number)
    except ValueError:
        return False
    return True


def chosen_of(asked: Field, told: Told) -> list[str]:
    """Return the values of a column that are ticked."""
    value = told.get(asked.column) or []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _read(asked: Field, sent: MultiDict[str, str]) -> Any:
    name = asked.column
    if asked.asked is Asked.SEVERAL:
        return list(dict.fromkeys(sent.getlist(name)))
    if asked.asked is Asked.LINES:
        return _lines(sent.get(name, ""))
    if asked.asked is Asked.ADDRESSES:
        return _addresses(name, sent)
    if asked.asked is Asked.CONTACTS:
        return _rows(name, CONTACT_PARTS, sent)
    if asked.asked is Asked.NUMBERS:
        return _numbers(name, sent)
    return tidy(sent.get(name, ""))


def _lines(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := tidy(each))]


def _rows(name: str, parts: tuple[str, ...], sent: MultiDict[str, str]) -> list[dict[str, Any]]:
    """Return the rows that hold anything; each is numbered from 0."""
    found = []
    for number in range(MOST_ROWS):
        if row := _parts(f"{name}-{number}", parts, sent):
            found.append(row)
    return found


def _addresses(name: str, sent: MultiDict[str, str]) -> list[dict[str, Any]]:
    """Return addresses; what the boxes do not ask for stays while what they do is the same."""
    found = []
    for number in range(MOST_ROWS):
        at = f"{name}-{number}"
        row: dict[str, Any] = _parts(at, ADDRESS_PARTS, sent)
        if not row and not sent.get(f"{at}-hidden"):
            continue
        if was_of(row) == sent.get(f"{at}-was"):
            row |= _parts(at, UNASKED_PARTS, sent)
        if access := sent.getlist(f"{at}-access"):
            row["access"] = access
        if sent.get(f"{at}-hidden"):
            row["hidden"] = "yes"
        found.append(row)
    return found


def was_of(row: Mapping[str, Any]) -> str:
    """Return what placed an address, so that a form can tell whether it was changed."""
    return "|".join(str(row.get(part, "")) for part in ("address", "postcode", "street"))


def _parts(at: str, parts: tuple[str, ...], sent: MultiDict[str, str]) -> dict[str, Any]:
    told = {part: tidy(sent.get(f"{at}-{part}", "")) for part in parts}
    return {part: value for part, value in told.items() if value}


def _numbers(name: str, sent: MultiDict[str, str]) -> list[str]:
    told = [
        f"{scheme}:{value}"
        for scheme in NUMBERS
        if (value := tidy(sent.get(f"{name}-{scheme}", "")))
    ]
    return told + _lines(sent.get(f"{name}-other", ""))

"""What a section says, and what changed in it, as people read it.

Pure: the columns are those of docs/data-formats.md (:mod:`directory.domain.sections`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Any

from directory.domain.categories import CATEGORIES
from directory.domain.identifiers import label_of
from directory.domain.sections import Difference, Told
from directory.domain.terms import LABELS, LANGUAGES

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "organisation_name": "Name",
        "also_known_as": "Also known as",
        "kind": "Kind of organisation",
        "organisation_description": "About the group",
        "founded": "Started",
        "organisation_website": "Website",
        "identifiers": "Register numbers",
        "bases": "Where based",
        "organisation_phone": "Telephone",
        "organisation_email": "E-mail",
        "organisation_contacts": "Other contacts",
        "service_name": "Name of the service",
        "summary": "In one sentence",
        "description": "What it is",
        "categories": "Kinds of help",
        "website": "Website of the service",
        "audiences": "Who it is for",
        "age_from": "From age",
        "age_to": "To age",
        "eligibility": "You can come if",
        "languages": "Languages",
        "coverage": "Which streets it serves",
        "sites": "Where it happens",
        "opening_times": "Opening times",
        "cost": "Cost",
        "cost_note": "About the cost",
        "modes": "How it reaches people",
        "ways_in": "How to get in",
        "way_in_note": "About getting in",
        "access": "Access",
        "access_note": "About access",
        "phone": "Telephone",
        "email": "E-mail",
        "contacts": "Other contacts",
        "status": "Running",
        "status_note": "About that",
        "publication": "Shown to the public",
        "service_publication": "Shown to the public",
    }
)
"""Every column, in words."""

LINES = frozenset({"bases", "organisation_contacts", "contacts", "sites", "coverage"})
_TERMS: Mapping[str, str] = MappingProxyType({each.value: said for each, said in LABELS.items()})
_OF_TERMS = frozenset(
    {"kind", "audiences", "cost", "modes", "ways_in", "access", "status"}
    | {"publication", "service_publication"}
)
_OF_PLACES = frozenset({"coverage", "bases", "sites"})
_CODE = re.compile(r" \[[\w-]+\](?=$|,)")
MOST_WORDS = 600
"""Longer texts are shown whole, before and after: comparing word by word would take too long."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: ``how`` is "same", "out" (they went) or "in" (they came)."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One column that changed.

    Attributes:
        label: what the column is called.
        pieces: for a text: its words, in order.
        gone, come: for a list: the lines that went and that came.
        same: for a list: how many lines stay.

    """

    label: str
    pieces: tuple[Piece, ...] = ()
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    same: int = 0


def label(column: str) -> str:
    """Return what a column is called; one that we do not know, by its own name."""
    return COLUMNS.get(column, column.replace("_", " ").capitalize())


def lines(column: str, value: Any) -> tuple[str, ...]:
    """Return what a column says, line by line; nothing said is no line."""
    each = value if isinstance(value, list | tuple) else [value]
    return tuple(said for one in each if (said := _said(column, one)))


def said(told: Told) -> list[tuple[str, tuple[str, ...]]]:
    """Return what a section says, as labels with their lines; empty columns are left out."""
    found = ((label(column), _plain(column, value)) for column, value in told.items())
    return [(name, rows) for name, rows in found if rows]


def _plain(column: str, value: Any) -> tuple[str, ...]:
    """Return a column's lines, without the codes by which areas are told apart in a difference."""
    found = lines(column, value)
    return tuple(_CODE.sub("", line) for line in found) if column in _OF_PLACES else found


def changed(differences: Iterable[Difference]) -> list[Changed]:
    """Return differences as people read them."""
    return [_changed(each) for each in differences]


def _changed(each: Difference) -> Changed:
    before, after = lines(each.column, each.before), lines(each.column, each.after)
    is_list = isinstance(each.before, list) or isinstance(each.after, list)
    if not is_list and before and after:
        return Changed(label(each.column), pieces=_pieces(before[0], after[0]))
    gone = tuple(line for line in before if line not in set(after))
    come = tuple(line for line in after if line not in set(before))
    return Changed(label(each.column), gone=gone, come=come, same=len(after) - len(come))


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts as one: what stays, what goes and what comes, by words."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    if max(len(old), len(new)) > 2 * MOST_WORDS:
        return Piece("out", before), Piece("in", after)
    found: list[Piece] = []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        found += [Piece("out", "".join(old[a:b]))] if b > a else []
        found += [Piece("in", "".join(new[c:d]))] if d > c else []
    return tuple(found)


def _said(column: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return _object(value)
    text = "" if value is None else str(value)
    if column in _OF_TERMS:
        return _TERMS.get(text, text)
    if column == "categories":
        return CATEGORIES[text].name if text in CATEGORIES else text
    if column == "languages":
        return LANGUAGES.get(text, text)
    if column == "identifiers" and ":" in text:
        scheme, _, number = text.partition(":")
        return f"{label_of(scheme)} {number}"
    return text


def _object(value: Mapping[str, Any]) -> str:
    """Return an address or a contact on one line."""
    parts = []
    for name, part in value.items():
        if name == "hidden":
            continue
        each = part if isinstance(part, list) else [part]
        words = ", ".join(_TERMS.get(str(one), str(one)) for one in each)
        parts.append(words if name in _BARE else f"{name} {words}")
    is_hidden = str(value.get("hidden", "")).lower() in ("yes", "true", "1")
    return ", ".join(part for part in parts if part) + (" (not shown)" if is_hidden else "")


_BARE = frozenset({"name", "address", "postcode", "label", "phone", "email"})

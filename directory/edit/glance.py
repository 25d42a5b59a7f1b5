"""What each section of an entry says, in a line: so that one sees at once what to put right."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from directory.domain.areas_in_words import in_words
from directory.domain.sections import OF_ORGANISATION, OF_SERVICE, Section, Told
from directory.domain.told_in_words import said
from directory.edit.read_back import times_in_words
from directory.entries.written import told_now
from directory.queries import coverage
from directory.web.local_time import local_now

if TYPE_CHECKING:
    from directory.models import Change, Organisation, Service

Key = tuple[int | None, Section]
"""A section of a service, by its id; of the organisation itself with None."""

MOST_SERVICES = 20
LONGEST = 110
LONGEST_TIMES = 400
"""How we read what she typed of opening times is to be looked at: a week of them is not cut."""


def glance(
    organisation: "Organisation", services: Sequence["Service"], changes: Mapping[Key, "Change"]
) -> dict[Key, str]:
    """Return each section in a line, with what is on its way; one that says nothing is "".

    Of an organisation with very many services only the first are read.
    """
    some = services[:MOST_SERVICES]
    covered = coverage.of_services([each.id for each in some])
    found: dict[Key, str] = {}
    for service, section in [
        *((None, each) for each in OF_ORGANISATION),
        *((service, each) for service in some for each in OF_SERVICE),
    ]:
        key = (service.id if service is not None else None, section)
        change = changes.get(key)
        if service is not None and section is Section.COVERAGE:
            found[key] = _covered(change, covered.get(service.id))
        else:
            told = change.told if change is not None else told_now(organisation, service, section)
            found[key] = _short(_lines(section, told), _most(section))
    for service in some:
        own = service.id, Section.CONTACTS
        if not found[own] and found[None, Section.ORGANISATION_CONTACTS]:
            found[own] = "The same as for the group"
    return found


def _lines(section: Section, told: Told) -> Iterator[str]:
    if section is Section.TIMES and (times := times_in_words(told, local_now().date())):
        yield from times
        return
    for label, lines in said(told):
        for line in lines:
            # A number alone says nothing: "From age 55".
            yield f"{label} {line}" if line.isdigit() else line


def _most(section: Section) -> int:
    return LONGEST_TIMES if section is Section.TIMES else LONGEST


def _covered(change: "Change | None", summary: coverage.Summary | None) -> str:
    """Return the areas in brief; of thousands that are on their way, how many."""
    if change is not None:
        many = len(change.told.get("coverage") or [])
        return f"{many:,} {'place' if many == 1 else 'places'}, with what is on its way"
    if summary is None:
        return ""
    but = in_words(summary.but_not)
    return _short([in_words(summary.serves) + (f", but not {but}" if but else "")])


def _short(lines: Iterable[str], most: int = LONGEST) -> str:
    text = " · ".join(" ".join(line.split()) for line in lines)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"

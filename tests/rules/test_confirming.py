"""Since when all of an entry is known to be right, when parts were confirmed on several days."""

from datetime import date

import pytest

from directory.domain import confirming
from directory.domain.sections import PARTS, Section

OLD, MARCH, APRIL = date(2024, 5, 1), date(2026, 3, 3), date(2026, 4, 4)
OF_SERVICE = [each for each in Section if PARTS[each].is_of_service]
SECTIONS = [section for group in confirming.OF_SERVICE.values() for section in group.sections]


def all_on(day: date, **others: date) -> dict[Section, date]:
    return {section: others.get(section.name, day) for section in SECTIONS}


SINCE = {
    "nothing was ever said": (None, {}, None),
    "it was checked, and nothing confirmed since": (OLD, {}, OLD),
    "one part was confirmed": (OLD, {Section.TIMES: MARCH}, OLD),
    "one part was confirmed of what nobody checked": (None, {Section.TIMES: MARCH}, None),
    "every part was confirmed on one day": (OLD, all_on(MARCH), MARCH),
    "every part was, and nobody had checked it": (None, all_on(MARCH), MARCH),
    "every part was, on several days: the oldest": (None, all_on(APRIL, COVERAGE=MARCH), MARCH),
    "it was checked after some of them": (MARCH, all_on(APRIL, COVERAGE=OLD), MARCH),
}


@pytest.mark.parametrize("case", SINCE)
def test_an_entry_is_checked_since_the_oldest_of_its_parts(case: str) -> None:
    before, confirmed, since = SINCE[case]
    assert confirming.checked_on(before, confirmed, is_service=True) == since


LATER = {
    "nothing": ({}, []),
    "half of a group says nothing of it": ({Section.TIMES: APRIL}, []),
    "a group that was confirmed later": ({Section.TIMES: APRIL, Section.STATUS: APRIL}, ["times"]),
    "its older half counts": ({Section.TIMES: APRIL, Section.STATUS: OLD}, []),
    "what is no newer than the whole is not told twice": (all_on(MARCH), []),
}


@pytest.mark.parametrize("case", LATER)
def test_a_group_that_was_confirmed_later_than_the_whole_says_so(case: str) -> None:
    confirmed, told = LATER[case]
    found = confirming.later_groups(MARCH, confirmed, is_service=True)
    assert [group.slug for group, _ in found] == told


def test_every_section_that_has_words_is_in_just_one_group() -> None:
    every = [*SECTIONS, *(s for g in confirming.OF_ORGANISATION.values() for s in g.sections)]
    assert len(every) == len(set(every))
    assert set(Section) - set(every) == {Section.PUBLICATION, Section.SERVICE_PUBLICATION}

"""What may be chosen while a need is typed: kinds of help first, and nothing twice."""

import pytest

from directory.answers.suggesting import Suggestion, words
from directory.search import index
from tests.factories import Make


@pytest.fixture(autouse=True)
def listed(make: Make) -> None:
    """Services whose names begin like kinds of help."""
    borough = make.borough("Hackney")
    trust = make.organisation("Lunar Trust", make.base(borough=borough))
    for name, kinds in (("Luncheon club", ["lunch-club"]), ("Lunchtime chess", ["lunch-club"])):
        make.service(name, trust, serves=[borough], categories=kinds)
    make.service("Stop smoking", trust, serves=[borough], categories=["stop-smoking"])
    index.rebuild()


def test_kinds_of_help_come_first_and_are_marked_and_nothing_comes_twice() -> None:
    found = words("lun", 8)

    assert found[0] == Suggestion("Lunch clubs", "kind of help")
    texts = [each.text for each in found]
    assert {"Lunar Trust", "Lunchtime chess"} <= set(texts)
    assert not {"lunch", "luncheon", "Luncheon club"} & set(texts)


def test_names_that_differ_in_an_ending_only_are_suggested_once(make: Make) -> None:
    for name in ("Lunar walk", "Lunar walks"):
        make.service(name, make.organisation("Moon"))
    index.rebuild()

    assert len([each for each in words("lunar w", 8) if "walk" in each.text]) == 1


def test_another_word_for_a_kind_says_which_kind() -> None:
    assert words("cigg", 8) == [Suggestion("ciggies", "Stop smoking")]


def test_a_name_of_a_kind_comes_before_another_word_for_one() -> None:
    assert words("food", 8)[0] == Suggestion("Food and meals", "kind of help")


def test_when_nothing_begins_so_it_is_spelt_as_the_page_would_spell_it() -> None:
    assert words("lunhceon", 8) == [Suggestion("luncheon", "did you mean this?")]
    assert words("stopsmoking", 8) == [Suggestion("stop smoking", "did you mean this?")]
    assert words("lnch", 8) == []  # may become anything
    assert words("zzzzzzz", 8) == []
    assert words("lunhceon smokign", 8) == []  # nobody says both


def test_no_more_are_suggested_than_asked_for() -> None:
    assert len(words("lu", 2)) == 2

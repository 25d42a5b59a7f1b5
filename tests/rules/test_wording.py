"""Areas, ages and lists are told in plain words."""

import pytest

from directory.domain.areas_in_words import EVERYONE, Areas, in_words
from directory.domain.described import ages, distance, in_a_sentence, labels_of, languages_of
from directory.domain.place import Level
from directory.domain.terms import Audience


def areas(**named):
    """Areas by level; a tuple ending in a number is some names of so many."""
    names, totals = {}, {}
    for level, listed in named.items():
        total = listed[-1] if isinstance(listed[-1], int) else len(listed)
        names[Level(level)] = [name for name in listed if isinstance(name, str)]
        totals[Level(level)] = total
    return Areas(names, totals)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (areas(), ""),
        (areas(street=("Orsman Road",)), "Orsman Road"),
        (areas(street=("A Road", "B Road")), "A Road and B Road"),
        (areas(street=("A Road", "B Road", "C Road")), "A Road, B Road and C Road"),
        (areas(street=("A Road", "B Road", 3)), "A Road, B Road and 1 more street"),
        (areas(street=("A Road", "B Road", 1_302)), "A Road, B Road and 1,300 more streets"),
        (areas(postcode=("N1 5QJ",)), "the postcode N1 5QJ"),
        (areas(ward=("Haggerston",)), "the ward of Haggerston"),
        (areas(ward=("Haggerston", "Dalston")), "the wards of Haggerston and Dalston"),
        (areas(borough=("Hackney", "Islington")), "all of Hackney and Islington"),
        (areas(nation=("England",)), "all of England"),
        (areas(anywhere=("anywhere",)), EVERYONE),
        # The most specific first; a list inside the list is kept apart from its neighbours.
        (
            areas(borough=("Hackney",), street=("A Road",)),
            "A Road and all of Hackney",
        ),
        (
            areas(ward=("Haggerston", "Dalston"), street=("A Road",), anywhere=("anywhere",)),
            f"A Road; the wards of Haggerston and Dalston; {EVERYONE}",
        ),
    ],
)
def test_areas_are_told_as_a_person_would(given, words):
    assert in_words(given) == words
    assert bool(given) is bool(words)


@pytest.mark.parametrize(
    ("youngest", "oldest", "words"),
    [
        (None, None, ""),
        (16, 25, "Ages 16 to 25"),
        (18, 18, "Aged 18"),
        (50, None, "Aged 50 and over"),
        (None, 5, "Up to age 5"),
        (0, 5, "Up to age 5"),
        (0, None, ""),
        (None, 0, "Up to age 0"),
    ],
)
def test_ages_are_told_as_a_person_would(youngest, oldest, words):
    assert ages(youngest, oldest) == words


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([], ""),
        (["Older people"], "older people"),
        (["Older people", "Carers"], "older people and carers"),
        (["Women", "LGBTQ+ people", "Carers"], "women, LGBTQ+ people and carers"),
    ],
)
def test_labels_become_part_of_a_sentence(labels, words):
    assert in_a_sentence(labels) == words


def test_a_value_that_is_no_longer_on_a_list_is_left_out():
    assert labels_of(Audience, ["women", "gone"]) == ["Women"]
    assert languages_of(["tr", "xx"]) == ["Turkish"]


def test_no_language_is_said_that_nobody_named():
    assert languages_of([]) == []


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (3, "10 m"),
        (312, "300 m"),
        (699, "700 m"),
        (700, "700 m"),
        (791, "800 m"),
        (800, "800 m"),
        (801, "810 m"),
        (812, "820 m"),
        (899, "900 m"),
        (901, "900 m"),
        (1_249, "1.2 km"),
    ],
)
def test_a_distance_is_never_rounded_down_across_the_doorstep(metres, words):
    assert distance(metres) == words

"""The kinds of help: few, in residents' words, and found by what residents type."""

import re

import pytest

from directory.domain.categories import CATEGORIES, GROUPS, MAX_CATEGORIES, Category, search_text

EVERY = list(CATEGORIES.values())


def found_by(typed: str) -> set[str]:
    """Return the kinds whose words hold all that was typed."""
    wanted = set(re.findall(r"\w+", typed.lower()))
    return {
        slug
        for slug in CATEGORIES
        if wanted <= set(re.findall(r"\w+", search_text(slug).lower().replace("'", "")))
    }


def test_the_list_is_short_enough_to_read() -> None:
    assert 35 <= len(CATEGORIES) <= 50
    assert 6 <= len(GROUPS) <= 10
    assert MAX_CATEGORIES == 3


@pytest.mark.parametrize("category", EVERY, ids=lambda each: each.slug)
def test_every_kind_has_an_address_a_plain_name_and_the_words_people_type(
    category: Category,
) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", category.slug)
    assert 4 <= len(category.name) <= 40
    assert category.group in GROUPS
    assert len(category.synonyms) >= 8
    plain = [each.lower() for each in category.synonyms]
    assert len(set(plain)) == len(plain), "said twice"
    assert all(each == each.strip() and 2 <= len(each) <= 40 for each in category.synonyms)


@pytest.mark.parametrize("category", EVERY, ids=lambda each: each.slug)
def test_no_kind_is_found_by_a_word_that_says_nothing(category: Category) -> None:
    empty = {"me", "my", "i", "a", "the", "it's", "will", "help", "support", "service", "free"}
    assert not empty & {each.lower() for each in category.synonyms}


@pytest.mark.parametrize("category", EVERY, ids=lambda each: each.slug)
def test_terms_of_others_have_the_form_their_lists_give_them(category: Category) -> None:
    assert all(re.fullmatch(r"[A-Z]{2}(\d{3})?", code) for code in category.ukcat)
    assert all(re.fullmatch(r"\d{1,4}", number) for number in category.lga)


def test_kinds_of_a_group_stand_together_and_no_two_share_a_name() -> None:
    groups = [each.group for each in EVERY]
    assert groups == sorted(groups, key=GROUPS.index)
    assert len({each.name for each in EVERY}) == len(EVERY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stop smoking", "stop-smoking"),
        ("quit smoking", "stop-smoking"),
        ("vape", "stop-smoking"),
        ("fags", "stop-smoking"),
        ("ciggies", "stop-smoking"),
        ("booze", "recovery"),
        ("skint", "debt"),
        ("nan", "older-people"),
        ("natter", "befriending"),
        ("company", "befriending"),
        ("food bank", "food"),
        ("foodbank", "food"),
        ("in debt", "debt"),
        ("bailiffs", "debt"),
        ("PIP", "advice"),
        ("eviction", "housing"),
        ("damp", "housing"),
        ("lonely", "befriending"),
        ("make friends", "befriending"),
        ("sleeping rough", "homelessness"),
        ("refuge", "domestic-abuse"),
        ("coercive control", "domestic-abuse"),
        ("baby group", "under-fives"),
        ("breastfeeding", "pregnancy"),
        ("stroke", "long-term-conditions"),
        ("memory cafe", "dementia"),
        ("learn english", "english"),
        ("ESOL", "english"),
        ("yoga", "exercise"),
        ("youth club", "youth"),
        ("after school club", "play"),
        ("job club", "work"),
        ("choir", "arts"),
        ("allotment", "gardening"),
        ("dial a ride", "transport"),
        ("library of things", "repair"),
        ("no recourse to public funds", "immigration"),
        ("released from prison", "justice"),
        ("warm space", "community-centre"),
        ("lunch club", "lunch-club"),
        ("unpaid carer", "carers"),
    ],
)
def test_what_people_type_leads_to_the_kind_they_mean(typed: str, meant: str) -> None:
    assert meant in found_by(typed)


def test_an_unknown_kind_has_no_words() -> None:
    assert search_text("no-such-thing") == ""

"""The kinds of help are few, in groups, in plain words, and each is found by what people type."""

import re

import pytest

from directory.domain.categories import CATEGORIES, GROUPS, search_text


def test_there_are_about_forty_in_a_handful_of_groups() -> None:
    assert 35 <= len(CATEGORIES) <= 50
    assert len(GROUPS) <= 10


@pytest.mark.parametrize("slug", CATEGORIES)
def test_each_has_a_plain_slug_a_name_and_words_to_find_it_by(slug: str) -> None:
    category = CATEGORIES[slug]

    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", slug)
    assert category.name
    assert len(category.synonyms) >= 4
    assert len(category.name) <= 40


@pytest.mark.parametrize("slug", CATEGORIES)
def test_codes_of_the_classification_of_charities_have_its_form(slug: str) -> None:
    assert all(re.fullmatch(r"[A-Z]{2}(\d{3})?", code) for code in CATEGORIES[slug].ukcat)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("quit smoking", "stop-smoking"),
        ("foodbank", "food"),
        ("ESOL", "english"),
        ("bailiffs", "debt"),
        ("lonely", "befriending"),
        ("women's aid", "domestic-abuse"),
    ],
)
def test_what_residents_type_leads_to_the_kind_of_help(typed: str, slug: str) -> None:
    assert typed.lower() in search_text(slug).lower()


def test_an_unknown_kind_adds_no_words() -> None:
    assert search_text("nonsense") == ""

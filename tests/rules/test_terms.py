"""Every value a listing can choose has words to show for it."""

import pytest

from directory.domain import terms
from directory.entries import cells


def test_languages_are_listed_english_first_and_then_by_name() -> None:
    first, *others = terms.LANGUAGES.values()

    assert first == "English"
    assert others == sorted(others)


@pytest.mark.parametrize(
    "kind",
    [
        terms.Kind,
        terms.Publication,
        terms.Status,
        terms.Cost,
        terms.Audience,
        terms.Access,
        terms.WayIn,
        terms.Mode,
    ],
)
def test_every_value_has_a_label_of_its_own(kind) -> None:
    labels = [terms.LABELS[value] for value in kind]

    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_lists_may_still_have_the_words_that_were_shown_before() -> None:
    known = {**cells.names_of(terms.Access), **cells.names_of(terms.WayIn)}
    rows = {"access": "Step-free; No steps", "ways_in": "Someone refers you"}

    assert cells.choices(rows, "access", known) == ["step_free"]
    assert cells.choices(rows, "ways_in", known) == ["referred"]

"""Every value a listing can choose has words to show for it."""

import pytest

from directory.domain import terms


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

"""Pasting lists: what is understood is saved, what is not stays in the box."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.domain import pasted
from directory.domain.pasted import items
from directory.domain.place import Level
from tests.edit.conftest import Editor, Town
from tests.factories import Make


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("N1 5QJ\nN1 6QL", ["N1 5QJ", "N1 6QL"]),
        ("n15qj, n1 6ql", ["N15QJ", "N1 6QL"]),
        ("N1 5QJ N1 6QL", ["N1 5QJ", "N1 6QL"]),
        ("N1 5QJ;N1 6QL\tN1 7AA", ["N1 5QJ", "N1 6QL", "N1 7AA"]),
        (
            "• Nile Street\n2. Orsman Road\n(3) Pitfield St",
            ["Nile Street", "Orsman Road", "Pitfield St"],
        ),
        ("not Nile Street\nexcept: Orsman Road", ["not Nile Street", "not Orsman Road"]),
        ("ward: Hoxton West", ["ward: Hoxton West"]),
        ("Wards: Hoxton West", ["ward: Hoxton West"]),
        ("“Nile Street”,\n\n , \n--", ["Nile Street"]),
        ("Nile Street\nNILE  STREET", ["Nile Street"]),
        ("Orsman Road, Hackney", ["Orsman Road, Hackney"]),
        ("", []),
    ],
)
def test_a_list_is_taken_apart_as_people_write_it(text: str, said: list[str]) -> None:
    assert [item.said for item in items(text)] == said


def test_a_line_with_commas_may_be_one_place_or_several() -> None:
    (item,) = items("Nile Street, Orsman Road")

    assert [part.text for part in item.split()] == ["Nile Street", "Orsman Road"]


def test_a_level_that_was_said_is_kept() -> None:
    (item,) = items("not street: Nile Street, Hackney")

    assert (item.level, item.is_exclusion, item.text) == (
        Level.STREET,
        True,
        "Nile Street, Hackney",
    )


@given(st.text(max_size=400))
@example("- - 0")
@example("not not 0")
@example("1. “not Nile Street”")
def test_whatever_is_pasted_is_read_and_pasted_again_is_the_same(text: str) -> None:
    found = items(text)
    again = items("\n".join(item.said for item in found))

    assert [item.text for item in again] == [item.text for item in found]


def test_a_list_of_all_kinds_is_added_at_once(editor: Editor) -> None:
    editor.paste("N1 5QJ, N1 6QL\nNile Street, Hackney\nHaggerston\nnot Orsman Road")

    assert editor.said() == ["Haggerston", "N1 5QJ", "N1 6QL", "Nile Street", "Orsman Road"]


def test_streets_with_commas_between_are_each_added(editor: Editor) -> None:
    editor.paste("Nile Street, Pitfield Street, Orsman Road")

    assert editor.said() == ["Nile Street", "Orsman Road", "Pitfield Street"]


def test_what_is_not_understood_stays_in_the_box_and_the_rest_is_saved(editor: Editor) -> None:
    page = editor.paste("N1 5QJ\nXX9 9XX\nNowhere Lane\nNile Street", status=200)

    assert page.select_one("#list").get_text().strip().splitlines() == ["XX9 9XX", "Nowhere Lane"]
    assert "We do not know the postcode XX9 9XX." in page.words
    assert editor.said() == ["N1 5QJ", "Nile Street"]


def test_a_name_of_two_places_is_asked_about_and_answered_beside_the_rest(
    editor: Editor, town: Town, make: Make
) -> None:
    other = make.street("Nile Street", town.haggerston, at=(534_500, 183_500))
    page = editor.paste("not Nile Street\nOrsman Road\nHackney", status=200)
    choices = [str(each["value"]) for each in page.select("input[name=choice]")]
    assert len(choices) == 2

    chosen = next(each for each in choices if each.startswith(f"{other.code} "))
    editor.paste(page.select_one("#list").get_text(), choice=chosen)

    not_for = editor.look().select("#level-not .said-list li > span")
    assert [each.get_text(strip=True) for each in not_for] == ["Nile Street"]


@pytest.mark.parametrize("megabytes", [2, 3])
def test_two_megabytes_are_refused_kindly_and_still_in_the_box(
    editor: Editor, megabytes: int
) -> None:
    text = "Nile Street\n" * (megabytes * 1_000_000 // 12)

    page = editor.paste(text, status=400)

    assert "at a time. Your list is still below" in page.select_one("#list-error").get_text()
    assert page.select_one("#list").get_text().count("Nile Street") == text.count("Nile Street")


def test_more_than_can_be_read_at_all_is_a_kind_page(editor: Editor) -> None:
    page = editor.browser.client.post(
        f"{editor.at}/paste",
        data={"list": "x" * 7_000_000},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert page.status_code == 413
    assert "Please send less." in page.text


def test_more_names_than_are_looked_up_at_once_wait_in_the_box(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.edit.coverage_pasting.NAMES_AT_ONCE", 1)

    page = editor.paste("Nile Street\nOrsman Road\nN1 5QJ", status=200)

    assert page.select_one("#list").get_text().strip() == "Orsman Road"
    assert "1 more names have not been looked up yet" in page.words
    assert editor.said() == ["N1 5QJ", "Nile Street"]


def test_an_empty_list_is_told_so(editor: Editor) -> None:
    page = editor.paste(" \n , ", status=400)

    assert "Paste or type at least one place." in page.words


def test_there_is_a_most_of_what_may_be_pasted() -> None:
    assert pasted.MOST_ITEMS == 5_000

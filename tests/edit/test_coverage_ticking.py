"""Ticking wards and streets: what is ticked is claimed, what is unticked of a whole is left out."""

from hypothesis import given
from hypothesis import strategies as st

from directory.domain.ticking import Ticks, turned
from tests.browser import Page, fields_of
from tests.edit.conftest import Editor, Town

CODES = st.sets(st.sampled_from(["a", "b", "c", "ward", "borough"]))
HOLDERS = {"a": {"ward", "borough"}, "b": {"ward", "borough"}, "c": {"borough"}}


def test_unticking_a_street_of_a_ward_that_is_claimed_leaves_it_out() -> None:
    assert turned(Ticks({"ward"}, set()), HOLDERS, ["a", "c"]) == ({"ward", "c"}, {"b"})


def test_ticking_it_again_takes_it_back_in_without_naming_it() -> None:
    assert turned(Ticks({"ward"}, {"b"}), HOLDERS, ["a", "b"]) == ({"ward"}, set())


def test_unticking_a_street_that_was_named_alone_takes_it_away() -> None:
    assert turned(Ticks({"a", "b"}, set()), HOLDERS, ["a"]) == ({"a"}, set())


@given(CODES, CODES, st.sets(st.sampled_from(["a", "b", "c"])))
def test_what_was_sent_is_what_is_ticked_afterwards(
    included: set[str], excluded: set[str], ticked: set[str]
) -> None:
    after = Ticks(*turned(Ticks(included, excluded - {"ward", "borough"}), HOLDERS, ticked))

    assert {code for code in HOLDERS if after.is_ticked(code, HOLDERS[code])} == ticked


@given(CODES, CODES)
def test_sending_a_list_as_it_was_shown_changes_nothing(
    included: set[str], excluded: set[str]
) -> None:
    before = Ticks(included, excluded)
    shown = [code for code in HOLDERS if before.is_ticked(code, HOLDERS[code])]

    assert turned(before, HOLDERS, shown) == (included, excluded)


def _open(editor: Editor, where: str = "") -> Page:
    return editor.browser.open(f"{editor.at}/areas" + (f"?in={where}" if where else ""))


def _save(editor: Editor, page: Page, *, without: str = "", plus: str = "") -> None:
    form = page.select("main form")[1]
    told = fields_of(form)
    codes = [each for each in told.get("code", []) if each != without] + ([plus] if plus else [])
    editor.browser.post(f"{editor.at}/areas", {**told, "code": codes})


def test_the_wards_of_ones_own_borough_are_listed_first(editor: Editor) -> None:
    page = _open(editor)

    names = [each.get_text(strip=True) for each in page.select(".ticks-set label")]
    assert page.h1.get_text() == "Tick places in Hackney"
    assert names == ["Haggerston", "Hoxton West"]


def test_a_ward_is_ticked_and_then_one_street_of_it_unticked(editor: Editor, town: Town) -> None:
    _save(editor, _open(editor), plus=town.hoxton.code)
    page = _open(editor, town.hoxton.code)
    assert len(page.select("input[name=code][checked]")) == 3

    _save(editor, page, without=town.shepherdess.code)

    assert editor.said() == ["Hoxton West", "Shepherdess Walk"]
    left_out = editor.look().select("#level-not .said-list li > span")
    assert [each.get_text(strip=True) for each in left_out] == ["Shepherdess Walk"]


def test_all_of_a_ward_is_taken_by_one_button(editor: Editor, town: Town) -> None:
    sent = editor.browser.post(f"{editor.at}/whole", {"in": town.hoxton.code})

    page = editor.browser.follow(sent)
    assert "You have said: all of Hoxton West." in page.words
    assert len(page.select("input[name=code][checked]")) == 3


def test_a_place_that_nobody_knows_is_told_so_and_kept_in_the_box(editor: Editor) -> None:
    page = editor.browser.open(f"{editor.at}/areas?in=Nowhere", status=400)

    assert page.select_one("#in")["value"] == "Nowhere"
    assert "We do not know a place" in page.select_one("#in-error").get_text()


def test_codes_that_were_not_shown_are_not_taken_from_a_form(editor: Editor, town: Town) -> None:
    editor.browser.post(
        f"{editor.at}/areas", {"in": town.hoxton.code, "code": [town.orsman.code, "invented"]}
    )

    assert editor.said() == []


def test_a_list_of_what_is_not_there_is_not_found(editor: Editor) -> None:
    editor.browser.post(f"{editor.at}/areas", {"in": "invented"}, status=404)

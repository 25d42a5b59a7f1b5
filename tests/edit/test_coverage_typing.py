"""Typing places, leaving some out, taking them away, and what it all means."""

from flask import Flask

from directory.domain.sections import Section
from directory.entries import drafts, written
from directory.extensions import db
from tests.edit.conftest import Editor, Town
from tests.factories import Make


def test_all_of_a_ward_but_not_one_street(editor: Editor, town: Town) -> None:
    editor.add("Hoxton West")
    sent = editor.add("Shepherdess Walk", way="not")

    said = editor.browser.open(sent.answer.headers["Location"]).words
    assert "Saved: Shepherdess Walk is left out." in said
    assert "added" not in said
    page = editor.look()
    assert editor.said() == ["Hoxton West", "Shepherdess Walk"]
    assert "That is 2 streets (part of 1 ward)." in page.words
    assert "You will appear in “On the doorstep” for 2 of them." in page.words


def test_what_is_typed_is_kept_as_a_draft_and_the_public_reads_the_old(
    editor: Editor, town: Town
) -> None:
    editor.add("Hoxton West")

    db.session.expire_all()
    change = drafts.open_change(town.club, town.lunch, Section.COVERAGE)
    assert change is not None
    assert change.told == {"coverage": [f"ward: Hoxton West [{town.hoxton.code}]"]}
    assert not written.told_service(town.lunch, Section.COVERAGE).get("coverage")


def test_a_street_far_from_the_base_is_not_on_the_doorstep(editor: Editor, town: Town) -> None:
    editor.add("Orsman Road")

    assert "You will not appear in “On the doorstep”" in editor.look().words


def test_a_place_that_may_be_several_is_asked_about_and_its_text_is_kept(
    editor: Editor, town: Town, make: Make
) -> None:
    other = make.street("Nile Street", town.haggerston, at=(534_500, 183_500))

    page = editor.add("Nile Street", status=400)

    assert page.select_one("#where")["value"] == "Nile Street"
    codes = [each["value"] for each in page.select("input[name=code]")]
    assert sorted(codes) == sorted([town.nile.code, other.code])
    sent = editor.browser.post(f"{editor.at}/add", {"code": other.code, "way": "for"})
    assert sent.answer.status_code == 303
    assert "1 place added." in editor.browser.open(sent.answer.headers["Location"]).words
    assert editor.said() == ["Nile Street"]


def test_an_unknown_place_says_so_at_the_box_and_loses_nothing(editor: Editor) -> None:
    page = editor.add("Nowhere <b>Lane</b>", status=400)

    assert page.select_one("#where")["value"] == "Nowhere <b>Lane</b>"
    assert "We do not know a place called" in page.select_one("#where-error").get_text()
    assert page.select_one("#where")["aria-invalid"] == "true"


def test_nothing_can_be_left_out_of_nothing(editor: Editor) -> None:
    page = editor.add("Shepherdess Walk", way="not", status=400)

    assert "First say whom it is for" in page.words


def test_a_place_that_is_added_is_not_left_out_any_more(editor: Editor) -> None:
    editor.add("Hoxton West")
    editor.add("Nile Street", way="not")
    editor.add("Nile Street")

    assert editor.said() == ["Hoxton West", "Nile Street"]
    assert "But not" not in editor.look().words


def test_with_the_last_place_goes_what_was_left_out_of_it(editor: Editor, town: Town) -> None:
    editor.add("Hoxton West")
    editor.add("Nile Street", way="not")
    line = editor.look().select_one("button[name=line]")["value"]

    editor.browser.post(f"{editor.at}/remove", {"line": line})

    assert editor.said() == []
    assert "Nothing yet." in editor.look().words


def test_the_list_alone_comes_back_to_htmx(editor: Editor) -> None:
    editor.add("Hoxton West")

    fragment = editor.browser.open(editor.at, hx=True)

    assert fragment.select_one("#said")
    assert not fragment.select("#where")


def test_everyone_everywhere_is_asked_about_before_one_is_done(editor: Editor) -> None:
    editor.add("everyone")

    asked = editor.browser.post(f"{editor.at}/done", {}, status=400)
    assert "You say that it is for everyone, wherever they live." in asked.words
    assert "The addresses that we have for you are in Hackney." in asked.words
    assert "Please tick this box" in asked.words
    editor.browser.post(f"{editor.at}/done", {"sure": "yes"}, status=303)


def test_a_ward_by_the_base_is_not_asked_about(editor: Editor) -> None:
    editor.add("Hoxton West")

    assert not editor.look().select("#doubts")
    editor.browser.post(f"{editor.at}/done", {}, status=303)


def test_a_borough_far_away_is_asked_about_and_one_next_door_is_not(
    editor: Editor, town: Town, make: Make
) -> None:
    leeds, islington = make.borough("Leeds"), make.borough("Islington")
    make.border(town.hackney, islington)
    editor.add("Islington")
    assert not editor.look().select("#doubts")

    editor.add("Leeds")

    assert leeds.name in editor.look().select_one("#doubts").get_text()


def test_an_area_that_nobody_knows_any_more_is_shown_and_can_be_taken_away(
    editor: Editor, town: Town, app: Flask
) -> None:
    told = {"coverage": ["ward: Gone [E0gone]", f"ward: Hoxton West [{town.hoxton.code}]"]}
    drafts.save(town.club, town.lunch, Section.COVERAGE, told, town.mabel)
    db.session.commit()

    assert any("we do not know this place any more" in each for each in editor.said())

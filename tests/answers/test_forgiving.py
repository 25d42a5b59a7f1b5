"""Questions as people type them: whom it is for, too many words, and slips."""

import pytest

from directory.answers.kinds import is_said_by, longest_said
from directory.search import index
from tests.answers.forgiving import LUNCH, asked, names, offered
from tests.counting import statements
from tests.factories import Make

pytestmark = pytest.mark.usefixtures("hackney")


class TestForWhom:
    @pytest.mark.parametrize(
        "words",
        [
            "lunch club for my mother",
            "Lunch club for Mum",
            "lunch club for my dad, he is 81 years old",
            "a lunch club for my neighbour's husband",
        ],
    )
    def test_for_whom_help_is_need_not_be_said_by_anybody(self, words: str) -> None:
        form, answer = asked(words, "Hackney")

        assert names(answer) == LUNCH
        assert form.q.data.lower() == "lunch club"
        assert answer.about_words.startswith("Here is “")

    def test_what_was_left_out_is_said(self) -> None:
        _, answer = asked("lunch club for my mother", "Hackney")

        assert answer.about_words == "Here is “lunch club” for Hackney. We left out “mother”."

    @pytest.mark.parametrize("words", ["dads group", "group for a dad", "dad"])
    def test_groups_for_fathers_are_still_found_by_that_word(self, words: str) -> None:
        _, answer = asked(words, "Hackney")

        assert "Dads on Saturday: a group" in names(answer)
        assert "Group for stopping smoking" not in names(answer)
        assert not answer.about_words

    def test_when_few_say_it_the_many_are_offered_too(self, hackney: Make) -> None:
        other = hackney.borough("Islington")
        club = hackney.organisation("Club", hackney.base(borough=other))
        hackney.service("Lunch club of mothers", club, serves=[other])
        index.rebuild()

        _, answer = asked("lunch club for my mother")

        assert names(answer) == ["Lunch club of mothers"]
        assert offered(answer) == [("lunch club", 3)]

    def test_what_says_nothing_of_a_need_is_not_offered_for_being_many(self) -> None:
        _, answer = asked("club for my mother", "Hackney")

        assert names(answer) == ["Mothers of the club"]
        assert offered(answer) == []  # a club alone says nothing of a need
        assert offered(asked("lunch nan")[1]) == []

    def test_words_in_quotation_marks_are_left_out_only_when_nobody_says_them(self) -> None:
        _, answer = asked('club "my mother"', "Hackney")

        assert names(answer) == ["Mothers of the club"]
        assert not answer.about_words

        _, answer = asked('lunch club "my mother"', "Hackney")

        assert names(answer) == LUNCH
        assert "We left out “mother”" in answer.about_words


class TestTooManyWords:
    def test_the_kind_of_help_is_kept_and_what_was_left_out_is_said(self) -> None:
        form, answer = asked("lunch club with elephants", "Hackney")

        assert names(answer) == LUNCH
        assert form.q.data == "lunch club"
        assert answer.about_words == (
            "Nobody says all of “lunch club with elephants”."
            " Here is “lunch club” for Hackney, without “elephants”."
        )

    def test_everything_on_the_page_is_about_the_question_that_was_answered(self) -> None:
        form, answer = asked("lunch club with elephants", "Hackney")

        assert form.query() == "q=lunch+club&where=Hackney"
        assert answer.question.words == "lunch club"
        assert "2 services for “lunch club”" in answer.summary

    def test_two_kinds_that_nobody_has_together_are_a_choice(self) -> None:
        form, answer = asked("lunch yoga", "Hackney")

        assert answer.total == 0
        assert form.q.data == "lunch yoga"
        assert offered(answer) == [("lunch", 2), ("yoga", 1)]
        assert [each.without for each in answer.rescues] == ["“yoga”", "“lunch”"]

    @pytest.mark.parametrize("words", ["quux Road", "quux Group elephants"])
    def test_a_word_that_says_nothing_alone_is_never_offered_nor_answered(self, words: str) -> None:
        form, answer = asked(words, "Hackney")

        assert offered(answer) == []
        assert (form.q.data, names(answer)) == (words, [])

    def test_with_filters_in_force_words_are_offered_and_not_dropped(self) -> None:
        form, answer = asked("lunch elephants", "Hackney", category="lunch-club")

        assert answer.total == 0
        assert form.q.data == "lunch elephants"
        assert offered(answer) == [("lunch", 2)]

    def test_kinds_of_help_are_known_by_all_of_their_words(self) -> None:
        assert longest_said(index.stems("lunch clubs on mondays")) == 2
        assert longest_said(index.stems("food")) == 1
        assert longest_said(index.stems("people")) == 0
        assert is_said_by("reading")
        assert not is_said_by("Orsman Road")
        assert not is_said_by("reading in Orsman Road")


class TestSlips:
    def test_a_respelling_is_offered_only_when_it_finds_something(self) -> None:
        assert asked("luhch club", "Hackney")[1].did_you_mean == "lunch club"
        assert asked("ztiher")[1].did_you_mean == "zither"
        assert asked("ztiher", "Hackney")[1].did_you_mean is None

    def test_a_respelling_that_nobody_says_all_of_is_cut_down(self) -> None:
        assert asked("luhch elephants", "Hackney")[1].did_you_mean == "lunch"
        assert asked("luhch for my mother", "Hackney")[1].did_you_mean == "lunch for my mother"

    def test_words_that_were_spelt_rightly_are_no_respelling(self) -> None:
        _, answer = asked("lunch yoga ztiher", "Hackney")

        assert answer.did_you_mean is None
        assert offered(answer) == [("lunch", 2), ("yoga", 1)]

    def test_words_run_together_are_parted(self) -> None:
        assert asked("lunchclub", "Hackney")[1].did_you_mean == "lunch club"


@pytest.mark.parametrize(
    ("words", "where", "most"),
    [
        ("lunch club for my mother", "Hackney", 30),
        ("tuba flute elephants giraffes zebras lions tigers", "Hackney", 30),
        ("tuba flute elephants giraffes zebras lions tigers", "", 25),
        ("lunch near Orsman Road", "", 40),
        (f"lunch in Narnia for us{' on the moon for us' * 9}", "", 80),
        ("lunch", "Osrman Rd", 60),
    ],
)
def test_a_forgiving_answer_takes_a_fixed_few_statements(words: str, where: str, most: int) -> None:
    with statements() as seen:
        asked(words, where)

    assert len(seen) <= most

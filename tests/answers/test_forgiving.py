"""Questions as people type them: whom it is for, where it is, too many words, and slips."""

import pytest
from werkzeug.datastructures import MultiDict

from directory.answers import Answer, FindForm, ask_forgiving
from directory.answers.kinds import is_said_by, longest_said
from directory.answers.rescue_place import understood
from directory.errors import AmbiguousPlaceError, UnknownPlaceError
from directory.search import index
from tests.counting import statements
from tests.factories import Make


@pytest.fixture(autouse=True)
def hackney(make: Make) -> Make:
    """A ward with two streets, lunch clubs, and groups for fathers."""
    borough = make.borough("Hackney")
    ward = make.ward("Hoxton West", borough)
    street = make.street("Orsman Road", ward, at=(533_000, 183_500))
    make.street("Reading", ward, at=(533_100, 183_500))
    trust = make.organisation("Trust", make.base(ward, borough, (533_000, 183_600)))
    for name, kinds in (
        ("Monday lunch club", ["lunch-club"]),
        ("Tuesday lunch club", ["lunch-club"]),
        ("Dads on Saturday: a group", ["families"]),
        ("Mothers of the club", ["families"]),
        ("Group for stopping smoking", ["stop-smoking"]),
        ("Reading aloud", ["english"]),
        ("The road to the sea", ["arts"]),
    ):
        make.service(name, trust, serves=[street, borough], categories=kinds)
    poplar = make.borough("Poplar")
    make.service("Zither", make.organisation("Far", make.base(borough=poplar)), serves=[poplar])
    make.service("Gentle yoga", trust, serves=[borough], categories=["exercise"])
    index.rebuild()
    return make


def asked(q: str, where: str = "", **more: str) -> tuple[FindForm, Answer]:
    form, answer = ask_forgiving(FindForm(MultiDict({"q": q, "where": where, **more})))
    assert isinstance(answer, Answer)
    return form, answer


def names(answer: Answer) -> list[str]:
    return sorted(each.service.name for each in answer.results)


def offered(answer: Answer) -> list[tuple[str, int]]:
    return [(each.words, each.total) for each in answer.rescues]


LUNCH = ["Monday lunch club", "Tuesday lunch club"]


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


class TestPlacesAmongTheWords:
    @pytest.mark.parametrize(
        ("words", "need", "place"),
        [
            ("lunch near Orsman Road", "lunch", "Orsman Road"),
            ("Lunch in Hackney", "Lunch", "Hackney"),
            ("lunch on the orsman rd", "lunch", "Orsman Road"),
            ("lunch around Orsman Road, Hackney", "lunch", "Orsman Road"),
            ("near Orsman Road", "", "Orsman Road"),
            ("lunch orsman road", "lunch", "Orsman Road"),
            ("lunch near osrman road", "lunch", "Orsman Road"),
        ],
    )
    def test_a_place_typed_with_the_need_is_the_place(
        self, words: str, need: str, place: str
    ) -> None:
        form, answer = asked(words)

        assert answer.place is not None
        assert (form.q.data, answer.place.name) == (need, place)
        assert place in answer.about_place
        assert form.where.data

    @pytest.mark.parametrize(
        ("words", "need", "where"),
        [
            ("lunch near Orsman Road", "lunch", "Orsman Road"),
            ("lunch close to Orsman Road", "lunch", "Orsman Road"),
            ("lunch around Orsman Road, Hackney", "lunch", "Orsman Road, Hackney"),
            ("near Orsman Road", "", "Orsman Road"),
            ("Lunch in Hackney", "Lunch", "Hackney"),
            ("lunch on the orsman rd", "lunch", "orsman rd"),
        ],
    )
    def test_a_place_after_near_or_in_is_known_before_anything_is_searched(
        self, words: str, need: str, where: str
    ) -> None:
        form, _ = understood(FindForm(MultiDict({"q": words})))

        assert (form.q.data, form.where.data) == (need, where)

    def test_a_postcode_at_the_end_is_the_place(self, hackney: Make) -> None:
        borough = hackney.borough("Islington")
        hackney.postcode("N1 5QJ", hackney.ward("Canonbury", borough), borough, (533_000, 183_500))

        form, answer = asked("lunch n15qj")

        assert answer.place is not None
        assert (form.q.data, answer.place.name) == ("lunch", "N1 5QJ")

    @pytest.mark.parametrize(
        ("words", "need", "place"),
        [
            ("lunch club in Hoxton West for my mother", "lunch club", "Hoxton West"),
            ("help near Orsman Road with smoking", "help with smoking", "Orsman Road"),
            ("lunch in Hackney today", "lunch", "Hackney"),
            ("lunch at Orsman Road, Hackney for Mum", "lunch", "Orsman Road"),
            ("I live on Orsman Road and I need lunch", "I need lunch", "Orsman Road"),
            ("I live in Hackney. I need a lunch club.", "I need a lunch club.", "Hackney"),
            ("lunch near Osrman Rd for my mother", "lunch", "Orsman Road"),
            ("lunch for my mother who lives in Hackney now", "lunch", "Hackney"),
            ("lunch in Hakney", "lunch", "Hackney"),
        ],
    )
    def test_a_place_in_the_middle_of_a_sentence_is_the_place(
        self, words: str, need: str, place: str
    ) -> None:
        form, answer = asked(words)

        assert answer.place is not None
        assert (form.q.data, answer.place.name) == (need, place)
        assert place in answer.about_place
        assert answer.total

    def test_a_place_in_the_middle_is_taken_even_where_its_words_are_found(
        self, hackney: Make
    ) -> None:
        hackney.service("Hackney lunch, for all", hackney.organisation("Hackney Lunches"))
        index.rebuild()

        form, answer = asked("lunch in Hackney for all")

        assert form.where.data == "Hackney"
        assert answer.place is not None

    def test_of_several_places_whose_names_begin_so_the_page_asks_which(
        self, hackney: Make
    ) -> None:
        borough = hackney.borough("Islington")
        hackney.ward("Hoxton East", borough)

        for words in ("lunch club in Hoxton for my mother", "lunch club near Hoxton for my mother"):
            form, error = ask_forgiving(FindForm(MultiDict({"q": words})))

            assert isinstance(error, AmbiguousPlaceError)
            assert form.query() == "q=lunch+club+for+my+mother&where=Hoxton"

    def test_a_place_that_nobody_knows_is_said_to_be_unknown(self) -> None:
        form, answer = asked("lunch in Narnia for my mother")

        assert names(answer) == LUNCH
        assert form.query() == "q=lunch"
        assert answer.about_place == (
            "We do not know a place called “Narnia”, so this is from anywhere."
        )

    @pytest.mark.parametrize(("words", "need"), [("help in bath", "help"), ("in bath", "")])
    def test_an_unknown_place_alone_is_asked_about_and_not_respelt(
        self, hackney: Make, words: str, need: str
    ) -> None:
        hackney.service("For both of you", hackney.organisation("Both"))
        index.rebuild()

        form, error = ask_forgiving(FindForm(MultiDict({"q": words})))

        assert type(error) is UnknownPlaceError
        assert (form.q.data, form.where.data) == (need, "bath")

    @pytest.mark.parametrize(
        "words",
        [
            "lunch at midnight",
            "lunch in a club with zebras",
            "lunch in yoga",
            "lunch in purple spotted rubber boots",
            "lunch in the garden with others",
        ],
    )
    def test_what_is_no_place_is_not_said_to_be_an_unknown_one(
        self, hackney: Make, words: str
    ) -> None:
        for name in ("Yoga North", "Yoga South"):
            hackney.ward(name, hackney.borough("Yogashire"))
        _, answer = asked(words)

        assert answer.place is None
        assert not answer.about_place

    def test_a_word_with_a_slip_after_in_is_respelt_and_no_place(self) -> None:
        _, answer = asked("help in smokign")

        assert answer.did_you_mean == "help in smoking"
        assert not answer.about_place

    @pytest.mark.parametrize(
        "words",
        [
            "help in reading",
            "smoking near me",
            '"lunch in Hackney"',
            "reading on the street for me",
        ],
    )
    def test_words_for_help_and_quoted_words_are_not_taken_for_a_place(self, words: str) -> None:
        form, _ = understood(FindForm(MultiDict({"q": words})))

        assert form.q.data == words
        assert not form.where.data

    def test_with_another_place_in_its_box_it_is_offered(self) -> None:
        _, answer = asked("lunch near Orsman Road", "Hackney")

        assert names(answer) == LUNCH
        (offer,) = answer.rescues
        assert (offer.words, offer.total) == ("lunch, near Orsman Road", 2)
        assert offer.query == "q=lunch&where=Orsman+Road"
        (offer,) = asked("lunch near Orsman Road on Mondays", "Hackney")[1].rescues
        assert offer.query == "q=lunch+on+Mondays&where=Orsman+Road"

    def test_with_another_place_in_its_box_that_has_nothing_it_is_offered_too(self) -> None:
        _, answer = asked("zither near Poplar", "Hackney")

        assert names(answer) == []
        assert offered(answer) == [("zither, near Poplar", 1)]

    def test_several_places_of_that_name_are_asked_about_without_the_need_lost(
        self, hackney: Make
    ) -> None:
        other = hackney.borough("Tower Hamlets")
        hackney.street("Orsman Road", hackney.ward("Bow", other), at=(541_000, 184_000))

        form, error = ask_forgiving(FindForm(MultiDict({"q": "lunch near Orsman Road"})))

        assert isinstance(error, AmbiguousPlaceError)
        assert form.query() == "q=lunch&where=Orsman+Road"

    def test_after_near_a_name_is_a_place_though_several_are_called_so_and_after_in_it_is_not(
        self, hackney: Make
    ) -> None:
        other = hackney.borough("Tower Hamlets")
        hackney.street("Orsman Road", hackney.ward("Bow", other), at=(541_000, 184_000))

        near, _ = understood(FindForm(MultiDict({"q": "lunch near Orsman Road"})))
        on, _ = understood(FindForm(MultiDict({"q": "lunch on Orsman Road"})))

        assert (near.q.data, near.where.data) == ("lunch", "Orsman Road")
        assert (on.q.data, on.where.data) == ("lunch on Orsman Road", "")

    def test_a_road_that_we_do_not_know_is_not_looked_for_as_words(self) -> None:
        form, error = ask_forgiving(FindForm(MultiDict({"q": "lunch near Zebra Street"})))

        assert type(error) is UnknownPlaceError
        assert form.query() == "q=lunch&where=Zebra+Street"


class TestPlacesWithASlip:
    def test_one_place_spelt_so_is_shown_and_said(self) -> None:
        form, answer = asked("lunch", "Osrman Rd")

        assert answer.place is not None
        assert answer.place.name == "Orsman Road"
        assert form.where.data == answer.place.where
        assert answer.about_place.startswith("Showing Orsman Road (")
        assert answer.about_place.endswith("You typed “Osrman Rd”.")

    def test_two_places_spelt_so_are_a_choice(self, hackney: Make) -> None:
        bow = hackney.ward("Bow", hackney.borough("Tower Hamlets"))
        hackney.street("Orsnan Road", bow, at=(541_000, 184_000))

        form, error = ask_forgiving(FindForm(MultiDict({"where": "Orsxan Road"})))

        assert type(error) is UnknownPlaceError
        assert form.where.data == "Orsxan Road"


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

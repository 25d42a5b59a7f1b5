"""Places as people type them: among the words of a need, and with a slip."""

import pytest
from werkzeug.datastructures import MultiDict

from directory.answers import FindForm, ask_forgiving
from directory.answers.rescue_place import understood
from directory.errors import AmbiguousPlaceError, UnknownPlaceError
from directory.search import index
from tests.answers.forgiving import LUNCH, asked, names, offered
from tests.factories import Make

pytestmark = pytest.mark.usefixtures("hackney")


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

"""The question in a query string: bounded, refused by name, and written back as it was."""

from urllib.parse import parse_qsl

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from directory.answers.fields import clean
from directory.answers.form import FindForm
from directory.domain.rings import Ring
from directory.search import Facet


def form(query: str) -> FindForm:
    return FindForm(MultiDict(parse_qsl(query, keep_blank_values=True)))


@pytest.mark.usefixtures("app")
class TestWhatIsRefused:
    REFUSED = [
        ("q=" + "a" * 201, "q", "Please use 200 letters or fewer. This has 201."),
        ("where=" + "a" * 10_000, "where", "Please use 200 letters or fewer. This has 10,000."),
        ("for=martians", "for", "“martians” is not one of the choices for “who is it for”."),
        ("cost=free&cost=cheap", "cost", "“cheap” is not one of the choices for “cost”."),
        ("day=someday", "day", "“someday” is not one of the choices for “day”."),
        ("further=2", "further", "“2” is not one of the choices for “look further”."),
        ("open=maybe", "open", "“maybe” is neither yes (1) nor no (0)."),
        ("page=0", "page", "“0” is not a page. Pages are numbered 1, 2, 3 and so on."),
        ("page=-1", "page", "“-1” is not a page. Pages are numbered 1, 2, 3 and so on."),
        ("page=two", "page", "“two” is not a page. Pages are numbered 1, 2, 3 and so on."),
        ("page=٣", "page", "“٣” is not a page. Pages are numbered 1, 2, 3 and so on."),
        ("page=501", "page", "We show 500 pages at most. Try narrowing your search."),
        ("page=" + "9" * 5000, "page", "We show 500 pages at most. Try narrowing your search."),
        ("here=1", "here", "Add a street, postcode or ward to see who is based there."),
    ]

    @pytest.mark.parametrize(
        ("query", "field", "message"), REFUSED, ids=[r[0][:20] for r in REFUSED]
    )
    def test_a_value_of_the_wrong_kind_is_refused_by_name(
        self, query: str, field: str, message: str
    ) -> None:
        asked = form(query)

        assert not asked.validate()
        assert asked.problem == (field, message)

    @pytest.mark.parametrize(
        "query",
        ["", "q=lunch", "open=0", "open=", "open=true&where=N1", "page=", "page=007", "for=women"],
    )
    def test_what_a_page_offers_is_understood(self, query: str) -> None:
        assert form(query).validate()


@pytest.mark.usefixtures("app")
class TestWhatIsUnderstood:
    def test_every_part_of_a_question_reaches_search(self) -> None:
        asked = form(
            "q=lunch+club&where=N1&for=women&for=carers&cost=free&open=1&here=1"
            "&further=4&nearby=1&page=3"
        )
        assert asked.validate()

        question = asked.question(None)

        assert question.words == "lunch club"
        assert question.filters.values == {
            Facet.AUDIENCE: frozenset({"women", "carers"}),
            Facet.COST: frozenset({"free"}),
        }
        assert (question.filters.open_now, question.filters.based_here) == (True, True)
        assert question.open_rings == {Ring.DOORSTEP, Ring.BOROUGH, Ring.FURTHER}
        assert question.nearby
        assert (question.start, question.size) == (40, 20)
        assert question.now is not None
        assert str(question.now.tzinfo) == "Europe/London"

    def test_rings_one_and_two_show_at_once_and_the_others_wait(self) -> None:
        assert form("q=x").question(None).open_rings == {Ring.DOORSTEP, Ring.BOROUGH}

    def test_control_characters_and_spare_spaces_are_cleaned_away(self) -> None:
        asked = form("q=%20lunch%00%0A%20club%E2%80%AE&where=Orsman%09Road")

        assert (asked.q.data, asked.where.data) == ("lunch club", "Orsman Road")

    def test_marks_that_nobody_sees_do_not_part_words(self) -> None:
        assert form("q=%EF%BB%BFlun%C2%ADch%E2%80%8B").q.data == "lunch"

    def test_nothing_asked_is_told_from_something(self) -> None:
        assert form("").is_empty
        assert form("q=%00%20&page=2&further=4").is_empty
        assert not form("cost=free").is_empty
        assert not form("where=N1").is_empty


@pytest.mark.usefixtures("app")
class TestTheQueryStringWrittenBack:
    def test_it_says_what_was_asked_in_one_order_without_defaults(self) -> None:
        asked = form("page=1&open=1&cost=free&for=women&where=Orsman+Road&q=tea&nearby=0")

        assert asked.query() == "q=tea&where=Orsman+Road&for=women&cost=free&open=1"

    def test_the_next_page_keeps_everything_else(self) -> None:
        assert form("q=tea&cost=free").query(page=2) == "q=tea&cost=free&page=2"

    def test_any_other_change_goes_back_to_page_one(self) -> None:
        assert form("q=tea&page=4").query(cost=["free"]) == "q=tea&cost=free"
        assert form("q=tea&page=4").query() == "q=tea&page=4"

    def test_a_part_can_be_taken_away(self) -> None:
        assert form("q=tea&where=N1&open=1").query(where=None, open=False) == "q=tea"

    def test_for_has_two_names(self) -> None:
        asked = form("q=tea")
        assert asked.query(audience=["men"]) == asked.query(**{"for": ["men"]}) == "q=tea&for=men"

    def test_a_choice_is_put_in_and_taken_out_again(self) -> None:
        asked = form("q=tea&for=men&page=2")

        assert asked.toggled(Facet.AUDIENCE, "women") == "q=tea&for=men&for=women"
        assert asked.toggled(Facet.AUDIENCE, "men") == "q=tea"


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(
                ["q", "where", "category", "for", "cost", "day", "open", "here", "further", "page"]
            ),
            st.one_of(
                st.text(max_size=20),
                st.sampled_from(["1", "2", "3", "free", "women", "monday", "on", "", "0"]),
            ),
        ),
        max_size=8,
    )
)
def test_a_question_means_the_same_after_it_was_written_back(
    app: Flask, pairs: list[tuple[str, str]]
) -> None:
    asked = FindForm(MultiDict(pairs))
    again = form(asked.query())

    assert again.query() == asked.query()
    if asked.validate():
        assert again.validate()
        assert again.data == asked.data


@given(st.text())
def test_cleaned_text_is_clean_and_stays_so(text: str) -> None:
    tidy = clean(text)

    assert clean(tidy) == tidy
    assert tidy == tidy.strip()
    assert not any(ord(letter) < 32 for letter in tidy)

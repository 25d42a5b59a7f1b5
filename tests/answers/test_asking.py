"""Questions answered whole: chips, facets, pages, and the facts beside a thin answer."""

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from directory import gazetteer
from directory.answers import Answer, FindForm, ask
from directory.answers.completeness import category_meant, completeness_for
from directory.domain.categories import CATEGORIES
from directory.domain.terms import Cost
from directory.errors import BadInputError, NotFoundError, UnknownPlaceError
from directory.extensions import db
from directory.models import Area
from directory.search import Facet, index
from tests.counting import statements
from tests.factories import Make

CATEGORY = next(iter(CATEGORIES.values()))


def answer(**query: str) -> Answer:
    return ask(FindForm(MultiDict(query)))


@pytest.fixture
def hackney(make: Make) -> Make:
    """Two boroughs that touch, a ward, a street, and four services."""
    hackney, hamlets = make.borough("Hackney"), make.borough("Tower Hamlets")
    make.border(hackney, hamlets)
    ward = make.ward("Hoxton West", hackney)
    street = make.street("Orsman Road", ward, at=(533_000, 183_500))
    trust = make.organisation("Trust", make.base(ward, hackney, (533_000, 183_600)))
    away = make.organisation("Away", make.base(borough=hamlets))
    make.service("Lunch <club>", trust, serves=[street], cost=Cost.FREE, categories=[CATEGORY.slug])
    make.service("Lunch at home", trust, serves=[hackney], cost=Cost.SOME_COST)
    make.service("Lunch for all", away, anywhere=True)
    make.service("Lunch elsewhere", trust, serves=[hamlets])
    index.rebuild()
    return make


@pytest.mark.usefixtures("hackney")
class TestAnswers:
    def test_it_says_the_question_and_the_count_back(self) -> None:
        said = answer(q="lunch", where="Orsman Road")

        assert said.summary == (
            "2 services for “lunch” serve Orsman Road, both on the doorstep. 1 more is next door."
        )
        assert said.nearby_sentence == "1 more is close by but does not cover Orsman Road"

    def test_a_street_that_its_ward_takes_back_is_no_part_of_the_borough(self, make: Make) -> None:
        where = {name: db.session.scalars(select(Area).filter_by(name=name)).one()
                 for name in ("Hackney", "Hoxton West", "Orsman Road")}  # fmt: skip
        out = make.organisation("Out", make.base(where["Hoxton West"], where["Hackney"]))
        make.service("Soup", out, serves=[where["Orsman Road"]], but_not=[where["Hoxton West"]])
        index.rebuild()

        assert answer(q="soup", where="Hackney").total == 0
        assert answer(q="soup", where="Orsman Road").total == 0

    @pytest.mark.parametrize("words", ["((((", "help", "\U0001f642"])
    def test_words_that_cannot_be_looked_for_are_owned_up_to(self, words: str) -> None:
        assert answer(q=words, where="Orsman Road").summary == (
            f"“{words}” does not tell us what to look for, so here is everything."
            " 2 services serve Orsman Road, both on the doorstep. 1 more is next door."
        )
        assert answer(q=words).summary.endswith("so here is everything. 4 services.")

    def test_one_that_has_not_said_whom_it_serves_is_only_said_to_maybe(
        self, app: Flask, hackney: Make
    ) -> None:
        ward = db.session.scalars(select(Area).where(Area.name == "Hoxton West")).one()
        silent = hackney.organisation("Silent", hackney.base(ward, at=(533_000, 183_600)))
        hackney.service("Lunch, ask us", silent)
        index.rebuild()
        app.config["PAGE_SIZE"] = 1

        said = answer(q="lunch", where="Orsman Road")

        assert said.summary.startswith("3 services for “lunch” serve or may serve Orsman Road")

    def test_a_borough_has_no_second_ring(self) -> None:
        said = answer(q="lunch", where="Hackney")

        assert [ring.name for ring in said.rings] == ["In Hackney", "Next door", "Further afield"]
        assert said.summary.startswith("2 services for “lunch” serve Hackney and are based there.")

    def test_results_are_numbered_on_from_page_to_page(self, app: Flask) -> None:
        app.config["PAGE_SIZE"] = 1
        numbers = [answer(q="lunch", page=str(page)).results[0].number for page in (1, 2, 3, 4)]

        assert numbers == [1, 2, 3, 4]

    def test_names_are_escaped_where_they_are_html(self) -> None:
        names = {result.name for result in answer(q="lunch").results}
        names |= {result.name for result in answer(where="Orsman Road").results}

        assert not any("<club>" in name for name in names)
        assert any("&lt;club&gt;" in name for name in names)

    def test_a_filter_in_force_is_a_chip_that_can_be_taken_away(self) -> None:
        said = answer(q="lunch", where="Orsman Road", cost="free", here="1")

        assert [(chip.label, chip.query) for chip in said.chips] == [
            ("Free", "q=lunch&where=Orsman+Road&here=1"),
            ("Based here", "q=lunch&where=Orsman+Road&cost=free"),
        ]
        assert said.summary.startswith("1 service for “lunch” matching your choices serves")

    def test_a_facet_offers_other_values_and_keeps_a_chosen_one_that_nothing_has(self) -> None:
        said = answer(q="lunch", cost="donation")

        choices = {each.value: each for each in said.facets[Facet.COST]}
        assert choices["donation"].is_chosen
        assert choices["donation"].count == 0
        assert choices["free"].count == 1

    def test_a_service_that_is_near_and_not_for_here_says_so(self) -> None:
        said = answer(q="lunch", where="Orsman Road", nearby="1")

        assert [result.service.name for result in said.nearby] == ["Lunch elsewhere"]
        assert "Does not cover Orsman Road." in said.nearby[0].reason
        assert said.nearby[0].served is None
        assert said.nearby[0].number == len(said.results) + 1

    def test_a_respelling_is_offered_with_its_address(self) -> None:
        said = answer(q="lunhc", cost="free")

        assert said.did_you_mean == "lunch"
        assert said.did_you_mean_query == "q=lunch&cost=free"

    def test_a_thin_answer_says_when_one_of_its_kind_was_last_added(self) -> None:
        said = answer(where="Orsman Road", category=CATEGORY.slug).completeness
        assert said is not None
        assert (said.area_name, said.organisations) == ("Hackney", 1)
        assert said.last_added_category == CATEGORY.name
        assert said.last_added_on is not None


REFUSED = [
    ({}, BadInputError),
    ({"q": "\x00 "}, BadInputError),
    ({"q": "x", "cost": "cheap"}, BadInputError),
    ({"q": "lunch", "page": "9"}, NotFoundError),
    ({"where": "Nowhere at All"}, UnknownPlaceError),
]


@pytest.mark.parametrize(("query", "error"), REFUSED)
@pytest.mark.usefixtures("hackney")
def test_what_cannot_be_answered_says_why(query: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        answer(**query)


@pytest.mark.parametrize(
    "words", [CATEGORY.name, CATEGORY.name.upper(), f' "{CATEGORY.name}" ', *CATEGORY.synonyms[:2]]
)
def test_words_that_name_a_kind_of_service_are_known_to(words: str) -> None:
    assert category_meant(words) == CATEGORY.slug


def test_other_words_name_no_kind() -> None:
    assert category_meant("") == category_meant("zebra crossing paint") == ""


@pytest.mark.usefixtures("hackney")
class TestHowCompleteItIs:
    @pytest.fixture(autouse=True)
    def _keeps_counts(self, app: Flask) -> None:
        app.config["COUNTS_SECONDS"] = 300

    def test_it_is_counted_once_for_many_questions(self) -> None:
        completeness_for(gazetteer.resolve("Orsman Road"))
        place = gazetteer.resolve("Orsman Road")

        with statements() as seen:
            for _ in range(5):
                completeness_for(place)
        assert not seen

    def test_without_a_place_the_whole_directory_is_counted_and_no_kind_is_looked_for(self) -> None:
        said = completeness_for(None, CATEGORY.slug)

        assert said.area_name == "this directory"
        assert said.organisations == 2
        assert said.last_added_category == ""

    def test_boroughs_and_kinds_are_not_mixed_up(self) -> None:
        hackney, hamlets = map(gazetteer.resolve, ("Hackney", "Tower Hamlets"))

        assert completeness_for(hackney, CATEGORY.slug).last_added_on is not None
        assert completeness_for(hamlets, CATEGORY.slug).last_added_on is None
        assert completeness_for(hamlets).last_added_on is not None
        assert completeness_for(hackney).area_name == "Hackney"

    def test_what_was_added_shows_when_the_kept_count_is_old(self, app: Flask, make: Make) -> None:
        before = completeness_for(None).organisations
        make.service("New", make.organisation("New"))
        assert completeness_for(None).organisations == before

        app.config["COUNTS_SECONDS"] = 0
        assert completeness_for(None).organisations == before + 1

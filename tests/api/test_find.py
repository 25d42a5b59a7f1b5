"""``/api/find``: rings, reasons and counts as the pages have them, in the shape of the design."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from directory.domain.terms import Publication
from directory.errors import SearchUnavailableError
from directory.extensions import db
from tests.counting import statements
from tests.factories import Make

Ask = Callable[..., Any]
Get = Callable[..., TestResponse]


def names(ring: dict[str, Any]) -> set[str]:
    return {service["name"] for service in ring["services"]}


class TestWithAPlace:
    def test_the_most_local_is_first_with_its_reason(self, find: Ask, town: Make) -> None:
        body = find(q="stop smoking", where="Orsman Road")

        ring = body["rings"][0]
        assert (ring["ring"], ring["name"]) == (1, "On the doorstep")
        first = ring["services"][0]
        assert first["name"] == "Stop smoking"
        assert first["id"] == town.smoke_free.id  # type: ignore[attr-defined]
        assert first["organisation"]["name"] == "Shoreditch Trust"
        assert first["organisation"]["based_in"] == "Hoxton East & Shoreditch, Hackney"
        assert first["serves"] == {"level": "street", "name": "Orsman Road", "extent": "all"}
        assert first["distance_m"] == 300
        assert first["checked_on"] == "2026-03-03"
        assert first["reason"] == (
            "Based in Hoxton East & Shoreditch, 300 m from Orsman Road."
            " Serves Orsman Road by name. Checked 3 March 2026."
        )
        assert first["score"] > 0

    def test_it_answers_in_the_shape_of_the_design(self, find: Ask) -> None:
        body = find(q="stop smoking", where="orsman rd")

        assert body["query"] == "stop smoking"
        where = body["where"]
        assert (where["level"], where["name"]) == ("street", "Orsman Road")
        assert [link["name"] for link in where["chain"]][:2] == [
            "Orsman Road", "Hoxton East & Shoreditch",
        ]  # fmt: skip
        assert {"level", "code", "name", "certainty"} == where["chain"][0].keys()
        assert [ring["ring"] for ring in body["rings"]] == [1, 2, 3, 4]
        assert body["services"] == []
        assert body["did_you_mean"] is None
        assert body["total"] == sum(ring["total"] for ring in body["rings"])

    def test_far_rings_are_counted_and_open_on_request(self, find: Ask) -> None:
        body = find(q="stop smoking", where="Orsman Road")
        assert [(r["total"], r["is_open"]) for r in body["rings"]][2:] == [(1, False), (1, False)]
        assert [r["services"] for r in body["rings"]][2:] == [[], []]

        opened = find(q="stop smoking", where="Orsman Road", further=[3, 4])["rings"]
        assert [names(ring) for ring in opened[2:]] == [
            {"Stop smoking in Bow"}, {"Stop smoking by phone"},
        ]  # fmt: skip
        assert opened[3]["services"][0]["reason"].startswith("Says it serves everyone; based in")
        assert opened[3]["services"][0]["reason"].endswith("Not yet checked by a person.")

    def test_a_private_address_gives_no_ward_and_no_distance(self, find: Ask) -> None:
        body = find(q="women", where="Church Road, Hackney")

        refuge = body["rings"][1]["services"][0]
        assert refuge["organisation"]["based_in"] == "Hackney"
        assert refuge["distance_m"] is None
        assert "the address is private" in refuge["reason"]
        assert "Clissold" not in refuge["reason"]

    def test_coverage_that_is_not_stated_is_a_state_of_its_own(self, find: Ask) -> None:
        services = find(q="talks", where="Orsman Road")["rings"][0]["services"]

        assert services[0]["serves"] == {"level": None, "name": None, "extent": "not_stated"}
        assert "It has not said who it serves: ask." in services[0]["reason"]

    def test_near_but_not_for_here_is_counted_and_can_be_seen(self, find: Ask) -> None:
        place = {"q": "smoking", "where": "Church Road, Hackney"}
        body = find(**place)
        assert body["nearby_not_serving"] == 0
        other = find(q="lunch", where="Church Road, Hackney")
        assert other["nearby_not_serving"] == 0

        near = find(q="Church Road", where="Orsman Road", nearby=1)
        assert near["total"] == 0
        assert near["nearby_not_serving"] == len(near["nearby"])

    def test_how_complete_it_is_stands_beside_the_answer(self, find: Ask) -> None:
        said = find(q="nothing like this", where="Orsman Road")["completeness"]

        assert said["area"] == "Hackney"
        assert said["organisations"] == 3
        assert said["confirmed_within_year"] == 3
        assert said["last_added_on"]


class TestWithoutAPlace:
    def test_there_are_no_rings_and_the_services_stand_alone(self, find: Ask) -> None:
        body = find(q="smoking")

        assert body["where"] is None
        assert body["rings"] == []
        assert body["total"] == len(body["services"]) == 7
        assert all(each["distance_m"] is None for each in body["services"])
        assert body["completeness"]["area"] == "this directory"

    def test_a_slip_is_put_right_only_when_asked(self, find: Ask) -> None:
        body = find(q="smokking")

        assert body["total"] == 0
        assert body["did_you_mean"] == "smoking"


class TestFacetsAndPages:
    def test_facets_narrow_and_are_counted(self, find: Ask) -> None:
        body = find(q="smoking", cost="free")

        assert [each["name"] for each in body["services"]] == ["Stop smoking"]
        counts = {each["value"]: each["count"] for each in body["facets"]["cost"]}
        assert counts["free"] == 1
        assert sum(counts.values()) > 1

    def test_pages_go_through_everything_once(self, app: Flask, find: Ask, get: Get) -> None:
        app.config["PAGE_SIZE"] = 3
        seen, body = [], find(q="smoking")
        while True:
            seen += [each["id"] for each in body["services"]]
            if body["next"] is None:
                break
            body = get(body["next"].removeprefix("http://localhost")).json

        assert body["page"] == body["pages"] == 3
        assert len(seen) == len(set(seen)) == 7

    def test_addresses_are_whole_and_public_when_that_is_set(self, app: Flask, find: Ask) -> None:
        assert find(q="smoking")["services"][0]["url"].startswith("http://localhost/services/")

        app.config["PUBLIC_URL"] = "https://doorstep.example/"
        service = find(q="smoking")["services"][0]
        assert service["url"].startswith("https://doorstep.example/services/")
        assert service["organisation"]["url"].startswith("https://doorstep.example/organisations/")


class TestWhatGoesWrong:
    def test_a_name_of_several_streets_gives_a_choice_and_each_choice_works(
        self, get: Get, find: Ask
    ) -> None:
        answer = get("/api/find", where="Church Road")

        assert answer.status_code == 300
        error = answer.json["error"]
        assert error["code"] == "ambiguous_place"
        assert len(error["choices"]) == 2
        for choice in error["choices"]:
            assert choice.keys() == {"where", "level", "code", "name", "within"}
            for text in (choice["where"], choice["code"]):
                assert find(where=text)["where"]["code"] == choice["code"]

    def test_an_unknown_place_gives_suggestions(self, get: Get, town: Make) -> None:
        answer = get("/api/find", where="Orsmn Road")

        assert answer.status_code == 404
        assert answer.json["error"]["code"] == "unknown_place"
        assert "Orsman Road" in {choice["name"] for choice in answer.json["error"]["choices"]}

    BAD = [
        ({}, "q"),
        ({"q": "a" * 10_000}, "q"),
        ({"where": "a" * 10_000}, "where"),
        ({"q": "x", "for": "martians"}, "for"),
        ({"q": "x", "page": "0"}, "page"),
        ({"q": "x", "page": "10000000"}, "page"),
        ({"q": "x", "here": "1"}, "here"),
    ]

    @pytest.mark.parametrize(("query", "field"), BAD)
    def test_bad_input_is_400_and_names_the_parameter(
        self, get: Get, town: Make, query: dict[str, str], field: str
    ) -> None:
        answer = get("/api/find", **query)

        assert answer.status_code == 400
        error = answer.json["error"]
        assert (error["code"], error["field"], error["choices"]) == ("bad_input", field, [])
        assert error["message"]

    def test_a_page_past_the_end_says_how_many_there_are(self, get: Get, town: Make) -> None:
        answer = get("/api/find", q="smoking", page=400)

        assert answer.status_code == 404
        assert answer.json["error"]["message"] == (
            "There is only 1 page of results. You asked for page 400."
        )

    ODD = ['"', "AND OR NOT", "*", "a" * 200, "\x00\x1b", "((((", "name:x", "🏘️", "' OR 1=1 --"]

    @pytest.mark.parametrize("words", ODD)
    def test_nothing_in_the_words_can_raise(self, get: Get, town: Make, words: str) -> None:
        assert get("/api/find", q=words).status_code in (200, 400)
        assert get("/api/find", q="x", where=words).status_code in (200, 400, 404)

    def test_a_missing_index_is_told_plainly(
        self, get: Get, town: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def unavailable(_question: object) -> None:
            raise SearchUnavailableError("The index cannot be read")

        monkeypatch.setattr("directory.search.index.find", unavailable)
        answer = get("/api/find", q="smoking")

        assert answer.status_code == 503
        assert answer.json["error"]["code"] == "search_unavailable"
        assert answer.headers["Retry-After"]

    BROKEN = [
        (OperationalError("select", {}, Exception("database is locked")), 503),
        (RuntimeError("secret: the name of a table"), 500),
    ]

    @pytest.mark.parametrize(("error", "status"), BROKEN)
    def test_a_locked_database_and_a_slip_of_ours_show_no_traceback(
        self, get: Get, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
    ) -> None:
        def fail(_text: object) -> None:
            raise error

        monkeypatch.setattr("directory.gazetteer.resolve", fail)
        answer = get("/api/find", where="Orsman Road")

        assert answer.status_code == status
        assert answer.json["error"].keys() == {"code", "message", "field", "choices"}
        assert "select" not in answer.text
        assert "secret" not in answer.text

    def test_no_such_address_and_no_such_method_are_told_in_the_same_shape(
        self, app: Flask, get: Get
    ) -> None:
        assert get("/api/nowhere").json["error"]["code"] == "not_found"

        answer = app.test_client().post("/api/find")
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
        assert answer.json["error"]["code"] == "method_not_allowed"

    def test_pages_for_people_keep_their_own_errors(self, get: Get) -> None:
        assert get("/nowhere").mimetype == "text/html"

    def test_too_many_requests_are_told_to_wait(self, another: Callable[..., Flask]) -> None:
        client = another(RATELIMIT_ENABLED=True, API_RATE_LIMIT="2/minute").test_client()
        answers = [client.get("/api/find") for _ in range(3)]

        assert [answer.status_code for answer in answers] == [400, 400, 429]
        assert answers[2].json["error"]["code"] == "too_many_requests"
        assert int(answers[2].headers["Retry-After"]) > 0


class TestWhatTheDatabaseDecides:
    def test_a_withdrawn_service_is_gone_though_the_index_lags(self, find: Ask, town: Make) -> None:
        before = find(q="smoking", where="Orsman Road")
        town.smoke_free.publication = Publication.HIDDEN  # type: ignore[attr-defined]
        db.session.commit()
        after = find(q="smoking", where="Orsman Road")

        assert "Stop smoking" not in names(after["rings"][0])
        assert after["rings"][0]["total"] == before["rings"][0]["total"] - 1
        assert after["total"] == before["total"] - 1

    def test_twenty_results_take_no_more_statements_than_one(
        self, app: Flask, find: Ask, town: Make
    ) -> None:
        counts = []
        for size in (1, 20):
            app.config["PAGE_SIZE"] = size
            db.session.expunge_all()
            with statements() as seen:
                find(q="smoking", where="Orsman Road")
            counts.append(len(seen))

        assert counts[0] == counts[1] <= 30


class TestForEveryClient:
    def test_any_origin_may_read_and_the_type_is_json(self, get: Get, town: Make) -> None:
        for path in ("/api/find?q=smoking", "/api/find", "/api/nowhere", "/api/openapi.json"):
            answer = get(path)
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert answer.mimetype == "application/json"

    def test_an_answer_that_has_not_changed_is_not_sent_again(self, get: Get, town: Make) -> None:
        first = get("/api/find", q="smoking")
        again = get("/api/find", q="smoking", headers={"If-None-Match": first.headers["ETag"]})

        assert again.status_code == 304
        assert not again.data
        assert get("/api/find", q="lunch", headers={"If-None-Match": first.headers["ETag"]}).data

    def test_head_and_options_work(self, app: Flask, town: Make) -> None:
        client = app.test_client()

        head = client.head("/api/find?q=smoking")
        assert (head.status_code, head.data) == (200, b"")
        assert client.options("/api/find").status_code == 200

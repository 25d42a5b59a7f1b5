"""``/api/places``: what a typed place means, and what it may be the beginning of."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from directory import gazetteer
from tests.factories import Make

Get = Callable[..., TestResponse]


@pytest.mark.usefixtures("town")
class TestPlaces:
    def test_a_whole_name_means_one_place(self, get: Get) -> None:
        body = get("/api/places", q="orsman road").json

        assert body["place"]["name"] == "Orsman Road"
        assert body["place"]["text"]
        assert body["message"] is None

    def test_the_beginning_of_a_name_gives_what_the_type_ahead_gives(self, get: Get) -> None:
        body = get("/api/places", q="ors").json

        assert body["choices"][0]["name"] == "Orsman Road"
        offered = {choice["code"] for choice in body["choices"]}
        assert {choice.code for choice in gazetteer.suggest("ors")} <= offered

    def test_several_meanings_are_all_offered_and_none_is_taken(self, get: Get) -> None:
        body = get("/api/places", q="Church Road").json

        assert body["place"] is None
        assert body["message"]
        assert [choice["name"] for choice in body["choices"]][:2] == ["Church Road"] * 2
        codes = [choice["code"] for choice in body["choices"]]
        assert len(codes) == len(set(codes))

    def test_nothing_like_it_is_an_empty_list_with_a_message(self, get: Get) -> None:
        answer = get("/api/places", q="zzzzqqqq")

        assert answer.status_code == 200
        assert (answer.json["place"], answer.json["choices"]) == (None, [])
        assert answer.json["message"]

    @pytest.mark.parametrize("text", ["", " ", "\x00", "a" * 201])
    def test_nothing_typed_or_too_much_is_refused(self, get: Get, text: str) -> None:
        answer = get("/api/places", q=text)

        assert answer.status_code == 400
        assert answer.json["error"]["field"] == "q"


def test_places_and_find_mean_the_same_place(get: Get, town: Make) -> None:
    for text in ("Orsman Road", "orsman rd", "Hackney", "Clissold", "Church Road, Hackney"):
        place = get("/api/places", q=text).json["place"]
        assert place == get("/api/find", where=text).json["where"]

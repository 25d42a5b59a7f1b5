"""Too many searches from one address are asked to wait, kindly; who stands in front cannot lie."""

from collections.abc import Callable

import pytest
from flask import Flask
from limits.storage import Storage

LIMITED = ("/find", "/find/map", "/find/places?where=a", "/find/words?q=a", "/places/ward/none")


class Away(Storage):
    """A store of counts that has gone away."""

    STORAGE_SCHEME = ("away",)

    @property
    def base_exceptions(self) -> type[Exception]:
        return ConnectionError

    def _gone(self, *_: object, **__: object) -> int:
        raise ConnectionError("nobody answers")

    incr = get = get_expiry = reset = clear = _gone

    def check(self) -> bool:
        return False


@pytest.fixture
def limited(another: Callable[..., Flask]) -> Callable[..., Flask]:
    """Make a site that allows two searches a minute (suggestions: eight), with other settings."""

    def made(**settings: object) -> Flask:
        chosen = {"RATELIMIT_ENABLED": True, "SEARCH_RATE_LIMIT": "2 per minute"}
        return another(**(chosen | settings))

    return made


@pytest.mark.parametrize("address", LIMITED)
def test_too_many_searches_are_asked_to_wait(limited, address: str) -> None:
    client = limited().test_client()
    answers = [client.get(address) for _ in range(9)]

    assert answers[0].status_code != 429
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "please wait a minute" in answers[-1].text


def test_drawing_again_and_again_is_asked_to_wait(limited) -> None:
    client, ours = limited().test_client(), {"Sec-Fetch-Site": "same-origin"}
    sent = [client.post("/edit/a/b/coverage/draw", headers=ours) for _ in range(3)]

    assert [each.status_code for each in sent] == [303, 303, 429]


def test_a_client_that_claims_other_addresses_is_still_one_client(limited) -> None:
    client = limited().test_client()
    said = [client.get("/find", headers={"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(3)]

    assert [each.status_code for each in said] == [400, 400, 429]


def test_behind_one_proxy_only_what_the_proxy_says_is_believed(monkeypatch, limited) -> None:
    monkeypatch.setenv("DOORSTEP_TRUSTED_PROXIES", "1")
    client = limited().test_client()

    def ask(claimed: str, real: str) -> int:
        return client.get("/find", headers={"X-Forwarded-For": f"{claimed}, {real}"}).status_code

    assert [ask(f"10.0.0.{n}", "192.0.2.1") for n in range(3)] == [400, 400, 429]
    assert ask("10.0.0.9", "192.0.2.2") == 400


def test_limits_hold_while_the_store_of_counts_is_away(limited) -> None:
    client = limited(RATELIMIT_STORAGE_URI="away://").test_client()

    assert [client.get("/find").status_code for _ in range(3)] == [400, 400, 429]

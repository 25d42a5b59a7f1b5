"""A small neighbourhood to ask about, and a client that asks."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from directory.domain.terms import Cost, Kind
from directory.search import index
from tests.factories import Make

Ask = Callable[..., Any]
AT = (533_000, 183_500)


@pytest.fixture
def town(make: Make) -> Make:
    """Orsman Road and who serves it: one in each ring, one hidden, one that has not said."""
    hackney, hamlets, leeds = map(make.borough, ("Hackney", "Tower Hamlets", "Leeds"))
    make.border(hackney, hamlets)
    hoxton = make.ward("Hoxton East & Shoreditch", hackney)
    clissold = make.ward("Clissold", hackney)
    bow = make.ward("Bow West", hamlets)
    orsman = make.street("Orsman Road", hoxton, at=AT)
    make.street("Church Road", clissold, at=(532_500, 186_000))
    make.street("Church Road", bow, at=(537_000, 183_000))

    trust = make.organisation(
        "Shoreditch Trust", make.base(hoxton, hackney, (533_050, 183_800)),
        checked_on=date(2026, 3, 3),
    )  # fmt: skip
    smoke_free = make.service(
        "Stop smoking", trust, serves=[orsman], categories=["stop-smoking"],
        cost=Cost.FREE, summary="Help to stop smoking <for good>.",
    )  # fmt: skip
    clinic = make.organisation("Clissold Clinic", make.base(clissold, hackney, (532_500, 186_100)))
    make.service("Stop smoking clinic", clinic, serves=[hackney])
    nearby = make.organisation("Bow Breathers", make.base(bow, hamlets, (537_000, 183_100)))
    make.service("Stop smoking in Bow", nearby, serves=[hackney, hamlets])
    make.service("Stop smoking by phone", make.organisation(
        "Quit Line", make.base(borough=leeds, at=(430_000, 433_000)), kind=Kind.NATIONAL
    ), anywhere=True, checked_on=None)  # fmt: skip
    refuge = make.organisation(
        "Refuge", make.base(clissold, hackney, (532_510, 186_110), is_hidden=True)
    )
    make.service("Stop smoking for women", refuge, serves=[hackney])
    make.service("Stop smoking talks", trust)
    make.service("Stop smoking on Church Road", clinic, serves=[clissold])
    make.service("Lunch club", trust, serves=[hoxton])
    index.rebuild()
    make.smoke_free = smoke_free  # type: ignore[attr-defined]
    return make


@pytest.fixture
def get(app: Flask) -> Callable[..., TestResponse]:
    """Ask for an address, with its parameters."""
    client = app.test_client()
    return lambda path, headers=None, **query: client.get(
        path, query_string=query or None, headers=headers
    )


@pytest.fixture
def find(get: Callable[..., TestResponse], town: Make) -> Ask:
    """Ask ``/api/find``, and return the body of a good answer."""

    def ask(**query: object) -> Any:
        answer = get("/api/find", **query)
        assert answer.status_code == 200, answer.text
        return answer.json

    return ask

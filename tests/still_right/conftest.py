"""A lunch club that was checked long ago, a clock, and the worker that asks."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from directory.domain.rights import Role
from directory.extensions import db
from directory.models import Letter, Organisation, Person, StillRight
from directory.people import asking
from directory.search import index

FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def letters_can_be_sent(app):
    app.config["SMTP_URL"] = "smtp://localhost"


@pytest.fixture
def clock():
    with time_machine.travel(FIRST, tick=False) as traveller:
        yield Clock(traveller)


class Clock:
    """Time that passes when a test says so."""

    def __init__(self, traveller: Any) -> None:
        self.traveller = traveller

    def on(self, days: float) -> None:
        """So many days go by."""
        self.traveller.shift(timedelta(days=days))


@pytest.fixture
def town(clock, make):
    """A borough; what is made in it was made a year before the letters begin."""
    clock.on(-365)
    hackney = make.borough("Hackney")
    return make.ward("Hoxton West", hackney), hackney


@pytest.fixture
def club(town, make, clock):
    """A lunch club, checked long ago, and Mabel who keeps it."""
    ward, hackney = town
    club = make.organisation("The Lunch Club", make.base(ward, hackney), slug="lunch-club")
    make.service("Lunch", club, slug="lunch", serves=[ward], checked_on=date(2024, 3, 3))
    make.person("mabel@example.org", Role.OWNER, club, name="Mabel")
    clock.on(365)
    index.rebuild()
    return club


def ask() -> list[Letter]:
    """Let the worker ask whoever is due; return the letters that it wrote."""
    before = db.session.scalar(select(func.max(Letter.id))) or 0
    while asking.lower_some() or asking.ask_some():
        pass
    db.session.expire_all()
    return list(db.session.scalars(select(Letter).where(Letter.id > before).order_by(Letter.id)))


def link_in(letter: Letter) -> str:
    return re.search(r"(/edit/still-right/[\w-]+)", letter.text)[1]


def standing(club: Organisation) -> tuple[int, bool]:
    """How many letters are unanswered, and whether it ranks lower."""
    db.session.expire_all()
    return db.session.get_one(StillRight, club.id).unanswered, club.silent_since is not None


def checked(club: Organisation) -> list[date | None]:
    """When the organisation was checked, and each of its services."""
    db.session.expire_all()
    return [club.checked_on, *(each.checked_on for each in club.services)]


def the_one() -> Person:
    return db.session.scalars(select(Person)).one()

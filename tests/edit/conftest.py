"""A small borough with a lunch club in it, and the volunteer who keeps its entry."""

from dataclasses import dataclass

import pytest
from shapely import Polygon, box

from directory.domain.rights import Role
from directory.models import Area, Organisation, Person, Service
from tests.browser import Browser, Page
from tests.factories import Make


@dataclass
class Town:
    """Hackney: Hoxton West on the left with three streets, Haggerston on the right with one.

    A kilometre square each, from easting 533000, northing 183000; the club is in Hoxton West.
    """

    hackney: Area
    hoxton: Area
    haggerston: Area
    pitfield: Area
    shepherdess: Area
    nile: Area
    orsman: Area
    club: Organisation
    lunch: Service
    mabel: Person


def square(easting: int, northing: int, metres: int = 1_000) -> Polygon:
    """A square with its south-west corner here."""
    return box(easting, northing, easting + metres, northing + metres)


@pytest.fixture
def town(make: Make) -> Town:
    hackney = make.borough("Hackney", outline=box(533_000, 183_000, 535_000, 184_000))
    hoxton = make.ward("Hoxton West", hackney, outline=square(533_000, 183_000))
    haggerston = make.ward("Haggerston", hackney, outline=square(534_000, 183_000))
    streets = [
        make.street("Pitfield Street", hoxton, at=(533_100, 183_100)),
        make.street("Shepherdess Walk", hoxton, at=(533_200, 183_500)),
        make.street("Nile Street", hoxton, at=(533_300, 183_300)),
        make.street("Orsman Road", haggerston, at=(534_900, 183_900)),
    ]
    make.postcode("N1 5QJ", haggerston, hackney, at=(534_900, 183_910))
    make.postcode("N1 6QL", hoxton, hackney, at=(533_150, 183_150))
    base = make.base(hoxton, hackney, at=(533_150, 183_150))
    club = make.organisation("The Lunch Club", base, slug="lunch-club")
    lunch = make.service("Lunch", club, slug="lunch")
    mabel = make.person("mabel@example.org", Role.OWNER, club)
    return Town(hackney, hoxton, haggerston, *streets, club, lunch, mabel)


@dataclass
class Editor:
    """The volunteer at the pages of the coverage editor."""

    browser: Browser
    at: str = "/edit/lunch-club/lunch/coverage"

    def look(self) -> Page:
        return self.browser.open(self.at)

    def add(self, text: str, way: str = "for", status: int = 303) -> Page:
        return self.browser.post(f"{self.at}/add", {"where": text, "way": way}, status=status)

    def paste(self, text: str, status: int = 303, **more: object) -> Page:
        return self.browser.post(f"{self.at}/paste", {"list": text, **more}, status=status)

    def draw(self, status: int = 200, **fields: object) -> Page:
        return self.browser.post(f"{self.at}/draw", fields, status=status)

    def said(self) -> list[str]:
        """What the page says the service is for, and then what it is not for."""
        return [
            " ".join(each.get_text().split()) for each in self.look().select(".said-list li > span")
        ]


@pytest.fixture
def editor(town: Town, browser: Browser) -> Editor:
    browser.sign_in(town.mabel)
    return Editor(browser)

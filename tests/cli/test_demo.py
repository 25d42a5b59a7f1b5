"""One command shows Doorstep at work; again, it changes nothing; it never mixes with real data."""

import csv
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import Result
from flask import Flask, has_app_context
from sqlalchemy import func, select

from directory import gazetteer
from directory.app import create_app
from directory.domain.coverage import Extent
from directory.domain.rights import STAFF, Role
from directory.domain.terms import Status
from directory.errors import AmbiguousPlaceError
from directory.extensions import Base, db
from directory.importers.demo import FOLDER
from directory.models import GazetteerLoad, Letter, Organisation, Person, Service, Site, Suspicion
from directory.search import Question, index
from tests.browser import Browser
from tests.conftest import _empty, _settings
from tests.factories import Make

IN_NO_BOROUGH_WE_HOLD = {
    # Their sources name no address, or they are made up to have none.
    "Hackney Foodbank",
    "Hackney Night Shelter",
    "Claudia Jones Organisation",
    "Hackney CVS",
    "Hackney Parochial Charities",
    "Any-Borough Contracts Ltd (invented)",
    "The National Listening Line of Example Britain (invented)",
}


@pytest.fixture(scope="module")
def shown(
    tmp_path_factory: pytest.TempPathFactory, migrated: Path, database_url: str
) -> Iterator[tuple[Flask, Result]]:
    """An instance in which ``doorstep demo --no-serve`` was run once, and what it said."""
    instance = tmp_path_factory.mktemp("demo")
    if not database_url:
        shutil.copy(migrated / "doorstep.sqlite", instance / "doorstep.sqlite")
    app = create_app(_settings(database_url), instance=instance)
    with app.app_context():
        if database_url:
            _empty()
        result = app.test_cli_runner().invoke(args=["demo", "--no-serve"])
        yield app, result
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    """End what a test read, so that the next may empty a database that they share."""
    yield
    if has_app_context():
        db.session.rollback()


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, but the log of loads."""
    kept = [t for t in Base.metadata.sorted_tables if t.name != GazetteerLoad.__tablename__]
    return {
        table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
        for table in kept
    }


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of the sample."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_loads_everything_and_puts_no_row_aside(shown: tuple[Flask, Result]) -> None:
    app, result = shown
    assert result.exit_code == 0, result.output
    assert "91 organisations, 254 services" in result.output
    # As the start page says it, and the box beside a thin answer.
    assert "Visitors find 90 organisations and 252 services" in result.output
    assert not list((Path(app.instance_path)).glob("rejects/*"))
    # A service that has closed has a page, and is not searched for.
    closed = select(func.count()).where(Service.status == Status.CLOSED)
    assert index.backend().count() == 254 - (db.session.scalar(closed) or 0)


def test_run_again_it_changes_nothing(shown: tuple[Flask, Result]) -> None:
    app, _ = shown
    before = everything()
    result = app.test_cli_runner().invoke(args=["demo", "--no-serve"])
    assert result.exit_code == 0, result.output
    assert "It was here already." in result.output
    db.session.expire_all()
    assert everything() == before


def test_everybody_that_it_names_can_sign_in_and_has_the_role(shown: tuple[Flask, Result]) -> None:
    app, result = shown
    played = {row["email"]: row for row in rows_of("people.csv")}
    assert {row["role"] for row in played.values()} == {each.value for each in Role}
    for email, row in played.items():
        assert email in result.output
        browser = Browser(app)
        browser.send(browser.get("account.sign_in"), email=email)
        letter = browser.open(
            str(browser.get("demo.mailbox").select_one("main a[href*='/demo/mailbox/']")["href"])
        )
        link = re.search(r"https?://[^/\s]+(/account/link/[\w-]+)", letter.get_text())[1]
        browser.send(browser.open(link))
        if row["role"] in STAFF:
            page = browser.get("account.second_factor")
            code = page.select_one(".notice strong").get_text()
            form = "form[action='/account/second-factor/code']"
            assert browser.send(page, form, code=code).answer.status_code == 303
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        assert [each.role.value for each in person.memberships] == [row["role"]]


def test_its_letters_ask_whether_entries_are_right_and_one_was_never_answered(
    shown: tuple[Flask, Result],
) -> None:
    app, _ = shown
    browser = Browser(app)
    assert "Not confirmed since March 2025." in browser.open("/find?q=woodwork").words
    letter = db.session.scalars(
        select(Letter).where(Letter.kind == "still_right", Letter.email.like("sam@%"))
    ).one()
    page = browser.open(f"/demo/mailbox/{letter.id}")
    link = page.select_one("a[href*='/edit/still-right/']")["href"]
    assert browser.open(link).h1.text == "Is this still right?"


def test_its_keeper_sees_how_often_she_was_found(shown: tuple[Flask, Result]) -> None:
    app, _ = shown
    browser = Browser(app)
    browser.sign_in(db.session.scalars(select(Person).where(Person.email.like("ann@%"))).one())
    assert "Found 79 times in" in browser.get("edit.home").words
    slug = "the-made-up-lunch-club-of-pitfield-street-invented"
    page = browser.get("edit.found", organisation=slug)
    assert "The numbers of a demonstration are made up." in page.words
    counted = [each.get_text().strip("+") for each in page.select(".h-count")]
    assert len(counted) == 12
    assert all(int(each) >= 5 for each in counted)
    assert len(page.select(".found-gaps li")) == 3
    assert len(page.select(".found-reports > li")) == 2


def test_its_moderator_has_something_to_decide_on(shown: tuple[Flask, Result]) -> None:
    app, _ = shown
    browser = Browser(app)
    person = db.session.scalars(select(Person).where(Person.email.like("mo@%"))).one()
    browser.sign_in(person, second_factor=True)
    line = browser.get("moderate.queue")
    assert len(line.select(".waits")) == 6
    assert len(line.select("input[name=change]")) == 2
    for page in ("moderate.links", "moderate.wide", "moderate.duplicates"):
        assert browser.get(page).select(".waits"), page
    (pair,) = db.session.scalars(select(Suspicion))
    page = browser.get("moderate.pair", one=pair.one_id, other=pair.other_id)
    assert "Made-up Lunch Club at Pitfield Street (invented)" in page.words


def test_each_search_it_prints_finds_what_it_promises(shown: tuple[Flask, Result]) -> None:
    app, result = shown
    addresses = re.findall(r"http://\S+", result.output)
    searches = [urlsplit(each).query for each in addresses if "/find?" in each]
    assert len(searches) == 3
    client = app.test_client()
    answers = [client.get(f"/api/find?{query}&further=3&further=4") for query in searches]
    assert [answer.status_code for answer in answers] == [200, 200, 300]

    smoking, boxing, which = (answer.get_json() for answer in answers)
    assert "Shoreditch Trust" in names_in(smoking, 1)
    assert "Giant Outsourced Wellbeing plc (invented)" in names_in(smoking, 4)
    assert "Imaginary Boxing Club of Nuttall Street (invented)" in names_in(boxing, 1)
    assert "The Stratford Sham Sports Trust (Newham, invented)" in names_in(boxing, 3)
    choices = which["error"]["choices"]
    assert len(choices) == 2
    for choice in choices:
        assert gazetteer.resolve(choice["where"]).code == choice["code"]
    for query in searches:
        assert client.get(f"/find?{query}").status_code == (300 if "Tyssen" in query else 200)


def names_in(answer: dict[str, list[dict[str, object]]], ring: int) -> set[str]:
    """Return the names of the organisations in a ring."""
    found = [each for each in answer["rings"] if each["ring"] == ring]
    return {
        service["organisation"]["name"]
        for each in found
        for service in each["services"]  # type: ignore[attr-defined]
    }


def test_every_postcode_and_street_of_it_resolves(shown: tuple[Flask, Result]) -> None:
    for row in rows_of("postcodes.csv"):
        place = gazetteer.resolve(row["postcode"])
        assert row["borough"] in place.codes() or row["borough"] not in ("E09000012", "E09000030")
    asked = set()
    for row in rows_of("streets.csv"):
        try:
            place = gazetteer.resolve(row["name"])
        except AmbiguousPlaceError as error:
            asked.add(row["name"])
            choices = error.choices
            assert [gazetteer.resolve(each.where).code for each in choices] == [
                each.code for each in choices
            ]
            continue
        assert place.name == row["name"]
        assert set(row["wards"].split("|")) <= set(place.codes())
    # Two streets of one name, twice; and a street that gave its name to a neighbourhood.
    assert asked == {"Tyssen Street", "Allen Road", "Columbia Road"}


@pytest.mark.parametrize(
    "name", ["Bethnal Green West", "St Peter's", "Shoreditch", "UK", "hackney"]
)
def test_former_names_and_other_names_are_understood(
    shown: tuple[Flask, Result], name: str
) -> None:
    assert gazetteer.resolve(name).code


def test_every_base_is_placed_but_those_that_nobody_knows(shown: tuple[Flask, Result]) -> None:
    unplaced = {
        organisation.name
        for organisation in db.session.scalars(select(Organisation))
        if not any(base.borough_code for base in organisation.bases)
    }
    assert unplaced == IN_NO_BOROUGH_WE_HOLD
    assert all(site.borough_code for site in db.session.scalars(select(Site)))


def test_a_made_up_patch_serves_its_streets(shown: tuple[Flask, Result]) -> None:
    place = gazetteer.resolve("Orsman Road")
    assert "patch-canal-end" in place.codes()
    answer = index.find(Question(words="warm room", place=place))
    service = db.session.scalars(select(Service).where(Service.name == "Warm room")).one()
    hits = [hit for ring in answer.rings for hit in ring.hits]
    warm = next(hit for hit in hits if hit.id == service.id)
    assert warm.served is not None
    assert warm.served.extent is Extent.ALL


def test_the_instance_remembers_that_it_is_a_demo(shown: tuple[Flask, Result]) -> None:
    app, _ = shown
    assert app.config["DEMO"] is True
    file = Path(app.instance_path) / "config.toml"
    assert tomllib.loads(file.read_text("utf-8")) == {"demo": True}
    assert create_app(instance=Path(app.instance_path)).config["DEMO"] is True


def test_settings_that_were_there_are_kept(app: Flask) -> None:
    file = Path(app.instance_path) / "config.toml"
    file.write_text('site_name = "Ours"\n\n[mail]\nhost = "x"\n', "utf-8")
    result = app.test_cli_runner().invoke(args=["demo", "--no-serve"])
    assert result.exit_code == 0, result.output
    assert tomllib.loads(file.read_text("utf-8")) == {
        "demo": True,
        "site_name": "Ours",
        "mail": {"host": "x"},
    }


def test_it_never_stands_among_real_organisations(app: Flask, make: Make) -> None:
    make.organisation("A real one")
    result = app.test_cli_runner().invoke(args=["demo", "--no-serve"])
    assert result.exit_code == 1
    assert "This instance lists 1 organisation that is not the sample's" in result.output
    assert [each.name for each in db.session.scalars(select(Organisation))] == ["A real one"]
    assert not (Path(app.instance_path) / "config.toml").exists()


def test_it_starts_again_after_a_visitor_added_a_group(app: Flask, make: Make) -> None:
    app.config["DEMO"] = True  # as config.toml remembers
    make.organisation("A visitor's own")
    result = app.test_cli_runner().invoke(args=["demo", "--no-serve"])
    assert result.exit_code == 0, result.output
    names = db.session.scalars(select(Organisation.name)).all()
    assert "A visitor's own" in names
    assert len(names) > 50


def test_a_port_that_is_taken_is_said_kindly(app: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = app.test_cli_runner().invoke(args=["demo", "--port", str(port)])
    assert result.exit_code == 1
    assert f"port {port}" in result.output
    assert "Traceback" not in result.output


def test_it_serves(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from directory.cli import main; main()", "demo", "--port=0"]
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "HOST", "PORT")}
    environment = kept | {"DOORSTEP_INSTANCE": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        said = "".join(iter(process.stdout.readline, "Three searches worth trying:\n"))
        address = re.search(r"http://localhost:\d+/", said)
        assert address, said
        with urllib.request.urlopen(f"{address[0]}readyz", timeout=20) as answer:
            assert answer.status == 200
        with urllib.request.urlopen(address[0], timeout=20) as answer:
            assert "demo" in answer.read().decode().lower()
    finally:
        process.terminate()
        process.communicate(timeout=20)

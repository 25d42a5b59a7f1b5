"""JSON says what CSV says, in every shape that people send."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from directory.entries.columns import OF_ORGANISATION, OF_SERVICE
from directory.extensions import db
from directory.importers import Became, load_organisations
from directory.models import Service
from tests.importers.lists import HALL, organisations, the_service

pytestmark = pytest.mark.usefixtures("places")


def test_json_says_the_same_as_csv(tmp_path: Path, write) -> None:
    load_organisations(write(HALL))
    listed = {
        "ref": "hall",
        "name": "The Hall",
        "kind": "community_group",
        "bases": [{"address": "12 Orsman Road", "postcode": "N1 5QJ"}],
        "services": [
            {
                "ref": "hall-lunch",
                "name": "Lunch club",
                "categories": ["lunch-club"],
                "coverage": ["ward: Hoxton West", "not street: Shepherdess Walk"],
                "opening_times": ["Tue 11:30-14:30", "closed 2026-12-29"],
                "sites": [{"name": "The kitchen", "postcode": "N1 5QJ", "access": ["step_free"]}],
                "checked_on": "2026-03-03",
            }
        ],
    }
    file = tmp_path / "list.json"
    file.write_text(json.dumps([listed]), "utf-8")

    report = load_organisations(file)

    assert report.organisations == {Became.UNCHANGED: 1}
    assert report.services == {Became.UNCHANGED: 1}


def test_what_no_one_can_see_or_store_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    name = "Caf\u00e9\u0000 \ud800\u202eclub"
    file.write_text(
        json.dumps(
            [
                {
                    "ref": "x",
                    "name": name,
                    "kind": "charity",
                    "services": [{"ref": "s", "name": name}],
                }
            ]
        ),
        "utf-8",
    )

    assert load_organisations(file).rejected == 0
    assert the_service().name == "Café club"


@pytest.mark.parametrize("shape", ["list", "object", "lines", "pretty"])
def test_json_is_read_an_organisation_at_a_time_in_every_usual_shape(
    tmp_path: Path, shape: str, monkeypatch
) -> None:
    from directory.importers import json_rows

    monkeypatch.setattr(json_rows, "BLOCK", 100)
    sent = organisations(7)
    told = {
        "list": json.dumps(sent),
        "object": json.dumps({"title": "x", "organisations": sent}),
        "lines": "\n".join(map(json.dumps, sent)),
        "pretty": json.dumps(sent, indent=2),
    }
    file = tmp_path / "list.json"
    file.write_text(told[shape], "utf-8")

    assert load_organisations(file).services == {Became.ADDED: 7}


def test_json_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps(organisations(3))[:-30], "utf-8")

    report = load_organisations(file)

    assert report.services == {Became.ADDED: 2}
    assert "not whole JSON" in report.trouble


def test_what_is_put_aside_of_json_can_be_put_right_and_loaded(tmp_path: Path) -> None:
    sent = organisations(2)
    sent[1]["services"][0]["coverage"] = ["borough: Nowhere"]
    file = tmp_path / "list.json"
    file.write_text(json.dumps(sent), "utf-8")

    report = load_organisations(file)
    assert (report.rejected, report.rejects.suffix) == (1, ".jsonl")
    kept = json.loads(report.rejects.read_text("utf-8"))
    assert (kept["line"], kept["services"]) == ("organisation 2, service 1", sent[1]["services"])

    mended = report.rejects.read_text("utf-8").replace("Nowhere", "Hackney")
    report.rejects.write_text(mended, "utf-8")
    assert load_organisations(report.rejects).services == {Became.ADDED: 1}


ODD = (None, 5, 1.5, True, "x", [], {}, [[]], [{}], {"a": 1}, [None], "\ud800", 10**400)


def among_good(odd: list[dict[str, object]]) -> list[dict[str, object]]:
    """Follow each odd organisation by one that must be loaded whatever came before it."""
    return [each for pair in zip(odd, organisations(len(odd)), strict=True) for each in pair]


@pytest.mark.parametrize("column", [*OF_ORGANISATION, "services"])
def test_no_value_of_json_stops_a_load(tmp_path: Path, column: str) -> None:
    told = {"name": "X", "kind": "charity"}
    odd = [{"ref": f"x{n}"} | told | {column: value} for n, value in enumerate(ODD)]
    file = tmp_path / "list.json"
    file.write_text(json.dumps(among_good(odd)), "utf-8")

    report = load_organisations(file)

    assert report.services == {Became.ADDED: len(ODD)}


@pytest.mark.parametrize("column", OF_SERVICE)
def test_no_value_of_a_service_in_json_stops_a_load(tmp_path: Path, column: str) -> None:
    services = [{"ref": f"y{n}", "name": "Y"} | {column: value} for n, value in enumerate(ODD)]
    told = {"name": "X", "kind": "charity"}
    odd = [{"ref": f"x{n}"} | told | {"services": [each]} for n, each in enumerate(services)]
    file = tmp_path / "list.json"
    file.write_text(json.dumps(among_good(odd)), "utf-8")

    load_organisations(file)

    good = select(func.count()).where(Service.ref.startswith("s"), Service.name == "Lunch")
    assert db.session.scalar(good) == len(ODD)

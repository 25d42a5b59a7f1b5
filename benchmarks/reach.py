"""What a coverage means, for a borough of 2,500 streets: the question before anybody saves one.

A made-up borough of 25 wards of 100 streets on a grid of 80 metres, with the organisation in its
middle. The whole way from the lines that are told to the counts that are shown.
"""

import tempfile
import time
from pathlib import Path

from shapely import LineString, box, to_wkb
from sqlalchemy import event, insert

from benchmarks.measure import Times, table
from directory.app import create_app
from directory.domain.place import Certainty, Level
from directory.domain.rings import Spot
from directory.extensions import db
from directory.migrations import taking
from directory.models import Area, AreaLink
from directory.queries.claimed import read
from directory.queries.reach import Reach, reach

WARDS, STREETS = 25, 100
SIDE_M, APART_M = 800, 80
WEST, SOUTH = 530_000, 180_000
ROUNDS = 30


def run() -> str:
    """Measure each kind of coverage, and return what was found as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"TESTING": True}, instance=Path(folder))
        with app.app_context():
            taking.forward()
            _build()
            rows = [(name, *_measure(lines)) for name, lines in _coverages().items()]
            db.engine.dispose()
    headings = ["coverage", "median, ms", "95th percentile, ms", "questions", "streets", "doorstep"]
    return "\n\n".join(["## What a coverage means", __doc__ or "", table(headings, rows)])


def _coverages() -> dict[str, list[str]]:
    streets = [f"street: s{ward}-{n}" for ward in range(WARDS) for n in range(STREETS)]
    return {
        "one ward": ["ward: w12"],
        "the borough": ["borough: b"],
        "the borough but not 100 streets": ["borough: b", *(f"not {s}" for s in streets[::25])],
        "2,500 streets, one by one": streets,
        "anywhere": ["anywhere"],
    }


def _measure(lines: list[str]) -> tuple[float, float, int, int, int]:
    middle = WEST + SIDE_M * 5 // 2
    base = Spot(middle, SOUTH + SIDE_M * 5 // 2, "w12", "", "b")
    asked: list[str] = []
    times, found = Times("reach"), Reach()

    def note(_c: object, _cu: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    for _ in range(ROUNDS):
        asked.clear()
        began = time.perf_counter()
        found = reach(read(lines), [base], 800)
        times.ms.append((time.perf_counter() - began) * 1000)
    event.remove(db.engine, "before_cursor_execute", note)
    return times.median, times.p95, len(asked), found.streets, found.doorstep


def _build() -> None:
    areas = [_area("b", Level.BOROUGH, box(WEST, SOUTH, WEST + 5 * SIDE_M, SOUTH + 5 * SIDE_M))]
    links = []
    for ward in range(WARDS):
        west, south = WEST + ward % 5 * SIDE_M, SOUTH + ward // 5 * SIDE_M
        areas.append(_area(f"w{ward}", Level.WARD, box(west, south, west + SIDE_M, south + SIDE_M)))
        links.append((f"w{ward}", "b"))
        for n in range(STREETS):
            e, north = west + n % 10 * APART_M, south + n // 10 * APART_M
            line = LineString([(e, north), (e + 60, north + 5)])
            areas.append(_area(f"s{ward}-{n}", Level.STREET, line))
            links += [(f"s{ward}-{n}", f"w{ward}"), (f"s{ward}-{n}", "b")]
    db.session.execute(insert(Area), areas)
    db.session.execute(
        insert(AreaLink),
        [
            {
                "child_code": child,
                "parent_code": parent,
                "certainty": Certainty.CERTAIN,
                "method": "publisher",
            }
            for child, parent in links
        ],
    )
    db.session.commit()


def _area(code: str, level: Level, outline: object) -> dict[str, object]:
    west, south, east, north = (round(edge) for edge in outline.bounds)  # type: ignore[attr-defined]
    return {
        "code": code,
        "level": level,
        "name": code,
        "slug": code,
        "outline": to_wkb(outline),  # type: ignore[call-overload]
        "min_easting": west,
        "min_northing": south,
        "max_easting": east,
        "max_northing": north,
    }

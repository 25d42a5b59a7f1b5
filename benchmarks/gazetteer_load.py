"""Loading postcodes, beside a bare ``csv`` and ``executemany`` into the same table.

``python -m benchmarks.gazetteer_load [ROWS [ROUNDS]]`` makes synthetic Code-Point Open area files,
loads them both ways into new databases, turn and turn about, and prints medians and their ratio.
The bare way neither checks, nor merges, nor can be resumed: it is the floor, not a rival.
"""

import csv
import os
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import table
from directory.app import create_app
from directory.extensions import PRAGMAS, db
from directory.gazetteer import loaders
from directory.migrations import taking

ROWS = 200_000
ROUNDS = 3
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_AREAS = [one + other for one in "ABCDEGHIKLMNPRSTW" for other in _LETTERS]
_PER_AREA = 20_000

_SQL = (
    "INSERT INTO postcode (key, easting, northing, ward_code, neighbourhood_code, borough_code,"
    " nation_code, quality, retired_on, source, edition) VALUES (?,?,?,?,'',?,?,?,NULL,?,?)"
)


def postcodes(area: str, number: int) -> Iterator[list[str]]:
    """Yield so many rows of one postcode area, in order, as Code-Point Open has them."""
    rng = random.Random(area)  # the same area is always the same
    made = 0
    for district in range(1, 100):
        for sector in range(10):
            for first in _LETTERS:
                for second in _LETTERS:
                    if made == number:
                        return
                    made += 1
                    ward = f"E05{rng.randrange(9_000, 17_000):06}"
                    yield [
                        f"{area}{district} {sector}{first}{second}",
                        "10",
                        str(rng.randrange(100_000, 650_000)),
                        str(rng.randrange(10_000, 650_000)),
                        "E92000001",
                        "E19000003",
                        "E18000007",
                        "",
                        f"E0{rng.randrange(6, 10)}0000{rng.randrange(10, 40)}",
                        ward,
                    ]


def write_files(folder: Path, rows: int) -> list[Path]:
    """Write area files of synthetic postcodes, so many rows in all; return their paths."""
    paths = []
    for area in _AREAS:
        if rows <= 0:
            break
        path = folder / f"{area.lower()}.csv"
        with path.open("w", newline="") as stream:
            csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC).writerows(
                [row[0], *(int(cell) for cell in row[1:4]), *row[4:]]
                for row in postcodes(area, min(rows, _PER_AREA))
            )
        paths.append(path)
        rows -= _PER_AREA
    return paths


def bare(paths: list[Path], database: Path) -> float:
    """Load with ``csv`` and ``executemany``, a transaction a file; return the seconds."""
    begin = time.perf_counter()
    connection = sqlite3.connect(database)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    for path in paths:
        with path.open(newline="") as stream:
            connection.executemany(
                _SQL,
                (
                    (
                        row[0].replace(" ", ""),
                        int(row[2]),
                        int(row[3]),
                        row[9],
                        row[8],
                        row[4],
                        int(row[1]),
                        "Code-Point Open",
                        "",
                    )
                    for row in csv.reader(stream)
                ),
            )
        connection.commit()
    connection.close()
    return time.perf_counter() - begin


def ours(paths: list[Path], *, again: bool = False) -> float:
    """Load as ``doorstep gazetteer load`` does, in the application at hand; return the seconds."""
    begin = time.perf_counter()
    reports = loaders.load(paths, again=again)
    spent = time.perf_counter() - begin
    assert not any(report.trouble or report.rejected for report in reports)
    return spent


def measure(rows: int, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each round: bare, ours into nothing, ours when all is there."""
    found: dict[str, list[float]] = {"bare": [], "first load": [], "same again": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_files(folder, rows)
        for number in range(rounds):
            database = _migrated(folder / f"bare-{number}")
            found["bare"].append(bare(paths, database))
            instance = folder / f"ours-{number}"
            _migrated(instance)
            with create_app(instance=instance).app_context():
                found["first load"].append(ours(paths))
                found["same again"].append(ours(paths, again=True))
                db.engine.dispose()
    return found


def _migrated(instance: Path) -> Path:
    instance.mkdir()
    with create_app(instance=instance).app_context():
        taking.forward()
        db.engine.dispose()
    return instance / "doorstep.sqlite"


def run(rows: int = ROWS, rounds: int = ROUNDS) -> str:
    """Measure, and return what was found as Markdown."""
    os.environ.pop("DATABASE_URL", None)
    found = measure(rows, rounds)
    floor = statistics.median(found["bare"])
    lines = []
    for name, seconds in found.items():
        middle = statistics.median(seconds)
        lines.append((name, middle, round(rows / middle), middle / floor))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return "\n\n".join(
        [
            "## Loading the gazetteer",
            f"{rows:,} synthetic postcodes in the layout of Code-Point Open, into SQLite; medians of "
            f"{rounds} rounds. Bare is `csv` and `executemany` into the same table; ours also checks "
            "each row, merges it with what other sources say, and can be cut short at any moment.",
            table(["way", "seconds", "rows a second", "times bare"], lines),
            f"Most memory the measuring process used: {peak} MB.",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(run(*(int(argument) for argument in sys.argv[1:3])) + "\n")

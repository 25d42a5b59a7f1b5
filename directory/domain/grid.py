"""Longitude and latitude to the British National Grid (EPSG:27700) and back, good to 5 metres.

Three steps each way: ellipsoid to space, a seven-parameter Helmert shift between the two datums,
space to ellipsoid, and the Transverse Mercator projection. Source of the constants and formulae:
Ordnance Survey, *A Guide to Coordinate Systems in Great Britain*, annexes A to C. (Exact grids need
the OSTN15 shift file; a few metres do not matter for saying which ward a street is in.)

All functions take and return numpy arrays of any one shape, or plain floats.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Ellipsoid:
    a: float
    b: float

    @property
    def e2(self) -> float:
        return 1 - (self.b / self.a) ** 2


_AIRY = _Ellipsoid(6_377_563.396, 6_356_256.909)
_WGS84 = _Ellipsoid(6_378_137.0, 6_356_752.3142)

# WGS84 to OSGB36: metres, seconds of arc, parts per million.
_SHIFT = np.array([-446.448, 125.157, -542.060])
_TURN = np.radians(np.array([-0.1502, -0.2470, -0.8421]) / 3600)
_SCALE = 20.4894e-6

_F0 = 0.999_601_271_7
_LAT0, _LON0 = np.radians(49.0), np.radians(-2.0)
_E0, _N0 = 400_000.0, -100_000.0

WEST, SOUTH, EAST, NORTH = -9.5, 49.0, 2.5, 61.5
"""Degrees within which a longitude and latitude can be in Great Britain, with room to spare."""


def to_grid(lon: ArrayLike, lat: ArrayLike) -> tuple[Numbers, Numbers]:
    """Return eastings and northings in metres of WGS84 longitudes and latitudes in degrees."""
    space = _to_space(np.radians(lat), np.radians(lon), _WGS84)
    return _project(*_from_space(_helmert(space, 1.0), _AIRY))


def to_degrees(easting: ArrayLike, northing: ArrayLike) -> tuple[Numbers, Numbers]:
    """Return WGS84 longitudes and latitudes in degrees of eastings and northings in metres."""
    lat, lon = _unproject(np.asarray(easting, float), np.asarray(northing, float))
    lat, lon = _from_space(_helmert(_to_space(lat, lon, _AIRY), -1.0), _WGS84)
    return np.degrees(lon), np.degrees(lat)


def shape_to_grid(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape in longitude and latitude as one on the grid."""

    def move(corners: Numbers) -> Numbers:
        return np.column_stack(to_grid(corners[:, 0], corners[:, 1]))

    moved: BaseGeometry = shapely.transform(shape, move)
    return moved


def _to_space(lat: ArrayLike, lon: ArrayLike, on: _Ellipsoid) -> Numbers:
    lat, lon = np.asarray(lat, float), np.asarray(lon, float)
    nu = on.a / np.sqrt(1 - on.e2 * np.sin(lat) ** 2)
    return np.stack(
        [
            nu * np.cos(lat) * np.cos(lon),
            nu * np.cos(lat) * np.sin(lon),
            (1 - on.e2) * nu * np.sin(lat),
        ]
    )


def _helmert(space: Numbers, way: float) -> Numbers:
    """Shift from WGS84 to OSGB36 (``way`` 1) or back (-1)."""
    x, y, z = space
    rx, ry, rz = way * _TURN
    scale = 1 + way * _SCALE
    turned = np.stack(
        [scale * x - rz * y + ry * z, rz * x + scale * y - rx * z, -ry * x + rx * y + scale * z]
    )
    shift: Any = (way * _SHIFT).reshape((3,) + (1,) * (turned.ndim - 1))
    return np.asarray(turned + shift)


def _from_space(space: Numbers, on: _Ellipsoid) -> tuple[Numbers, Numbers]:
    x, y, z = space
    flat = np.hypot(x, y)
    lat = np.arctan2(z, flat * (1 - on.e2))
    for _ in range(6):  # each round gains about two digits; six are more than a float holds
        nu = on.a / np.sqrt(1 - on.e2 * np.sin(lat) ** 2)
        lat = np.arctan2(z + on.e2 * nu * np.sin(lat), flat)
    return lat, np.arctan2(y, x)


def _arc(lat: Numbers) -> Numbers:
    """Return the metres along the meridian from the true origin."""
    n = (_AIRY.a - _AIRY.b) / (_AIRY.a + _AIRY.b)
    less, more = lat - _LAT0, lat + _LAT0
    return np.asarray(
        _AIRY.b
        * _F0
        * (
            (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
            - (3 * n + 3 * n**2 + 2.625 * n**3) * np.sin(less) * np.cos(more)
            + (1.875 * n**2 + 1.875 * n**3) * np.sin(2 * less) * np.cos(2 * more)
            - (35 / 24) * n**3 * np.sin(3 * less) * np.cos(3 * more)
        )
    )


def _radii(lat: Numbers) -> tuple[Numbers, Numbers]:
    """Return the radii of curvature nu and rho at a latitude."""
    below = 1 - _AIRY.e2 * np.sin(lat) ** 2
    nu = _AIRY.a * _F0 / np.sqrt(below)
    return nu, nu * (1 - _AIRY.e2) / below


def _project(lat: Numbers, lon: Numbers) -> tuple[Numbers, Numbers]:
    nu, rho = _radii(lat)
    eta2 = nu / rho - 1
    s, c, t2 = np.sin(lat), np.cos(lat), np.tan(lat) ** 2
    d = lon - _LON0
    northing = (
        _N0
        + _arc(lat)
        + nu / 2 * s * c * d**2
        + nu / 24 * s * c**3 * (5 - t2 + 9 * eta2) * d**4
        + nu / 720 * s * c**5 * (61 - 58 * t2 + t2**2) * d**6
    )
    easting = (
        _E0
        + nu * c * d
        + nu / 6 * c**3 * (nu / rho - t2) * d**3
        + nu / 120 * c**5 * (5 - 18 * t2 + t2**2 + 14 * eta2 - 58 * t2 * eta2) * d**5
    )
    return easting, northing


def _unproject(easting: Numbers, northing: Numbers) -> tuple[Numbers, Numbers]:
    lat = (northing - _N0) / (_AIRY.a * _F0) + _LAT0
    for _ in range(6):
        lat = lat + (northing - _N0 - _arc(lat)) / (_AIRY.a * _F0)
    nu, rho = _radii(lat)
    eta2 = nu / rho - 1
    t, c = np.tan(lat), np.cos(lat)
    t2 = t**2
    d = easting - _E0
    found = (
        lat
        - t / (2 * rho * nu) * d**2
        + t / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2) * d**4
        - t / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t2**2) * d**6
    )
    lon = (
        _LON0
        + d / (c * nu)
        - d**3 / (6 * c * nu**3) * (nu / rho + 2 * t2)
        + d**5 / (120 * c * nu**5) * (5 + 28 * t2 + 24 * t2**2)
        - d**7 / (5040 * c * nu**7) * (61 + 662 * t2 + 1320 * t2**2 + 720 * t2**3)
    )
    return found, lon

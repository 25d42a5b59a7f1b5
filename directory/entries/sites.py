"""Addresses as columns of what we keep."""

import hashlib
from typing import Any

from directory.entries.addresses import Address

PLACED = frozenset(
    {
        "easting",
        "northing",
        "ward_code",
        "neighbourhood_code",
        "borough_code",
        "region_code",
        "nation_code",
        "cue",
    }
)
"""Columns that the gazetteer tells, not the list."""


def site_ref(address: Address) -> str:
    """Return what a site is known by: all that is said of it, so that two who say it share it."""
    return address.ref or hashlib.blake2b(address.said.lower().encode(), digest_size=16).hexdigest()


def site_columns(address: Address) -> dict[str, Any]:
    """Return the columns of a site."""
    return {**address_columns(address), "name": address.name, "access": list(address.access)}


def address_columns(address: Address) -> dict[str, Any]:
    """Return the columns that every address has."""
    spot = address.spot
    return {
        "address": address.address,
        "postcode": address.postcode,
        "is_hidden": address.is_hidden,
        "easting": spot.easting if spot else None,
        "northing": spot.northing if spot else None,
        "ward_code": spot.ward if spot else "",
        "neighbourhood_code": spot.neighbourhood if spot else "",
        "borough_code": spot.borough if spot else "",
        "region_code": spot.region if spot else "",
        "nation_code": spot.nation if spot else "",
        "cue": address.cue,
    }

"""Numbers in addresses: one that no table can hold is the number of nothing."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""What a column of numbers holds in PostgreSQL; SQLite refuses to be asked for far more."""


class Number(IntegerConverter):
    """A whole number that a row may have; an address with a larger one is no address of ours."""

    def __init__(self, url_map: Map, **asked: Any) -> None:
        """Keep what the rule asks for, and a bound where it names none."""
        super().__init__(url_map, **{"max": LARGEST, **asked})


def init_app(app: Flask) -> None:
    """Read every ``<int:...>`` of an address so; before the rooms are given their doors."""
    app.url_map.converters["int"] = Number

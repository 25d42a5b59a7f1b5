"""The room of questions and entries: importing this adds all its views."""

from directory.find import (
    entries,
    views,
)
from directory.find.room import bp

__all__ = [
    "bp",
    "entries",
    "views",
]

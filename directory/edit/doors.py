"""The room of those who keep an entry: importing this adds all its views."""

from directory.edit import (
    answering,
    coverage_drawing,
    coverage_lists,
    coverage_views,
    ending,
    entry,
    found,
    joining,
    preview,
    still_right,
    team,
    throwing_away,
    views,
)
from directory.edit.room import bp

__all__ = [
    "answering",
    "bp",
    "coverage_drawing",
    "coverage_lists",
    "coverage_views",
    "ending",
    "entry",
    "found",
    "joining",
    "preview",
    "still_right",
    "team",
    "throwing_away",
    "views",
]

"""The room of people's accounts: importing this adds all its views."""

from directory.account import (
    leaving,
    outside,
    second_factor,
    views,
)
from directory.account.room import bp

__all__ = [
    "bp",
    "leaving",
    "outside",
    "second_factor",
    "views",
]

"""Column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, String
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, always with its zone, always UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; store the rest as UTC.

        Raises:
            ValueError: the moment says nothing about its zone.

        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        """Return the moment with its zone, which SQLite forgets."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def words(enum: type[StrEnum], length: int = 24) -> Enum:
    """Return a column type that stores a StrEnum by its value, as text."""
    return Enum(
        enum, native_enum=False, length=length, values_callable=lambda e: [x.value for x in e]
    )


def area_code() -> String:
    """Return the column type of an area's code."""
    return String(60)

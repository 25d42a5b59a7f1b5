"""The steps by which the database got its form, in ``versions``; and how far a database has come.

Taking them is :mod:`directory.migrations.taking`, which nothing imports that only serves: Alembic
is large.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

FOLDER = Path(__file__).parent


def newest() -> str:
    """Return the number of the newest step."""
    return max(path.name for path in (FOLDER / "versions").glob("*.py")).partition("_")[0]


def reached(connection: Connection) -> str:
    """Return the number of the step that a database has come to; nothing if it has not begun."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""

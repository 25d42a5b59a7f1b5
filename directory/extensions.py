"""The bare objects that the application is built from, bound to it in :mod:`directory.app`."""

import sqlite3
from typing import Any

from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event, func, select
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """The parent of every model; it names constraints so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
# While Redis is away each process counts for itself: pages go on, and so do the limits.
limiter = Limiter(get_remote_address, in_memory_fallback_enabled=True)
compress = Compress()

COMPRESSION = {
    # Pages are mostly words: compressed quickly, they are a fifth of their size.
    "COMPRESS_ALGORITHM": ["br", "gzip"],
    "COMPRESS_BR_LEVEL": 4,
    "COMPRESS_MIN_SIZE": 500,
}

PRAGMAS = (
    "journal_mode=WAL",
    "busy_timeout=5000",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "cache_size=-512",  # in kB: the system keeps pages of the file too, once for all connections
)


@event.listens_for(Engine, "connect")
def set_pragmas(connection: Any, _record: Any) -> None:
    """Make SQLite safe for several processes; other databases are left alone."""
    if isinstance(connection, sqlite3.Connection):
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def take_turn(about: str) -> None:
    """Let others who take a turn about the same thing wait until this transaction ends.

    For acts that look before they write ("is she the last owner?"): of two at once the second looks
    after the first has written. Whatever is looked at must be read after this; what the session
    holds is read again. PostgreSQL locks the words; SQLite, which has one writer at a time, begins
    to write at once, for it lets two look before one of them writes.
    """
    db.session.flush()
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        driver = connection.connection.dbapi_connection
        if isinstance(driver, sqlite3.Connection) and not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(about))))
    db.session.expire_all()

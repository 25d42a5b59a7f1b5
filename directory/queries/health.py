"""Is the database there, and is it up to date?"""

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from directory import migrations
from directory.extensions import db
from directory.models import Area, IndexChange, Organisation, Postcode, Service
from directory.queries import front


def database_trouble() -> str:
    """Return what is wrong with the database in plain words, or nothing."""
    try:
        with db.engine.connect() as connection:
            reached = migrations.reached(connection)
    except SQLAlchemyError:
        return "The database cannot be reached."
    if reached != migrations.newest():
        return "The database is not up to date: run “doorstep init”."
    return ""


def counts() -> dict[str, int]:
    """Return how many of each main thing the database holds, and of the first two are listed."""
    listed = front.tally()
    kinds = {
        "Organisations in all": Organisation,
        "Services in all": Service,
        "Areas": Area,
        "Postcodes": Postcode,
        "Changes waiting for the index": IndexChange,
    }
    found = {
        name: db.session.scalar(select(func.count()).select_from(model)) or 0
        for name, model in kinds.items()
    }
    return {
        "Organisations listed": listed.organisations,
        "Services listed": listed.services,
        **found,
    }

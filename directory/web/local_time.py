"""What time it is where the streets are."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app


def local_now() -> datetime:
    """Return this moment by the ``TIME_ZONE`` setting."""
    return datetime.now(ZoneInfo(current_app.config["TIME_ZONE"]))

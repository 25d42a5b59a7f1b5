"""How often one visitor may ask, where a setting says so; for ``limiter.limit``."""

from flask import current_app


def searches() -> str:
    """Return how often she may search, or ask for what costs as much as a search."""
    return str(current_app.config["SEARCH_RATE_LIMIT"])


def typing() -> str:
    """Typing asks about once a letter, so it may ask more often than whole searches do."""
    many, _, period = searches().partition(" ")
    return f"{int(many) * 4} {period}" if many.isdecimal() else searches()


def reports() -> str:
    """Return how often she may report that an entry is wrong."""
    return str(current_app.config["REPORT_RATE_LIMIT"])

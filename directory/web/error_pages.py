"""Our errors, and HTTP's, as statuses and pages. The only module that knows statuses."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Take our place in the application."""

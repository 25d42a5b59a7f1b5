"""What templates may call: dates, counts, distances, phone numbers."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Take our place in the application."""

"""Security headers on every answer."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Take our place in the application."""

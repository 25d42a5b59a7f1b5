"""Structured logs, one JSON object a line, each with the id of its request."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Take our place in the application."""

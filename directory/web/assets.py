"""Browser assets out of installed packages, and our own, under addresses that never go stale."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Take our place in the application."""

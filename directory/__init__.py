"""Doorstep: a directory of neighbourhood organisations, by the streets they serve."""

from directory.app import create_app

__all__ = ["create_app"]

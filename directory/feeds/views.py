"""Views of the feeds room."""

from flask import Blueprint

bp = Blueprint("feeds", __name__)

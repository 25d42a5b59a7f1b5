"""Views of the places room."""

from flask import Blueprint

bp = Blueprint("places", __name__)

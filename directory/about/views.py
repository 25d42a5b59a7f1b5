"""Views of the about room."""

from flask import Blueprint

bp = Blueprint("about", __name__)

"""Views of the api room."""

from flask import Blueprint

bp = Blueprint("api", __name__)

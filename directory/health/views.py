"""Views of the health room."""

from flask import Blueprint

bp = Blueprint("health", __name__)

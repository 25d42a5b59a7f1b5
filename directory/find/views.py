"""Views of the find room."""

from flask import Blueprint

bp = Blueprint("find", __name__)

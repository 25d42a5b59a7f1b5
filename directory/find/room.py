"""The room's blueprint: its views are spread over several modules."""

from flask import Blueprint

bp = Blueprint("find", __name__)

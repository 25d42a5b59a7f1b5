"""The door of the room: its blueprint, which every module of views here adds to."""

from flask import Blueprint

bp = Blueprint("edit", __name__)

"""The one cookie: the key of a session, given when somebody has signed in."""

from flask import current_app, request
from werkzeug.wrappers import Response

from directory.people.current import COOKIE


def forget_cookie(answer: Response) -> None:
    """Take the key away, and have the browser forget the pages that it opened."""
    answer.delete_cookie(COOKIE)
    answer.headers["Clear-Site-Data"] = '"cache"'


def set_cookie(answer: Response, key: str) -> None:
    """Give a browser the key of its session: no script can read it, no other site can send it."""
    answer.set_cookie(
        COOKIE,
        key,
        max_age=current_app.config["SESSION_HOURS"] * 3600,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )

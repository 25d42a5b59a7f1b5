"""Who may open a door: a view says it in one line, and the table of routes holds it to that."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, Response, redirect, request, url_for

from directory import people
from directory.errors import NotAllowedError
from directory.people.current import COOKIE

View = TypeVar("View", bound=Callable[..., Any])


def init_app(app: Flask) -> None:
    """Let templates ask who is signed in, and what she may do."""
    app.jinja_env.globals["person"] = people.person
    app.jinja_env.globals["rights"] = people.rights
    app.after_request(keep_private)


def keep_private(response: Response) -> Response:
    """Let no cache keep what is one person's: not a proxy's, nor that of a computer in a library.

    A browser may still go back to a form with what was typed into it, but not to secrets.
    """
    if request.blueprint == "account" or "key" in (request.view_args or {}):
        response.headers["Cache-Control"] = "no-store"
    elif COOKIE in request.cookies:
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def first_step(view: View) -> View:
    """Let in whoever is signed in, even if her second step is still to come: to give it."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        if people.person() is None:
            return redirect(url_for("account.sign_in", next=_here() or None), 303)
        people.keep_seen()
        return view(*args, **values)

    return cast("View", _marked(guarded, "first step"))


def signed_in(view: View) -> View:
    """Let in whoever is signed in, with her second step where she has one; lead others to it.

    What she set up protects all that is hers: whoever holds only her mailbox reads nothing of it.
    """

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        if people.is_half_way():
            return _to_second_step()
        return view(*args, **values)

    return cast("View", _marked(first_step(guarded), "signed in"))


def moderators(view: View) -> View:
    """Let in moderators of any area, and administrators, with their second factor."""
    return _staff(view, "moderators", lambda: people.rights().may_moderate_something)


def administrators(view: View) -> View:
    """Let in administrators with their second factor."""
    return _staff(view, "administrators", lambda: people.rights().is_administrator)


def _staff(view: View, who: str, may: Callable[[], bool]) -> View:
    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        if not may():
            if people.rights().needs_second_factor:
                return _to_second_step()
            raise NotAllowedError(f"This page is for {who}.")
        return view(*args, **values)

    return cast("View", _marked(signed_in(guarded), who))


def _marked(guarded: Callable[..., Any], who: str) -> Any:
    """Say on a view who may use it, for the table of routes."""
    guarded.who_may = who  # type: ignore[attr-defined]
    return guarded


def _to_second_step() -> Any:
    return redirect(url_for("account.second_factor", next=_here() or None), 303)


def _here() -> str:
    """Return the address asked for, when it can be asked again: a form that was sent cannot."""
    return request.full_path.rstrip("?") if request.method == "GET" else ""

"""Who may open a door: a view says it in one line, and the table of routes holds it to that."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, redirect, request, url_for

from directory import people
from directory.errors import NotAllowedError

View = TypeVar("View", bound=Callable[..., Any])


def init_app(app: Flask) -> None:
    """Let templates ask who is signed in, and what she may do."""
    app.jinja_env.globals["person"] = people.person
    app.jinja_env.globals["rights"] = people.rights


def signed_in(view: View) -> View:
    """Let in whoever is signed in; send others to sign in, and then back here."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        if people.person() is None:
            return redirect(url_for("account.sign_in", next=_here() or None), 303)
        return view(*args, **values)

    guarded.who_may = "signed in"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


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
                return redirect(url_for("account.second_factor", next=_here() or None), 303)
            raise NotAllowedError(f"This page is for {who}.")
        return view(*args, **values)

    checked = signed_in(guarded)
    checked.who_may = who  # type: ignore[attr-defined]
    return checked  # type: ignore[return-value]


def _here() -> str:
    """Return the address asked for, when it can be asked again: a form that was sent cannot."""
    return request.full_path.rstrip("?") if request.method == "GET" else ""

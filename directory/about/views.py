"""Views of the about room: what we promise, with the numbers taken from where they are used."""

from datetime import date

from flask import Blueprint, current_app, render_template

from directory.about import ranking as rules
from directory.domain.personal import KEPT
from directory.web.safety import POLICY

bp = Blueprint("about", __name__)

TESTED_ON = date(2026, 11, 27)
"""When the accessibility statement was last gone through, line by line."""
PRIVACY_ON = date(2026, 11, 27)
"""When the privacy page was last compared with what the code does."""


@bp.get("/how-we-rank")
def ranking() -> str:
    """How results are put in order: the public rule, from the settings and code that apply it."""
    metres = current_app.config["DOORSTEP_METRES"]
    return render_template(
        "about/ranking.html",
        metres=metres,
        minutes=rules.minutes(metres),
        rings=rules.rings(metres),
        levels=rules.levels(),
    )


@bp.get("/accessibility")
def accessibility() -> str:
    """How well the site works for disabled people, what was tested, and what was not."""
    return render_template("about/accessibility.html", tested_on=TESTED_ON)


@bp.get("/data-protection")
def data_protection() -> str:
    """Tell what is kept about people, from the register and the settings in force."""
    return render_template(
        "about/data_protection.html",
        kept=KEPT,
        settings=current_app.config,
        is_closed_to_others=POLICY.startswith("default-src 'none'"),
    )


@bp.get("/privacy")
def privacy() -> str:
    """Tell what is known about a visitor: next to nothing."""
    return render_template(
        "about/privacy.html",
        written_on=PRIVACY_ON,
        limit=current_app.config["SEARCH_RATE_LIMIT"],
        is_closed_to_others=POLICY.startswith("default-src 'none'"),
    )

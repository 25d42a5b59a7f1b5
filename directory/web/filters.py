"""What templates may call: dates, counts, distances, phone numbers."""

import re
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from flask import Flask

from directory.domain.described import day, distance
from directory.domain.terms import LABELS, LANGUAGES
from directory.domain.timetable import state
from directory.web.jsonld import script
from directory.web.links import linked, public_url, web_address, without_scheme
from directory.web.markdown import opening, to_html

WORDS: dict[str, str] = {each.value: words for each, words in LABELS.items()}
"""The words for every value, by the plain text in which lists in the database keep them."""


def init_app(app: Flask) -> None:
    """Hand the filters to the templates."""
    zone = ZoneInfo(app.config["TIME_ZONE"])
    app.jinja_env.filters.update(
        day=day,
        clock=clock,
        metres=lambda metres: unbroken(distance(metres)),
        unbroken=unbroken,
        count=count,
        label=label,
        language=language,
        tel=tel,
        local=lambda moment: moment.astimezone(zone),
        markdown=to_html,
        opening=opening,
        linked=linked,
        web_address=web_address,
        without_scheme=without_scheme,
        jsonld=script,
        open_state=lambda service: state(service.openings, service.exceptions, datetime.now(zone)),
    )
    app.jinja_env.globals["public_url"] = public_url
    # A link is drawn only to a page that is there.
    app.jinja_env.globals["has_page"] = lambda endpoint: endpoint in app.view_functions


def unbroken(text: str) -> str:
    """Return words in which no distance breaks at the end of a line: "800 m" stays together."""
    return re.sub(r"(\d) (k?m)\b", "\\1\N{NO-BREAK SPACE}\\2", text)


def clock(value: time) -> str:
    """Return "10am", "2.30pm", "noon" or "midnight"."""
    if (value.hour, value.minute) == (12, 0):
        return "noon"
    if (value.hour, value.minute) in ((0, 0), (23, 59)):
        return "midnight"
    hour = value.hour % 12 or 12
    minutes = f".{value.minute:02}" if value.minute else ""
    return f"{hour}{minutes}{'am' if value.hour < 12 else 'pm'}"


def count(number: int, one: str, many: str = "") -> str:
    """Return "1 service" or "1,234 services"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def label(value: StrEnum | str) -> str:
    """Return the words for a value of one of our short lists; a value we do not know, as it is."""
    return WORDS.get(value, value)


def language(code: str) -> str:
    """Return a language's English name."""
    return LANGUAGES.get(code, code)


def tel(number: str) -> str:
    """Return a phone number as a ``tel:`` link wants it: UK numbers in international form."""
    digits = re.sub(r"[^\d+]", "", number.partition("ext")[0])
    return "+44" + digits[1:] if digits.startswith("0") else digits

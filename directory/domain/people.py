"""Addresses of people, and the browsers they use, as far as anybody needs to know them."""

import re
import unicodedata

_EMAIL = re.compile(r"[^\s@,;|<>\"()\\\[\]:]+@[^\s@,;|<>\"()\\\[\]:]+\.[^\s@,;|<>\"().\\\[\]:]+")
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def tidy_email(text: str | None) -> str:
    """Return an address as it is kept: no space around it, lower case, in one Unicode form."""
    return unicodedata.normalize("NFC", (text or "").strip()).lower()


def is_email(text: str) -> bool:
    """Say whether a text has the form of an e-mail address."""
    return text.isprintable() and bool(_EMAIL.fullmatch(text))


def device_of(user_agent: str) -> str:
    """Return what a person may know her browser by: "Firefox on Windows"; no more is kept of it."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser

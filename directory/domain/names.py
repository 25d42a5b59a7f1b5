"""How place names are compared: one key for "St. John's Rd" and "Saint Johns Road".

The display name is kept apart; the key is only for matching. Rules: UK street naming practice
(abbreviated suffixes stand last, "St" first means Saint) and the Office for National Statistics'
ward names ("Hoxton East & Shoreditch", "… Ward").
"""

import unicodedata

APOSTROPHES = "'\u2018\u2019\u201b\u02bb\u02bc\u02b9\u2032`\u00b4\uff07"

_DELETED = {ord(mark): None for mark in APOSTROPHES + ".\u2024"}
_SPELT = {ord("&"): " and ", ord("\u0131"): "i", ord("\u00f8"): "o", ord("\u0142"): "l"}

SUFFIXES = {
    "rd": "road",
    "st": "street",
    "str": "street",
    "ave": "avenue",
    "av": "avenue",
    "ln": "lane",
    "sq": "square",
    "gdns": "gardens",
    "gdn": "garden",
    "ct": "court",
    "crt": "court",
    "pl": "place",
    "cres": "crescent",
    "cresc": "crescent",
    "ter": "terrace",
    "terr": "terrace",
    "tce": "terrace",
    "dr": "drive",
    "gr": "grove",
    "grv": "grove",
    "cl": "close",
    "yd": "yard",
    "bldgs": "buildings",
    "bldg": "building",
    "hse": "house",
    "est": "estate",
    "pk": "park",
    "wlk": "walk",
    "wk": "walk",
    "mws": "mews",
    "pass": "passage",
}
"""What an abbreviated last word stands for."""

_PREFIXES = {"gt": "great", "upr": "upper", "lwr": "lower", "nth": "north", "sth": "south"}


def place_key(name: str) -> str:
    """Return the key by which a place's name is matched: lower case, one spelling, plain spaces.

    Never raises, and a key is its own key. A text with no letter or digit has an empty key.
    """
    words = plain_words(name)
    while len(words) > 1 and words[-1] == "ward" and words[:-1] != ["the"]:
        words = words[:-1]
    if len(words) < 2:
        return "".join(words)
    last = words[-1]
    body = ["st" if word == "saint" else word for word in words[:-1]]
    return " ".join([_PREFIXES.get(body[0], body[0]), *body[1:], SUFFIXES.get(last, last)])


def plain_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without marks, accents or apostrophes."""
    folded = _fold(_fold(text.translate(_DELETED)).translate(_DELETED).translate(_SPELT))
    return "".join(letter if letter.isalnum() else " " for letter in folded).split()


def _fold(text: str) -> str:
    """Return the text in one case, compatible letters made plain and accents taken off."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def key_variants(key: str) -> tuple[str, ...]:
    """Return the key with and without "the": "The Highway" is also asked for as "Highway"."""
    if key.startswith("the ") and len(key) > 4:
        return (key, key.removeprefix("the "))
    return (key, f"the {key}") if key else ()

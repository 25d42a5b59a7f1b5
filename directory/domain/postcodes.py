"""UK postcodes as they are typed: recognised, written out, and the districts they lie in.

A key has no space ("N15QJ"): the outcode ("N1"), a digit that with it makes the sector ("N1 5"),
and two letters. Shape after Royal Mail's rules; whether a postcode exists only the gazetteer knows.
"""

import re
import unicodedata

DIVIDED = frozenset(("EC1", "EC2", "EC3", "EC4", "SW1", "W1", "WC1", "WC2"))
"""Districts of inner London that people still name; a letter after each makes the outcodes."""

_OUTCODE = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_UNIT = re.compile(rf"({_OUTCODE})([0-9][A-Z]{{2}})")
_DISTRICT = re.compile(rf"({_OUTCODE})(?:\s+([0-9]))?")
_TIGHT_SECTOR = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])")
_UNIT_LAST = re.compile(rf"(?:^|[\s,])({_OUTCODE}\s*[0-9][A-Z]{{2}})[\s.,]*$")
_DISTRICT_LAST = re.compile(rf"[\s,]({_OUTCODE}(?:\s+[0-9])?)[\s.,]*$")


def as_postcode(text: str) -> str:
    """Return the key of a text that is a whole postcode ("n1  5qj" is "N15QJ"), or ""."""
    key = "".join(_plain(text).split())
    return key if _UNIT.fullmatch(key) else ""


def as_district(text: str) -> str:
    """Return an outcode ("N1") or a sector ("N1 5") as it is written, or "" when it is neither.

    "N15" is the outcode, not the sector N1 5: a sector is typed with its space, but for one that
    can be nothing else ("E149").
    """
    plain = " ".join(_plain(text).split())
    found = _DISTRICT.fullmatch(plain) or _TIGHT_SECTOR.fullmatch(plain)
    return " ".join(part for part in found.groups() if part) if found else ""


def postcode_at_end(text: str) -> tuple[str, str]:
    """Return what goes before a postcode that ends an address, and its key; or the text and "".

    A postcode alone may have its spaces anywhere ("N15 QJ").
    """
    alone = as_postcode(text)
    if alone:
        return "", alone
    plain = _plain(text)
    found = _UNIT_LAST.search(plain)
    if found is None:
        return text, ""
    return plain[: found.start()].strip(" ,"), "".join(found[1].split())


def district_at_end(text: str) -> tuple[str, str]:
    """Return what goes before an outcode or sector that ends a text, and it; or the text and ""."""
    plain = _plain(text)
    found = _DISTRICT_LAST.search(plain)
    if found is None:
        return text, ""
    return plain[: found.start()].strip(" ,"), as_district(found[1])


def formatted(key: str) -> str:
    """Return a postcode with its space: "N1 5QJ"."""
    return f"{key[:-3]} {key[-3:]}"


def outcode_of(key: str) -> str:
    """Return the outcode of a postcode's key: "N1"."""
    return key[:-3]


def sector_of(key: str) -> str:
    """Return the sector of a postcode's key: "N1 5"."""
    return f"{key[:-3]} {key[-3]}"


def key_ranges(district: str) -> tuple[tuple[str, str], ...]:
    """Return the first and last key that may lie in each sector of an outcode, or in one sector.

    Ranges of equal length, so that they mean the same in every sort order, and N1 never reads N10.
    EC1 is all of EC1A to EC1Z.
    """
    if district in DIVIDED:
        return ((f"{district}A0AA", f"{district}Z9ZZ"),)
    outcode, _, sector = district.partition(" ")
    digits = sector or "0123456789"
    return tuple((f"{outcode}{digit}AA", f"{outcode}{digit}ZZ") for digit in digits)


def beginning_ranges(text: str) -> tuple[tuple[str, str], ...]:
    """Return the ranges of keys that a text begins ("N1 5Q"); none when it begins no unit.

    Without its space "N15" may begin N1 5 or N15: both are returned.
    """
    plain = " ".join(_plain(text).split())
    tight = plain.replace(" ", "")
    found = []
    for length in range(2, 5):
        outcode, rest = tight[:length], tight[length:]
        is_split = " " not in plain or plain.startswith(f"{outcode} ")
        if is_split and re.fullmatch(_OUTCODE, outcode) and re.fullmatch(r"[0-9][A-Z]{0,2}", rest):
            stem = outcode + rest
            gap = 3 - len(rest)
            found.append((stem + "A" * gap, stem + "Z" * gap))
    return tuple(found)


def _plain(text: str) -> str:
    """Return the text in capitals, with compatible letters made plain and hyphens as spaces."""
    return unicodedata.normalize("NFKC", text).upper().replace("-", " ")

"""Whether two organisations may be one: by number, website, address and name. A person decides."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from directory.domain.names import place_key


class Why(StrEnum):
    """A reason to think that two are one, the strongest first."""

    NUMBER = "number"
    NAME = "name"
    ADDRESS = "address"
    WEBSITE = "website"


WORDS: Mapping[Why, str] = MappingProxyType(
    {
        Why.NUMBER: "the same register number",
        Why.NAME: "nearly the same name, in one borough",
        Why.ADDRESS: "the same postcode and a like name",
        Why.WEBSITE: "the same website",
    }
)
STRENGTHS: Mapping[Why, int] = MappingProxyType(
    {Why.NUMBER: 8, Why.NAME: 4, Why.ADDRESS: 3, Why.WEBSITE: 2}
)

NEAR = 90.0
"""How like two names of one borough are, of 100, before anybody is asked."""
LIKE = 70.0
"""How like the names of two at one address are: many share a hall."""

BEGINS = 3
"""So many letters of a name are enough to know it by its beginning."""

_EMPTY = re.compile(r"\b(the|limited|ltd|cic|cio|charity|uk|incorporated|inc|plc|llp)\b")


@dataclass(frozen=True, slots=True)
class Traits:
    """What an organisation may be told by.

    Attributes:
        id: its number.
        name_key: its name as it is compared (:func:`name_key`).
        borough: code of the borough of its main base; "" when that is not known.
        postcode: of its main base.
        host: of its website (:func:`host_of`).
        numbers: what it is registered under, each "scheme:number".

    """

    id: int
    name_key: str
    borough: str = ""
    postcode: str = ""
    host: str = ""
    numbers: Collection[str] = field(default_factory=frozenset)


def name_key(name: str) -> str:
    """Return a name as it is compared: lower case, without what says nothing ("The", "Ltd")."""
    key = place_key(name)
    return " ".join(_EMPTY.sub(" ", key).split()) or key


def host_of(website: str) -> str:
    """Return the host of a website, lower case and without "www."; "" when there is none."""
    address = website.strip().lower()
    if not address:
        return ""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def nearness(one: str, other: str) -> float:
    """Return how like two name keys are, from 0 to 100, in whatever order the words stand."""
    return float(fuzz.token_sort_ratio(one, other))


def likeness_of_typed(typed: str, name: str) -> float:
    """Return how well a name key that is still being typed fits a name, from 0 to 100.

    All the words of the one in the other is 100, and so is the beginning of a name. A slip of the
    finger in a word takes little away.
    """
    begins = 100.0 if len(typed) >= BEGINS and name.startswith(typed) else 0.0
    words = [max(fuzz.ratio(word, each) for each in name.split() or [""]) for word in typed.split()]
    return max(begins, fuzz.token_set_ratio(typed, name), sum(words) / max(1, len(words)))


def reasons(one: Traits, other: Traits, *, shared_hosts: Collection[str] = ()) -> tuple[Why, ...]:
    """Return why two may be one, the strongest first; nothing when there is no reason.

    Args:
        one: an organisation.
        other: another.
        shared_hosts: hosts that many use ("facebook.com"): these tell nothing.

    """
    near = nearness(one.name_key, other.name_key)
    is_near_by = one.borough == other.borough
    found = {
        Why.NUMBER: bool(set(one.numbers) & set(other.numbers)),
        Why.NAME: near >= NEAR and is_near_by,
        Why.ADDRESS: near >= LIKE and bool(one.postcode) and one.postcode == other.postcode,
        Why.WEBSITE: bool(one.host) and one.host == other.host and one.host not in shared_hosts,
    }
    return tuple(why for why in Why if found[why])


def strength(why: Collection[Why]) -> int:
    """Return how strong some reasons are together."""
    return sum(STRENGTHS[each] for each in why)

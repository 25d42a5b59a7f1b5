"""Listed organisations with a name like one that is being typed: is it one of these?"""

from typing import Any

from slugify import slugify

from directory.domain.likeness import likeness_of_typed, name_key
from directory.errors import SearchUnavailableError
from directory.queries import cards, entries
from directory.search import Question, index

SHORTEST = 2
MOST = 8
MOST_ASKED = 20
LIKE = 70.0
"""How like what was typed a name is, of 100, before it is shown."""


def with_names_like(typed: str) -> list[Any]:
    """Return listed organisations with a name like this one, the likest first.

    The index and the addresses on this site are asked, never every row: the first knows words
    anywhere in a name, the second those that have no service yet.
    """
    key = name_key(typed)
    if len(key) < SHORTEST:
        return []
    found: dict[int, Any] = {}
    longest = sorted({word for word in key.split() if len(word) > 3}, key=len, reverse=True)
    for text in (typed, *longest[:2]):
        begin_so = entries.with_slug_from(slugify(text), MOST_ASKED)
        found |= {each.id: each for each in (*begin_so, *_found_by(text))}
    near = {id_: max(_nearness(key, each)) for id_, each in found.items()}
    likest = sorted(found, key=lambda id_: (-near[id_], found[id_].name, id_))
    return [found[id_] for id_ in likest if near[id_] >= LIKE][:MOST]


def _found_by(text: str) -> list[Any]:
    """Return the organisations of the services that the index finds; of a broken one, none."""
    try:
        hits = index.find(Question(words=text, size=MOST_ASKED)).hits
    except SearchUnavailableError:
        return []
    return [card.service.organisation for card in cards.in_order([hit.id for hit in hits])]


def _nearness(key: str, organisation: Any) -> list[float]:
    names = (organisation.name, organisation.also_known_as)
    return [likeness_of_typed(key, name_key(name)) for name in names if name]

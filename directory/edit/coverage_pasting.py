"""A pasted list, looked up: what each line means, what to ask about, and what nobody knows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from directory import gazetteer
from directory.domain.pasted import LONGEST_ITEM, LONGEST_PASTE, MOST_ITEMS, Item, items
from directory.domain.place import ANYWHERE, ChainLink, Choice, Level
from directory.errors import AmbiguousPlaceError, BadInputError, UnknownPlaceError

FIELD = "list"
NAMES_AT_ONCE = 200
"""How many names are looked up at a time; postcodes are looked up all together."""

ASKED_AT_ONCE = 40
_EVERYONE = frozenset({"anywhere", "everyone", "everywhere", "anyone", "all"})


@dataclass(frozen=True, slots=True)
class Unsure:
    """A line that may mean several places, or none, with those it may mean."""

    item: Item
    why: str
    choices: tuple[Choice, ...] = ()


@dataclass(slots=True)
class Understood:
    """A pasted list, line by line.

    Attributes:
        known: what was understood, with whether it is to be left out.
        unsure: what may mean several places.
        unknown: what we do not know, perhaps with places of a like name.
        later: what was not looked up yet, as there were too many names.

    """

    known: list[tuple[Item, ChainLink]] = field(default_factory=list)
    unsure: list[Unsure] = field(default_factory=list)
    unknown: list[Unsure] = field(default_factory=list)
    later: list[Item] = field(default_factory=list)

    @property
    def is_all_known(self) -> bool:
        """Say whether nothing is left to look at."""
        return not (self.unsure or self.unknown or self.later)

    @property
    def left(self) -> str:
        """Return the lines that were not understood, as they may be pasted again."""
        rest = [each.item for each in (*self.unsure, *self.unknown)]
        return "\n".join(item.said for item in [*rest, *self.later])

    def links(self, *, is_exclusion: bool) -> list[ChainLink]:
        """Return the areas that were understood, to take in or to leave out."""
        return [link for item, link in self.known if item.is_exclusion is is_exclusion]


def read_list(text: str) -> list[Item]:
    """Return what was pasted, one thing at a time.

    Raises:
        BadInputError: it is empty or far too much; the field is "list".

    """
    if len(text) > LONGEST_PASTE:
        raise BadInputError(
            f"That is {len(text):,} letters, and we can take {LONGEST_PASTE:,} at a time. Your "
            "list is still below: send the first part, and then the rest.",
            field=FIELD,
        )
    found = items(text)
    if not found:
        raise BadInputError("Paste or type at least one place.", field=FIELD)
    if len(found) > MOST_ITEMS:
        raise BadInputError(
            f"That is {len(found):,} places, and we can take {MOST_ITEMS:,} at a time. Your list "
            "is still below.",
            field=FIELD,
        )
    return found


def understand(pasted: Sequence[Item]) -> Understood:
    """Look up every line: postcodes and codes all at once, then so many names one by one."""
    found = Understood()
    known = gazetteer.known({item.postcode or item.text for item in pasted if _may_be_code(item)})
    left = NAMES_AT_ONCE
    for item in pasted:
        link = known.get(item.postcode or item.text)
        if link is not None and item.level in (None, link.level):
            found.known.append((item, link))
        elif item.postcode:
            found.unknown.append(Unsure(item, f"We do not know the postcode {item.text}."))
        elif left:
            left -= 1
            _look_up(item, found)
        else:
            found.later.append(item)
    return found


def look_up(item: Item) -> ChainLink:
    """Return the one place that a text means.

    Raises:
        AmbiguousPlaceError, UnknownPlaceError, BadInputError: it means several, or none.

    """
    if item.level is Level.ANYWHERE or item.text.casefold() in _EVERYONE:
        return ChainLink(ANYWHERE, Level.ANYWHERE, "anywhere")
    if item.level is not None:
        choice = gazetteer.claim_for(item.level, item.text)
        return ChainLink(choice.code, choice.level, choice.name)
    place = gazetteer.resolve(item.text)
    return ChainLink(place.code, place.level, place.name)


def taken(values: Iterable[str]) -> tuple[list[tuple[str, str]], set[str]]:
    """Return ticked choices as (code, line), and the lines that were answered by them."""
    pairs = [(code, line) for code, _, line in (value.partition(" ") for value in values)]
    return pairs, {line for _, line in pairs}


def without(pasted: Iterable[Item], answered: Collection[str]) -> list[Item]:
    """Return what was pasted without the lines that a choice has answered."""
    return [item for item in pasted if item.said not in answered]


def _may_be_code(item: Item) -> bool:
    return bool(item.postcode) or (0 < len(item.text) <= 60 and " " not in item.text)


def _look_up(item: Item, found: Understood) -> None:
    """Look up a line as a whole; when nobody knows it and it has commas, each of its parts."""
    if len(item.text) > LONGEST_ITEM and not item.parts:
        found.unknown.append(Unsure(item, "That is too long for a place."))
        return
    try:
        found.known.append((item, look_up(item)))
    except AmbiguousPlaceError as error:
        found.unsure.append(Unsure(item, str(error), error.choices))
    except (UnknownPlaceError, BadInputError) as error:
        if item.parts and _look_up_parts(item, found):
            return
        found.unknown.append(Unsure(item, str(error), getattr(error, "choices", ())))


def _look_up_parts(item: Item, found: Understood) -> bool:
    """Look up the parts of a line; say whether any was known, so that it was a list of places."""
    inner = Understood()
    for part in item.split()[:ASKED_AT_ONCE]:
        _look_up(part, inner)
    if not inner.known:
        return False
    found.known += inner.known
    found.unsure += inner.unsure
    found.unknown += inner.unknown
    found.unknown += [Unsure(part, "Not looked up yet.") for part in item.split()[ASKED_AT_ONCE:]]
    return True

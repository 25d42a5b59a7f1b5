"""The kinds of help: a short list in residents' words, kept as data in ``data/categories.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "categories.toml"

MAX_CATEGORIES = 3
"""How many a service may have: where everything is ticked, nothing can be found."""


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of help.

    Attributes:
        slug: its permanent name in addresses and files.
        name: what people read.
        group: the heading it stands under.
        synonyms: what people type instead.
        lga: numbers of services in the Local Government Association's list, where one fits:
            ``112`` is ``http://id.esd.org.uk/service/112``.
        ukcat: codes of UK-CAT, the classification of UK charities.

    """

    slug: str
    name: str
    group: str
    synonyms: tuple[str, ...]
    lga: tuple[str, ...]
    ukcat: tuple[str, ...]


def _read(file: Path) -> dict[str, Category]:
    rows = tomllib.loads(file.read_text("utf-8"))["category"]
    found = [
        Category(
            slug=row["slug"],
            name=row["name"],
            group=row["group"],
            synonyms=tuple(row["synonyms"]),
            lga=tuple(row["lga"]),
            ukcat=tuple(row["ukcat"]),
        )
        for row in rows
    ]
    return {category.slug: category for category in found}


CATEGORIES: Mapping[str, Category] = _read(FILE)
"""Every kind of help by its slug, in the order of the file."""

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(each.group for each in CATEGORIES.values()))
"""The headings, in order."""


def search_text(slug: str) -> str:
    """Return the words that a service of this category is found by; nothing for an unknown one."""
    category = CATEGORIES.get(slug)
    return " ".join((category.name, *category.synonyms)) if category else ""

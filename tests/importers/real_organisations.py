"""Turn the public facts on real organisations into a list that ``doorstep load`` takes.

Run by hand: ``python -m tests.importers.real_organisations facts.json list.csv``. Nothing is added
to what the facts say. Whom a service is for is stated only where a borough or a ward is plainly
named; everything else stays "not stated". A base is the postcode when there is one, else the
street, else the borough. Kinds of help are found by the words that residents type for them.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from slugify import slugify

from directory.domain.categories import CATEGORIES, MAX_CATEGORIES

COLUMNS = (
    *("organisation_ref", "organisation_name", "kind", "founded", "identifiers", "bases", "source"),
    *("service_ref", "service_name", "summary", "categories", "coverage", "status", "status_note"),
)
BOROUGHS = ("Hackney", "Tower Hamlets", "City of London", "Waltham Forest")
NOT_PLAIN = ("excluded", "not the whole")
LONGEST_NAME = 200

Facts = Mapping[str, Any]


def rows_of(organisations: Iterable[Facts]) -> list[dict[str, str]]:
    """Return a row for each service of these organisations."""
    return [row for facts in organisations for row in _rows(facts)]


def coverage_of(stated: str) -> str:
    """Return the coverage that a statement plainly makes; empty when it makes none."""
    if any(words in stated for words in NOT_PLAIN):
        return ""
    if "regardless of place" in stated:
        return "anywhere"
    if (ward := re.match(r"([A-Z]\w+) ward\b", stated)) is not None:
        return f"ward: {ward[1]}"
    return " | ".join(f"borough: {name}" for name in BOROUGHS if name in stated)


def base_of(facts: Facts) -> str:
    """Return the address as the facts give it."""
    street = re.split(r"[(/,]", facts["street"] or "")[0].strip()
    parts = {
        "address": facts["street"] or "",
        "postcode": facts["postcode"] or "",
        "street": f"{street}, {facts['borough']}" if street else "",
        "borough": facts["borough"],
    }
    return "; ".join(f"{name}: {value}" for name, value in parts.items() if value)


def categories_of(words: str) -> list[str]:
    """Return the kinds of help whose words are in a text, those with most of them first."""
    plain = f" {slugify(words, separator=' ')} "
    found: dict[str, int] = {}
    for slug, category in CATEGORIES.items():
        words_of_it = (*re.split(r",| and ", category.name), *category.synonyms)
        typed = {slugify(each, separator=" ") for each in words_of_it}
        found[slug] = sum(len(each) for each in typed if f" {each} " in plain)
    most = max(found.values())
    best = sorted((slug for slug in found if 2 * found[slug] > most), key=lambda slug: -found[slug])
    return best[:MAX_CATEGORIES]


def write(facts: Path, to: Path) -> int:
    """Write the list, and return how many rows it has."""
    rows = rows_of(json.loads(facts.read_text("utf-8")))
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def _rows(facts: Facts) -> list[dict[str, str]]:
    ref = slugify(facts["name"])
    numbers = (("GB-CHC", facts["charity_number"]), ("GB-COH", facts["company_number"]))
    dated = f" of {facts['source_date']}" if facts["source_date"] else ""
    status = "closed" if facts["status"].startswith("no longer") else "running"
    shared = {
        "organisation_ref": ref,
        "organisation_name": facts["name"],
        "kind": "social_enterprise" if facts["name"].endswith("CIC") else "charity",
        "founded": facts["founded"] or "",
        "identifiers": " | ".join(f"{scheme}:{number}" for scheme, number in numbers if number),
        "bases": base_of(facts),
        "source": " ".join(facts["sources"]),
        "coverage": coverage_of(facts["area_served_as_stated"] or ""),
        "status": status,
        "status_note": f"From public sources{dated}: {facts['status']}",
    }
    return [
        shared
        | {
            "service_ref": f"{ref}:{number}",
            "service_name": (name[:1].upper() + name[1:])[:LONGEST_NAME],
            "categories": " | ".join(categories_of(name)),
        }
        for number, name in enumerate(facts["services"], start=1)
    ]


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), Path(sys.argv[2])), "rows")  # noqa: T201

"""How many real streets and postcodes are understood: ``python -m benchmarks.resolve_sample FOLDER``.

FOLDER holds ``streets/streets_hackney_towerhamlets.csv`` and ``codepoint_open/*.csv``, both loaded
into the instance before (``DOORSTEP_INSTANCE``). The sample is the same each time (``--seed``).
"""

import argparse
import csv
import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from directory.app import create_app
from directory.domain.names import SUFFIXES, place_key
from directory.domain.place import Level
from directory.errors import AmbiguousPlaceError, UnknownPlaceError
from directory.gazetteer import resolve

BOROUGHS = ("E09000012", "E09000030")
SHORT = {whole: short for short, whole in SUFFIXES.items()} | {"road": "Rd", "street": "St"}
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Street = dict[str, str]


def main() -> None:
    """Draw the samples, ask for each, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--size", type=int, default=50)
    chosen = parser.parse_args()
    rng = random.Random(chosen.seed)
    streets = rng.sample(_streets(chosen.folder), chosen.size)
    postcodes = rng.sample(_postcodes(chosen.folder), chosen.size)
    with create_app().app_context():
        for title, write in _ways(rng):
            _report(title, [_ask_street(write(street), street) for street in streets])
        for title, spell in (("postcode", str), ("postcode, lower case, no space", _tight)):
            _report(title, [_ask_postcode(spell(p), p) for p in postcodes])


def _ways(rng: random.Random) -> list[tuple[str, Callable[[Street], str]]]:
    """Return the ways to write a street."""
    return [
        ("street as it is written", lambda s: s["street_name"]),
        ("street, borough", lambda s: f"{s['street_name']}, {_borough(s)}"),
        ("street borough, lower case", lambda s: f"{s['street_name']} {_borough(s)}".lower()),
        ("abbreviated, lower case", lambda s: _shortened(s["street_name"]).lower()),
        ("street and outcode", lambda s: f"{s['street_name']} {_outcode(s)}"),
        ("one letter wrong", lambda s: _misspelt(s["street_name"], rng)),
        (
            "one letter wrong, borough",
            lambda s: f"{_misspelt(s['street_name'], rng)}, {_borough(s)}",
        ),
    ]


def _streets(folder: Path) -> list[Street]:
    path = folder / "streets" / "streets_hackney_towerhamlets.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _postcodes(folder: Path) -> list[str]:
    found = []
    for path in sorted((folder / "codepoint_open").glob("[a-z]*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += [row[0] for row in csv.reader(file) if row[8:9] and row[8] in BOROUGHS]
    return found


def _borough(street: Street) -> str:
    return street["boroughs"].split(";")[0]


def _outcode(street: Street) -> str:
    return (street["candidate_postcodes_within_90m"].split(";")[0].split(" ") or [""])[0]


def _shortened(name: str) -> str:
    words = name.split()
    words[-1] = SHORT.get(words[-1].lower(), words[-1])
    return " ".join(words)


def _misspelt(name: str, rng: random.Random) -> str:
    """Return the name with one letter of its longest word changed, left out, doubled or swapped."""
    words = name.split()
    at = max(range(len(words)), key=lambda i: len(words[i]))
    word = words[at]
    place = rng.randrange(len(word))
    following = word[place + 1 : place + 2]
    words[at] = rng.choice(
        [
            word[:place] + rng.choice(LETTERS) + word[place + 1 :],
            word[:place] + word[place + 1 :],
            word[: place + 1] + word[place:],
            word[:place] + following + word[place] + word[place + 2 :],
        ]
    )
    return " ".join(words)


def _tight(postcode: str) -> str:
    return postcode.replace(" ", "").lower()


def _ask_street(text: str, street: Street) -> tuple[str, str, float]:
    def is_it(level: Level, name: str) -> bool:
        return level is Level.STREET and place_key(name) == place_key(street["street_name"])

    return _ask(text, is_it)


def _ask_postcode(text: str, postcode: str) -> tuple[str, str, float]:
    return _ask(text, lambda level, name: level is Level.POSTCODE and name == postcode)


def _ask(text: str, is_it: Callable[[Level, str], bool]) -> tuple[str, str, float]:
    """Return what was typed, how it was answered, and the seconds that took."""
    start = time.perf_counter()
    try:
        place = resolve(text)
        outcome = "resolved" if is_it(place.level, place.name) else f"WRONG: {place.name}"
    except UnknownPlaceError as error:
        kind = "asked" if isinstance(error, AmbiguousPlaceError) else "suggested"
        offered = any(is_it(choice.level, choice.name) for choice in error.choices)
        outcome = kind if offered else f"MISSED ({len(error.choices)} choices)"
    return text, outcome, time.perf_counter() - start


def _report(title: str, answers: list[tuple[str, str, float]]) -> None:
    outcomes = [outcome for _, outcome, _ in answers]
    counts = ", ".join(f"{outcomes.count(each)} {each}" for each in _kinds(outcomes))
    middle = statistics.median(seconds for *_, seconds in answers) * 1_000
    slowest = max(seconds for *_, seconds in answers) * 1_000
    print(f"{title}: {counts} of {len(answers)}; {middle:.1f} ms median, {slowest:.1f} ms slowest")
    for text, outcome, _ in answers:
        if outcome[:5] in ("WRONG", "MISSE"):
            print(f"    {text!r}: {outcome}")


def _kinds(outcomes: list[str]) -> Iterator[str]:
    for kind in ("resolved", "asked", "suggested"):
        if kind in outcomes:
            yield kind


if __name__ == "__main__":
    main()

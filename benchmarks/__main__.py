"""Measure, and write what was found: ``python -m benchmarks [--only NAME] [--sizes N,N] [--write]``."""

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import edits, gazetteer_load, moderation, pages, reach, searching, still_right
from benchmarks.measure import machine
from tests import postgres

RESULTS = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Measured by `python -m benchmarks --write` on {machine}, on {day}. Peers ran side by side in one run, taking turns;
figures are medians and 95th percentiles. Machines are noisy: read the ratios.
"""


def main() -> None:
    """Run the benchmarks that were asked for."""
    asked = _arguments()
    parts = [HEAD.format(machine=machine(), day=f"{datetime.now(UTC):%-d %B %Y}")]
    with ExitStack() as stack:
        needs_postgres = not {"search", "moderation"}.isdisjoint(asked.only)
        address = stack.enter_context(postgres.server()) if needs_postgres else None
        runs: dict[str, Callable[[], str]] = {
            "search": lambda: searching.run(asked.sizes, address),
            "pages": lambda: pages.run(asked.sizes),
            "edits": lambda: edits.run([min(20_000, asked.sizes[-1])]),
            "gazetteer": gazetteer_load.run,
            "reach": reach.run,
            "moderation": lambda: moderation.run(postgres=address),
            "still-right": still_right.run,
        }
        for name in asked.only:
            part = runs[name]()
            sys.stdout.write(part + "\n\n")
            sys.stdout.flush()
            parts.append(part)
    if asked.write:
        RESULTS.write_text("\n\n".join(parts) + "\n", "utf-8")


def _arguments() -> argparse.Namespace:
    every = ["search", "pages", "edits", "gazetteer", "reach", "moderation", "still-right"]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="*", choices=every, default=every, help="which to run")
    parser.add_argument(
        "--sizes",
        type=lambda text: [int(size) for size in text.split(",")],
        default=[2_000, 20_000, 200_000],
        help="how many services, with commas between",
    )
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()

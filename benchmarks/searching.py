"""Search itself, beside tantivy, SQLite FTS5 and PostgreSQL, doing the same work.

Every engine counts rings, all facets (a facet's own filter left out of its counts), what may serve,
is open now, is based here, and is close by but does not serve; puts the best 20 in the order of the
site (ring, stated, not silent, band of its own relevance, breadth, date, hash); says by which claim
each of them serves the place, and marks names and texts. Each peer has one index for words and
places together, the way that was quickest for it; the rest is worked out with NumPy from small
records of what was found, which it keeps in its own columns, as an index must that several processes
share. (Held beside it in memory they made tantivy about as quick as SQLite at 2,000.) Where work was
in doubt the peers do less: they know one base for each service, times that come round weekly and places that are streets, mark by plain replacing, and are never asked to add or
respell. "Asked again" is warm: words and places were met before. No engine keeps answers; ours keeps
what it read of a word or a place, and how the last questions were to be read. "For the first time" is a running engine that meets them newly. Questions come a
minute apart, from nine in the morning on.

Every count is compared with an oracle that applies the rules to each document (to 2,000 services;
above that engines are compared with ours), as is the claim of every hit that both show. The 20 ids
themselves are the same only where relevance falls into the same bands.
"""

import gc
import json
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.cold import QUESTIONS as FILE
from benchmarks.engines import Answer, Engine
from benchmarks.engines.doorstep import Doorstep, Oracle
from benchmarks.engines.fts5 import FTS5
from benchmarks.engines.postgres import PostgreSQL
from benchmarks.engines.tantivy_engine import Tantivy
from benchmarks.measure import Times, side_by_side, table
from benchmarks.world import COMMON, documents, questions
from directory.search import Question

ORACLE_UP_TO = 2_000
WARM, QUESTIONS = 40, 200


def run(sizes: list[int], postgres: str | None) -> str:
    """Measure at these sizes, and return what was found as Markdown."""
    parts = ["## Search itself", __doc__ or ""]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            parts.append(_at(size, Path(folder), postgres))
    return "\n\n".join(parts)


def _at(size: int, folder: Path, postgres: str | None) -> str:
    engines: list[Engine] = [Doorstep(), Tantivy(), FTS5()]
    if postgres:
        engines.append(PostgreSQL(postgres))
    built = {engine.name: _build(engine, size, folder) for engine in engines}
    placed = questions(size, WARM + QUESTIONS)
    agreed = _compare(engines, size, folder, placed[:60])
    # What is held by now is not looked through again: no engine pays for what the others keep.
    gc.collect()
    gc.freeze()
    for question in placed[:WARM]:
        for engine in engines:
            engine.ask(question)
    asked = {engine.name: engine.ask for engine in engines}
    new, again = side_by_side(asked, placed[WARM:]), side_by_side(asked, placed[WARM:])
    rows = [("words and a street, asked again", again), ("asked for the first time", new)]
    common = [Question(words=" ".join(COMMON), now=each.now) for each in placed[:30]]
    rows.append(("two common words, no place", side_by_side(asked, common)))
    table_ = table(
        ["median / 95th percentile, ms", *(engine.name for engine in engines)],
        [(what, *(_pair(each) for each in times)) for what, times in rows],
    )
    return "\n\n".join(
        [
            f"### {size:,} services",
            table_,
            _prefix(engines, placed),
            _cold(folder, size),
            f"Built, services a second: {', '.join(f'{n} {r:,.0f}' for n, r in built.items())}.",
            agreed,
        ]
    )


def _build(engine: Engine, size: int, folder: Path) -> float:
    began = time.perf_counter()
    engine.build(documents(size), folder)
    return size / (time.perf_counter() - began)


def _pair(times: Times) -> str:
    return f"{times.median:.2f} / {times.p95:.2f}"


def _compare(engines: list[Engine], size: int, folder: Path, asked: list[Question]) -> str:
    """Return in words how far the answers agree; relevance differs, what matches may not."""
    truth: Engine = engines[0]
    if size <= ORACLE_UP_TO:
        truth = Oracle()
        truth.build(documents(size), folder)
    counts, ids = [], []
    for engine in engines:
        if engine is truth:
            continue
        pairs = [(engine.ask(each), truth.ask(each)) for each in asked]
        counts.append(f"{engine.name} {sum(_same(*pair) for pair in pairs)} of {len(asked)}")
        same = sum(one.ids == other.ids for one, other in pairs)
        ids.append(f"{engine.name} {same} of {len(asked)}")
    return (
        f"Same counts and claims as {truth.name}: {', '.join(counts)}."
        f" Same 20 in the same order: {', '.join(ids)}."
    )


def _same(one: Answer, other: Answer) -> bool:
    """Say whether all counts are the same, and the claims of the hits that both show."""
    claims = dict(zip(one.ids, one.served, strict=True))
    theirs = dict(zip(other.ids, other.served, strict=True))
    return _counts(one) == _counts(other) and all(
        claims[id_] == theirs[id_] for id_ in claims.keys() & theirs.keys()
    )


def _counts(answer: Answer) -> tuple[object, ...]:
    return (
        answer.rings,
        answer.total,
        answer.may_serve,
        {value: count for value, count in answer.facets.items() if count},
        answer.open_now,
        answer.based_here,
        answer.nearby,
        len(answer.ids),
    )


def _prefix(engines: list[Engine], asked: list[Question]) -> str:
    """Type the first three letters of words: what may they become?"""
    ours, theirs = engines[0], engines[2]
    beginnings = [question.words[:3] for question in asked[:120]]
    contenders = {
        "Doorstep": ours.backend.suggest,  # type: ignore[attr-defined]
        "SQLite FTS5": theirs.prefix,  # type: ignore[attr-defined]
    }
    times = side_by_side(contenders, beginnings)
    return "As one types, ms: " + ", ".join(f"{each.name} {_pair(each)}" for each in times) + "."


def _cold(folder: Path, size: int) -> str:
    """Ask in a new process that has read nothing: every word is met for the first time."""
    (folder / FILE).write_bytes(pickle.dumps(questions(size, WARM + QUESTIONS)[WARM:]))
    command = [sys.executable, "-m", "benchmarks.cold", str(folder)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return (
        f"First touch of words in a new process, ms: {_pair(Times('cold', found['ms']))}; it holds"
        f" {found['before']:,.0f} MB of its own before it opens the index and {found['after']:,.0f} MB"
        " after, and as many files of the index as the system has room to keep in memory."
    )

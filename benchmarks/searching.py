"""Search itself, beside tantivy, SQLite FTS5 and PostgreSQL, doing the same work.

Every engine counts rings and all facets (a facet's own filter left out of its counts), finds the best 20
and marks their texts. Within a ring the peers order by relevance alone; only Doorstep orders by stated
coverage, band, breadth, date and hash, says by which claim each service serves the place, marks names
too, and counts what is close by but does not serve. "Asked again" is warm: words and places were met
before, though no engine keeps answers. "For the first time" is a running engine that meets them newly.

Every answer's totals are compared with an oracle that applies the rules to each document (to
20,000 services; above that engines are compared with each other). Tantivy's doorstep is a square, so
its split between rings is not compared, only its sum.
"""

import multiprocessing
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.engines import Answer, Engine
from benchmarks.engines.doorstep import Doorstep, Oracle
from benchmarks.engines.fts5 import FTS5
from benchmarks.engines.postgres import PostgreSQL
from benchmarks.engines.tantivy_engine import Tantivy
from benchmarks.measure import Times, side_by_side, table
from benchmarks.world import COMMON, documents, questions
from directory.search import Question
from directory.search.whoosh_backend import WhooshBackend

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
    for question in placed[:WARM]:
        for engine in engines:
            engine.ask(question)
    asked = {engine.name: engine.ask for engine in engines}
    new, again = side_by_side(asked, placed[WARM:]), side_by_side(asked, placed[WARM:])
    rows = [("words and a street, asked again", again), ("asked for the first time", new)]
    common = [Question(words=" ".join(COMMON))] * 30
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
    said = []
    for engine in engines:
        if engine is truth:
            continue
        same = sum(_same(engine, engine.ask(each), truth.ask(each)) for each in asked)
        said.append(f"{engine.name} {same} of {len(asked)}")
    return f"Same counts as {truth.name}: {', '.join(said)}."


def _same(engine: Engine, one: Answer, other: Answer) -> bool:
    counts = {k: v for k, v in one.facets.items() if v} == {
        k: v for k, v in other.facets.items() if v
    }
    if isinstance(engine, Tantivy):
        return counts and sum(one.rings) == sum(other.rings)
    same_ids = one.ids == other.ids if isinstance(engine, Doorstep) else True
    return counts and one.rings == other.rings and same_ids


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
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        times, memory = pool.apply(cold, (str(folder), size))
    return (
        f"First touch of words in a new process, ms: {_pair(times)}; it then holds {memory:,.0f} MB of its"
        " own, and as many files of the index as the system has room to keep in memory."
    )


def cold(folder: str, size: int) -> tuple[Times, float]:
    """Return the times of questions that nothing was warmed for, and the memory held after."""
    backend = WhooshBackend(Path(folder) / "doorstep")
    times = Times("cold")
    for question in questions(size, WARM + QUESTIONS)[WARM:]:
        began = time.perf_counter()
        backend.find(replace(question))
        times.ms.append((time.perf_counter() - began) * 1000)
    return times, own_mb()


def own_mb() -> float:
    """Return the memory that only this process holds, in MB: without files that are mapped (Linux)."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0

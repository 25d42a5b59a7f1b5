"""SQLite FTS5 in two phases: what matches and serves first, relevance only for the best rings."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from benchmarks.engines.engine import (
    PART_WEIGHTS,
    UNSTATED,
    Answer,
    Where,
    covers,
    excludes,
    facets,
    mark,
    wanted,
    where,
)
from directory.search import Document, Facet, Question, TextPart

SCHEMA = """
CREATE VIRTUAL TABLE words USING fts5(name, organisation, categories, description, tokenize='porter unicode61');
CREATE TABLE fact(id INTEGER PRIMARY KEY, ward TEXT, neighbourhood TEXT, borough TEXT, easting INT, northing INT, cost TEXT, facets TEXT);
CREATE TABLE covers(area TEXT, id INT, PRIMARY KEY(area, id)) WITHOUT ROWID;
CREATE TABLE excludes(area TEXT, id INT, PRIMARY KEY(area, id)) WITHOUT ROWID;
PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;
"""
WEIGHTS = ", ".join(str(weight) for weight in PART_WEIGHTS.values())
FACTS = "ward, neighbourhood, borough, easting, northing, cost, facets"


class FTS5:
    """SQLite's own full text."""

    name = "SQLite FTS5"

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        """Index these."""
        self.db = sqlite3.connect(folder / "fts5.sqlite", check_same_thread=False)
        self.db.executescript(SCHEMA)
        self.db.execute("INSERT INTO words(words, rank) VALUES ('rank', ?)", (f"bm25({WEIGHTS})",))
        stream = iter(documents)
        while batch := list(islice(stream, 5_000)):
            self._add(batch)
        self.db.execute("INSERT INTO words(words) VALUES('optimize')")
        self.db.commit()
        self.db.execute("ANALYZE")

    def _add(self, batch: list[Document]) -> None:
        self.db.executemany(
            "INSERT INTO words(rowid, name, organisation, categories, description) VALUES (?,?,?,?,?)",
            [(d.id, *(d.text[part] for part in TextPart)) for d in batch],
        )
        self.db.executemany(
            "INSERT INTO fact VALUES (?,?,?,?,?,?,?,?)", [_fact(document) for document in batch]
        )
        for table, codes in (("covers", covers), ("excludes", excludes)):
            rows = [(code, d.id) for d in batch for code in codes(d)]
            self.db.executemany(f"INSERT INTO {table} VALUES (?,?)", rows)
        self.db.commit()

    def ask(self, question: Question) -> Answer:
        """Answer, doing all of the work."""
        text = " AND ".join(f'"{word}"' for word in question.words.split())
        place = where(question)
        rows = self._matches(text, place)
        rings: dict[int, list[int]] = {1: [], 2: [], 3: [], 4: []}
        counts: Counter[str] = Counter()
        costs = wanted(question)
        for id_, unstated, *base, cost, facets_ in rows:
            ring = place.ring(tuple(base)) if place else 1
            if unstated and ring > 2:
                continue
            if costs and cost not in costs:
                counts[f"cost:{cost}"] += 1
                continue
            rings[ring].append(id_)
            counts.update(facets_.split())
        if place or costs:
            best = self._best(text, [rings[1], rings[2]])
        else:
            best = self._ranked(text, None, 20)
        return Answer(
            rings=tuple(len(ids) for ids in rings.values()) if place else (len(rings[1]),),
            facets=counts,
            ids=tuple(best),
            snippets=self._snippets(best, question.words),
        )

    def _matches(self, text: str, place: Where | None) -> list[tuple]:
        if place is None:
            return self.db.execute(
                f"SELECT id, 0, {FACTS} FROM fact WHERE id IN (SELECT rowid FROM words WHERE words MATCH ?)",
                (text,),
            ).fetchall()
        chain = (*place.chain, UNSTATED)
        return self.db.execute(
            f"""SELECT fact.id, served.unstated, {FACTS} FROM fact JOIN (
                SELECT id, min(area = '{UNSTATED}') unstated FROM covers WHERE area IN ({_marks(chain)}) GROUP BY id
            ) served ON served.id = fact.id
            WHERE fact.id IN (SELECT rowid FROM words WHERE words MATCH ?)
            AND NOT EXISTS (SELECT 1 FROM excludes WHERE id = fact.id AND area IN ({_marks(place.chain)}))""",
            (*chain, text, *place.chain),
        ).fetchall()

    def _best(self, text: str, rings: list[list[int]]) -> list[int]:
        best: list[int] = []
        for ids in rings:
            if ids and len(best) < 20:
                best += self._ranked(text, ids, 20 - len(best))
        return best

    def _ranked(self, text: str, ids: list[int] | None, many: int) -> list[int]:
        """Return the most relevant, of these or of all that match."""
        if ids is None:
            query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?"
            return [row[0] for row in self.db.execute(query, (text, many))]
        # With the plus sign matches are looked up among the ids, not every id among the matches.
        rows = self.db.execute(
            f"""SELECT rowid FROM words
            WHERE words MATCH ? AND +rowid IN (SELECT value FROM json_each(?))
            ORDER BY bm25(words, {WEIGHTS}) LIMIT ?""",
            (text, str(ids), many),
        )
        return [row[0] for row in rows]

    def _snippets(self, ids: list[int], words: str) -> tuple[str, ...]:
        rows = self.db.execute(
            f"SELECT description FROM words WHERE rowid IN ({_marks(ids)})", ids
        ).fetchall()
        return tuple(mark(row[0], words) for row in rows)

    def prefix(self, beginning: str) -> int:
        """Return how many names begin a word so."""
        row = self.db.execute(
            "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT 8)",
            (f"{{name organisation categories}}: {beginning}*",),
        ).fetchone()
        return int(row[0])


def _fact(document: Document) -> tuple:
    base = document.bases[0]
    return (
        document.id,
        base.ward,
        base.neighbourhood,
        base.borough,
        base.easting,
        base.northing,
        *document.facets[Facet.COST],
        " ".join(facets(document)),
    )


def _marks(values: Iterable[object]) -> str:
    return ",".join("?" for _ in values)

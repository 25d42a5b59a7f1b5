"""SQLite FTS5: two indexes, one that finds words and places together, one that knows relevance.

The first has no positions and no columns, so that it finds what matches and may matter for the
place in little time; bm25 is asked only about those, and their records are read with it.
"""

import sqlite3
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.engines.engine import PART_WEIGHTS, Answer, asked_terms, place_terms
from benchmarks.engines.facts import RECORD, Facts, finished, packed_coverage
from directory.search import Document, Question, TextPart

SCHEMA = """
CREATE TABLE service(id INTEGER PRIMARY KEY, name TEXT, description TEXT, coverage BLOB, organisation TEXT, categories TEXT);
CREATE TABLE fact(id INTEGER PRIMARY KEY, record BLOB);
CREATE VIRTUAL TABLE words USING fts5(name, organisation, categories, description, content='service', content_rowid='id', tokenize='porter unicode61');
CREATE VIRTUAL TABLE found USING fts5(text, content='', detail=none, columnsize=0, tokenize='porter unicode61');
PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;
"""
BM25 = f"bm25(words, {', '.join(str(weight) for weight in PART_WEIGHTS.values())})"
EVERYWHERE = f"""
SELECT fact.id, {BM25}, record FROM words CROSS JOIN fact ON fact.id = words.rowid WHERE words MATCH ?
"""
# With the plus sign matches are looked up among those found, not each one found among the matches.
PLACED = f"{EVERYWHERE} AND +words.rowid IN (SELECT rowid FROM found WHERE found MATCH ?)"


class FTS5:
    """SQLite's own full text."""

    name = "SQLite FTS5"

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        """Index these."""
        self.facts = Facts()
        self.db = sqlite3.connect(folder / "fts5.sqlite", check_same_thread=False)
        self.db.executescript(SCHEMA)
        stream = iter(documents)
        while batch := list(islice(stream, 5_000)):
            self._add(batch)
        for index in ("words", "found"):
            self.db.execute(f"INSERT INTO {index}({index}) VALUES('optimize')")
        self.db.commit()
        self.db.execute("ANALYZE")

    def _add(self, batch: list[Document]) -> None:
        rows = [(d.id, *(d.text[part] for part in TextPart), packed_coverage(d)) for d in batch]
        self.db.executemany(
            "INSERT INTO service(id, name, organisation, categories, description, coverage) VALUES (?,?,?,?,?,?)",
            rows,
        )
        self.db.executemany(
            "INSERT INTO words(rowid, name, organisation, categories, description) VALUES (?,?,?,?,?)",
            [row[:5] for row in rows],
        )
        self.db.executemany(
            "INSERT INTO found(rowid, text) VALUES (?,?)",
            [(d.id, " ".join((*d.text.values(), *place_terms(d)))) for d in batch],
        )
        self.db.executemany(
            "INSERT INTO fact VALUES (?,?)", [(d.id, self.facts.record(d)) for d in batch]
        )
        self.db.commit()

    def ask(self, question: Question) -> Answer:
        """Answer, doing all of the work."""
        rows = self._rows(question)
        ids, scores, records = zip(*rows, strict=True) if rows else ((), (), ())
        settled = self.facts.settle(
            question, ids, -np.array(scores), np.frombuffer(b"".join(records), RECORD)
        )
        shown = [ids[at] for at in settled.shown]
        return finished(settled, shown, self._cards(shown), question)

    def _rows(self, question: Question) -> list[tuple]:
        """Return id, bm25 (the less, the better) and record of all that may be in the answer."""
        text = " AND ".join(f'"{word}"' for word in question.words.split())
        if question.place is None:
            return self.db.execute(EVERYWHERE, (text,)).fetchall()
        places = " OR ".join(f'"{term}"' for term in asked_terms(question.place))
        return self.db.execute(PLACED, (text, f"{text} AND ({places})")).fetchall()

    def _cards(self, ids: list[int]) -> list[tuple]:
        marks = ",".join("?" * len(ids))
        rows = self.db.execute(
            f"SELECT id, name, description, coverage FROM service WHERE id IN ({marks})", ids
        )
        cards = {row[0]: row[1:] for row in rows}
        return [cards[id_] for id_ in ids]

    def prefix(self, beginning: str) -> int:
        """Return how many names begin a word so."""
        row = self.db.execute(
            "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT 8)",
            (f"{{name organisation categories}}: {beginning}*",),
        ).fetchone()
        return int(row[0])

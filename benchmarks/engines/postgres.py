"""PostgreSQL: a weighted tsvector and the places of each service, under one GIN index.

One statement finds all that may be in an answer, with its relevance and its record; one index over
both columns looks for words and places together.
"""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np
import psycopg

from benchmarks.engines.engine import Answer, asked_terms, place_terms
from benchmarks.engines.facts import RECORD, Card, Facts, finished, packed_coverage
from directory.search import Document, Question, TextPart

SCHEMA = """
DROP TABLE IF EXISTS bench;
CREATE TABLE bench (
  id int PRIMARY KEY, name text, organisation text, category_words text, description text,
  coverage bytea, record bytea, places text[],
  words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', organisation), 'B') ||
    setweight(to_tsvector('english', category_words), 'C') || setweight(to_tsvector('english', description), 'D')
  ) STORED);
"""
COPY = """
COPY bench (id, name, organisation, category_words, description, coverage, record, places) FROM STDIN
"""
INDEXES = ("CREATE INDEX ON bench USING gin (words, places)", "VACUUM ANALYZE bench")
EVERYWHERE = """
SELECT id, ts_rank('{0.1,0.3,0.6,1}', words, query), record
FROM bench, websearch_to_tsquery('english', %s) query WHERE words @@ query
"""
PLACED = f"{EVERYWHERE} AND places && %s"
CARDS = "SELECT id, name, description, coverage FROM bench WHERE id = ANY(%s)"


class PostgreSQL:
    """PostgreSQL's full text; it ranks without the rarity of words."""

    name = "PostgreSQL"

    def __init__(self, address: str) -> None:
        """Use the server at this address."""
        self.address = address.replace("+psycopg", "")

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        """Index these."""
        self.facts = Facts()
        self.db = psycopg.connect(self.address, autocommit=True)
        self.db.execute(SCHEMA)
        stream = iter(documents)
        with self.db.cursor() as cursor:
            while batch := list(islice(stream, 5_000)):
                with cursor.copy(COPY) as copy:
                    for document in batch:
                        copy.write_row(self._row(document))
        for statement in INDEXES:
            self.db.execute(statement)
        self.cursor = self.db.cursor(binary=True)

    def ask(self, question: Question) -> Answer:
        """Answer, doing all of the work."""
        rows = self._rows(question)
        ids, scores, records = zip(*rows, strict=True) if rows else ((), (), ())
        page = self.facts.settle(question, ids, scores, np.frombuffer(b"".join(records), RECORD))
        shown = [ids[at] for at in page.shown]
        return finished(page, shown, self._cards(shown), question)

    def _rows(self, question: Question) -> list[tuple[int, float, bytes]]:
        """Return id, relevance and record of all that may be in the answer."""
        if question.place is None:
            found = self.cursor.execute(EVERYWHERE, (question.words,), prepare=True)
        else:
            asked = (question.words, asked_terms(question.place))
            found = self.cursor.execute(PLACED, asked, prepare=True)
        return found.fetchall()

    def _cards(self, ids: list[int]) -> list[Card]:
        rows = self.cursor.execute(CARDS, (ids,), prepare=True).fetchall() if ids else []
        cards = {row[0]: row[1:] for row in rows}
        return [cards[id_] for id_ in ids]

    def _row(self, document: Document) -> tuple[object, ...]:
        return (
            document.id,
            *(document.text[part] for part in TextPart),
            packed_coverage(document),
            self.facts.record(document),
            place_terms(document),
        )

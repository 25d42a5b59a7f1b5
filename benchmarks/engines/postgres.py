"""PostgreSQL: a weighted tsvector and arrays of area codes, both under GIN, in one statement."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import psycopg

from benchmarks.engines.engine import (
    UNSTATED,
    Answer,
    covers,
    excludes,
    facets,
    mark,
    wanted,
    where,
)
from directory.domain.rings import DOORSTEP_METRES
from directory.search import Document, Facet, Question, TextPart

SCHEMA = """
DROP TABLE IF EXISTS bench;
CREATE TABLE bench (
  id int PRIMARY KEY, name text, organisation text, category_words text, description text,
  ward text, neighbourhood text, borough text, easting int, northing int, cost text,
  facets text[], covers text[], excludes text[],
  words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', organisation), 'B') ||
    setweight(to_tsvector('english', category_words), 'C') || setweight(to_tsvector('english', description), 'D')
  ) STORED);
"""
INDEXES = """
CREATE INDEX ON bench USING gin (words); CREATE INDEX ON bench USING gin (covers); ANALYZE bench;
"""
COLUMNS = (
    "id, name, organisation, category_words, description, ward, neighbourhood, borough, easting, northing,"
    " cost, facets, covers, excludes"
)
ASK = f"""
WITH matched AS MATERIALIZED (
  SELECT id, facets, ts_rank('{{0.1,0.3,0.6,1}}', words, query) AS score, CASE
    WHEN %(place)s::bool IS FALSE THEN 1
    WHEN ward = %(ward)s OR neighbourhood = %(neighbourhood)s
      OR (easting - %(easting)s)^2 + (northing - %(northing)s)^2 <= {DOORSTEP_METRES**2} THEN 1
    WHEN borough = %(borough)s THEN 2 WHEN borough = ANY(%(borders)s) THEN 3 ELSE 4 END AS ring,
    covers = ARRAY['{UNSTATED}'] AS unstated,
    %(cost)s::text[] IS NULL OR cost = ANY(%(cost)s) AS passes
  FROM bench, websearch_to_tsquery('english', %(words)s) query
  WHERE words @@ query
    AND (%(place)s::bool IS FALSE OR (covers && %(asked)s AND NOT excludes && %(chain)s))
), served AS MATERIALIZED (
  SELECT * FROM matched WHERE %(place)s::bool IS FALSE OR NOT (unstated AND ring > 2)
)
SELECT 'ring', ring::text, count(*)::int FROM served WHERE passes GROUP BY ring
UNION ALL SELECT 'facet', facet, count(*)::int FROM served, unnest(facets) facet
  WHERE passes OR facet LIKE 'cost:%%' GROUP BY facet
UNION ALL (SELECT 'id', NULL, id FROM served WHERE passes AND ring <= 2 ORDER BY ring, score DESC, id LIMIT 20)
"""


class PostgreSQL:
    """PostgreSQL's full text; it ranks without the rarity of words."""

    name = "PostgreSQL"

    def __init__(self, address: str) -> None:
        """Use the server at this address."""
        self.address = address.replace("+psycopg", "")

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        """Index these."""
        self.db = psycopg.connect(self.address, autocommit=True)
        self.db.execute(SCHEMA)
        stream = iter(documents)
        with self.db.cursor() as cursor:
            while batch := list(islice(stream, 5_000)):
                with cursor.copy(f"COPY bench ({COLUMNS}) FROM STDIN") as copy:
                    for document in batch:
                        copy.write_row(_row(document))
        self.db.execute(INDEXES)

    def ask(self, question: Question) -> Answer:
        """Answer, doing all of the work."""
        place = where(question)
        rows = self.db.execute(
            ASK,
            {
                "words": question.words,
                "place": place is not None,
                "ward": place.ward if place else "",
                "neighbourhood": place.neighbourhood if place else "",
                "borough": place.borough if place else "",
                "borders": list(place.borders) if place else [],
                "easting": place.easting if place else 0,
                "northing": place.northing if place else 0,
                "chain": list(place.chain) if place else [],
                "asked": [*place.chain, UNSTATED] if place else [],
                "cost": sorted(wanted(question)) or None,
            },
            prepare=True,
        ).fetchall()
        rings = {int(name): many for kind, name, many in rows if kind == "ring"}
        ids = [number for kind, _, number in rows if kind == "id"]
        return Answer(
            rings=tuple(rings.get(ring, 0) for ring in range(1, 5))
            if place
            else (rings.get(1, 0),),
            facets={name: many for kind, name, many in rows if kind == "facet"},
            ids=tuple(ids),
            snippets=self._snippets(ids, question.words),
        )

    def _snippets(self, ids: list[int], words: str) -> tuple[str, ...]:
        rows = self.db.execute(
            "SELECT description FROM bench WHERE id = ANY(%s)", (ids,)
        ).fetchall()
        return tuple(mark(row[0], words) for row in rows)


def _row(document: Document) -> tuple:
    base = document.bases[0]
    return (
        document.id,
        *(document.text[part] for part in TextPart),
        base.ward,
        base.neighbourhood,
        base.borough,
        base.easting,
        base.northing,
        *document.facets[Facet.COST],
        facets(document),
        covers(document),
        excludes(document),
    )

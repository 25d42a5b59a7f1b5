"""Tantivy, the Rust engine: one query finds all that may be in an answer, with its relevance.

It has no collector of ours, so rings, claims and counts are worked out from records that stand in
its fast columns, eight bytes in each, as those hold numbers: several processes may share the index.
Without a place nothing but the words decides: then tantivy counts by itself, and only as many of the
most relevant are fetched as the bands need.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import tantivy
from tantivy import Filter, Index, Occur, Query, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from benchmarks.engines.engine import PART_WEIGHTS, Answer, asked_terms, place_terms, wanted
from benchmarks.engines.facts import (
    RECORD,
    Facts,
    Page,
    facet_values,
    finished,
    minute_of,
    packed_coverage,
    sessions,
)
from directory.search import Document, Facet, Question, TextPart
from directory.search.relevance import band

BOOSTS = {part.value: float(weight) for part, weight in PART_WEIGHTS.items()}
PARTS = [part.value for part in TextPart]
COUNTED = {
    "total": {"value_count": {"field": "id"}},
    "values": {"terms": {"field": "facets", "size": 1000}},
}
Match = tuple[float, tantivy.DocAddress]
COLUMNS = [f"record {at}" for at in range(-(-RECORD.itemsize // 8))]
FIRST = 64
"""How many hits are fetched at first."""


class Tantivy:
    """Tantivy through its Python package."""

    name = "tantivy"

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        """Index these."""
        path = folder / "tantivy"
        path.mkdir()
        self.facts, self.sessions = Facts(), set()
        self.schema = _schema()
        self.index = Index(self.schema, path=str(path))
        self.index.register_tokenizer("english", _english())
        writer = self.index.writer(200_000_000, 1)
        for document in documents:
            writer.add_document(_document(document, self.facts.record(document)))
            self.sessions.update(sessions(document))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, question: Question) -> Answer:
        """Answer, doing all of the work."""
        words = self._words(question)
        if question.place is None:
            return self._without_place(words, question)
        query = _both(words, self._any("places", asked_terms(question.place)))
        hits = self._hits(query, self.searcher.num_docs)
        return self._finished(self._settled(question, hits), hits, question)

    def _without_place(self, words: Query, question: Question) -> Answer:
        """Answer from tantivy's own counts."""
        costs = [f"{Facet.COST}:{cost}" for cost in wanted(question)]
        passing = _both(words, self._any("facets", costs)) if costs else words
        page, hits = self._most_relevant(passing, question)
        (total, counts), minute = self._counted(passing), minute_of(question)
        if costs:
            _, every = self._counted(words)
            counts |= {value: many for value, many in every.items() if value.startswith("cost:")}
        now = [_session(*each) for each in self.sessions if each[0] <= minute < each[1]]
        open_now = self._count(_both(passing, self._any("sessions", now)))
        answer = Answer((total,), total, facets=counts, open_now=open_now)
        return self._finished(replace(page, answer=answer), hits, question)

    def _most_relevant(self, query: Query, question: Question) -> tuple[Page, list[Match]]:
        """Return the best 20 from as many hits as it takes to know that no other is among them."""
        limit, everything = FIRST, self.searcher.num_docs
        while True:
            hits = self._hits(query, limit)
            page = self._settled(question, hits)
            if len(hits) < limit or limit >= everything or self._is_sure(page, hits):
                return page, hits
            limit = min(8 * limit, everything)

    def _is_sure(self, page: Page, hits: list[Match]) -> bool:
        """Say whether the last one shown is in a higher band than any that was not fetched."""
        last, best = hits[page.shown[-1]], hits[0][0]
        is_silent = self._records([last])["silent"][0]
        return not is_silent and band(last[0], best) > band(hits[-1][0], best)

    def _counted(self, query: Query) -> tuple[int, dict[str, int]]:
        """Return how many match, and how many have each value."""
        found = self.searcher.aggregate(query, COUNTED)
        buckets = found["values"]["buckets"]
        return int(found["total"]["value"]), {each["key"]: each["doc_count"] for each in buckets}

    def _count(self, query: Query) -> int:
        return self.searcher.search(Query.const_score_query(query, 0.0), 1).count

    def _words(self, question: Question) -> Query:
        text = " ".join(f"+{word}" for word in question.words.split())
        return self.index.parse_query(text, PARTS, field_boosts=BOOSTS)

    def _any(self, field: str, terms: Iterable[str]) -> Query:
        """Match any of these without a score: a union of few terms is quicker than a term set."""
        each = [(Occur.Should, Query.term_query(self.schema, field, x, "basic")) for x in terms]
        return Query.const_score_query(Query.boolean_query(each), 0.0)

    def _hits(self, query: Query, limit: int) -> list[Match]:
        return self.searcher.search(query, limit, count=False).hits

    def _records(self, hits: Sequence[Match]) -> np.ndarray:
        addresses = [address for _, address in hits]
        read = [self.searcher.fast_field_values(column, addresses) for column in COLUMNS]
        held = np.array(read, np.uint64).T.copy().view(np.uint8)
        return np.ascontiguousarray(held[:, : RECORD.itemsize]).view(RECORD)[:, 0]

    def _settled(self, question: Question, hits: list[Match]) -> Page:
        ids = self.searcher.fast_field_values("id", [address for _, address in hits])
        scores = [score for score, _ in hits]
        return self.facts.settle(question, ids, scores, self._records(hits) if hits else ())

    def _finished(self, page: Page, hits: list[Match], question: Question) -> Answer:
        stored = [self.searcher.doc(hits[at][1]) for at in page.shown]
        cards = [(d["name"][0], d["description"][0], d["coverage"][0]) for d in stored]
        return finished(page, [d["id"][0] for d in stored], cards, question)


def _both(one: Query, other: Query) -> Query:
    return Query.boolean_query([(Occur.Must, one), (Occur.Must, other)])


def _schema() -> tantivy.Schema:
    builder = SchemaBuilder()
    builder.add_integer_field("id", stored=True, fast=True)
    for column in COLUMNS:
        builder.add_unsigned_field(column, fast=True)
    for part in TextPart:
        shown = part in (TextPart.NAME, TextPart.DESCRIPTION)
        builder.add_text_field(part.value, stored=shown, tokenizer_name="english")
    builder.add_bytes_field("coverage", stored=True)
    for name in ("places", "sessions"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("facets", tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def _english() -> tantivy.TextAnalyzer:
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.lowercase())
        .filter(Filter.stemmer("english"))
        .build()
    )


def _document(document: Document, record: bytes) -> tantivy.Document:
    found = tantivy.Document()
    found.add_integer("id", document.id)
    padded = np.frombuffer(record.ljust(8 * len(COLUMNS), b"\0"), np.uint64)
    for column, number in zip(COLUMNS, padded.tolist(), strict=True):
        found.add_unsigned(column, number)
    found.add_bytes("coverage", packed_coverage(document))
    for part in TextPart:
        found.add_text(part.value, document.text[part])
    for term in place_terms(document):
        found.add_text("places", term)
    for value in facet_values(document):
        found.add_text("facets", value)
    for opens, closes in sessions(document):
        found.add_text("sessions", _session(opens, closes))
    return found


def _session(opens: int, closes: int) -> str:
    return f"{opens} {closes}"

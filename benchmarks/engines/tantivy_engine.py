"""Tantivy, the Rust engine: a query for each ring, as it has no collector of ours.

Its rings reach in a square of 800 m rather than a circle, which is less work; its totals are
therefore compared without the doorstep distance.
"""

from collections.abc import Iterable
from pathlib import Path

import tantivy
from tantivy import (
    FieldType,
    Filter,
    Index,
    Occur,
    Query,
    SchemaBuilder,
    TextAnalyzerBuilder,
    Tokenizer,
)

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
from directory.domain.rings import DOORSTEP_METRES
from directory.search import Document, Facet, Question, TextPart

EXACT = ("ward", "neighbourhood", "borough", "cost", "covers", "excludes")
BOOSTS = {part.value: float(weight) for part, weight in PART_WEIGHTS.items()}


class Tantivy:
    """Tantivy through its Python package."""

    name = "tantivy"

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        """Index these."""
        path = folder / "tantivy"
        path.mkdir()
        self.schema = _schema()
        self.index = Index(self.schema, path=str(path))
        self.index.register_tokenizer("english", _english())
        writer = self.index.writer(200_000_000, 1)
        for document in documents:
            writer.add_document(_document(document))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, question: Question) -> Answer:
        """Answer, doing all of the work."""
        searcher, place = self.searcher, where(question)
        matches = self._matches(question, place)
        if place is None:
            found = searcher.search(matches, 20)
            ids = tuple(searcher.doc(address)["id"][0] for _, address in found.hits)
            return Answer(
                (found.count,),
                self._facets(question, place),
                ids,
                self._snippets(found.hits, question),
            )
        rings, ids, hits = [], [], []
        for ring, query in enumerate(self._rings(matches, place), start=1):
            found = searcher.search(query, 20 if ring <= 2 and len(ids) < 20 else 1)
            rings.append(found.count)
            if ring <= 2 and len(ids) < 20:
                hits += found.hits[: 20 - len(ids)]
                ids += [
                    searcher.doc(address)["id"][0] for _, address in found.hits[: 20 - len(ids)]
                ]
        counted = self._facets(question, place)
        return Answer(tuple(rings), counted, tuple(ids), self._snippets(hits, question))

    def _matches(self, question: Question, place: Where | None, *, any_cost: bool = False) -> Query:
        words = self.index.parse_query(
            " ".join(f"+{word}" for word in question.words.split()),
            [part.value for part in TextPart],
            field_boosts=BOOSTS,
        )
        parts = [(Occur.Must, words)]
        if wanted(question) and not any_cost:
            parts.append((Occur.Must, self._any("cost", wanted(question))))
        if place:
            parts.append((Occur.Must, self._any("covers", (*place.chain, UNSTATED))))
            parts.append((Occur.MustNot, self._any("excludes", place.chain)))
        return Query.boolean_query(parts)

    def _rings(self, matches: Query, place: Where) -> list[Query]:
        stated = (Occur.MustNot, self._any("covers", (UNSTATED,)))
        one = self._doorstep(place)
        two = self._any("borough", (place.borough,))
        three = self._any("borough", place.borders)
        must, must_not = Occur.Must, Occur.MustNot
        return [
            Query.boolean_query([(must, matches), (must, one)]),
            Query.boolean_query([(must, matches), (must, two), (must_not, one)]),
            Query.boolean_query([(must, matches), (must, three), (must_not, one), stated]),
            Query.boolean_query(
                [(must, matches), (must_not, one), (must_not, two), (must_not, three), stated]
            ),
        ]

    def _doorstep(self, place: Where) -> Query:
        square = [
            Query.range_query(
                self.schema, field, FieldType.Integer, at - DOORSTEP_METRES, at + DOORSTEP_METRES
            )
            for field, at in (("easting", place.easting), ("northing", place.northing))
        ]
        near = Query.boolean_query([(Occur.Must, side) for side in square])
        ward = self._any("ward", (place.ward,))
        neighbourhood = self._any("neighbourhood", (place.neighbourhood,))
        return Query.boolean_query([(Occur.Should, each) for each in (near, ward, neighbourhood)])

    def _stated_or_local(self, matches: Query, place: Where) -> Query:
        local = [self._any("borough", (place.borough,)), self._doorstep(place)]
        far = [(Occur.Must, self._any("covers", (UNSTATED,))), *((Occur.MustNot, x) for x in local)]
        return Query.boolean_query(
            [(Occur.Must, matches), (Occur.MustNot, Query.boolean_query(far))]
        )

    def _any(self, field: str, values: Iterable[str]) -> Query:
        terms = [Query.term_query(self.schema, field, value, "basic") for value in values]
        return Query.boolean_query([(Occur.Should, term) for term in terms])

    def _facets(self, question: Question, place: Where | None) -> dict[str, int]:
        """Count all facets in one aggregation, and costs once more without their filter."""
        counts = self._counted(self._matches(question, place), place)
        if wanted(question):
            every = self._counted(self._matches(question, place, any_cost=True), place)
            counts |= {value: many for value, many in every.items() if value.startswith("cost:")}
        return counts

    def _counted(self, matches: Query, place: Where | None) -> dict[str, int]:
        query = self._stated_or_local(matches, place) if place else matches
        asked = {"values": {"terms": {"field": "facets", "size": 1000}}}
        buckets = self.searcher.aggregate(query, asked)["values"]["buckets"]
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets}

    def _snippets(self, hits: list, question: Question) -> tuple[str, ...]:
        texts = (self.searcher.doc(address)["description"][0] for _, address in hits)
        return tuple(mark(text, question.words) for text in texts)


def _schema() -> tantivy.Schema:
    builder = SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    for part in TextPart:
        builder.add_text_field(
            part.value, stored=part is TextPart.DESCRIPTION, tokenizer_name="english"
        )
    for name in EXACT:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("facets", tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("easting", "northing"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def _english() -> tantivy.TextAnalyzer:
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.lowercase())
        .filter(Filter.stemmer("english"))
        .build()
    )


def _document(document: Document) -> tantivy.Document:
    base = document.bases[0]
    found = tantivy.Document()
    found.add_integer("id", document.id)
    for part in TextPart:
        found.add_text(part.value, document.text[part])
    for name in ("ward", "neighbourhood", "borough"):
        found.add_text(name, getattr(base, name))
    for cost in document.facets[Facet.COST]:
        found.add_text("cost", cost)
    for value in facets(document):
        found.add_text("facets", value)
    for code in covers(document):
        found.add_text("covers", code)
    for code in excludes(document):
        found.add_text("excludes", code)
    found.add_integer("easting", base.easting or 0)
    found.add_integer("northing", base.northing or 0)
    return found

"""Ours: Whoosh's files, our own reading of them."""

from collections.abc import Iterable
from pathlib import Path

from benchmarks.cold import INDEX
from benchmarks.engines.engine import Answer
from directory.search import Document, Question
from directory.search.memory_backend import MemoryBackend
from directory.search.whoosh_backend import WhooshBackend
from directory.search.whoosh_backend.stems import stem


class Doorstep:
    """The engine of the site, doing all that the site asks: every facet, sentences, fair order."""

    name = "Doorstep"

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        """Index these."""
        self.backend = WhooshBackend(folder / INDEX)
        self.backend.rebuild(documents)

    def ask(self, question: Question) -> Answer:
        """Answer, doing all of the work."""
        return _answer(self.backend, question)


class Oracle:
    """The rules themselves, asked of each document in turn: slow, and right."""

    name = "Oracle"

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        """Keep these."""
        self.backend = MemoryBackend(stem)
        self.backend.rebuild(documents)

    def ask(self, question: Question) -> Answer:
        """Answer from the rules."""
        return _answer(self.backend, question)


def _answer(backend: WhooshBackend | MemoryBackend, question: Question) -> Answer:
    found = backend.find(question)
    return Answer(
        rings=tuple(ring.total for ring in found.rings) or (found.total,),
        total=found.total,
        may_serve=found.may_serve,
        facets={
            f"{facet}:{value}": count
            for facet, counts in found.facets.items()
            for value, count in counts
        },
        open_now=found.open_now_count,
        based_here=found.based_here_count,
        nearby=found.nearby_not_serving,
        ids=tuple(hit.id for hit in found.hits),
        served=tuple(hit.served for hit in found.hits),
        names=tuple(hit.name for hit in found.hits),
        snippets=tuple(hit.snippet for hit in found.hits),
    )

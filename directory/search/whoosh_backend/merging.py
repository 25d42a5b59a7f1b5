"""Merging: small segments are copied into one beside everything else, then it takes their place.

While it is copied nobody waits: questions are asked and changes saved as ever. What was deleted
from the old segments meanwhile is deleted from the new one when it is put in.
"""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader

from directory.search.whoosh_backend.arrays import Ints
from directory.search.whoosh_backend.files import MappedStorage
from directory.search.whoosh_backend.lean import LeanWriter
from directory.search.whoosh_backend.reading import NAME
from directory.search.whoosh_backend.schema import SCHEMA

MANY_SEGMENTS = 6
"""More segments than this are worth merging: every question looks into each."""

MOST_MERGED = 20_000
"""No more documents than this are copied at once; larger segments stay as they are."""

WORK, REST = 0.0005, 0.0015
"""After so many seconds of work so many of rest: other threads of the process go first."""

Segments = list[Any]


@dataclass(frozen=True, slots=True)
class Merged:
    """A segment that stands ready, and where each document of the old ones went (-1: nowhere)."""

    segment: Any
    numbers: dict[str, Ints]


def prepare(folder: Path, beside: Path) -> Merged | None:
    """Copy small segments of an index into one in another folder, or do nothing if there are none.

    Raises:
        OSError: a segment went away meanwhile, with the index it was in.

    """
    storage = MappedStorage(str(folder))
    chosen = to_merge(_filled(TOC.read(storage, NAME, schema=SCHEMA).segments))
    if not chosen:
        return None
    FileIndex.create(MappedStorage(str(beside)), SCHEMA, NAME)
    writer = _writer(beside, Pace())
    numbers: dict[str, Ints] = {}
    try:
        for segment in chosen:
            reader = SegmentReader(storage, SCHEMA, segment)
            try:
                numbers[segment.segment_id()] = writer.add_segment(reader)
            finally:
                reader.close()
        writer.commit(mergetype=_none_merged)
    except BaseException:
        writer.give_up()
        raise
    return Merged(writer.get_segment(), numbers)


def put_in(folder: Path, beside: Path, merged: Merged) -> None:
    """Put a merged segment in the place of the old ones. Writing must be held."""
    writer = _writer(folder)
    try:
        held = {segment.segment_id(): segment for segment in writer.segments}
        for name, numbers in merged.numbers.items():
            # A segment that is no longer there had nothing left in it.
            gone = held[name].deleted_docs() if name in held else range(len(numbers))
            for number in numbers[list(gone)].tolist():
                if number >= 0:
                    merged.segment.delete_document(number)
        for file in merged.segment.list_files(MappedStorage(str(beside))):
            (beside / file).rename(folder / file)

        def policy(_writer: Any, segments: Segments) -> Segments:
            kept = [each for each in segments if each.segment_id() not in merged.numbers]
            return _filled([*kept, merged.segment])

        writer.commit(mergetype=policy)
    except BaseException:
        writer.give_up()
        raise


def to_merge(segments: Segments) -> Segments:
    """Choose the small segments to merge: like with like, so that no document is moved often."""
    chosen: Segments = []
    total = 0
    for segment in sorted(segments, key=_left):
        size = _left(segment)
        is_alike = size <= 2 * total + 10 or len(segments) - len(chosen) >= MANY_SEGMENTS
        if total + size > MOST_MERGED or not is_alike:
            break
        chosen.append(segment)
        total += size
    return chosen if len(chosen) > 1 else []


class Pace:
    """Keeps a thread from being in the way of others."""

    def __init__(self) -> None:
        """Begin to work."""
        self._began = time.perf_counter()

    def __call__(self) -> None:
        """Rest when it is time; called again and again between small pieces of work."""
        if time.perf_counter() - self._began > WORK:
            time.sleep(REST)
            self._began = time.perf_counter()


def _writer(folder: Path, pause: Any = None) -> LeanWriter:
    storage = MappedStorage(str(folder))
    return LeanWriter(FileIndex(storage, schema=SCHEMA, indexname=NAME), pause)


def _none_merged(_writer: Any, segments: Segments) -> Segments:
    return segments


def _filled(segments: Segments) -> Segments:
    return [each for each in segments if _left(each)]


def _left(segment: Any) -> int:
    left: int = segment.doc_count_all() - segment.deleted_count()
    return left

"""The vocabulary: a file of words and how often they were seen, beside the index.

Whoosh can look words up, but takes a second to find like ones when there are several segments. The
file only grows, by lines at its end: a word is written down until it has been seen twice.
"""

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from directory.search.spelling import Spelling

FILE = "words.tsv"


def write(folder: Path, counts: Mapping[str, int]) -> None:
    """Add words to the file of an index. A line that is cut short is passed over by readers."""
    lines = "".join(f"{word}\t{count}\n" for word, count in sorted(counts.items()))
    with (folder / FILE).open("ab") as file:
        file.write(lines.encode())


class Vocabulary:
    """The spelling of an index, read when it is first needed and then only where it has grown."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._read_to = 0
        self._spelling = Spelling()

    def spelling(self, folder: Path) -> Spelling:
        """Return the words of an index; a file that is missing has none."""
        with self._lock:
            if folder != self._folder:
                self._folder, self._read_to, self._spelling = folder, 0, Spelling()
            self._spelling.add(self._new_words(folder / FILE))
            return self._spelling

    def add(self, folder: Path, counts: Mapping[str, int]) -> None:
        """Write down those words that have hardly been seen yet."""
        new = self.spelling(folder).hardly_seen(counts)
        if new:
            write(folder, new)

    def _new_words(self, path: Path) -> Iterator[tuple[str, int]]:
        try:
            if path.stat().st_size <= self._read_to:
                return
            with path.open("rb") as file:
                file.seek(self._read_to)
                raw = file.read()
        except OSError:
            return
        whole = raw[: raw.rfind(b"\n") + 1]
        self._read_to += len(whole)
        for line in whole.decode("utf-8", "replace").splitlines():
            word, _, count = line.partition("\t")
            if word and count.isdecimal():
                yield word, int(count)

"""GeoJSON read a feature at a time: a national file of boundaries is over a gigabyte."""

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from directory.errors import GazetteerFileError

_BLOCK = 2**20
_LONGEST = 2**27
_LIST = re.compile(r'"features"\s*:\s*\[')


def features(text: IO[str], label: str) -> Iterator[dict[str, Any]]:
    """Yield each object of the ``features`` list.

    Raises:
        GazetteerFileError: there is no such list, it breaks off, or one feature is beyond measure.

    """
    held = _Held(text, label)
    held.skip_to_list()
    while held.has_more():
        yield held.take()


class _Held:
    """The part of the text that is in memory, and where in it we are."""

    def __init__(self, text: IO[str], label: str) -> None:
        self._text, self._label = text, label
        self._held, self._at = "", 0
        self._decoder = json.JSONDecoder()

    def skip_to_list(self) -> None:
        while (found := _LIST.search(self._held)) is None:
            if not self._more() or len(self._held) > _LONGEST:
                raise GazetteerFileError(f"{self._label} is JSON, but has no list of features")
        self._at = found.end()

    def has_more(self) -> bool:
        """Step over commas and space; say whether a feature follows."""
        while True:
            while self._at < len(self._held) and self._held[self._at] in ", \t\r\n":
                self._at += 1
            if self._at < len(self._held):
                return self._held[self._at] != "]"
            if not self._more():
                raise self._cut()

    def take(self) -> dict[str, Any]:
        while True:
            try:
                found, self._at = self._decoder.raw_decode(self._held, self._at)
            except ValueError:
                if len(self._held) - self._at > _LONGEST or not self._more():
                    raise self._cut() from None
                continue
            return found if isinstance(found, dict) else {}

    def _more(self) -> bool:
        block = self._text.read(_BLOCK)
        self._held = self._held[self._at :] + block
        self._at = 0
        return bool(block)

    def _cut(self) -> GazetteerFileError:
        return GazetteerFileError(f"{self._label} is not whole: its list of features breaks off")

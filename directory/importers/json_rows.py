"""JSON read an organisation at a time: a list of them, an object that holds one, or one a line."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from directory.entries.columns import OF_ORGANISATION, OF_SERVICE
from directory.entries.listed import Listed
from directory.errors import ImportFileError

BLOCK = 2**18
LONGEST = 8 * 2**20
"""So many characters may one organisation have, with all its services."""

_LIST = re.compile(r'"organisations"\s*:\s*\[')


def json_rows(text: IO[str], name: str) -> Iterator[Listed]:
    """Yield a row for each service, as CSV would have it, and for an organisation without any.

    Raises:
        ImportFileError: it is not JSON, or breaks off; what came before was yielded.

    """
    for number, found in enumerate(_objects(text, name), start=1):
        yield from _rows(found, number)


def _objects(text: IO[str], name: str) -> Iterator[Any]:
    held = _Held(text, name)
    is_list = held.enter_list()
    while held.has_more(is_list=is_list):
        yield held.take()


def _rows(organisation: Any, number: int) -> Iterator[Listed]:
    where = f"organisation {number}"
    if not isinstance(organisation, dict):
        yield Listed(where, {}, {"organisation": organisation}, "this is not an organisation")
        return
    services = organisation.get("services")
    shared = _named(organisation, OF_ORGANISATION)
    if services is None or services == []:
        yield Listed(where, shared, organisation)
    elif not isinstance(services, list):
        yield Listed(where, shared, organisation, "services: a list was expected")
    else:
        for order, service in enumerate(services, start=1):
            there = f"{where}, service {order}"
            original = {**organisation, "services": [service]}
            if isinstance(service, dict):
                yield Listed(there, {**shared, **_named(service, OF_SERVICE)}, original)
            else:
                yield Listed(there, shared, original, "this is not a service")


def _named(values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names[key]: value for key, value in values.items() if key in names}


class _Held:
    """The part of the text that is in memory, and where in it we are."""

    def __init__(self, text: IO[str], name: str) -> None:
        self._text, self._name = text, name
        self._held, self._at = text.read(BLOCK), 0
        self._decoder = json.JSONDecoder()

    def enter_list(self) -> bool:
        """Step into the list of organisations; say whether there is one, or one on each line."""
        begins = self._held.lstrip()
        if begins.startswith("["):
            self._at = self._held.index("[") + 1
            return True
        found = _LIST.search(self._held) if begins.startswith("{") else None
        if found is not None:
            self._at = found.end()
        return found is not None

    def has_more(self, *, is_list: bool) -> bool:
        """Step over commas and space; say whether another one follows."""
        while True:
            while self._at < len(self._held) and self._held[self._at] in ", \t\r\n":
                self._at += 1
            if self._at < len(self._held):
                return not (is_list and self._held[self._at] == "]")
            if not self._more():
                if is_list:
                    raise self._broken("the list breaks off")
                return False

    def take(self) -> Any:
        while True:
            try:
                found, at = self._decoder.raw_decode(self._held, self._at)
            except RecursionError:
                raise self._broken("it is nested too deeply") from None
            except ValueError as error:
                if len(self._held) - self._at > LONGEST:
                    said = f"one organisation has more than {LONGEST:,} characters"
                    raise self._broken(said) from None
                if not self._more():
                    raise self._broken(str(error)) from None
                continue
            if at == len(self._held) and self._more():
                continue  # What stands at the very end may go on: 12 may be 123.
            self._at = at
            return found

    def _more(self) -> bool:
        block = self._text.read(BLOCK)
        if block:
            self._held, self._at = self._held[self._at :] + block, 0
        return bool(block)

    def _broken(self, why: str) -> ImportFileError:
        return ImportFileError(f"{self._name}: this is not whole JSON: {why}")

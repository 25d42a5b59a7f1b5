"""A hidden base stays hidden when one of its services happens there and the list forgot to say so.

A refuge that is listed once with ``hidden`` and once without would be on the map. What is safe is
assumed, and the sender is told.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from directory.entries.addresses import Address
from directory.entries.record import ServiceRecord

NOTE = "sites: “{}” is the address of a hidden base, so it is kept private too"


class Whereabouts(Protocol):
    """An address as a list or the database has it."""

    @property
    def address(self) -> str:
        """Return the address as people read it."""

    @property
    def postcode(self) -> str:
        """Return its postcode, empty when it is not known."""

    @property
    def is_hidden(self) -> bool:
        """Say whether the public may not know it."""


def keep_private(
    service: ServiceRecord, bases: Iterable[Whereabouts]
) -> tuple[ServiceRecord, list[str]]:
    """Return a service with those of its sites hidden that are at a hidden base, and what to tell.

    ``bases`` are its organisation's.
    """
    secret = [base for base in bases if base.is_hidden]
    given: Sequence[Address] = service.sites or ()
    sites = tuple(_hidden(site) if _is_at(site, secret) else site for site in given)
    notes = [
        NOTE.format(site.name or site.address or site.postcode)
        for site, before in zip(sites, given, strict=True)
        if site is not before
    ]
    return (replace(service, sites=sites), notes) if notes else (service, [])


def _hidden(site: Address) -> Address:
    # What is said tells one site from another: this one is no longer that of somebody else.
    return replace(site, is_hidden=True, said=f"{site.said} hidden")


def _is_at(site: Address, secret: Collection[Whereabouts]) -> bool:
    return not site.is_hidden and any(_is_same(site, base) for base in secret)


def _is_same(one: Whereabouts, other: Whereabouts) -> bool:
    """Say whether two addresses are one: the same words, or one more exact than the other.

    Two postcodes that differ are two places, whatever the words.
    """
    if one.postcode and other.postcode and one.postcode != other.postcode:
        return False
    shorter, longer = sorted((_words(one.address), _words(other.address)), key=len)
    if one.postcode and other.postcode:
        return longer[: len(shorter)] == shorter
    return bool(shorter) and shorter == longer


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())

"""What was read of an edit, beside what we keep: what is the same stays as it is.

A list says all that its sender knows. An edit says what one page shows, so what the page does not
show must survive it: when a base was checked, who claimed an area, which site a time is at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from directory.domain.area_lines import code_in
from directory.entries.addresses import BY_NAME, Address
from directory.entries.covering import Covered
from directory.entries.errors import BadRowError
from directory.entries.opening_times import Times, Usual
from directory.entries.record import OrganisationRecord, ServiceRecord
from directory.entries.sites import site_ref
from directory.entries.written import told_address

LONGEST_CLAIMANT = 120


def settled_organisation(
    record: OrganisationRecord, kept: OrganisationRecord
) -> OrganisationRecord:
    """Return a record in which bases that we have keep their place, and when they were checked.

    Who checked a base, and when, is never taken from an edit.
    """
    if record.bases is None or kept.bases is None:
        return record
    checked = {_place(each): each for each in reversed(kept.bases)}
    bases = []
    for each in _addresses(record.bases, kept.bases):
        same = checked.get(_place(each), Address())
        bases.append(replace(each, checked_on=same.checked_on, checked_by=same.checked_by))
    return replace(record, bases=tuple(bases))


def settled_service(record: ServiceRecord, kept: ServiceRecord, claimant: str) -> ServiceRecord:
    """Return a record in which areas and sites that we have stay what they are.

    Args:
        record: what was read.
        kept: what we keep.
        claimant: who claims the areas that are new.

    Raises:
        BadRowError: a site goes, and opening times are there.

    """
    if record.coverage is not None and kept.coverage is not None:
        return replace(record, coverage=_claims(record.coverage, kept.coverage, claimant))
    if record.times is not None:
        refs = {each: ref for each, ref in kept.site_refs.items() if each in record.times.usual}
        return replace(record, site_refs=refs)
    if record.sites is not None and kept.sites is not None:
        return _moved(replace(record, sites=tuple(_sites(record.sites, kept.sites))), kept)
    return record


def _claims(read: Iterable[Covered], kept: Iterable[Covered], claimant: str) -> tuple[Covered, ...]:
    """Return areas with who claimed each: an area that is named already keeps its claim."""
    ours = {(each.code, each.is_exclusion): each for each in kept}
    claim = claimant[:LONGEST_CLAIMANT], datetime.now(UTC).date()
    return tuple(
        ours.get((each.code, each.is_exclusion)) or replace(each, claim=claim) for each in read
    )


def _addresses(read: Iterable[Address], kept: Iterable[Address]) -> Iterable[Address]:
    """Yield addresses; one that is told as we tell one of ours is that one, wherever it lies."""
    left = [(_words(each), each) for each in kept]
    for each in read:
        words = _words(each)
        same = next((pair for pair in left if pair[0] == words), None)
        if same is not None:
            left.remove(same)
        yield same[1] if same is not None else each


def _sites(read: Iterable[Address], kept: Sequence[Address]) -> Iterable[Address]:
    """Yield sites; those that we tell in the same words are one to whoever reads them, and stay."""
    ours = [(_words(each), each) for each in kept]
    for each in read:
        words = _words(each)
        same = [site for told, site in ours if told == words]
        yield from same or [each]


def _words(address: Address) -> dict[str, Any]:
    """Return what an address says; areas by their code alone, as their names may change."""
    told = told_address(address)
    codes = {level: code_in(told[level]) or told[level] for level in BY_NAME if level in told}
    return told | codes


def _place(address: Address) -> tuple[Any, ...]:
    """Return where an address is, whatever it is called and whoever may know."""
    words = _words(address)
    names = ("address", "postcode", "easting", "northing", *BY_NAME)
    return tuple(str(words.get(name, "")).casefold() for name in names)


def _moved(record: ServiceRecord, kept: ServiceRecord) -> ServiceRecord:
    """Return a record whose opening times have moved with the sites they are at."""
    sites = {site_ref(each): each for each in record.sites or ()}
    ours = {site_ref(each): each for each in kept.sites or ()}
    gone = [ours[ref] for ref in ours if ref not in sites]
    added = [sites[ref] for ref in sites if ref not in ours]
    timed = {ref for ref in kept.site_refs.values() if ref}
    now_at = {
        site_ref(site): _successor(site, gone, added) for site in gone if site_ref(site) in timed
    }
    if not now_at or kept.times is None:
        return record
    refs: dict[Usual, str | None] = {}
    for each, ref in kept.site_refs.items():
        site = now_at.get(ref or "")
        refs[replace(each, site=site.name) if site else each] = site_ref(site) if site else ref
    return replace(record, times=Times(tuple(refs), kept.times.special), site_refs=refs)


def _successor(site: Address, gone: Sequence[Address], added: Sequence[Address]) -> Address:
    """Return the site that one has become: at the same place, or of the same name, or the only one.

    Raises:
        BadRowError: there is none.

    """
    for is_same in (
        lambda each: _place(each) == _place(site),
        lambda each: bool(site.name) and each.name.casefold() == site.name.casefold(),
        lambda _: len(gone) == len(added) == 1,
    ):
        for each in added:
            if is_same(each):
                return each
    shown = site.name or site.address or site.postcode
    raise BadRowError(
        f"sites: some opening times are at “{shown[:80]}”. Change those first, then take it away"
    )

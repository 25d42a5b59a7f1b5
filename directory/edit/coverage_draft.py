"""What a coverage says while it is being written, and each small change to it, saved at once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from directory.domain.place import ChainLink
from directory.domain.sections import Section, difference
from directory.domain.ticking import Ticks
from directory.domain.told_in_words import Changed, changed
from directory.entries import drafts, written
from directory.errors import BadInputError
from directory.queries.claimed import Claimed, claimed, in_order, read

MOST_CLAIMS = 5_000
COLUMN = "coverage"


@dataclass(frozen=True, slots=True)
class Draft:
    """The coverage of a service as its editor last left it.

    Attributes:
        areas: what it says.
        revision: of the open change; None when there is none, and this is what the public reads.
        is_waiting: whether a moderator has it.
        asked: the change that a moderator asks a question about, when she does.
        differing: what the public reads otherwise.

    """

    areas: tuple[Claimed, ...]
    revision: int | None = None
    is_waiting: bool = False
    asked: Any = None
    differing: tuple[Changed, ...] = ()

    @property
    def is_to_send(self) -> bool:
        """Say whether there is something that a moderator has not got yet."""
        return self.revision is not None and not self.is_waiting

    @property
    def included(self) -> list[Claimed]:
        """Return what it is for, as it is shown."""
        return in_order(each for each in self.areas if not each.is_exclusion)

    @property
    def excluded(self) -> list[Claimed]:
        """Return what it is not for, as it is shown."""
        return in_order(each for each in self.areas if each.is_exclusion)

    @property
    def ticks(self) -> Ticks:
        """Return the codes that are claimed and left out."""
        return Ticks(
            {each.code for each in self.included if each.code},
            {each.code for each in self.excluded if each.code},
        )


def draft_of(service: Any) -> Draft:
    """Return the coverage as it is being written, or else as the public reads it."""
    change = drafts.open_change(service.organisation, service, Section.COVERAGE)
    public = written.told_service(service, Section.COVERAGE)
    if change is None:
        return Draft(tuple(read(public.get(COLUMN) or [])))
    return Draft(
        tuple(read(change.told.get(COLUMN) or [])),
        change.revision,
        change.state == "waiting",
        change if change.state == "asked" else None,
        tuple(changed(difference(public, change.told))),
    )


def with_areas(
    draft: Draft, links: Iterable[ChainLink], *, is_exclusion: bool
) -> tuple[Claimed, ...]:
    """Return the areas with these added; one that said the opposite gives way.

    Raises:
        BadInputError: there is nothing yet to leave them out of, or there would be too many.

    """
    new = {link.code: claimed(link, is_exclusion=is_exclusion) for link in links}
    if is_exclusion and not draft.included:
        raise BadInputError(
            "First say whom it is for. Then you can leave places out.", field="where"
        )
    kept = [each for each in draft.areas if each.code not in new]
    return checked([*kept, *new.values()])


def with_ticks(
    draft: Draft, included: Collection[str], excluded: Collection[str], links: Iterable[ChainLink]
) -> tuple[Claimed, ...]:
    """Return the areas after a list was ticked; what is not among these codes stays out."""
    wanted = {(code, False) for code in included} | {(code, True) for code in excluded}
    kept = [e for e in draft.areas if not e.code or (e.code, e.is_exclusion) in wanted]
    new = wanted - {(each.code, each.is_exclusion) for each in kept}
    named = {link.code: link for link in links}
    added = [
        claimed(named[code], is_exclusion=is_exclusion)
        for code, is_exclusion in sorted(new)
        if code in named
    ]
    return checked([*kept, *added])


def without(draft: Draft, gone: Collection[str]) -> tuple[Claimed, ...]:
    """Return the areas without these lines; with the last of them go all that was left out."""
    kept = [each for each in draft.areas if each.line not in gone]
    return tuple(kept) if any(not each.is_exclusion for each in kept) else ()


def checked(areas: Sequence[Claimed]) -> tuple[Claimed, ...]:
    """Return areas that are not too many.

    Raises:
        BadInputError: they are.

    """
    if len(areas) > MOST_CLAIMS:
        raise BadInputError(
            f"That would be {len(areas):,} places, and {MOST_CLAIMS:,} is the most we can keep. "
            "Take whole wards instead of street by street.",
            field="where",
        )
    return tuple(areas)

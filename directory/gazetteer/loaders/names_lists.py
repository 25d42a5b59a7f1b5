"""ONS names-and-codes lists, as CSV: wards, neighbourhoods (MSOA), boroughs, regions, countries."""

from dataclasses import dataclass

from directory.gazetteer.loaders import area_store
from directory.gazetteer.loaders.area_record import AreaRecord
from directory.gazetteer.loaders.codes_and_names import (
    Layout,
    edition_of,
    layout_of,
    records,
)
from directory.gazetteer.loaders.job import Job
from directory.gazetteer.loaders.recognise import Head
from directory.gazetteer.loaders.report import BadRowError, Outcome
from directory.gazetteer.loaders.retiring import Scope, retire_unlisted


class Implied:
    """Which areas were already passed on as the parents of others, so that each is saved once."""

    def __init__(self) -> None:
        self._known: set[tuple[str, str]] = set()

    def fresh(self, areas: list[AreaRecord]) -> list[AreaRecord]:
        """Return the areas without those that were implied before."""
        return [area for area in areas if not area.is_implied or self._is_new(area)]

    def _is_new(self, area: AreaRecord) -> bool:
        pair = (area.code, area.name)
        if pair in self._known:
            return False
        self._known.add(pair)
        return True


def save_groups(groups: list[list[AreaRecord]]) -> Outcome:
    """Save the areas of several rows."""
    return area_store.save([area for group in groups for area in group])


@dataclass(frozen=True, slots=True)
class NamesList:
    """A list of one level of area, with the areas that hold them."""

    layout: Layout
    name: str
    order: int

    @classmethod
    def of(cls, head: Head) -> "NamesList | None":
        """Recognise it: a header with a code column and its name column."""
        layout = layout_of(head.header)
        if layout is None:
            return None
        level = layout.own.level
        # Wide areas first, so that a street or ward can say where it is.
        return cls(layout, f"ONS names and codes: {level.value}s", 20 - level.rank)

    def load(self, job: Job) -> None:
        """Load the rows; then retire what this edition no longer lists."""
        header = job.head.header
        job.edition = edition_of(self.layout, job.edition)
        scope, implied = Scope(self.layout.own.level), Implied()

        def parse(cells: list[str]) -> list[AreaRecord]:
            if len(cells) != len(header):
                raise BadRowError(f"has {len(cells)} columns, and should have {len(header)}")
            found = records(self.layout, dict(zip(header, cells, strict=True)), job.edition)
            scope.add(found[0])
            return implied.fresh(found)

        def note(cells: list[str]) -> None:
            if len(cells) == len(header):
                try:
                    parse(cells)
                except BadRowError:
                    return

        job.stream(job.rows(has_header=True), parse, save_groups, size=500, on_known=note)
        retire_unlisted(job, scope)

"""Addresses on this site: readable, and never given to another once they were somebody's."""

from collections.abc import Iterable, Sequence

from slugify import slugify
from sqlalchemy import select

from directory.extensions import db
from directory.models import FormerSlug, Organisation, Service

LONGEST = 100
AT_ONCE = 500
OURS = frozenset(
    (
        *("register", "claim", "invitation", "still-right"),
        *("add-service", "changes", "coverage", "end", "found", "history", "preview", "section"),
        *("send", "show", "team", "throw-away", "versions"),
    )
)
"""Words of the edit room that stand where a slug does in its addresses: no entry is given one."""


class Slugs:
    """The addresses given to organisations, or to services, in one load.

    Args:
        model: what the addresses are of.

    """

    def __init__(self, model: type[Organisation] | type[Service]) -> None:
        """Begin with none looked up."""
        self._model = model
        self.kind = "organisation" if model is Organisation else "service"
        self._owners: dict[str, int | None] = {}
        self._numbers: dict[str, int] = {}

    def look_up(self, names: Iterable[str]) -> None:
        """Find out, in a few questions for all, whether the addresses of these names are free."""
        self._find(sorted({self.stem(name) for name in names}))

    def give(self, name: str, own_id: int | None) -> str:
        """Return a free address made from a name, and hold it for its owner."""
        stem = self.stem(name)
        slug, number = stem, self._numbers.get(stem, 1)
        while not self._is_free(slug, own_id):
            number += 1
            slug = f"{stem}-{number}"
        self._numbers[stem] = number
        self._owners[slug] = own_id or -1
        return slug

    def is_made_from(self, slug: str, name: str) -> bool:
        """Say whether an address was made from this name, so that it need not change."""
        if slug in OURS:
            return False
        stem = self.stem(name)
        rest = slug.removeprefix(stem)
        return slug == stem or (slug.startswith(stem) and rest[:1] == "-" and rest[1:].isdecimal())

    def keep_forwarding(self, slug: str, target_id: int) -> None:
        """Remember that this address moved, so that it redirects for ever."""
        db.session.merge(FormerSlug(kind=self.kind, slug=slug, target_id=target_id))
        self._owners[slug] = target_id

    def stem(self, name: str) -> str:
        """Return a name as an address, before it is made unlike all others."""
        return slugify(name, max_length=LONGEST, word_boundary=True) or self.kind

    def _is_free(self, slug: str, own_id: int | None) -> bool:
        if slug in OURS:
            return False
        if slug not in self._owners:
            self._find([slug])
        owner = self._owners[slug]
        return owner is None or owner == own_id

    def _find(self, slugs: Sequence[str]) -> None:
        for start in range(0, len(slugs), AT_ONCE):
            some = [slug for slug in slugs[start : start + AT_ONCE] if slug not in self._owners]
            held = select(self._model.slug, self._model.id).where(self._model.slug.in_(some))
            former = select(FormerSlug.slug, FormerSlug.target_id).where(
                FormerSlug.kind == self.kind, FormerSlug.slug.in_(some)
            )
            owners = {
                slug: id_
                for question in (former, held)
                for slug, id_ in db.session.execute(question)
            }
            self._owners |= {slug: owners.get(slug) for slug in some}

"""Addresses on this site: readable, and never given to another once they were somebody's."""

from slugify import slugify
from sqlalchemy import select

from directory.extensions import db
from directory.models import FormerSlug, Organisation, Service

LONGEST = 100


def slug_for(kind: str, words: str, own_id: int | None) -> str:
    """Return a free address for an organisation or a service, made from its name."""
    stem = slugify(words, max_length=LONGEST, word_boundary=True) or kind
    number = 1
    while True:
        slug = stem if number == 1 else f"{stem}-{number}"
        if not _is_taken(kind, slug, own_id):
            return slug
        number += 1


def is_made_from(slug: str, words: str, kind: str) -> bool:
    """Say whether an address was made from these words, so that it need not change."""
    stem = slugify(words, max_length=LONGEST, word_boundary=True) or kind
    rest = slug.removeprefix(stem)
    return slug == stem or (slug.startswith(stem) and rest[:1] == "-" and rest[1:].isdecimal())


def keep_forwarding(kind: str, slug: str, target_id: int) -> None:
    """Remember that this address moved, so that it redirects for ever."""
    db.session.merge(FormerSlug(kind=kind, slug=slug, target_id=target_id))


def _is_taken(kind: str, slug: str, own_id: int | None) -> bool:
    model: type[Organisation] | type[Service] = Organisation if kind == "organisation" else Service
    owner = db.session.scalar(select(model.id).where(model.slug == slug))
    if owner is not None and owner != own_id:
        return True
    former = db.session.get(FormerSlug, (kind, slug))
    return former is not None and former.target_id != own_id

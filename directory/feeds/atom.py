"""The newest services as an Atom feed (RFC 4287)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from directory.domain.categories import CATEGORIES, Category
from directory.web.links import public_host, public_url

if TYPE_CHECKING:
    from directory.models import Service

SINCE = 2026
"""The year in which our tag addresses begin (RFC 4151); it never changes, so that ids do not."""

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


@dataclass(frozen=True, slots=True)
class Item:
    """One service in the feed."""

    id: str
    title: str
    link: str
    author: str
    summary: str
    categories: tuple[Category, ...]
    published: str
    updated: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed: its own id, when it last changed, its items."""

    id: str
    updated: str
    items: tuple[Item, ...]


def feed(services: "Sequence[Service]", now: datetime) -> Feed:
    """Return the feed of these services; an empty one is as new as now."""
    changed = max((service.edited_at for service in services), default=now)
    return Feed(_tag("new"), _moment(changed), tuple(_item(service) for service in services))


def _item(service: "Service") -> Item:
    return Item(
        id=_tag(f"service/{quote(service.ref, safe='')}"),
        title=_plain(service.name),
        link=public_url("find.service", slug=service.slug),
        author=_plain(service.organisation.name),
        summary=_plain(service.summary or service.description[:300]),
        categories=tuple(CATEGORIES[s] for s in service.categories if s in CATEGORIES),
        published=_moment(service.created_at),
        updated=_moment(service.edited_at),
    )


def _tag(what: str) -> str:
    return f"tag:{public_host()},{SINCE}:{what}"


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _plain(text: str) -> str:
    return NOT_XML.sub(" ", text)

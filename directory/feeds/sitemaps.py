"""Lists of pages as the sitemap protocol writes them (sitemaps.org), line by line."""

from collections.abc import Iterable, Iterator

from markupsafe import escape

from directory.queries.sitemap import Entry
from directory.web.links import public_url

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
STATIC = (
    "find.start",
    "about.ranking",
    "about.accessibility",
    "about.privacy",
    "about.data_protection",
)


def urls(entries: Iterable[Entry], *, with_static: bool) -> Iterator[str]:
    """Write a list of pages, with those that are always there first when asked."""
    yield f'{HEAD}<urlset xmlns="{SPACE}">\n'
    if with_static:
        for endpoint in STATIC:
            yield _url(public_url(endpoint))
    for entry in entries:
        yield _url(_address(entry), entry.edited_at.date().isoformat() if entry.edited_at else "")
    yield "</urlset>\n"


def index(parts: int) -> Iterator[str]:
    """Write a list of so many lists."""
    yield f'{HEAD}<sitemapindex xmlns="{SPACE}">\n'
    for number in range(1, parts + 1):
        address = public_url("feeds.sitemap_part", number=number)
        yield f"<sitemap><loc>{escape(address)}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def _url(address: str, day: str = "") -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(address)}</loc>{changed}</url>\n"


def _address(entry: Entry) -> str:
    if entry.kind == "place":
        return public_url("places.place", level=entry.level, slug=entry.slug)
    return public_url(f"find.{entry.kind}", slug=entry.slug)

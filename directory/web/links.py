"""Addresses of our own pages in full, and addresses that people gave us."""

import re
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from markupsafe import Markup, escape

LONGEST = 300
BARE = re.compile(r"[\w.-]+(:\d+)?(/|$)")
"""An address with no scheme: "example.org/what-we-do"."""
ADDRESS = re.compile(r"(https?://\S+)")


def public_url(endpoint: str, **values: object) -> str:
    """Return the address of a page in full, as other sites and feed readers must have it.

    The ``PUBLIC_URL`` setting says how the site is known from outside; without it we believe the
    request.
    """
    base = str(current_app.config["PUBLIC_URL"]).rstrip("/")
    if not base:
        return url_for(endpoint, _external=True, **values)  # type: ignore[arg-type]
    # What the server puts before our addresses is in PUBLIC_URL already.
    return base + url_for(endpoint, **values).removeprefix(request.script_root)  # type: ignore[arg-type]


def public_host() -> str:
    """Return the name by which the site is known, without a port."""
    return urlsplit(public_url("find.start")).hostname or "localhost"


def web_address(text: str) -> str:
    """Return an address that may be linked to, or nothing when it is not a web address."""
    wanted = text.strip()
    if not wanted or len(wanted) > LONGEST or any(c.isspace() or ord(c) < 32 for c in wanted):
        return ""
    if BARE.match(wanted):
        wanted = f"https://{wanted}"
    try:
        parts = urlsplit(wanted)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return wanted if parts.scheme in {"http", "https"} and "." in host else ""


def local_path(address: str) -> str:
    """Return an address when it is a path of this site, else "": nobody is led elsewhere."""
    if len(address) > LONGEST or not address.startswith("/") or not address.isprintable():
        return ""
    is_elsewhere = address[1:2] in {"/", "\\"} or " " in address
    return "" if is_elsewhere else address


def without_scheme(address: str) -> str:
    """Return a web address as people write it: no scheme, no "www.", no slash at the end."""
    shown = address.partition("://")[2] or address
    return shown.removeprefix("www.").rstrip("/")


def linked(text: str) -> Markup:
    """Return text as HTML, with the web addresses in it as links."""
    parts = ADDRESS.split(text)
    return Markup().join(_link(part) if ADDRESS.fullmatch(part) else escape(part) for part in parts)


def _link(address: str) -> Markup:
    kept = address.rstrip(".,;:)]")
    link = web_address(kept)
    if not link:
        return escape(address)
    return Markup('<a href="{}" rel="nofollow ugc noopener">{}</a>{}').format(
        link, without_scheme(kept), address[len(kept) :]
    )

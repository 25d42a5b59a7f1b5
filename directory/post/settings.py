"""Where letters go and whom they come from, read from the settings and checked at the start."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from flask import Flask, current_app

from directory.errors import BadInputError
from directory.post.addresses import recipient
from directory.post.rendering import one_line

PORTS = {"smtp": 587, "smtps": 465}
LONGEST_DOMAIN = 80
_SENDER = re.compile(r"(?P<name>[^<>]*)<(?P<named>[^<>]+)>|(?P<bare>[^<>]+)")


@dataclass(frozen=True)
class Server:
    """A mail server, and how to speak to it."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    # TLS from the first byte (smtps), or begun with STARTTLS, or neither.
    is_tls: bool = False
    must_start_tls: bool = True


def init_app(app: Flask) -> None:
    """Refuse to start with settings that letters cannot be sent with.

    Raises:
        ValueError: SMTP_URL or MAIL_FROM is not understood, or MAIL_FROM or PUBLIC_URL is not
            there with SMTP_URL.

    """
    mail_from = str(app.config["MAIL_FROM"]).strip()
    if mail_from and not sender_of(app.config):
        raise ValueError(
            "MAIL_FROM must be an address like post@example.org, or A Name <post@example.org>, "
            f"not {mail_from!r}."
        )
    if not app.config["SMTP_URL"]:
        return
    server_of(str(app.config["SMTP_URL"]))
    if not mail_from:
        raise ValueError(
            "SMTP_URL is set, so MAIL_FROM must be too: the address that letters come from."
        )
    parts = urlsplit(str(app.config["PUBLIC_URL"]))
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(
            "SMTP_URL is set, so PUBLIC_URL must be too: the site's own address, "
            "https://…, for the links in letters."
        )


def server_of(url: str) -> Server:
    """Return the server of an ``SMTP_URL``.

    ``smtp://`` begins plainly and goes over to TLS with STARTTLS; ``smtps://`` is TLS from the
    start. A server on this machine need not offer STARTTLS, nor one whose address ends in
    ``?starttls=no``, but that one is never told a password.

    Raises:
        ValueError: it is not such an address; its password is not repeated.

    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        asked = parse_qs(parts.query, strict_parsing=bool(parts.query))
    except ValueError:
        host, port, asked = "", None, {}
        parts = urlsplit("")
    if parts.scheme not in PORTS or not host or parts.path.strip("/"):
        raise ValueError(
            "SMTP_URL must be like smtp://user:password@host:587 or smtps://user:password@host:465."
        )
    if asked not in ({}, {"starttls": ["no"]}):
        raise ValueError("After “?”, SMTP_URL may only say starttls=no.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    is_plain = bool(asked)
    if is_plain and user:
        raise ValueError("SMTP_URL says starttls=no, so it may not have a user and a password.")
    return Server(
        host=host,
        port=port or PORTS[parts.scheme],
        user=user,
        password=password,
        is_tls=parts.scheme == "smtps",
        must_start_tls=parts.scheme == "smtp" and not is_plain and not _is_this_machine(host),
    )


def server() -> Server | None:
    """Return the server of the current application, or None when letters stay in the outbox."""
    url = str(current_app.config["SMTP_URL"])
    return server_of(url) if url and not current_app.config["DEMO"] else None


def sender_of(config: Mapping[str, Any]) -> Address | None:
    """Return whom letters come from: MAIL_FROM, by the name of the site when it gives none.

    None when it is no address, or one that not every mail server can write.
    """
    found = _SENDER.fullmatch(str(config["MAIL_FROM"]).strip())
    if found is None:
        return None
    try:
        address = recipient(found["named"] or found["bare"])
    except BadInputError:
        return None
    if not address.username.isascii():
        return None
    name = (found["name"] or "").strip('" ') or str(config["SITE_NAME"])
    return Address(one_line(name), address.username, address.domain)


def domain() -> str:
    """Return the domain of our Message-IDs: that of MAIL_FROM, else one that never exists."""
    sender = sender_of(current_app.config)
    if sender is None or len(sender.domain) > LONGEST_DOMAIN:
        return "doorstep.invalid"
    return sender.domain


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

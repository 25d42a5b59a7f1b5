"""Settings: defaults here, overridden by ``instance/config.toml``, then by the environment.

Every setting may be given as ``DOORSTEP_<NAME>``; ``DATABASE_URL``, ``HOST`` and ``PORT`` are
read without the prefix, as hosting platforms set them so.
"""

import contextlib
import json
import logging
import os
import secrets
import tomllib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import limits
from limits.storage import storage_from_string
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

DEFAULTS: dict[str, Any] = {
    "SITE_NAME": "Doorstep",
    # A demo says so on every page.
    "DEMO": False,
    # Ring 1 reaches this far beyond the place, in metres: a ten-minute walk.
    "DOORSTEP_METRES": 800,
    "PAGE_SIZE": 20,
    "MAX_QUERY_LENGTH": 200,
    "MAX_PAGE": 500,
    "TIME_ZONE": "Europe/London",
    # How long the counts of how complete the directory is are kept before they are made again.
    "COUNTS_SECONDS": 300,
    # Limits are per client address; see docs/operating.md for Redis or Valkey.
    "RATELIMIT_STORAGE_URI": "memory://",
    "SEARCH_RATE_LIMIT": "120 per minute",
    "API_RATE_LIMIT": "120 per minute",
    # How many proxies stand in front and may be believed about the client's address.
    "TRUSTED_PROXIES": 0,
    "PUBLIC_URL": "",
    # Whom to write to about the site: shown on the pages about it.
    "CONTACT_EMAIL": "",
    # How long somebody stays signed in.
    "SESSION_HOURS": 12,
    # A council's own sign-in (OpenID Connect): the address of its issuer, and who we are to it.
    "OIDC_ISSUER": "",
    "OIDC_NAME": "your council",
    "OIDC_CLIENT_ID": "",
    "OIDC_CLIENT_SECRET": "",
    # Whether signing in there is as good as a second factor, though the provider does not say so.
    "OIDC_IS_SECOND_FACTOR": False,
    # Letters: smtp://user:password@host:port (smtps for TLS from the start); empty keeps them in
    # the outbox, and a demo shows them in its mailbox.
    "SMTP_URL": "",
    "MAIL_FROM": "",
    # How long the mail server may take for one answer.
    "SMTP_SECONDS": 60,
    # How long it is known that a letter was sent or given up.
    "LETTERS_DAYS": 30,
    # Retention, in days unless said: after a session or a link ended; after something was decided;
    # after a draft was last touched; and months without signing in, for who keeps nothing.
    "KEEP_ENDED_DAYS": 30,
    "KEEP_DECIDED_DAYS": 365,
    "KEEP_DRAFTS_DAYS": 365,
    "KEEP_UNUSED_ACCOUNTS_MONTHS": 24,
    # Who is responsible for what is kept about people (the controller), for the page about it.
    "OPERATOR_NAME": "",
    # Sections that a trusted editor may publish at once, with commas between them.
    "AT_ONCE_SECTIONS": "times, contacts, organisation-contacts, status",
    # How many reports of a wrong entry one visitor may send.
    "REPORT_RATE_LIMIT": "10 per hour",
    # An entry that nobody checked for so many months is on the moderators' list.
    "STALE_MONTHS": 12,
    # How many days lie between letters that ask whether an entry is still right; 0 asks nobody.
    "STILL_RIGHT_DAYS": 91,
    # How often what was found is counted up in the database, in seconds; 0 counts nothing.
    "COUNT_FOUND_SECONDS": 20,
    # Counts of what was found are forgotten after so many months.
    "COUNTS_KEEP_MONTHS": 24,
    # Whether the worker looks if the websites of entries still answer.
    "CHECK_WEBSITES": True,
    "LOG_LEVEL": "INFO",
    "HOST": "127.0.0.1",
    "PORT": 8000,
    "THREADS": 4,
}

BOUNDS: Mapping[str, tuple[int, int]] = {
    "DOORSTEP_METRES": (0, 100_000),
    "PAGE_SIZE": (1, 200),
    "MAX_QUERY_LENGTH": (10, 10_000),
    "MAX_PAGE": (1, 100_000),
    "COUNTS_SECONDS": (0, 86_400),
    "SESSION_HOURS": (1, 720),
    "SMTP_SECONDS": (1, 600),
    "LETTERS_DAYS": (1, 3_650),
    "STALE_MONTHS": (1, 120),
    "STILL_RIGHT_DAYS": (0, 1_100),
    "KEEP_ENDED_DAYS": (1, 3_650),
    "KEEP_DECIDED_DAYS": (1, 3_650),
    "KEEP_DRAFTS_DAYS": (1, 3_650),
    "KEEP_UNUSED_ACCOUNTS_MONTHS": (1, 240),
    "COUNT_FOUND_SECONDS": (0, 3_600),
    "COUNTS_KEEP_MONTHS": (1, 120),
    "TRUSTED_PROXIES": (0, 20),
    "PORT": (0, 65_535),
    "THREADS": (1, 500),
}
"""The least and the most that a number may be."""

_WITHOUT_DEFAULT = ("DATABASE_URL", "SECRET_KEY")
_READ_ELSEWHERE = frozenset({"DOORSTEP_INSTANCE", "DOORSTEP_TESTS_SKIP_NOTHING"})


def instance_folder() -> Path:
    """Return the instance folder: ``DOORSTEP_INSTANCE``, or ``instance/`` where we stand."""
    return Path(os.environ.get("DOORSTEP_INSTANCE", "instance")).resolve()


def settings(instance: Path) -> dict[str, Any]:
    """Return every setting for this instance folder.

    Raises:
        ValueError: ``config.toml`` cannot be read, or a setting is not of its kind, or no use.

    """
    found = dict(DEFAULTS) | _from_file(instance / "config.toml")
    found |= _from_environment(found)
    url = os.environ.get("DATABASE_URL") or found.get("DATABASE_URL") or ""
    _check(found, str(url))
    found["SQLALCHEMY_DATABASE_URI"] = _database_url(url, instance)
    # What people typed, and their addresses, must not get into the log with an error.
    found["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True}
    found["INDEX_FOLDER"] = str(instance / "index")
    if found["OIDC_ISSUER"]:
        # Signs what the way to the council's sign-in and back must remember, and nothing else.
        found["SECRET_KEY"] = found.get("SECRET_KEY") or _kept_secret(instance)
        found |= {"SESSION_COOKIE_NAME": "doorstep_council", "SESSION_COOKIE_SAMESITE": "Lax"}
    return found


def _from_file(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        return {
            name.upper(): value for name, value in tomllib.loads(file.read_text("utf-8")).items()
        }
    except (OSError, ValueError) as error:
        raise ValueError(f"config.toml cannot be read: {error}") from None


def _from_environment(defaults: dict[str, Any]) -> dict[str, Any]:
    """Read ``DOORSTEP_<NAME>`` as the same kind of value as the default it replaces.

    A name that is no setting is refused: what was meant by it would not be done.
    """
    found: dict[str, Any] = {}
    known = {f"DOORSTEP_{name}": name for name in (*DEFAULTS, *_WITHOUT_DEFAULT)}
    for variable, text in os.environ.items():
        if not variable.startswith("DOORSTEP_") or variable in _READ_ELSEWHERE:
            continue
        if variable not in known:
            raise ValueError(f"{variable} is no setting. {_near(variable)}")
        found[known[variable]] = _read(variable, text, defaults.get(known[variable]))
    for name in ("HOST", "PORT"):
        if os.environ.get(name):
            found[name] = _read(name, os.environ[name], defaults.get(name))
    return found


def _near(variable: str) -> str:
    """Say what may have been meant by a name that is no setting."""
    names = (*DEFAULTS, *_WITHOUT_DEFAULT, "INSTANCE")
    near = get_close_matches(variable.removeprefix("DOORSTEP_"), names, n=1)
    return f"Did you mean DOORSTEP_{near[0]}?" if near else "docs/operating.md lists them all."


def _read(variable: str, text: str, default: Any) -> Any:
    """Return the text as a value of the default's kind."""
    if isinstance(default, bool | int):
        try:
            value = json.loads(text.lower())
        except ValueError:
            value = None
        if type(value) is not type(default):
            raise ValueError(f"{variable} must be {_kind(default)}, not {text!r}")
        return value
    return text


def _check(found: Mapping[str, Any], url: str) -> None:
    """Refuse what would only come to light when a page is asked for, or never.

    A limit that cannot be read would be no limit at all.
    """
    for name, default in DEFAULTS.items():
        if type(found[name]) is not type(default):
            raise ValueError(f"{name} must be {_kind(default)}, not {found[name]!r}")
    for name, (least, most) in BOUNDS.items():
        if not least <= found[name] <= most:
            raise ValueError(f"{name} must be from {least} to {most}, not {found[name]}")
    for name, (is_good, wanted) in _RULES.items():
        if not is_good(found[name]):
            raise ValueError(f"{name} must be {wanted}, not {found[name]!r}")
    if url and not _is_read_by(_driver, url, SQLAlchemyError, ImportError):
        # Not shown: it may hold a password.
        raise ValueError(
            "DATABASE_URL must be like postgresql://user:password@host/name "
            "(with the “postgres” extra installed)"
        )


def _kind(default: Any) -> str:
    kinds = {bool: "true or false", int: "a whole number"}
    return kinds.get(type(default), "text")


def _is_read_by(read: Callable[[str], object], text: str, *errors: type[Exception]) -> bool:
    try:
        read(text)
    except errors:
        return False
    return True


def _driver(url: str) -> object:
    return make_url(_database_url(url, Path())).get_dialect().import_dbapi()


def _is_zone(text: str) -> bool:
    return _is_read_by(ZoneInfo, text, ZoneInfoNotFoundError, ValueError, OSError)


def _is_limit(text: str) -> bool:
    return _is_read_by(limits.parse_many, text, ValueError)


def _is_storage(text: str) -> bool:
    return _is_read_by(storage_from_string, text, limits.errors.ConfigurationError, ValueError)


def _is_site(text: str) -> bool:
    """Say whether this is an address that links can begin with; empty: the request tells."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return not text or (
        parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query
    )


_RULES: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "TIME_ZONE": (_is_zone, "a time zone like Europe/London"),
    "SEARCH_RATE_LIMIT": (_is_limit, "a limit like 120 per minute"),
    "API_RATE_LIMIT": (_is_limit, "a limit like 120 per minute"),
    "REPORT_RATE_LIMIT": (_is_limit, "a limit like 10 per hour"),
    "RATELIMIT_STORAGE_URI": (
        _is_storage,
        "memory:// or redis://host:6379 (with the “redis” package installed)",
    ),
    "PUBLIC_URL": (_is_site, "an address like https://doorstep.example.org"),
    "OIDC_ISSUER": (_is_site, "an address like https://login.council.example"),
    "LOG_LEVEL": (
        logging.getLevelNamesMapping().__contains__,
        "DEBUG, INFO, WARNING or ERROR",
    ),
}
"""What a text must be, for each setting where not every text will do."""


def _kept_secret(instance: Path) -> str:
    """Return the secret of this instance, made the first time, readable by its owner alone."""
    file = instance / "secret_key"
    if not file.exists():
        instance.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as opened:
                opened.write(secrets.token_urlsafe(32))
    return file.read_text("ascii").strip()


def _database_url(url: str, instance: Path) -> str:
    """Return the address of the database: SQLite in the instance folder unless one is given."""
    if not url:
        return f"sqlite:///{instance / 'doorstep.sqlite'}"
    if url.startswith("postgres://"):
        return "postgresql+psycopg://" + url.removeprefix("postgres://")
    if url.startswith("postgresql://"):
        return "postgresql+psycopg://" + url.removeprefix("postgresql://")
    return url

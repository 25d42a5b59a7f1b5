"""Settings: defaults here, overridden by ``instance/config.toml``, then by the environment.

Every setting may be given as ``DOORSTEP_<NAME>``; ``DATABASE_URL``, ``HOST`` and ``PORT`` are
read without the prefix, as hosting platforms set them so.
"""

import json
import os
import tomllib
from pathlib import Path
from typing import Any

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
    # Letters: smtp://user:password@host:port (smtps for TLS from the start); empty keeps them in
    # the outbox, and a demo shows them in its mailbox.
    "SMTP_URL": "",
    "MAIL_FROM": "",
    # How long the mail server may take for one answer.
    "SMTP_SECONDS": 60,
    # How long it is known that a letter was sent or given up.
    "LETTERS_DAYS": 30,
    # Sections that a trusted editor may publish at once, with commas between them.
    "AT_ONCE_SECTIONS": "times, contacts, organisation-contacts, status",
    "LOG_LEVEL": "INFO",
    "HOST": "127.0.0.1",
    "PORT": 8000,
    "THREADS": 4,
}


def instance_folder() -> Path:
    """Return the instance folder: ``DOORSTEP_INSTANCE``, or ``instance/`` where we stand."""
    return Path(os.environ.get("DOORSTEP_INSTANCE", "instance")).resolve()


def settings(instance: Path) -> dict[str, Any]:
    """Return every setting for this instance folder.

    Raises:
        ValueError: ``config.toml`` is not TOML, or the environment holds a value of the wrong kind.

    """
    found = dict(DEFAULTS)
    file = instance / "config.toml"
    if file.exists():
        found |= {
            name.upper(): value for name, value in tomllib.loads(file.read_text("utf-8")).items()
        }
    found |= _from_environment(found)
    url = os.environ.get("DATABASE_URL") or found.get("DATABASE_URL") or ""
    found["SQLALCHEMY_DATABASE_URI"] = _database_url(url, instance)
    # What people typed, and their addresses, must not get into the log with an error.
    found["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True}
    found["INDEX_FOLDER"] = str(instance / "index")
    return found


def _from_environment(defaults: dict[str, Any]) -> dict[str, Any]:
    """Read ``DOORSTEP_<NAME>`` as the same kind of value as the default it replaces."""
    found: dict[str, Any] = {}
    for variable, text in os.environ.items():
        name = variable.removeprefix("DOORSTEP_")
        if variable.startswith("DOORSTEP_") and name != "INSTANCE":
            found[name] = _read(variable, text, defaults.get(name))
    for name in ("HOST", "PORT"):
        if os.environ.get(name):
            found[name] = _read(name, os.environ[name], defaults.get(name))
    return found


def _read(variable: str, text: str, default: Any) -> Any:
    """Return the text as a value of the default's kind."""
    if isinstance(default, bool | int):
        try:
            value = json.loads(text.lower())
        except ValueError:
            value = None
        if not isinstance(value, type(default)):
            kind = "true or false" if isinstance(default, bool) else "a whole number"
            raise ValueError(f"{variable} must be {kind}, not {text!r}")
        return value
    return text


def _database_url(url: str, instance: Path) -> str:
    """Return the address of the database: SQLite in the instance folder unless one is given."""
    if not url:
        return f"sqlite:///{instance / 'doorstep.sqlite'}"
    if url.startswith("postgres://"):
        return "postgresql+psycopg://" + url.removeprefix("postgres://")
    if url.startswith("postgresql://"):
        return "postgresql+psycopg://" + url.removeprefix("postgresql://")
    return url

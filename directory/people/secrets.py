"""Keys that open something: long, random, shown once, and kept only as a hash."""

import hashlib
import secrets

BYTES = 32


def new_key() -> str:
    """Return a key of 256 random bits, fit for a URL or a cookie."""
    return secrets.token_urlsafe(BYTES)


def hashed(key: str) -> str:
    """Return what is kept of a key.

    A plain SHA-256 is enough: a key is random and long, so there is nothing to guess it by.
    """
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()

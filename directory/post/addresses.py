"""Addresses that may stand in the head of a letter."""

import re
from email.headerregistry import Address

from directory.errors import BadInputError

_USER = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


def recipient(email: str) -> Address:
    """Return an address, its domain in ASCII as mail servers want it.

    Only plain addresses pass (RFC 5322's "dot-atom", or RFC 6531's with letters of any script):
    what needs quotes, or holds an encoded word, can make a head of its own.

    Raises:
        BadInputError: it cannot be an address.

    """
    user, _, name = email.rpartition("@")
    try:
        domain = name.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    if not _USER.fullmatch(user) or "=?" in user or not _DOMAIN.fullmatch(domain):
        raise BadInputError("That is not an e-mail address.", field="email")
    return Address(username=user, domain=domain)

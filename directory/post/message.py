"""A letter as mail servers have it: RFC 5322 and MIME, plain text first, then HTML."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from flask import current_app

from directory.errors import BadInputError
from directory.models import Letter
from directory.post.rendering import one_line
from directory.post.settings import sender_of

POLICY = SMTP.clone(max_line_length=76)
_USER = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


def message_of(letter: Letter) -> EmailMessage:
    """Return the message of a letter; sent again, it is the same message by its Message-ID.

    Bodies are quoted-printable, so that no line is too long for any server on the way.

    Raises:
        BadInputError: the letter's address cannot be one.

    """
    message = EmailMessage(policy=POLICY)
    sender = sender_of(current_app.config)
    if sender is not None:
        message["From"] = sender
    message["To"] = recipient(letter.email)
    if contact := str(current_app.config["CONTACT_EMAIL"]):
        message["Reply-To"] = recipient(contact)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = letter.message_id
    # RFC 3834: nobody's "I am away" shall answer it; the second is what Exchange understands.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message


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

"""A letter as mail servers have it: RFC 5322 and MIME, plain text first, then HTML."""

from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from flask import current_app

from directory.errors import BadInputError
from directory.models import Letter
from directory.post.addresses import recipient
from directory.post.rendering import one_line
from directory.post.settings import sender_of

POLICY = SMTP.clone(max_line_length=76)


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
        with suppress(BadInputError):
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

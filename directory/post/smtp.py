"""Speaking SMTP: a line to a mail server, and its verdict on each letter."""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from enum import StrEnum
from typing import NamedTuple

from flask import current_app

from directory.errors import PostUnavailableError
from directory.post.rendering import one_line
from directory.post.settings import Server, domain

CLOSING = 421
"""The server says this when it is about to hang up (RFC 5321, 3.8)."""
LONGEST_TROUBLE = 300
logger = logging.getLogger(__name__)


class Fate(StrEnum):
    """What becomes of a letter that was handed to a server."""

    SENT = "sent"
    LATER = "to be tried again"
    NEVER = "given up"
    # Neither yes nor no: the line went dead. To be tried again, on another line.
    DROPPED = "cut off"


class Verdict(NamedTuple):
    """What the server made of a letter, and what it said."""

    fate: Fate
    trouble: str = ""


@contextmanager
def line_to(server: Server) -> Iterator[smtplib.SMTP]:
    """Open a line to a server, greeted, safe and signed in; hang up in the end.

    Every wait on it ends after ``SMTP_SECONDS``. Certificates are checked.

    Raises:
        PostUnavailableError: it is not there, or not safe, or refuses us. No letter is to blame.

    """
    line = None
    try:
        line = _greet(server)
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        # What a server says may repeat our user name: only its number is told.
        code = getattr(error, "smtp_code", None)
        said = f"it answered {code}" if code else type(error).__name__
        raise PostUnavailableError(
            f"The mail server cannot be used ({said}). Letters wait until it can."
        ) from None
    try:
        yield line
    finally:
        with suppress(smtplib.SMTPException, OSError):
            line.quit()
        line.close()


def hand_over(line: smtplib.SMTP, message: EmailMessage) -> Verdict:
    """Hand a letter to the server, and return what it made of it; this never raises."""
    try:
        line.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        return _verdict(code, said)
    except smtplib.SMTPSenderRefused as refused:
        # Our own address is to blame, which the operator can put right; the letter is not.
        verdict = _verdict(refused.smtp_code, refused.smtp_error)
        return verdict._replace(fate=Fate.LATER) if verdict.fate == Fate.NEVER else verdict
    except smtplib.SMTPResponseException as refused:
        return _verdict(refused.smtp_code, refused.smtp_error)
    except smtplib.SMTPNotSupportedError:
        return Verdict(Fate.NEVER, "The mail server cannot write to addresses like this one.")
    except (smtplib.SMTPException, OSError) as error:
        return Verdict(Fate.DROPPED, f"The line to the mail server was cut: {type(error).__name__}")
    return Verdict(Fate.SENT)


def _greet(server: Server) -> smtplib.SMTP:
    seconds, name = float(current_app.config["SMTP_SECONDS"]), domain()
    if server.is_tls:
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host,
            server.port,
            local_hostname=name,
            timeout=seconds,
            context=ssl.create_default_context(),
        )
    else:
        line = smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=seconds)
    try:
        line.ehlo_or_helo_if_needed()
        if not server.is_tls and (server.must_start_tls or line.has_extn("starttls")):
            # Where the server does not offer it, this raises: nothing is sent in the clear.
            line.starttls(context=ssl.create_default_context())
            line.ehlo()
        if server.user:
            line.login(server.user, server.password)
    except BaseException:
        line.close()
        raise
    return line


def _verdict(code: int, said: bytes | str) -> Verdict:
    """Return what an answer means: 4xx "not now", 5xx "never" (RFC 5321, 4.2.1)."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    trouble = one_line(f"{code} {words}", LONGEST_TROUBLE)
    if code == CLOSING:
        return Verdict(Fate.DROPPED, trouble)
    return Verdict(Fate.NEVER if 500 <= code < 600 else Fate.LATER, trouble)

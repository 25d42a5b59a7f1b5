"""A real mail server on this machine, which does to letters what the test wants."""

import asyncio
import email
import email.policy
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


class Answers:
    """How the server answers, step by step; what it took is in ``taken``, each as it arrived."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.to: list[str] = []
        self.raw: list[bytes] = []
        self.secrets: list[tuple[bytes, bool]] = []
        self.greetings = 0
        self.on_mail = self.on_rcpt = self.on_data = ""
        self.slow_seconds = 0.0
        self.cuts_at = ""
        self.cuts_to: frozenset[str] = frozenset()
        self.before: Callable[[], object] = lambda: None
        self.then: Callable[[], object] = lambda: None
        self.lock = threading.Lock()

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.greetings += 1
        return answers

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._trouble("mail", server)
        if self.on_mail:
            return self.on_mail
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await self._trouble("rcpt", server)
        if address in self.cuts_to:
            server.transport.abort()
        if self.on_rcpt:
            return self.on_rcpt.replace("ADDRESS", address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self.before()
        await self._trouble("data", server)
        if self.slow_seconds and server.transport.is_closing():
            return "451 You are gone"
        if self.on_data:
            return self.on_data
        raw = bytes(envelope.content or b"")
        with self.lock:
            self.raw.append(raw)
            self.taken.append(email.message_from_bytes(raw, policy=email.policy.default))  # type: ignore[arg-type]
            self.to.extend(envelope.rcpt_tos)
        self.then()
        await self._trouble("taken", server)
        return "250 Taken"

    async def _trouble(self, step: str, server: SMTP) -> None:
        if self.cuts_at == step:
            server.transport.abort()
            await asyncio.sleep(0.05)
        if self.slow_seconds and step == "data":
            await asyncio.sleep(self.slow_seconds)


class OwnPort(Controller):
    """A server on whatever port the system gives it: two tests at once never want the same."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(answers: Answers, **settings: Any) -> Iterator[int]:
    """Run a server on a port of its own, and give the port."""

    def authenticate(_s: SMTP, session: Session, _e: Envelope, _how: str, data: Any) -> AuthResult:
        answers.secrets.append((data.password, session.ssl is not None))
        return AuthResult(success=data.password == b"s3cret:/@", handled=False)

    settings.setdefault("authenticator", authenticate)
    settings.setdefault("auth_require_tls", False)
    controller = OwnPort(answers, hostname="127.0.0.1", port=0, **settings)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()

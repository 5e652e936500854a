"""A mail server on this machine that can refuse, delay, drop and remember; and letters to send through it."""

import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from reportgen.model.delivery import Attachment, Letter, Picture, Security, Sender, Server

USER, PASSWORD = "reports", "a password of its own"
NOW = datetime(2026, 11, 2, 7, 30, tzinfo=UTC)
SENDER = Sender("reports@northlight.example", "Northlight Studio", "anna@northlight.example", "mailto:stop@northlight.example")
LETTER = Letter(
    "/2026-10/1",
    "Northlight Studio: October 2026 – two goals on track",
    "en_GB",
    '<html lang="en"><body><p>Zwölf quote requests.</p><img src="cid:board" width="600"></body></html>',
    "Zwölf quote requests.\n",
    NOW,
    (Picture("board", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),),
    (Attachment("report-2026-10.pdf", "application/pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40),),
)


@dataclass
class Post:
    """What the server does and has seen. `answers` are said to the next RCPT, one each, `after` to the next DATA; "drop" closes the line
    before the letter is taken, "drop after" when it has been."""

    answers: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    asked: int = 0
    logins: int = 0

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == "drop":
            server.transport.close()
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.after.pop(0) if self.after else "250 taken"
        if answer.startswith(("250", "drop after")):
            content = envelope.content
            assert isinstance(content, bytes)
            self.taken += [(address, content) for address in envelope.rcpt_tos]
        if answer.startswith("drop"):
            server.transport.close()
        return answer

    def login(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        self.logins += 1
        assert isinstance(data, LoginPassword)
        known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=known)


@contextmanager
def running(post: Post, context: ssl.SSLContext | None = None, security: Security = Security.NONE) -> Iterator[Server]:
    """The server on a free port; with a context it wants protection and a login."""
    options: dict[str, Any] = {}
    if security is Security.STARTTLS:
        options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": post.login}
    elif security is Security.TLS:
        options = {"ssl_context": context, "authenticator": post.login, "auth_require_tls": False}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        known: tuple[str | None, str | None] = (USER, PASSWORD) if context else (None, None)
        yield Server("localhost" if context else "127.0.0.1", port, security, *known, timeout=5.0)
    finally:
        controller.stop()


def recipients(taken: Sequence[tuple[str, bytes]]) -> list[str]:
    return [address for address, _ in taken]

"""One mail to one recipient over SMTP, and what the server said to it."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from reportgen.deliver.message import masked
from reportgen.errors import DeliveryError
from reportgen.model.delivery import Delivery, Outcome, Security, Server

WAITS = (2.0, 8.0, 30.0)
"""Seconds before the second, third and fourth try of a letter that is refused for now."""

ADDRESS = re.compile(r"[^\s<>@,;:\"()]+@[^\s<>@,;:\"()]+")

Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who the server is told that a mail is from and to, and its bytes."""

    sender: str
    recipient: str
    mail: bytes


def deliver(server: Server, envelope: Envelope, sleep: Sleep) -> Delivery:
    """Hand one mail over, with up to four tries where the server refuses it for now or cannot be reached.

    Raises DeliveryError where no try can help: a refused login, a certificate that is not trusted, a server without STARTTLS, a way that
    is not protected to a server elsewhere.
    """
    for tries, wait in enumerate((*WAITS, None), start=1):
        told = replace(_once(server, envelope), tries=tries)
        if told.outcome is not Outcome.DEFERRED or wait is None:
            return told
        sleep(wait)
    raise AssertionError("the last try returns")


def _once(server: Server, envelope: Envelope) -> Delivery:
    try:
        with _connected(server) as smtp:
            return _handed_over(smtp, envelope)
    except smtplib.SMTPResponseException as error:
        return _judged(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        return Delivery(Outcome.DEFERRED, None, _line(str(error) or type(error).__name__))


def _handed_over(smtp: smtplib.SMTP, envelope: Envelope) -> Delivery:
    """MAIL, RCPT, DATA. Once the letter goes out, a broken way leaves it unknown whether it arrived."""
    for code, answer in (_step(smtp.mail, envelope.sender), _step(smtp.rcpt, envelope.recipient)):
        if code not in (250, 251):
            return _judged(code, answer)
    try:
        code, answer = smtp.data(envelope.mail)
    except smtplib.SMTPDataError as error:
        return _judged(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        return Delivery(Outcome.UNKNOWN, None, _line(str(error) or type(error).__name__))
    return Delivery(Outcome.SENT, code, _line(answer)) if code == 250 else _judged(code, answer)


def _step(command: Callable[[str], tuple[int, bytes]], argument: str) -> tuple[int, bytes]:
    return command(argument)


def _judged(code: int, answer: bytes | str) -> Delivery:
    """4xx is for now, everything else for good (RFC 5321, 4.2.1)."""
    return Delivery(Outcome.DEFERRED if 400 <= code < 500 else Outcome.REFUSED, code, _line(answer))


def _line(answer: bytes | str) -> str:
    """The server's words in one line, with the addresses in them masked: they go into logs and the ledger."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return ADDRESS.sub(lambda found: masked(found[0]), " ".join(text.split())[:200])


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A greeted, protected and logged-in connection; closed politely where the server still listens."""
    _check_way(server)
    context = ssl.create_default_context()
    smtp: smtplib.SMTP
    try:
        if server.security is Security.TLS:
            smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(server, error) from error
    try:
        if server.security is Security.STARTTLS:
            _protect(smtp, server, context)
        smtp.ehlo_or_helo_if_needed()
        if server.user is not None:
            _login(smtp, server)
        yield smtp
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
    finally:
        smtp.close()


def _protect(smtp: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    smtp.ehlo_or_helo_if_needed()
    if not smtp.has_extn("starttls"):
        right = "set `security: tls` with its TLS port, or use another server"
        raise DeliveryError(f"{server.host}:{server.port} offers no STARTTLS; {right}")
    try:
        smtp.starttls(context=context)
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(server, error) from error


def _untrusted(server: Server, error: ssl.SSLCertVerificationError) -> DeliveryError:
    wrong = f"the certificate of {server.host} is not trusted ({error.verify_message})"
    return DeliveryError(f"{wrong}; use the name that it is made for, or have this machine trust its issuer")


def _login(smtp: smtplib.SMTP, server: Server) -> None:
    assert server.user is not None
    try:
        smtp.login(server.user, server.password or "")
    except smtplib.SMTPAuthenticationError as error:
        if 400 <= error.smtp_code < 500:
            raise
        wrong = f"{server.host} refused the login ({error.smtp_code})"
        raise DeliveryError(f"{wrong}; check REPORTGEN_SMTP_USER and REPORTGEN_SMTP_PASSWORD") from error
    except smtplib.SMTPNotSupportedError as error:
        raise DeliveryError(f"{server.host} takes no login; leave REPORTGEN_SMTP_USER unset, or check the port") from error


def _check_way(server: Server) -> None:
    """Without protection only to this very machine: a report and a password are nobody else's."""
    if server.security is Security.NONE and not _is_here(server.host):
        raise DeliveryError(f"`security: none` is only for a server on this machine, and {server.host} is another; use starttls or tls")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"

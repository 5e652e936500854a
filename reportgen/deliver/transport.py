"""One mail to one recipient over SMTP, and what the server said to it. Each goes over a connection of its own: what one refusal leaves
behind reaches no other mail."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import socket
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
SAID = 200
"""Characters kept of what a server says."""
WRONG_WAY = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG")
"""What TLS says of a server that speaks in clear."""

OK, OK_FORWARDED, GO_ON = 250, 251, 354

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
            told = _handed_over(smtp, envelope, server.patience)
    except smtplib.SMTPResponseException as error:
        told = _judged(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        told = Delivery(Outcome.DEFERRED, None, _failure(error, server))
    return replace(told, answer=_line(told.answer, envelope))


def _handed_over(smtp: smtplib.SMTP, envelope: Envelope, patience: float) -> Delivery:
    """MAIL, RCPT, DATA. Once the letter goes out, a broken way leaves it unknown whether it arrived."""
    size = [f"SIZE={len(envelope.mail)}"] if smtp.has_extn("size") else []
    code, answer = smtp.mail(envelope.sender, size)
    if code == OK:
        code, answer = smtp.rcpt(envelope.recipient)
    if code not in (OK, OK_FORWARDED):
        return _judged(code, answer)
    code, answer = smtp.docmd("DATA")
    if code != GO_ON:
        return _judged(code, answer)
    try:
        code, answer = _content(smtp, envelope.mail, patience)
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        return Delivery(Outcome.UNKNOWN, None, str(error) or type(error).__name__)
    return Delivery(Outcome.SENT, code, _text(answer)) if code == OK else _judged(code, answer)


def _content(smtp: smtplib.SMTP, mail: bytes, patience: float) -> tuple[int, bytes]:
    """The letter and its end: a line that begins with a dot gets a second one (RFC 5321, 4.5.2)."""
    smtp.send(re.sub(rb"(?m)^\.", b"..", mail.rstrip(b"\r\n")) + b"\r\n.\r\n")
    if smtp.sock is not None:
        smtp.sock.settimeout(patience)
    return smtp.getreply()


def _judged(code: int, answer: bytes | str) -> Delivery:
    """4xx is for now, everything else for good (RFC 5321, 4.2.1). -1 is no answer that a mail server gives: the way broke."""
    return Delivery(Outcome.DEFERRED if code < 0 or 400 <= code < 500 else Outcome.REFUSED, code if code > 0 else None, _text(answer))


def _failure(error: Exception, server: Server) -> str:
    """Why there is no connection, in words."""
    where = f"{server.host}:{server.port}"
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        error = error.__context__
    if isinstance(error, socket.gaierror):
        return f"no server is known by the name {server.host}"
    if isinstance(error, ConnectionRefusedError):
        return f"nothing answers at {where}"
    if isinstance(error, TimeoutError):
        return f"no answer from {where} within {server.timeout:g} s"
    return str(error) or type(error).__name__


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def _line(answer: str, envelope: Envelope) -> str:
    """The server's words in one line that a terminal only prints, with every address in them masked, and the recipient's name before the @
    where it stands alone: they go into logs and the ledger."""
    text = " ".join("".join(char if char.isprintable() else " " for char in answer).split())
    text = ADDRESS.sub(lambda found: masked(found[0]), text)
    name = envelope.recipient.rpartition("@")[0]
    text = re.sub(rf"(?<![\w…]){re.escape(name)}(?![\w…])", f"{name[:1]}…", text, flags=re.IGNORECASE)
    return text if len(text) <= SAID else text[: SAID - 1] + "…"


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A greeted, protected and logged-in connection; closed politely where the server still listens."""
    _check_way(server)
    smtp: smtplib.SMTP
    try:
        if server.security is Security.TLS:
            smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=ssl.create_default_context())
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    except ssl.SSLError as error:
        raise _unprotected(server, error) from error
    try:
        if server.security is Security.STARTTLS:
            _protect(smtp, server)
        smtp.ehlo_or_helo_if_needed()
        if server.user is not None:
            _login(smtp, server)
        yield smtp
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
    finally:
        smtp.close()


def _protect(smtp: smtplib.SMTP, server: Server) -> None:
    smtp.ehlo_or_helo_if_needed()
    if not smtp.has_extn("starttls"):
        right = "set `security: tls` with its TLS port, or use another server"
        raise DeliveryError(f"{server.host}:{server.port} offers no STARTTLS; {right}")
    try:
        smtp.starttls(context=ssl.create_default_context())
    except ssl.SSLError as error:
        raise _unprotected(server, error) from error


def _unprotected(server: Server, error: ssl.SSLError) -> Exception:
    """What a failed handshake is: nothing that another try mends where the certificate or the port is wrong, else the error itself."""
    if isinstance(error, ssl.SSLCertVerificationError):
        wrong = f"the certificate of {server.host} is not trusted ({error.verify_message})"
        return DeliveryError(f"{wrong}; use the name that it is made for, or have this machine trust its issuer")
    if error.reason in WRONG_WAY:
        right = "set `security: starttls`, or the port that speaks TLS from the first byte on (465)"
        return DeliveryError(f"{server.host}:{server.port} does not speak TLS; {right}")
    return error


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
    except UnicodeEncodeError as error:
        raise DeliveryError("the login holds a letter that mail servers do not take; use one of ASCII letters, digits and signs") from error
    except (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected):
        raise
    except smtplib.SMTPException as error:
        ways = ", ".join(sorted(smtp.esmtp_features.get("auth", "").split())) or "none"
        raise DeliveryError(f"{server.host} takes no login by user and password (it offers {ways}); ask for one that does") from error


def _check_way(server: Server) -> None:
    """Without protection only to this very machine: a report and a password are nobody else's."""
    if server.security is Security.NONE and not _is_here(server.host):
        raise DeliveryError(f"`security: none` is only for a server on this machine, and {server.host} is another; use starttls or tls")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"

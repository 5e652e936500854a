"""What a mail cannot be made of: refused where the settings are read, long before anything goes out. No address is told again."""

import re
import unicodedata
from collections.abc import Iterator

from reportgen.model.delivery import Security
from reportgen.model.settings import MailSettings, PdfKind, ReportSettings
from reportgen.settings.names import Finding

SUBJECT = ("site", "period", "goals")
"""What a mail's subject may name."""
PATH = "delivery.mail"
TLS_PORT = 465
"""RFC 8314, 3.3: TLS from the first byte on."""
_SPECIAL = r"\s\x00-\x1f\x7f-\x9f<>()\[\]\\,;:\"@"
_NAME, _DOMAIN = re.compile(rf"[^{_SPECIAL}]+", re.ASCII), re.compile(rf"[^{_SPECIAL}*.]+(\.[^{_SPECIAL}*.]+)*")


def mail_findings(report: ReportSettings) -> Iterator[Finding]:
    """Texts of more than a line, addresses that are none or that no mail may go to, and a server that cannot be spoken to."""
    yield from _one_line("site.name", report.site.name)
    mail = report.delivery.mail
    if mail is None:
        return
    for option in ("name", "subject", "footer"):
        yield from _one_line(f"{PATH}.{option}", getattr(mail, option))
    if mail.subject is not None:
        yield from _subject(mail.subject)
    if mail.attach and report.pdf is PdfKind.NONE:
        yield Finding(f"{PATH}.attach", "there is no PDF to go along with `pdf: none`", "write `attach: false`, or have the PDF made")
    yield from _addresses(mail)
    yield from _server(mail)


def _one_line(path: str, text: str | None) -> Iterator[Finding]:
    """A line break in what becomes a mail's header would begin another header."""
    if text is not None and any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text):
        yield Finding(path, "holds a line break or another control character", "write it in one line")


def _subject(subject: str) -> Iterator[Finding]:
    """A subject's placeholders, and that something stands there."""
    path, known = f"{PATH}.subject", [f"{{{name}}}" for name in SUBJECT]
    for found in re.findall(r"\{[^{}]*\}?|\}", re.sub("|".join(map(re.escape, known)), "", subject)):
        yield Finding(path, f"`{found}` stands for nothing", f"use {', '.join(known)}")
    if not subject.strip():
        yield Finding(path, "is empty", f"write it, or leave it out for {' '.join(known)}")


def _addresses(mail: MailSettings) -> Iterator[Finding]:
    for path, address in (("from", mail.sender), ("reply_to", mail.reply_to)):
        if address is not None and not _is_address(address):
            yield Finding(f"{PATH}.{path}", "is no mail address", "write one such as name@example.org, without a name around it")
    for n, domain in enumerate(mail.allowed_domains):
        if not _DOMAIN.fullmatch(domain):
            yield Finding(f"{PATH}.allowed_domains.{n}", f"`{domain}` is no domain", "write what stands after the @, such as example.org")
    allowed = {_plain(domain) for domain in mail.allowed_domains}
    seen: set[str] = set()
    for n, address in enumerate(mail.to):
        path = f"{PATH}.to.{n}"
        if not _is_address(address):
            yield Finding(path, "is no mail address", "write one such as name@example.org, without a name around it")
        elif _plain(address.rpartition("@")[2]) not in allowed:
            yield Finding(path, "is at none of the `allowed_domains`", "correct the address, or add its domain there")
        elif address.casefold() in seen:
            yield Finding(path, "stands there twice", "remove it")
        seen.add(address.casefold())


def _server(mail: MailSettings) -> Iterator[Finding]:
    if not re.fullmatch(r"\[?[0-9a-fA-F:.]+\]?|[^\s:/@]+", mail.host):
        yield Finding(f"{PATH}.host", f"`{mail.host}` is no server's name", "write the name alone, and the port as `port:`")
    if mail.port == TLS_PORT and mail.security is Security.STARTTLS:
        yield Finding(f"{PATH}.port", "465 is protected from the first byte on", "write `security: tls` as well, or take port 587")


def _is_address(text: str) -> bool:
    name, _, domain = text.rpartition("@")
    return bool(_NAME.fullmatch(name) and name.isascii() and _DOMAIN.fullmatch(domain))


def _plain(domain: str) -> str:
    """A domain as servers know it, so that `Bücher.example` and its ASCII form are the same."""
    try:
        return domain.encode("idna").decode("ascii").casefold()
    except UnicodeError:
        return domain.casefold()

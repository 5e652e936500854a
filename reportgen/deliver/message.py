"""A letter as the bytes of a mail: the same letter to the same recipient is the same bytes."""

from __future__ import annotations

import unicodedata
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from reportgen.errors import DeliveryError
from reportgen.model.delivery import Letter, Sender

POLICY = SMTP.clone(max_line_length=78)


def message(letter: Letter, sender: Sender, recipient: str) -> bytes:
    """The whole mail to one recipient: text beside HTML with its pictures, then the attachments.

        mixed( alternative( text, related( html, PNG ... ) ), attachment ... )

    Deterministic: the Message-ID and the boundaries are made from the letter's name and the recipient, the date is the letter's.
    Raises DeliveryError for an address that cannot be written, and for a line break or another control character in a header.
    """
    ident = sha256(f"{letter.name}\0{recipient.casefold()}".encode()).hexdigest()
    mail = EmailMessage(policy=POLICY)
    domain = address(sender.address).domain
    headers: dict[str, str | Address] = {
        "From": Address(display_name=_line("sender's name", sender.name), addr_spec=written(sender.address)),
        "To": Address(addr_spec=written(recipient)),
        "Subject": letter.subject,
        "Date": format_datetime(letter.written),
        "Message-ID": f"<{ident[:32]}@{domain}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": letter.language.replace("_", "-"),
    }
    if sender.reply_to:
        headers["Reply-To"] = Address(addr_spec=written(sender.reply_to))
    if sender.unsubscribe:
        headers["List-Unsubscribe"] = f"<{sender.unsubscribe}>"
    _fill(mail, letter)
    for name, value in headers.items():
        mail[name] = _line(name, value) if isinstance(value, str) else value
    _name_boundaries(mail, ident)
    return mail.as_bytes()


def address(text: str) -> Address:
    """A bare address (`anna@example.org`). Raises DeliveryError for anything else, and for a name before the @ that is not ASCII."""
    try:
        found = Address(addr_spec=text)
    except (ValueError, IndexError, MessageError) as error:
        raise DeliveryError(f"`{text}` is no mail address; write it as name@example.org") from error
    if not found.username or not found.domain or not found.username.isascii():
        raise DeliveryError(f"`{text}` is no mail address that every server takes; write it as name@example.org")
    return found


def written(text: str) -> str:
    """The address as servers write it: a domain in other letters in its ASCII form (IDNA)."""
    found = address(text)
    try:
        domain = found.domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise DeliveryError(f"`{text}` has no domain that can be written in mail; check it") from error
    return f"{found.username}@{domain}"


def masked(text: str) -> str:
    """An address fit for a log: its first letter and its domain."""
    name, _, domain = text.rpartition("@")
    return f"{name[:1]}…@{domain}"


def _line(name: str, text: str) -> str:
    """The text, which one header holds: a line break in it would begin another."""
    if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text):
        raise DeliveryError(f"the mail's {name} cannot hold a line break or another control character; correct it in report.yaml")
    return text


def _fill(mail: EmailMessage, letter: Letter) -> None:
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    body = mail.get_payload(1)
    assert isinstance(body, EmailMessage)
    for picture in letter.pictures:
        name = f"{picture.cid}.png"
        body.add_related(picture.content, "image", "png", cid=f"<{picture.cid}>", filename=name, disposition="inline")
    for file in letter.attachments:
        kind, _, subtype = file.kind.partition("/")
        mail.add_attachment(file.content, kind, subtype, filename=file.name)


def _name_boundaries(mail: EmailMessage, ident: str) -> None:
    """Boundaries of their own instead of random ones. The digits of a hash cannot end a part: a body line never begins with `--=_`."""
    for place, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{ident[32:56]}_{place}")

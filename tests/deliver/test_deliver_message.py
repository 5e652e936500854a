"""A letter as a mail: what arrives, and that it is the same bytes each time."""

from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default

import pytest
from post import LETTER, SENDER

from reportgen.deliver.message import address, masked, message, written
from reportgen.errors import DeliveryError


def parsed(mail: bytes) -> EmailMessage:
    found = message_from_bytes(mail, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_mail_has_its_text_its_html_with_the_picture_and_the_pdf() -> None:
    mail = parsed(message(LETTER, SENDER, "owner@firm.example"))
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    *_, text, _related, html, picture, pdf = mail.walk()
    assert [part.get_content().replace("\r\n", "\n").strip() for part in (text, html)] == [LETTER.text.strip(), LETTER.html]
    assert (picture["Content-ID"], picture.get_content()) == ("<board>", LETTER.pictures[0].content)
    assert (pdf.get_filename(), pdf.get_content()) == ("report-2026-10.pdf", LETTER.attachments[0].content)


def test_the_headers_say_who_writes_and_where_answers_go() -> None:
    mail = parsed(message(LETTER, SENDER, "owner@firm.example"))
    assert mail["From"] == "Northlight Studio <reports@northlight.example>"
    assert (mail["To"], mail["Reply-To"]) == ("owner@firm.example", "anna@northlight.example")
    assert mail["List-Unsubscribe"] == "<mailto:stop@northlight.example>"
    assert mail["Subject"] == "Northlight Studio: October 2026 – two goals on track"
    assert mail["Date"].datetime == LETTER.written
    assert mail["Content-Language"] == "en-GB"


def test_the_same_letter_to_the_same_recipient_is_the_same_bytes() -> None:
    mail = message(LETTER, SENDER, "owner@firm.example")
    assert message(LETTER, SENDER, "owner@firm.example") == mail
    others = [
        message(LETTER, SENDER, "second@firm.example"),
        message(replace(LETTER, name="/2026-10/2"), SENDER, "owner@firm.example"),
    ]
    idents = {parsed(one)["Message-ID"] for one in (mail, *others)}
    assert len(idents) == 3
    assert all(ident.endswith("@northlight.example>") for ident in idents)
    assert parsed(message(LETTER, SENDER, "OWNER@firm.example"))["Message-ID"] == parsed(mail)["Message-ID"]


def test_every_line_is_one_that_servers_take() -> None:
    """RFC 5322, 2.1.1: at most 998 characters; RFC 5321: lines end with CR LF."""
    mail = message(replace(LETTER, html="<p>" + "ä" * 5000 + "</p>"), SENDER, "owner@firm.example")
    assert max(map(len, mail.split(b"\r\n"))) <= 998
    assert b"\n" not in mail.replace(b"\r\n", b"")
    assert mail.isascii()


@pytest.mark.parametrize("letter", ["\n", "\r\n\r\n", "\0", "\t", "\x0b", "\x85", "\u2028"])
@pytest.mark.parametrize("field", ["subject", "name", "address", "reply_to", "unsubscribe", "recipient"])
def test_a_line_break_cannot_make_a_header(field: str, letter: str) -> None:
    """Whoever calls: the settings refuse it with its line."""
    text = f"a{letter}Bcc: all@firm.example"
    written, sender = (replace(LETTER, subject=text), SENDER) if field == "subject" else (LETTER, SENDER)
    if field in ("name", "address", "reply_to", "unsubscribe"):
        sender = replace(SENDER, **{field: text})
    with pytest.raises(DeliveryError, match=r"cannot hold a line break|no mail address"):
        message(written, sender, text if field == "recipient" else "owner@firm.example")


@pytest.mark.parametrize("name", ["Müller, Söhne & Co.", 'Ö "x" <y@z.example>', "A" * 150])
def test_a_senders_name_arrives_as_it_is_written(name: str) -> None:
    [sender] = parsed(message(LETTER, replace(SENDER, name=name), "owner@firm.example"))["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, SENDER.address)


def test_a_long_name_in_other_letters_is_cut_into_words_that_belong_together() -> None:
    """RFC 2047, 6.2: white space between two encoded words is not shown. Read with the older parser: the newer one shows it."""
    name = "株式会社ノースライト・スタジオ東京支店営業部"
    raw = message_from_bytes(message(LETTER, replace(SENDER, name=name), "owner@firm.example"), policy=compat32)["From"]
    assert str(make_header(decode_header(raw))) == f"{name} <{SENDER.address}>"


@pytest.mark.parametrize(
    "text", ["", "owner", "owner@", "@firm.example", "a b@firm.example", "a@b.example, x@y.example", "zoë@firm.example"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(DeliveryError, match="no mail address"):
        address(text)


def test_a_domain_in_other_letters_is_written_as_servers_know_it() -> None:
    # RFC 5891's A-label of bücher, as the domain name system has it
    assert written("anna@Bücher.example") == "anna@xn--bcher-kva.example"
    assert masked("anna@firm.example") == "a…@firm.example"

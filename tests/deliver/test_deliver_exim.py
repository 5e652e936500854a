"""A published report through a real mail server: exim with TLS and a login, and the mail as it lies in the reader's box."""

import io
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import exim
import pytest
import tiny
import trustme
from PIL import Image
from post import LETTER, PASSWORD, SENDER, USER

from reportgen import pipeline
from reportgen.deliver.message import message
from reportgen.deliver.transport import WAITS, Envelope, deliver
from reportgen.errors import DeliveryError
from reportgen.model.delivery import Delivery, Outcome, Security, Server

pytestmark = pytest.mark.slow

MAIL = """\
delivery:
  mail:
    name: "Müller, Söhne & Co."
    from: reports@northlight.example
    reply_to: anna@northlight.example
    unsubscribe: https://northlight.example/leave
    to: [anna@firm.example, ben@bücher.example]
    allowed_domains: [firm.example, bücher.example]
    host: localhost
    port: {port}
"""


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.LeafCert:
    """A certificate for localhost, on a machine that trusts its issuer."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority.issue_cert("localhost")


@pytest.fixture
def server(trusted: trustme.LeafCert) -> Iterator[exim.Exim]:
    with exim.running(trusted) as running:
        yield running


def handed_over(server: Server, to: str = "owner@firm.example", **changed: str) -> Delivery:
    mail = message(replace(LETTER, **changed), SENDER, to)
    return deliver(server, Envelope(SENDER.address, to, mail), lambda _seconds: None)


def parsed(mail: bytes) -> EmailMessage:
    found = message_from_bytes(mail, policy=default)
    assert isinstance(found, EmailMessage)
    assert not [part.defects for part in found.walk() if part.defects]
    return found


def contents(mail: EmailMessage) -> dict[str, str | bytes]:
    """Each part by its kind; texts with plain line ends, which a maildir has too."""
    found = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
    return {kind: content.replace("\r\n", "\n") if isinstance(content, str) else content for kind, content in found.items()}


def pixels(png: str | bytes) -> tuple[tuple[int, int], bytes]:
    assert isinstance(png, bytes)
    with Image.open(io.BytesIO(png)) as picture:
        return picture.size, picture.convert("RGBA").tobytes()


def test_the_whole_report_arrives_as_it_was_published(server: exim.Exim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tiny.workspace(tmp_path / "workspace")
    tiny.write(folder, {"config/report.yaml": tiny.REPORT + MAIL.format(port=server.server.port)})
    pipeline.build(pipeline.Workspace(folder), pipeline.Request(month="2026-10"), folder / "site", lambda _text: None)
    for name, value in (("SMTP_USER", USER), ("SMTP_PASSWORD", PASSWORD), ("LEDGER_KEY", "a secret of twenty characters")):
        monkeypatch.setenv(f"REPORTGEN_{name}", value)
    before = dry_run(folder)
    ran = tiny.run("send", "--month", "2026-10", within=folder)
    assert (ran.code, ran.err.startswith("a ledger of sending begins: "), ran.err.count("\n")) == (0, True, 1)
    arrived = {mail["Envelope-to"]: mail for mail in map(parsed, server.arrived(2))}
    # RFC 5891's A-label of bücher, as the domain name system has it
    assert set(arrived) == {"anna@firm.example", "ben@xn--bcher-kva.example"}
    mail = arrived["anna@firm.example"]

    found, made = contents(mail), contents(before)
    assert found["application/pdf"] == (folder / "site/2026-10/report.pdf").read_bytes()
    assert pixels(found["image/png"]) == pixels(made["image/png"])
    assert [found[kind] for kind in ("text/plain", "text/html")] == [made[kind] for kind in ("text/plain", "text/html")]
    assert 'src="cid:board"' in str(found["text/html"])

    assert mail["From"].addresses[0].display_name == "Müller, Söhne & Co."
    assert (mail["Reply-To"], mail["List-Unsubscribe"]) == ("anna@northlight.example", "<https://northlight.example/leave>")
    assert mail["Return-path"] == "<reports@northlight.example>"
    assert {mail["Message-ID"], dry_run(folder)["Message-ID"]} == {before["Message-ID"]}
    assert mail["Message-ID"] != arrived["ben@xn--bcher-kva.example"]["Message-ID"]
    # esmtpsa: with protection (s) and a login (a), as RFC 3848 names it
    assert "esmtpsa" in mail["Received"]

    assert tiny.run("send", "--month", "2026-10", within=folder).out.count("had it") == 2
    assert len(server.arrived(2)) == 2


def dry_run(folder: Path) -> EmailMessage:
    assert tiny.run("send", "--month", "2026-10", "--dry-run", within=folder).code == 0
    [file] = (folder / "outbox").iterdir()
    return parsed(file.read_bytes())


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize(("ways", "used"), [(exim.PLAIN, "A=plain:reports"), (exim.LOGIN, "A=login:reports")])
def test_every_way_in_is_taken(trusted: trustme.LeafCert, security: Security, ways: str, used: str) -> None:
    with exim.running(trusted, security=security, ways=ways) as server:
        assert handed_over(server.server).outcome is Outcome.SENT
        [mail] = map(parsed, server.arrived(1))
        assert used in server.log() and " X=TLS" in server.log()
    assert mail["Subject"] == LETTER.subject


def test_long_lines_dots_and_other_letters_come_through(server: exim.Exim) -> None:
    """RFC 5321, 4.5.2 (dots) and 4.5.3.1.6 (1000 characters a line): exim refuses longer lines."""
    text = "\n".join([".", "..", ".a", "From here", "ä" * 3000, "x" * 3000, "", "."])
    assert handed_over(server.server, text=text, html=f"<p>{'長' * 3000}</p>").outcome is Outcome.SENT
    [mail] = map(parsed, server.arrived(1))
    found = contents(mail)
    assert str(found["text/plain"]).rstrip("\n") == text
    assert "長" * 3000 in str(found["text/html"])


@pytest.mark.parametrize(
    ("to", "changed", "outcome", "code", "answer"),
    [
        ("stranger@firm.example", {}, Outcome.REFUSED, 550, "unknown user <s…@firm.example>"),
        ("grey@firm.example", {}, Outcome.DEFERRED, 451, "greylisted, come back"),
        ("owner@firm.example", {"subject": "a barred word"}, Outcome.REFUSED, 550, "this letter looks bad"),
        ("owner@firm.example", {"text": "x" * 90_000}, Outcome.REFUSED, 552, "Message size exceeds maximum permitted"),
    ],
)
def test_what_it_refuses_is_told_with_its_words(
    trusted: trustme.LeafCert, to: str, changed: dict[str, str], outcome: Outcome, code: int, answer: str
) -> None:
    with exim.running(trusted, limit="60K") as server:
        told = handed_over(server.server, to, **changed)
        assert not (server.root / "inbox").exists()
    assert (told.outcome, told.code, told.answer) == (outcome, code, answer)


def test_a_barred_sender_is_refused_at_the_letter(server: exim.Exim) -> None:
    mail = message(LETTER, SENDER, "owner@firm.example")
    told = deliver(server.server, Envelope("barred@northlight.example", "owner@firm.example", mail), lambda _seconds: None)
    assert (told.outcome, told.code, told.answer) == (Outcome.REFUSED, 550, "no letters from you")


def test_who_is_greylisted_gets_it_after_the_wait(server: exim.Exim) -> None:
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            (server.root / "waited").touch()

    to = "grey@firm.example"
    told = deliver(server.server, Envelope(SENDER.address, to, message(LETTER, SENDER, to)), wait)
    assert (told.outcome, told.tries, waited) == (Outcome.SENT, 3, list(WAITS[:2]))
    assert len(server.arrived(1)) == 1


@pytest.mark.parametrize("login", [(USER, "wrong"), ("nobody", PASSWORD), ("", "")])
def test_wrong_credentials_are_refused_and_not_told(server: exim.Exim, login: tuple[str, str]) -> None:
    with pytest.raises(DeliveryError, match=r"localhost refused the login \(535\); check REPORTGEN_SMTP_USER") as caught:
        handed_over(replace(server.server, user=login[0], password=login[1]))
    assert "wrong" not in str(caught.value) and PASSWORD not in str(caught.value)


def test_without_a_login_nothing_is_relayed(server: exim.Exim) -> None:
    told = handed_over(replace(server.server, user=None, password=None))
    assert (told.outcome, told.code) == (Outcome.REFUSED, 550)


def test_a_server_without_tls_is_told_no_password(trusted: trustme.LeafCert) -> None:
    with exim.running(trusted, tls=False) as server:
        with pytest.raises(DeliveryError, match="offers no STARTTLS"):
            handed_over(server.server)
        assert "A=" not in server.log()


def test_a_certificate_of_another_name_or_of_nobody_is_refused(authority: trustme.CA, trusted: trustme.LeafCert) -> None:
    for certificate in (authority.issue_cert("mail.firm.example"), trustme.CA().issue_cert("localhost")):
        for security in (Security.STARTTLS, Security.TLS):
            with exim.running(certificate, security=security) as server:
                with pytest.raises(DeliveryError, match="the certificate of localhost is not trusted"):
                    handed_over(server.server)
                assert "<=" not in server.log()

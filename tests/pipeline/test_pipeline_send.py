"""A published report on its way by mail: what arrives, and everything that keeps it from going out."""

from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
import tiny
from post import NOW, Post, recipients, running

from reportgen import archive, pipeline, settings, wording
from reportgen.errors import DeliveryError, GateStoppedError, SettingsError
from reportgen.model.delivery import Server
from reportgen.pipeline import Request, Secrets, Workspace

SECRETS = Secrets(ledger_key="a secret of twenty characters")
MAIL = """\
delivery:
  review: {review}
  mail:
    from: reports@northlight.example
    to: [anna@firm.example, ben@firm.example]
    allowed_domains: firm.example
    host: {host}
    port: {port}
    security: none
    link: https://northlight.example/reports/
"""


def write_mail(folder: Path, server: Server | None = None, review: str = "none") -> None:
    host, port = (server.host, server.port) if server else ("localhost", 25)
    tiny.write(folder, {"config/report.yaml": tiny.REPORT + MAIL.format(host=host, port=port, review=review)})


def republish(folder: Path, page: str) -> None:
    """Put another page in the place of October's, as another version's build might have left it."""
    month = folder / "site/2026-10"
    manifest = (month / "manifest.json").read_text("utf-8")
    before = archive.fingerprint((month / "index.html").read_bytes())
    tiny.write(month, {"index.html": page, "manifest.json": manifest.replace(before, archive.fingerprint(page.encode()))})


@pytest.fixture
def sectioned(copied: Path) -> Path:
    """The tiny workspace with a page that has all its sections: the shared build draws none."""
    names = wording.section_order(settings.load(copied).settings)
    republish(copied, "".join(f'<section id="section-{name}"></section>' for name in names))
    return copied


def prepare(folder: Path, request: Request | None = None, test: str | None = None) -> pipeline.Prepared:
    return pipeline.prepare(Workspace(folder), request or Request(), folder / "site", SECRETS, NOW, test=test)


def send(folder: Path) -> list[str | None]:
    told = pipeline.send(prepare(folder), folder / "deliveries.jsonl", SECRETS, lambda: NOW, lambda _seconds: None)
    return [one.delivery.outcome if one.delivery else None for one in told]


def test_the_published_report_arrives(sectioned: Path) -> None:
    post = Post()
    with running(post) as server:
        write_mail(sectioned, server)
        assert send(sectioned) == ["sent", "sent"]
        assert send(sectioned) == [None, None]
    assert recipients(post.taken) == ["anna@firm.example", "ben@firm.example"]
    mail = message_from_bytes(post.taken[0][1], policy=default)
    assert isinstance(mail, EmailMessage)
    parts = {part.get_content_type(): part for part in mail.walk()}
    assert mail["Subject"] == "Northlight: 2 of 2 goals behind, October 2026"
    assert parts["application/pdf"].get_content() == (sectioned / "site/2026-10/report.pdf").read_bytes()
    assert parts["application/pdf"].get_filename() == "Northlight 2026-10.pdf"
    assert "https://northlight.example/reports/2026-10/" in parts["text/html"].get_content()
    assert "Contacts of the quarter" in parts["text/plain"].get_content()
    assert parts["image/png"].get_content().startswith(b"\x89PNG")


def test_a_test_goes_to_one_address_and_leaves_no_line(sectioned: Path) -> None:
    post = Post()
    with running(post) as server:
        write_mail(sectioned, server, review="required")
        told = pipeline.send_test(prepare(sectioned, test="cleo@firm.example"), lambda _seconds: None)
        assert [one.recipient for one in told] == ["cleo@firm.example"]
        with pytest.raises(DeliveryError, match="no allowed domain"):
            prepare(sectioned, test="eve@elsewhere.example")
    assert recipients(post.taken) == ["cleo@firm.example"]
    assert b"Subject: [Test] " in post.taken[0][1]
    assert not (sectioned / "deliveries.jsonl").exists()


def test_without_mail_in_the_settings_nothing_is_sent(copied: Path) -> None:
    with pytest.raises(DeliveryError, match="says nothing of a mail"):
        prepare(copied)


@pytest.mark.parametrize("request_", [Request(month="2026-09"), Request(begin=date(2026, 10, 1), last=date(2026, 10, 30))])
def test_only_the_asked_period_is_sent(sectioned: Path, request_: Request) -> None:
    write_mail(sectioned)
    with pytest.raises(DeliveryError, match="there is no report of 2026"):
        prepare(sectioned, request_)
    assert prepare(sectioned, Request(begin=date(2026, 10, 1), last=date(2026, 10, 31))).addressed.period == "2026-10"


@pytest.mark.parametrize(
    ("approvals", "stopped"),
    [
        (None, "nobody has approved edition 1 of 2026-10"),
        ("approvals:\n", "nobody has approved"),
        ("approvals:\n  - {period: 2026-10, edition: 2, by: Anna, date: 2026-11-03}\n", "nobody has approved edition 1"),
        ("approvals:\n  - {period: 2026-09, edition: 1, by: Anna, date: 2026-11-03}\n", "nobody has approved"),
        ("approvals:\n  - {period: 2026-10, edition: 1, by: Anna, date: 2026-11-03}\n", None),
    ],
)
def test_a_required_review_is_of_that_very_edition(sectioned: Path, approvals: str | None, stopped: str | None) -> None:
    write_mail(sectioned, review="required")
    if approvals:
        tiny.write(sectioned, {"config/approvals.yaml": approvals})
    if stopped:
        with pytest.raises(GateStoppedError, match=stopped):
            prepare(sectioned)
    else:
        assert prepare(sectioned).addressed.edition == 1


def test_what_is_wrong_with_an_approval_is_said_where_it_stands(sectioned: Path) -> None:
    write_mail(sectioned, review="required")
    tiny.write(sectioned, {"config/approvals.yaml": "approvals:\n  - {period: October, edition: 1, by: Anna}\n"})
    with pytest.raises(SettingsError) as caught:
        prepare(sectioned)
    assert str(caught.value).count("config/approvals.yaml:2") == 2


@pytest.mark.parametrize("name", ["report.pdf", "index.html", "report.json"])
def test_a_file_that_is_not_as_it_was_published_stops_it(copied: Path, name: str) -> None:
    write_mail(copied)
    file = copied / "site/2026-10" / name
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(DeliveryError, match=f"2026-10/{name} is not as it was published"):
        prepare(copied)
    file.unlink()
    with pytest.raises(DeliveryError, match=f"2026-10/{name} cannot be read"):
        prepare(copied)


def test_a_missing_section_stops_it(sectioned: Path) -> None:
    write_mail(sectioned)
    page = (sectioned / "site/2026-10/index.html").read_text("utf-8")
    republish(sectioned, page.replace('id="section-goals"', 'id="section-gaols"'))
    with pytest.raises(DeliveryError, match="lacks the section goals"):
        prepare(sectioned)


@pytest.mark.slow
def test_data_that_did_not_pass_stops_it_unless_somebody_lets_it_through(tmp_path: Path) -> None:
    events = tiny.ndjson(tiny.month_of_events(tiny.OCTOBER, days=24))
    folder = tiny.workspace(tmp_path, web=events)
    request, site = Request(month="2026-10"), tmp_path / "site"
    write_mail(folder)
    pipeline.build(Workspace(folder), request, site, lambda _text: None)
    with pytest.raises(GateStoppedError, match=r"the data did not pass: .*nothing was sent"):
        prepare(folder, request)
    pipeline.build(Workspace(folder), request, site, lambda _text: None, override="the tracker was down, known")
    prepared = prepare(folder, request)
    assert prepared.addressed.edition == 2
    assert "It goes out all the same: the tracker was down, known." in prepared.addressed.letter.text
    assert NOW - prepared.addressed.letter.written == timedelta(0)

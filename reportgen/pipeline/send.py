"""A published report -> mails, where nothing speaks against it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from reportgen import archive, deliver, periods, render, settings, wording
from reportgen.errors import DataError, DeliveryError, GateStoppedError, Place, Problem
from reportgen.model.delivery import Attachment, Letter, Picture, Sender, Server
from reportgen.model.findings import Findings
from reportgen.model.settings import MailSettings, Review, Settings
from reportgen.periods import Period
from reportgen.pipeline.ask import Request, Workspace, named_period
from reportgen.pipeline.chosen import loaded
from reportgen.pipeline.dress import look, mail_logo, shell

PDF = "report.pdf"
PAGE = "index.html"
FACTS = "report.json"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What stands in the environment and nowhere else."""

    user: str | None = None
    password: str | None = None
    ledger_key: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A letter that may go out: whose it is, to whom, and the server that takes it."""

    addressed: deliver.Addressed
    server: Server


@dataclass(frozen=True, slots=True)
class Published:
    """One edition as the site has it, checked against its manifest."""

    key: str
    edition: int
    files: dict[str, bytes]
    findings: Findings


def prepare(workspace: Workspace, request: Request, site: Path, secrets: Secrets, now: datetime, *, test: str | None = None) -> Prepared:
    """The mail about the newest edition of the asked period, or of the newest period where none is asked.

    A `test` goes to that one address and needs no approval. Refuses before anything goes out: DeliveryError where there is no such report,
    it is not whole or not of the asked period, or there is no mail in the settings; GateStoppedError where the data did not pass and nobody
    let it through, or an approval is missing. Raises SettingsError as `settings.load`.
    """
    chosen = loaded(workspace).settings
    mail = chosen.report.delivery.mail
    if mail is None:
        raise DeliveryError("report.yaml says nothing of a mail; write `delivery: mail:` with from, to, allowed_domains and host")
    found = published(site, request, chosen)
    _check_gates(found, chosen)
    if chosen.report.delivery.review is Review.REQUIRED and test is None:
        _check_approval(workspace, found)
    letter = _letter(workspace, found, chosen, mail, now)
    if test is not None:
        letter = replace(letter, name=f"test/{letter.name}/{now.isoformat()}", subject=f"[Test] {letter.subject}")
    addressed = deliver.Addressed(
        letter=letter,
        sender=Sender(mail.sender, mail.name or chosen.report.site.name, mail.reply_to, mail.unsubscribe),
        recipients=(test,) if test else mail.to,
        allowed=mail.allowed_domains,
        client=workspace.client or "",
        period=found.key,
        edition=found.edition,
    )
    deliver.guard(addressed.recipients, addressed.allowed)
    return Prepared(addressed, Server(mail.host, mail.port, mail.security, secrets.user, secrets.password))


def send(
    prepared: Prepared,
    ledger: Path,
    secrets: Secrets,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    *,
    keep: Sequence[str] = (),
) -> tuple[deliver.Told, ...]:
    """Send to everybody who does not have it yet. The command `keep` is run before each mail goes out, when the ledger has a line for it.
    Raises as `deliver.send`."""
    office = _office(prepared, ledger, secrets, now)
    return deliver.send(prepared.addressed, replace(office, sleep=sleep, keep=partial(_kept, keep) if keep else office.keep))


def send_test(prepared: Prepared, sleep: Callable[[float], None]) -> tuple[deliver.Told, ...]:
    """Send a test; the ledger hears nothing of it."""
    return deliver.send_test(prepared.addressed, prepared.server, sleep)


def settle(prepared: Prepared, ledger: Path, secrets: Secrets, now: Callable[[], datetime], *, arrived: bool) -> tuple[str, ...]:
    """Note what became of those that an earlier run left open; who they are, masked."""
    return deliver.settle(prepared.addressed, _office(prepared, ledger, secrets, now), arrived=arrived)


def write_eml(prepared: Prepared, folder: Path) -> Path:
    """Write the mail as it would go to the first recipient. Raises OutputError."""
    addressed = prepared.addressed
    name = f"{addressed.client or 'report'}-{addressed.period}-{addressed.edition}.eml"
    archive.place(folder, {name: deliver.message(addressed.letter, addressed.sender, addressed.recipients[0])})
    return folder / name


def _office(prepared: Prepared, ledger: Path, secrets: Secrets, now: Callable[[], datetime]) -> deliver.Office:
    return deliver.Office(prepared.server, deliver.opened(ledger, secrets.ledger_key), now, lambda _seconds: None, lambda: None)


def _kept(command: Sequence[str]) -> None:
    """Run the command that keeps the ledger. Raises DeliveryError where it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603
    except OSError as error:
        raise DeliveryError(f"the ledger could not be kept: `{command[0]}` cannot be run ({error.strerror}); nothing was sent") from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "it said nothing").splitlines()[-1]
        raise DeliveryError(f"the ledger could not be kept: `{command[0]}` ended with {done.returncode} ({said}); nothing was sent")


def published(site: Path, request: Request, chosen: Settings) -> Published:
    """The newest edition of the asked period, every file as its manifest says. Raises DeliveryError for anything else."""
    with archive.reading(site):
        about, files = _read(site, named_period(request))
    mail = chosen.report.delivery.mail
    needed = [FACTS, PAGE, *([PDF] if mail is not None and mail.attach else [])]
    if lacking := [name for name in needed if name not in files]:
        raise DeliveryError(f"the report of {about.about.key} has no {' and no '.join(lacking)}; build it again, and nothing was sent")
    try:
        findings = archive.findings(files[FACTS])
    except ValueError as error:
        wrong = "this report was written by another version"
        raise DataError(Problem(Place(f"{about.about.key}/{FACTS}"), "", wrong, "build the period again")) from error
    if findings.period != about.about.period or findings.edition != about.edition:
        raise DeliveryError(f"the report in {about.about.key}/ is of another period or edition; build it again, and nothing was sent")
    page = files[PAGE].decode()
    if lost := [name for name in wording.section_order(chosen) if f'id="section-{name}"' not in page]:
        raise DeliveryError(f"the page of {about.about.key} lacks the section {', '.join(lost)}; build it again, and nothing was sent")
    return Published(about.about.key, about.edition, files, findings)


def _read(site: Path, asked: Period | None) -> tuple[archive.Manifest, dict[str, bytes]]:
    """The newest edition's manifest and those of its files that a mail is made of."""
    newest = [each for each in archive.entries(site) if asked is None or each.about.period == asked]
    if not newest:
        what = periods.key(asked) if asked else "any period"
        raise DeliveryError(f"there is no report of {what} in {site.name}/; build it first, and nothing was sent")
    folder, files = site / newest[0].about.key, newest[0].files
    return newest[0], {name: _whole(folder, name, print_) for name, print_ in files.items() if name in (PAGE, PDF, FACTS)}


def _whole(folder: Path, name: str, fingerprint: str) -> bytes:
    """The file's bytes. Raises DeliveryError where they are not those that were published."""
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise DeliveryError(f"{folder.name}/{name} cannot be read ({error.strerror}); build the period again") from error
    if archive.fingerprint(content) != fingerprint:
        raise DeliveryError(f"{folder.name}/{name} is not as it was published; build the period again, and nothing was sent")
    return content


def _check_gates(found: Published, chosen: Settings) -> None:
    if found.findings.ledger.gates and not found.findings.override:
        gates = " ".join(wording.gates(found.findings, chosen))
        raise GateStoppedError(f"the data did not pass: {gates} Mend it, or build with --override REASON; nothing was sent")


def _check_approval(workspace: Workspace, found: Published) -> None:
    approvals = settings.approvals(workspace.folder, workspace.client)
    if not any(one.period == found.key and one.edition == found.edition for one in approvals):
        line = f"{{period: {found.key}, edition: {found.edition}, by: NAME, date: DATE}}"
        where = f"clients/{workspace.client}/config" if workspace.client else "config"
        raise GateStoppedError(f"nobody has approved edition {found.edition} of {found.key}; add {line} to {where}/approvals.yaml")


def _letter(workspace: Workspace, found: Published, chosen: Settings, mail: MailSettings, now: datetime) -> Letter:
    from reportgen import charts

    href = f"{mail.link.rstrip('/')}/{found.key}/" if mail.link else None
    digest = wording.digest(found.findings, chosen, href=href, attached=mail.attach)
    brand = chosen.report.brand
    around = shell(workspace, brand, "")
    board = charts.png(digest.board.chart, look(workspace, brand, around)) if digest.board else None
    logo = mail_logo(workspace, brand)
    name = f"{chosen.report.site.name} {found.key}".replace("/", "-")
    return Letter(
        name=f"{workspace.client or ''}/{found.key}/{found.edition}",
        subject=digest.subject,
        language=digest.language,
        html=render.mail(digest, board, around, logo),
        text=wording.digest_text(digest),
        written=now,
        pictures=tuple(Picture(name, content) for name, content in (("logo", logo), ("board", board)) if content),
        attachments=(Attachment(f"{name}.pdf", "application/pdf", found.files[PDF]),) if mail.attach else (),
    )

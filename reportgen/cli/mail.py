"""The command that mails a published report."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from reportgen.cli import shell
from reportgen.cli.commands import client_option, main, period_options, workspace_option
from reportgen.errors import DeliveryError, OutputError

if TYPE_CHECKING:
    from reportgen.deliver import Told
    from reportgen.pipeline import Prepared, Request


class Sending(TypedDict):
    """How a mail is sent."""

    ledger: Path | None
    dry_run: bool
    test: str | None
    settle: str | None


@main.command()
@workspace_option
@period_options
@client_option
@click.option("--out", type=click.Path(path_type=Path), help="The site's folder. By default site/ in the workspace.")
@click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    help="Who got what. By default deliveries.jsonl in the workspace or the client's folder.",
)
@click.option("--dry-run", is_flag=True, help="Write the mail as an .eml file instead of sending it.")
@click.option("--test", metavar="ADDRESS", help="Send it to this address alone; nothing is noted in the ledger.")
@click.option("--settle", type=click.Choice(("arrived", "lost")), help="Say what became of mails that a run left open when it died.")
def send(workspace: Path, request: Request, client: str | None, out: Path | None, **options: Unpack[Sending]) -> None:
    """Mail a published report: the front page in the mail, the PDF attached. Nobody gets an edition twice.

    Without a period it is the newest one in the site.

    The login stands in REPORTGEN_SMTP_USER and REPORTGEN_SMTP_PASSWORD, the ledger's key in REPORTGEN_LEDGER_KEY.
    """
    from reportgen import pipeline

    secrets = pipeline.Secrets(*(os.environ.get(f"REPORTGEN_{name}") or None for name in ("SMTP_USER", "SMTP_PASSWORD", "LEDGER_KEY")))
    place, site = pipeline.Workspace(workspace, client), out or workspace / "site"
    site = site / client if client else site
    ledger = options["ledger"] or (workspace / "clients" / client if client else workspace) / "deliveries.jsonl"
    prepared = pipeline.prepare(place, request, site, secrets, _now(), test=options["test"])
    if options["settle"]:
        who = pipeline.settle(prepared, ledger, secrets, _now, arrived=options["settle"] == "arrived")
        shell.say(f"settled    {', '.join(who) or 'nothing was open'}")
    elif options["dry_run"]:
        shell.say(f"eml        {_written_eml(pipeline.eml(prepared), prepared, workspace)}")
    elif options["test"]:
        _tell(pipeline.send_test(prepared, time.sleep))
    else:
        _tell(pipeline.send(prepared, ledger, secrets, _now, time.sleep))


def _written_eml(mail: bytes, prepared: Prepared, workspace: Path) -> Path:
    addressed = prepared.addressed
    file = workspace / "outbox" / f"{addressed.client or 'report'}-{addressed.period}-{addressed.edition}.eml"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(mail)
    except OSError as error:
        raise OutputError(file, error.strerror or str(error)) from error
    return file


def _tell(told: Sequence[Told]) -> None:
    """Who got it and who did not; exit 6 when somebody did not."""
    failed = [one for one in told if one.delivery is not None and one.delivery.outcome != "sent"]
    for one in told:
        if one.delivery is None:
            shell.say(f"had it     {one.shown}")
        elif one in failed:
            code = f" {one.delivery.code}" if one.delivery.code else ""
            shell.note(f"{one.delivery.outcome:<10} {one.shown}:{code} {one.delivery.answer} (tries: {one.delivery.tries})")
        else:
            shell.say(f"sent       {one.shown}")
    if failed:
        raise DeliveryError(f"{len(failed)} of {len(told)} did not get it; `reportgen send` again tries these alone")


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)

"""The command that mails a published report."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from reportgen.cli import shell
from reportgen.cli.commands import main
from reportgen.cli.options import Whose, out_option, period_options, whose_options
from reportgen.errors import DeliveryError, UsageError

if TYPE_CHECKING:
    from reportgen.deliver import Told
    from reportgen.pipeline import Request, Workspace


class Sending(TypedDict):
    """How a mail is sent."""

    dry_run: bool
    test: str | None
    settle: str | None
    keep: str | None
    catch_up: bool


@main.command()
@whose_options("one after the other; those without a mail are left alone")
@period_options("the newest period in the site")
@out_option
@click.option("--dry-run", is_flag=True, help="Write the mail as an .eml file in outbox/ instead of sending it.")
@click.option("--test", metavar="ADDRESS", help="Send it to this address alone; nothing is noted in the ledger.")
@click.option("--settle", type=click.Choice(("arrived", "lost")), help="Say what became of mails that a run left open when it died.")
@click.option("--keep", metavar="COMMAND", help="Run this before each mail goes out, to put the ledger where it outlives the machine.")
@click.option("--catch-up", is_flag=True, help="Also send the months before it since the newest that was sent (12 at most).")
def send(whose: Whose, request: Request, out: Path | None, **options: Unpack[Sending]) -> None:
    """Mail a published report: the front page in the mail, the PDF attached. Nobody gets an edition twice.

    The login stands in REPORTGEN_SMTP_USER and REPORTGEN_SMTP_PASSWORD, the ledger's key in REPORTGEN_LEDGER_KEY; who got what is in
    deliveries.jsonl in the workspace or the client's folder.
    """
    from reportgen import pipeline

    _check(options)
    if whose.every:
        from reportgen.cli import clients

        every = pipeline.mailed(whose.places)
        if not every:
            raise DeliveryError("no client has a mail; write `delivery: mail:` in report.yaml of the base or of a client")
        sys.exit(clients.send_all(every, request, out, options))
    place, site = whose.one, whose.one.site(out)
    owed = pipeline.unsent(place, request, site) if options["catch_up"] else (request,)
    asked = {each.month or "": each for each in owed}

    def one(month: str | None) -> int:
        _send_one(place, asked[month or ""], site, options)
        return 0

    sys.exit(shell.each(list(asked), one))


def _check(options: Sending) -> None:
    """Refuse options that name two things to do, and a command that cannot be read. Raises UsageError."""
    asked = {"--dry-run": options["dry_run"], "--test": options["test"], "--settle": options["settle"]}
    given = [name for name, value in asked.items() if value]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} exclude each other; give one of them")
    _keep(options)


def _keep(options: Sending) -> list[str]:
    """The words of the command that keeps the ledger. Raises UsageError where a quotation has no end."""
    try:
        return shlex.split(options["keep"] or "")
    except ValueError as error:
        raise UsageError(f"--keep {options['keep']}: the command cannot be read ({str(error).lower()}); close what is quoted") from error


def _send_one(place: Workspace, request: Request, site: Path, options: Sending) -> None:
    from reportgen import pipeline

    secrets = pipeline.Secrets(*(os.environ.get(f"REPORTGEN_{name}") or None for name in ("SMTP_USER", "SMTP_PASSWORD", "LEDGER_KEY")))
    prepared = pipeline.prepare(place, request, site, secrets, _now(), test=options["test"])
    if options["settle"]:
        who = pipeline.settle(prepared, place.ledger, secrets, _now, arrived=options["settle"] == "arrived")
        shell.say(f"settled    {', '.join(who) or 'nothing was open'}")
    elif options["dry_run"]:
        shell.say(f"eml        {pipeline.write_eml(prepared, place.folder / 'outbox')}")
    elif options["test"]:
        _tell(pipeline.send_test(prepared, time.sleep))
    else:
        if not place.ledger.exists():
            shell.note(f"a ledger of sending begins: {place.ledger}; if there was one before, bring it back first: it knows who got what")
        _tell(pipeline.send(prepared, place.ledger, secrets, _now, time.sleep, keep=_keep(options)))


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

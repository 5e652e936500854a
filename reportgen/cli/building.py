"""The commands that make a site and let it out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from reportgen.cli import shell
from reportgen.cli.commands import main
from reportgen.cli.options import Whose, jobs_option, out_option, report_options, whose_options
from reportgen.errors import GateStoppedError, UsageError

if TYPE_CHECKING:
    from reportgen.pipeline import Built, Request, Workspace

FAIL_ON = ("goal:off_track", "goal:at_risk", "goal:missed", "quality:gate")


class Building(TypedDict):
    """How a report is built, and what may stop it."""

    strict: bool
    fail_on: tuple[str, ...]
    override: str | None
    compare: bool
    catch_up: bool
    jobs: int | None


@main.command()
@whose_options("each in a process and a folder of its own, and a page over all of them")
@report_options
@jobs_option
@out_option
@click.option("--strict", is_flag=True, help="Settings warnings stop the build with exit 3; failed quality gates end it with exit 5.")
@click.option("--fail-on", multiple=True, type=click.Choice(FAIL_ON), help="End with exit 5 after the report is written. May be repeated.")
@click.option("--override", metavar="REASON", help="Pass the quality gates all the same; the reason is printed in the report.")
@click.option("--compare", is_flag=True, help="Only say which numbers and statuses would move against the site; write nothing there.")
@click.option("--catch-up", is_flag=True, help="Also build each month that the site lacks between its first and this one (12 at most).")
def build(whose: Whose, request: Request, out: Path | None, **options: Unpack[Building]) -> None:
    """Build a period's report: HTML, PDF and data, into the site."""
    if whose.every and options["override"]:
        raise UsageError("--override lets one report through; name its client with --client")
    if whose.every:
        from reportgen.cli import clients

        sys.exit(clients.build_all(whose.places, request, out, options))
    place = whose.one
    site = place.site(out)
    if options["compare"]:
        _compare(place, request, site)
    elif options["catch_up"]:
        sys.exit(_catch_up(place, request, site, options))
    else:
        sys.exit(_stopped(build_one(place, request, site, options), options))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@whose_options("each as a site of its own in a folder of its own")
@out_option
def publish(folder: Path, whose: Whose, out: Path | None) -> None:
    """Copy into FOLDER what the settings let out: `artifact/` for the team, `pages/` for everybody (`publish:` and `public:`)."""
    from reportgen import pipeline

    found = pipeline.publish(whose.places, out, folder)
    for written in found:
        shell.say(f"published  {written}")
    if not found:
        shell.say("published  nothing: there is no report, or the settings let none out (`publish:` in report.yaml)")


def build_one(place: Workspace, request: Request, site: Path, options: Building | None = None) -> Built:
    """Build one report and say where it is."""
    from reportgen import pipeline

    strict, override = (options["strict"], options["override"]) if options else (False, None)
    built = pipeline.build(place, request, site, shell.progress, strict=strict, override=override)
    shell.warn((*built.analysed.warnings, *built.advice))
    if built.why_no_pdf:
        shell.note(f"warning: {built.why_no_pdf}")
    state = f"edition {built.findings.edition}" if built.changed else f"edition {built.findings.edition}, unchanged"
    shell.say(f"period     {built.title} ({state})")
    since = [built.since] if built.since else []
    if built.since and built.changed:
        shell.say(f"since      {built.since}")
    shell.say(f"html       {built.html}")
    shell.say(f"pdf        {built.pdf or '-'}")
    shell.summary(f"{built.findings.site}: {built.title} ({state})", [*since, *built.sentences], built.board)
    return built


def _catch_up(place: Workspace, request: Request, site: Path, options: Building) -> int:
    """Build what is owed, oldest first; a month that cannot be built does not stop the next."""
    from reportgen import pipeline

    owed = {each.month or "": each for each in pipeline.unbuilt(place, request, site, shell.progress)}

    def one(month: str | None) -> int:
        asked = owed[month or ""]
        if asked is request:
            return _stopped(build_one(place, asked, site, options), options)
        shell.say(f"caught up  {month}")
        shell.remark(f"{month} had no report, or one without data: its run never happened. It is built now.", place.client)
        # a reason to pass a gate is about the asked report alone
        before: Building = {**options, "override": None}
        return _stopped(build_one(place, asked, site, before), before)

    return shell.each(list(owed), one)


def _compare(place: Workspace, request: Request, site: Path) -> None:
    from reportgen import pipeline

    found = pipeline.compare(place, request, site, shell.progress)
    if found.edition is None:
        shell.say(f"period     {found.title}: nothing in {site} to compare it with; build it there first")
        return
    title = f"{found.title}, against edition {found.edition}"
    shell.say(f"period     {title}")
    for line in found.lines:
        shell.say(f"           {line}")
    shell.summary(title, found.lines)


def _stopped(built: Built, options: Building) -> int:
    """5 when a goal or gate that was asked for stops the command, else 0."""
    fail_on = options["fail_on"]
    reasons = []
    if built.gates and not built.findings.override:
        if options["strict"] or "quality:gate" in fail_on:
            reasons.append(shell.stopped_by(built.gates))
        else:
            shell.note(f"warning: {shell.stopped_by(built.gates)}; until then `send` refuses it")
    bad = {
        "goal:off_track": ("off_track",),
        "goal:at_risk": ("off_track", "at_risk"),
        "goal:missed": ("missed",),
    }
    judged = [(goal.label, goal.status) for goal in built.findings.goals] + [(goal.label, goal.status) for goal in built.findings.combined]
    for name, statuses in bad.items():
        found = [label for label, status in judged if status in statuses]
        if name in fail_on and found:
            reasons.append(f"{name}: {', '.join(found)}")
    for reason in reasons:
        shell.note(f"stopped: {reason}")
    return GateStoppedError.exit_code if reasons else 0

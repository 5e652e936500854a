"""The commands. Each imports what it needs when it runs: `--help` must import no heavy library."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

import reportgen
from reportgen.cli import shell
from reportgen.errors import GateStoppedError, UsageError

if TYPE_CHECKING:
    from reportgen.pipeline import Built, Request

DAY = click.DateTime(["%Y-%m-%d"])
ONE_DAY = functools.partial(click.option, type=DAY, metavar="DATE")
FAIL_ON = ("goal:off_track", "goal:at_risk", "goal:missed", "quality:gate")


class Gating(TypedDict, total=False):
    """What may stop a build."""

    strict: bool
    fail_on: tuple[str, ...]
    override: str | None
    compare: bool
    jobs: int | None


class Commands(click.Group):
    """Wraps every command in the wording of errors."""

    def invoke(self, ctx: click.Context) -> object:
        with shell.worded():
            return super().invoke(ctx)


workspace_option = click.option(
    "--workspace",
    "-w",
    default=".",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder with config/ and the exports. By default the current one.",
)
client_option = click.option("--client", help="A client of clients/NAME/, whose settings lie over the base.")


def period_options(command: Callable[..., None]) -> Callable[..., None]:
    """--month, --from, --to and --as-of, handed to the command as one `request`."""

    @functools.wraps(command)
    def asked(month: str | None, begin: datetime | None, last: datetime | None, as_of: datetime | None, **rest: object) -> None:
        command(request=_request(month, begin, last, as_of), **rest)

    for option in (
        ONE_DAY("--as-of", help="The last day the report may see. By default the period's last day."),
        ONE_DAY("--to", "last", help="Last day of a range, inclusive."),
        ONE_DAY("--from", "begin", help="First day of a range, such as 2026-09-01."),
        click.option(
            "--month", help="A month such as 2026-10, or `last` (the one before today's). By default the last complete month in the data."
        ),
    ):
        asked = option(asked)
    return asked


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(reportgen.__version__, prog_name="reportgen")
def main() -> None:
    """Static monthly reports on conversions and SMART goals, from analytics exports.

    Exit codes: 0 done, 1 a bug, 2 usage, 3 settings, 4 data, 5 a goal or quality gate stopped it, 6 delivery.
    """


@main.command()
@click.argument("folder", default="demo", type=click.Path(path_type=Path))
@click.option("--seed", default=1, show_default=True, help="Another seed makes another firm's numbers; the same seed the same bytes.")
@click.option("--no-build", is_flag=True, help="Write the workspace without building its report.")
def demo(folder: Path, seed: int, no_build: bool) -> None:
    """Make a demo workspace in FOLDER (a made-up firm's config and exports) and build its report."""
    from reportgen import demo as demonstration

    shell.progress("making up a firm")
    demonstration.make(folder, seed)
    shell.say(f"workspace  {folder}")
    if not no_build:
        _build_one(folder, None, _request(), folder / "site")


@main.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--from", "exports", multiple=True, type=click.Path(path_type=Path), help="An export to propose rules from; may be repeated.")
def init(folder: Path, exports: tuple[Path, ...]) -> None:
    """Scaffold a workspace in FOLDER: config/ and the workflow files. With --from, rules are proposed from what the exports contain."""
    from reportgen import pipeline

    made = pipeline.scaffolded(folder, exports, shell.progress)
    shell.warn(made.left_out)
    for file in made.files:
        shell.say(str(file))


@main.command()
@workspace_option
@client_option
@click.option("--strict", is_flag=True, help="Warnings stop with exit 3, failed quality gates with exit 5.")
def check(workspace: Path, client: str | None, strict: bool) -> None:
    """Check settings, the five letters of every goal, how attainable its target is, and the data, without writing a report."""
    from reportgen import pipeline

    checked = pipeline.check(pipeline.Workspace(workspace, client), _request(), shell.progress)
    shell.warn(checked.warnings)
    shell.say(checked.text)
    if strict and checked.warnings:
        sys.exit(3)
    if strict and checked.gates:
        raise GateStoppedError(_stopped_by(checked.gates))


@main.command()
@workspace_option
@period_options
@client_option
@click.option(
    "--all",
    "all_clients",
    is_flag=True,
    help="Every client of clients/, each in a process and a folder of its own, and a page over all of them.",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), default=None, help="How many clients at a time; by default as many as there are processors."
)
@click.option("--out", type=click.Path(path_type=Path), help="The site's folder. By default site/ in the workspace.")
@click.option("--strict", is_flag=True, help="Settings warnings stop the build with exit 3; failed quality gates end it with exit 5.")
@click.option("--fail-on", multiple=True, type=click.Choice(FAIL_ON), help="End with exit 5 after the report is written. May be repeated.")
@click.option("--override", metavar="REASON", help="Pass the quality gates all the same; the reason is printed in the report.")
@click.option("--compare", is_flag=True, help="Only say which numbers and statuses would move against the site; write nothing there.")
def build(workspace: Path, request: Request, client: str | None, all_clients: bool, out: Path | None, **options: Unpack[Gating]) -> None:
    """Build a period's report: HTML, PDF and data, into the site."""
    from reportgen import settings

    if client and all_clients:
        raise UsageError("--client and --all exclude each other; give one of them")
    site = out or workspace / "site"
    names: list[str | None] = list(settings.clients(workspace)) if all_clients else [client]
    if not names:
        raise UsageError(f"{workspace}/clients holds no client; leave --all out, or add clients/NAME/config/")

    if all_clients and not options["compare"]:
        from reportgen.cli import clients

        sys.exit(clients.build_all(workspace, tuple(filter(None, names)), request, site, options))

    def one(name: str | None) -> int:
        place = site / name if name else site
        if options["compare"]:
            return _compare_one(workspace, name, request, place)
        return _stopped(_build_one(workspace, name, request, place, **options), options)

    sys.exit(shell.each(names, one))


@main.command()
@workspace_option
@period_options
@client_option
@click.option("--plan", is_flag=True, help="Add how attainable each target is, and what it needs from here beside the last four weeks.")
def goals(
    workspace: Path,
    request: Request,
    client: str | None,
    plan: bool,
) -> None:
    """Print the goal board."""
    from reportgen import pipeline, wording

    made = pipeline.analysed(pipeline.Workspace(workspace, client), request, shell.progress)
    shell.say(wording.board(made.findings, plan=plan))


@main.command()
@click.argument("metric")
@workspace_option
@period_options
@client_option
def explain(
    metric: str,
    workspace: Path,
    request: Request,
    client: str | None,
) -> None:
    """Say how METRIC (visitors, rate_RULE, conversions_RULE, value_RULE, goal_KEY, a metric's own name) is computed: definition, formula,
    query, n/N."""
    from reportgen import pipeline, wording

    made = pipeline.analysed(pipeline.Workspace(workspace, client), request, shell.progress)
    known = {definition.key: definition for definition in made.findings.definitions}
    metric = f"metric_{metric}" if f"metric_{metric}" in known else metric
    if metric not in known:
        raise UsageError(f"{metric} is not a metric of this workspace; there are: {', '.join(known)}")
    shell.say(wording.explain(known[metric], made.findings))


def _request(
    month: str | None = None, begin: datetime | None = None, last: datetime | None = None, as_of: datetime | None = None
) -> Request:
    """The only place that reads the clock."""
    from reportgen.pipeline import Request

    def day(moment: datetime | None) -> date | None:
        return moment.date() if moment else None

    return Request(month, day(begin), day(last), day(as_of), today=date.today())  # noqa: DTZ011 - the runner's own day


def _build_one(workspace: Path, client: str | None, request: Request, site: Path, **options: Unpack[Gating]) -> Built:
    from reportgen import pipeline

    place = pipeline.Workspace(workspace, client)
    built = pipeline.build(place, request, site, shell.progress, strict=options.get("strict", False), override=options.get("override"))
    shell.warn(built.analysed.warnings)
    if built.why_no_pdf:
        shell.note(f"warning: {built.why_no_pdf}")
    state = f"edition {built.findings.edition}" if built.changed else f"edition {built.findings.edition}, unchanged"
    shell.say(f"period     {built.title} ({state})")
    shell.say(f"html       {built.html}")
    shell.say(f"pdf        {built.pdf or '-'}")
    shell.summary(f"{built.findings.site}: {built.title}", built.sentences)
    return built


def _compare_one(workspace: Path, client: str | None, request: Request, site: Path) -> int:
    from reportgen import pipeline

    found = pipeline.compare(pipeline.Workspace(workspace, client), request, site, shell.progress)
    if found.edition is None:
        shell.say(f"period     {found.title}: nothing in {site} to compare it with; build it there first")
        return 0
    title = f"{found.title}, against edition {found.edition}"
    shell.say(f"period     {title}")
    for line in found.lines:
        shell.say(f"           {line}")
    shell.summary(title, found.lines)
    return 0


def _stopped(built: Built, options: Gating) -> int:
    """5 when a goal or gate that was asked for stops the command, else 0."""
    fail_on = options["fail_on"]
    reasons = []
    if (options["strict"] or "quality:gate" in fail_on) and built.gates and not built.findings.override:
        reasons.append(_stopped_by(built.gates))
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


def _stopped_by(gates: tuple[str, ...]) -> str:
    return f"the data did not pass: {' '.join(gates)} Mend it, or let it through with --override REASON, which the report prints"

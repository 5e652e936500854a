"""The commands. Each imports what it needs when it runs: `--help` must import no heavy library."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import reportgen
from reportgen.cli import shell
from reportgen.cli.options import Whose, client_option, jobs_option, report_options, whose_options, workspace_option
from reportgen.cli.options import request as asked_for
from reportgen.errors import GateStoppedError, SettingsError, UsageError

if TYPE_CHECKING:
    from reportgen.pipeline import Request, Workspace


class Commands(click.Group):
    """Wraps every command in the wording of errors."""

    def invoke(self, ctx: click.Context) -> object:
        with shell.worded():
            return super().invoke(ctx)


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
        from reportgen.cli.building import build_one
        from reportgen.pipeline import Workspace

        build_one(Workspace(folder), asked_for(), folder / "site")


@main.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--from", "exports", multiple=True, type=click.Path(path_type=Path), help="An export to propose rules from; may be repeated.")
@click.option("--workflows", is_flag=True, help="Only write a workspace's workflow files anew, for this version and its zone.")
def init(folder: Path, exports: tuple[Path, ...], workflows: bool) -> None:
    """Scaffold a workspace in FOLDER: config/ and the workflow files. With --from, rules are proposed from what the exports contain."""
    from reportgen import pipeline

    if workflows and exports:
        raise UsageError("--workflows and --from exclude each other; give one of them")
    made = pipeline.new_workflows(folder) if workflows else pipeline.scaffolded(folder, exports, shell.progress)
    shell.warn(made.left_out)
    for file in made.files:
        shell.say(str(file))


@main.command()
@whose_options("each in a process of its own")
@jobs_option
@click.option("--strict", is_flag=True, help="Warnings stop with exit 3, failed quality gates with exit 5.")
@click.option("--scan", is_flag=True, help="Only say how much a build would scan: files by their sizes, tables as BigQuery estimates.")
def check(whose: Whose, jobs: int | None, strict: bool, scan: bool) -> None:
    """Check settings, the five letters of every goal, how attainable its target is, and the data, without writing a report."""
    from reportgen import pipeline

    if scan and strict:
        raise UsageError("--scan and --strict exclude each other; give one of them")
    if whose.every:
        from reportgen.cli import clients

        code = clients.check_all(whose.places, jobs, strict=strict, scan=scan)
    elif scan:
        for line in pipeline.scanned(whose.one):
            shell.say(line)
        code = 0
    else:
        code = _checked(whose.one, strict=strict)
    shell.outputs(pipeline.outlets(whose.places))
    sys.exit(code)


def _checked(place: Workspace, *, strict: bool) -> int:
    from reportgen import pipeline

    checked = pipeline.check(place, asked_for(), shell.progress)
    shell.warn((*checked.warnings, *checked.advice))
    shell.say(checked.text)
    if strict and checked.warnings:
        return SettingsError.exit_code
    if strict and checked.gates:
        raise GateStoppedError(shell.stopped_by(checked.gates))
    return 0


@main.command()
@workspace_option
@report_options
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
@report_options
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

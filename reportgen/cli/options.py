"""What several commands are asked for, and the one place that reads the clock."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.errors import UsageError

if TYPE_CHECKING:
    from reportgen.pipeline import Request, Workspace

Command = Callable[..., None]
DAY = click.DateTime(["%Y-%m-%d"])
ONE_DAY = functools.partial(click.option, type=DAY, metavar="DATE")

workspace_option = click.option(
    "--workspace",
    "-w",
    default=".",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder with config/ and the exports. By default the current one.",
)
client_option = click.option("--client", help="A client of clients/NAME/, whose settings lie over the base.")
out_option = click.option("--out", type=click.Path(path_type=Path), help="The site's folder. By default site/ in the workspace.")


jobs_option = click.option(
    "--jobs", type=click.IntRange(min=1), default=None, help="How many clients at a time; by default as many as there are processors."
)


@dataclass(frozen=True, slots=True)
class Whose:
    """The workspace as one client sees it, or every client's; `every` where all were asked for."""

    places: tuple[Workspace, ...]
    every: bool

    @property
    def one(self) -> Workspace:
        return self.places[0]


def whose_options(all_means: str) -> Callable[[Command], Command]:
    """--workspace, --client and --all, handed to the command as one `whose`; `all_means` says what happens to every client.

    The command raises UsageError for --client beside --all, and where there is no client.
    """
    options = (
        click.option("--all", "every", is_flag=True, help=f"Every client of clients/: {all_means}."),
        client_option,
        workspace_option,
    )

    def asking(command: Command) -> Command:
        @functools.wraps(command)
        def asked(workspace: Path, client: str | None, every: bool, **rest: object) -> None:
            command(whose=_whose(workspace, client, every), **rest)

        return functools.reduce(lambda inner, option: option(inner), options, asked)

    return asking


def _whose(workspace: Path, client: str | None, every: bool) -> Whose:
    from reportgen import settings
    from reportgen.pipeline import Workspace

    if client and every:
        raise UsageError("--client and --all exclude each other; give one of them")
    if not every:
        return Whose((Workspace(workspace, client),), every=False)
    names = settings.clients(workspace)
    if not names:
        raise UsageError(f"{workspace}/clients holds no client; leave --all out, or add clients/NAME/config/")
    return Whose(tuple(Workspace(workspace, name) for name in names), every=True)


def period_options(otherwise: str) -> Callable[[Command], Command]:
    """--month, --from and --to, handed to the command as one `request`; `otherwise` says which period it is without them."""
    options = (
        ONE_DAY("--to", "last", help="Last day of a range, inclusive."),
        ONE_DAY("--from", "begin", help="First day of a range, such as 2026-09-01."),
        click.option("--month", help=f"A month such as 2026-10, or `last` (the one before today's). By default {otherwise}."),
    )

    def asking(command: Command) -> Command:
        @functools.wraps(command)
        def asked(month: str | None, begin: datetime | None, last: datetime | None, as_of: datetime | None = None, **rest: object) -> None:
            command(request=request(month, begin, last, as_of), **rest)

        return functools.reduce(lambda inner, option: option(inner), options, asked)

    return asking


def report_options(command: Command) -> Command:
    """--month, --from, --to and --as-of, handed to the command as one `request`."""
    seen = ONE_DAY("--as-of", help="The last day the report may see. By default the period's last day.")
    return period_options("the last complete month in the data")(seen(command))


def request(
    month: str | None = None, begin: datetime | None = None, last: datetime | None = None, as_of: datetime | None = None
) -> Request:
    """The only place that reads the clock."""
    from reportgen.pipeline import Request

    def day(moment: datetime | None) -> date | None:
        return moment.date() if moment else None

    return Request(month, day(begin), day(last), day(as_of), today=date.today())  # noqa: DTZ011 - the runner's own day

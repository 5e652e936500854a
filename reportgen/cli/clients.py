"""One command for every client: a process each, told as it ends, and the page over all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli import shell

if TYPE_CHECKING:
    from reportgen.cli.commands import Gating
    from reportgen.pipeline import Ran, Request


def build_all(workspace: Path, names: Sequence[str], request: Request, site: Path, options: Gating) -> int:
    """Build every client. What stops one stops no other; the greatest exit code of all."""
    from reportgen import pipeline

    commands = [(name, ["build", "--client", name, *_words(workspace, request, site, options)]) for name in names]
    done: list[Ran] = []
    for ran in pipeline.each(commands, options["jobs"] or os.cpu_count() or 1):
        done.append(ran)
        shell.progress(f"{len(done)} of {len(names)}: {ran.client}")
        _tell(ran)
    pipeline.cover(workspace, site, sorted(done, key=lambda one: one.client))
    shell.say(f"clients    {site / 'index.html'}")
    return max(ran.code for ran in done)


def _words(workspace: Path, request: Request, site: Path, options: Gating) -> Iterator[str]:
    """The options of this command as a client's command takes them."""
    given = {
        "--workspace": workspace,
        "--out": site,
        "--month": request.month,
        "--from": request.begin,
        "--to": request.last,
        "--as-of": request.as_of,
        "--override": options["override"],
    }
    for name, value in given.items():
        if value is not None:
            yield from (name, str(value))
    if options["strict"]:
        yield "--strict"
    for name in options["fail_on"]:
        yield from ("--fail-on", name)


def _tell(ran: Ran) -> None:
    """What the client's command said, under its name: results on stdout, the rest on stderr."""
    shell.say(f"client     {ran.client}")
    for line in ran.out.splitlines():
        shell.say(line)
    for line in ran.err.splitlines():
        shell.relay(line, ran.client)

"""One command for every client: a process each, told as it ends, and the page over all of them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli import shell

if TYPE_CHECKING:
    from reportgen.cli.building import Building
    from reportgen.cli.mail import Sending
    from reportgen.pipeline import Ran, Request, Workspace

Options = Mapping[str, object]


def check_all(places: Sequence[Workspace], jobs: int | None, *, strict: bool, scan: bool) -> int:
    """Check every client; the greatest exit code of all."""
    return _worst(_run("check", places, jobs, {"--strict": strict, "--scan": scan}))


def build_all(places: Sequence[Workspace], request: Request, out: Path | None, options: Building) -> int:
    """Build every client. What stops one stops no other; the greatest exit code of all."""
    given = {
        **_period(request),
        "--as-of": request.as_of,
        "--out": out,
        "--fail-on": options["fail_on"],
        "--strict": options["strict"],
        "--compare": options["compare"],
        "--catch-up": options["catch_up"],
    }
    if options["compare"]:
        return _worst(_run("build", places, options["jobs"], given))
    return _covered("build", places, out, options["jobs"], given)


def send_all(places: Sequence[Workspace], request: Request, out: Path | None, options: Sending) -> int:
    """Mail every client's report, one client after the other; the greatest exit code of all."""
    given = {
        **_period(request),
        "--out": out,
        "--keep": options["keep"],
        "--dry-run": options["dry_run"],
        "--test": options["test"],
        "--settle": options["settle"],
        "--catch-up": options["catch_up"],
    }
    if options["dry_run"] or options["test"]:
        return _worst(_run("send", places, 1, given))
    return _covered("send", places, out, 1, given)


def _period(request: Request) -> Options:
    return {"--month": request.month, "--from": request.begin, "--to": request.last}


def _covered(command: str, places: Sequence[Workspace], out: Path | None, jobs: int | None, given: Options) -> int:
    """Run a client's command for each, with no other such run beside, and write the agency's page; the greatest exit code of all."""
    from reportgen import pipeline

    workspace, site = places[0].folder, places[0].site(out).parent
    with pipeline.alone(workspace, site):
        ran = _run(command, places, jobs, given)
        pipeline.cover(workspace, site, command, ran)
    shell.say(f"clients    {site / 'index.html'}")
    return _worst(ran)


def _run(command: str, places: Sequence[Workspace], jobs: int | None, given: Options) -> tuple[Ran, ...]:
    from reportgen import pipeline

    words = ["--workspace", str(places[0].folder), *_words(given)]
    begun = time.monotonic()
    beside = jobs or os.cpu_count() or 1
    ordered = places if beside == 1 else sorted(places, key=lambda place: -_size(place.own))
    commands = [(place.client or "", [command, "--client", place.client or "", *words]) for place in ordered]
    done: list[Ran] = []
    with closing(pipeline.each(commands, beside)) as running:
        for ran in running:
            done.append(ran)
            shell.progress(f"{len(done)} of {len(commands)}: {ran.client}")
            _tell(ran)
    shell.pace(_pace(len(done), time.monotonic() - begun))
    return tuple(done)


def _size(own: Path) -> int:
    """Bytes in a client's own folder, which are its exports where they lie there: who has most begins, so that no core waits for them at
    the end."""
    return sum(file.stat().st_size for file in own.rglob("*") if file.is_file())


def _pace(n: int, seconds: float) -> str:
    return f"{n} clients in {seconds:,.0f} s, {60 * n / max(seconds, 0.001):.1f} a minute"


def _worst(ran: Sequence[Ran]) -> int:
    return max(one.code for one in ran)


def _words(given: Options) -> Iterator[str]:
    """The options of this command as a client's command takes them."""
    for name, value in given.items():
        if value is True:
            yield name
        elif isinstance(value, tuple):
            for one in value:
                yield from (name, one)
        elif value is not None and value is not False:
            yield from (name, str(value))


def _tell(ran: Ran) -> None:
    """What the client's command said, under its name: results on stdout, the rest on stderr."""
    shell.say(f"client     {ran.client}")
    for line in ran.out.splitlines():
        shell.say(line)
    for line in ran.err.splitlines():
        shell.relay(line, ran.client)

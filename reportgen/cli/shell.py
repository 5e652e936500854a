"""How commands talk: results on stdout, the rest on stderr; progress only for people; annotations when GitHub runs them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from reportgen.errors import Problem, ReportgenError, SettingsError


def in_actions() -> bool:
    """Whether GitHub Actions runs the command."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def progress(text: str) -> None:
    """A line for whoever waits at a terminal; silent elsewhere."""
    if sys.stderr.isatty():
        click.echo(f"  {text} ...", err=True)


def say(text: str) -> None:
    """A result."""
    click.echo(text)


def warn(problems: Sequence[Problem]) -> None:
    """Advice: on stderr, and as annotations in Actions."""
    for problem in problems:
        click.echo(f"warning: {problem}", err=True)
        if in_actions():
            click.echo(_annotation("warning", problem))


def summary(text: str) -> None:
    """Add Markdown to the job summary, when there is one."""
    if file := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(file).open("a", encoding="utf-8") as handle:
            handle.write(text + "\n")


def _annotation(level: str, problem: Problem) -> str:
    """One workflow command. Data is escaped, so that no file name or setting can begin a command of its own."""
    place = problem.place
    parts = [] if place is None else [f"file={_property(place.file)}"]
    parts += [f"line={place.line}"] if place and place.line else []
    parts += [f"col={place.column}"] if place and place.column else []
    sentence = f"{problem.path}: {problem.wrong}; {problem.right}" if problem.right else f"{problem.path}: {problem.wrong}"
    return f"::{level} {','.join(parts)}::{_data(sentence)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


@contextmanager
def worded() -> Iterator[None]:
    """Errors that a user can mend end in their sentence and their exit code."""
    try:
        yield
    except ReportgenError as error:
        if in_actions() and isinstance(error, SettingsError):
            for problem in error.problems:
                click.echo(_annotation("error", problem))
        click.echo(f"error: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        click.echo("stopped; nothing half written is left", err=True)
        sys.exit(130)


def each(names: Sequence[str | None], work: Callable[[str | None], int]) -> int:
    """Do the work for every client; one that fails does not stop the next. The greatest exit code of all."""
    worst = 0
    for name in names:
        try:
            worst = max(worst, work(name))
        except ReportgenError as error:
            if len(names) == 1:
                raise
            click.echo(f"error: {name}: {error}", err=True)
            worst = max(worst, error.exit_code)
    return worst

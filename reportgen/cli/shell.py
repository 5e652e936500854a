"""How commands talk: results on stdout, the rest on stderr; progress only for people; annotations when GitHub runs them."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.errors import DataError, OutputError, Problem, ReportgenError, SettingsError

if TYPE_CHECKING:
    from reportgen.pipeline import Outlets

BUG = 1
"""The exit code of what should not happen."""


def in_actions() -> bool:
    """Whether GitHub Actions runs the command."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def progress(text: str) -> None:
    """A line for whoever waits at a terminal; silent elsewhere."""
    if sys.stderr.isatty():
        click.echo(f"  {text} ...", err=True)


def pace(text: str) -> None:
    """How fast it went, for whoever waited at a terminal; silent elsewhere."""
    if sys.stderr.isatty():
        click.echo(f"  {text}", err=True)


def say(text: str) -> None:
    """A result."""
    click.echo(_tame(text))


def note(text: str) -> None:
    """What is no result: on stderr."""
    click.echo(_tame(text), err=True)


def relay(line: str, whose: str) -> None:
    """A line of another reportgen's stderr under its client's name; its annotations as they are: nothing else here begins a line so."""
    if in_actions() and line.startswith(("::error", "::warning", "::notice")):
        click.echo(line, err=True)
    else:
        note(f"{whose}: {line}")


def warn(problems: Sequence[Problem]) -> None:
    """Advice: on stderr, and as annotations in Actions."""
    for problem in problems:
        note(f"warning: {problem}")
    _annotate("warning", problems)


def refuse(error: ReportgenError, whose: str | None = None) -> None:
    """Why a command stopped: on stderr, and as annotations in Actions. `whose` names one client of several."""
    note(f"error: {whose}: {error}" if whose else f"error: {error}")
    problems = error.problems if isinstance(error, SettingsError) else [error.problem] if isinstance(error, DataError) else []
    _annotate("error", problems)


def stopped_by(gates: Sequence[str]) -> str:
    """What to say of gates that the data did not pass."""
    return f"the data did not pass: {' '.join(gates)} Mend it, or let it through with --override REASON, which the report prints"


def remark(text: str, whose: str | None = None) -> None:
    """What whoever runs this should know and that is nothing wrong: an annotation in Actions and a line of the job summary."""
    if in_actions():
        click.echo(f"::notice::{_data(f'{whose}: {text}' if whose else text)}", err=True)
    _append("GITHUB_STEP_SUMMARY", f"{_literal(text)}\n\n")


def summary(title: str, lines: Sequence[str], table: Sequence[Sequence[str]] = ()) -> None:
    """Add a heading, a list and a table, its first row the head, to the job summary, when there is one."""
    rows = [f"| {' | '.join(map(_literal, row))} |" for row in table]
    ruled = [rows[0], "|" + " --- |" * len(table[0]), *rows[1:], ""] if rows else []
    _append("GITHUB_STEP_SUMMARY", "\n".join([f"### {_literal(title)}", "", *(f"- {_literal(line)}" for line in lines), "", *ruled, ""]))


def outputs(found: Outlets) -> None:
    """Tell the steps after this one which ways out the settings open."""
    told = {"mail": found.mail, "artifact": found.artifact, "pages": found.pages}
    _append("GITHUB_OUTPUT", "".join(f"{name}={str(is_open).lower()}\n" for name, is_open in told.items()))


def _append(variable: str, text: str) -> None:
    """Add to one of the files that Actions names, when it does. It is no reason to fail."""
    if file := os.environ.get(variable):
        with suppress(OSError), Path(file).open("a", encoding="utf-8") as handle:
            handle.write(text)


def _literal(text: str) -> str:
    """A text in Markdown that stands there as it is: one line, no markup, no HTML."""
    return re.sub(r"([\\`*_\[\]<>#|~&!])", r"\\\1", " ".join(text.split()))


def _tame(text: str) -> str:
    """Lines as they are; in Actions none of them begins a workflow command, whatever names they carry."""
    return re.sub(r"(?m)^(\s*):(?=:)|##(?=\[)", lambda found: f"{found[0]} ", text.replace("\r", " ")) if in_actions() else text


def _annotate(level: str, problems: Sequence[Problem]) -> None:
    if in_actions():
        for problem in problems:
            click.echo(_annotation(level, problem), err=True)


def _annotation(level: str, problem: Problem) -> str:
    """One workflow command. Data is escaped, so that no file name or setting can begin a command of its own."""
    place = problem.place
    parts = [] if place is None else [f"file={_property(place.file)}"]
    parts += [f"line={place.line}"] if place and place.line else []
    parts += [f"col={place.column}"] if place and place.column else []
    return f"::{level}{' ' if parts else ''}{','.join(parts)}::{_data(str(replace(problem, place=None)))}"


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
        refuse(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        raise
    except OSError as error:
        note(f"error: the system refuses: {error}; free space, or check that the path is there and yours to use")
        sys.exit(OutputError.exit_code)
    except KeyboardInterrupt:
        note("stopped; nothing half written is left")
        sys.exit(130)


def each(names: Sequence[str | None], work: Callable[[str | None], int]) -> int:
    """Do the work for every client; one that fails, be it by a bug, does not stop the next. The greatest exit code of all."""
    if len(names) == 1:
        return work(names[0])
    worst = 0
    for name in names:
        try:
            worst = max(worst, work(name))
        except ReportgenError as error:
            refuse(error, name)
            worst = max(worst, error.exit_code)
        except BrokenPipeError:
            raise
        except OSError as error:
            note(f"error: {name}: the system refuses: {error}")
            worst = max(worst, OutputError.exit_code)
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            note(f"error: {name}: a bug stopped this client: {type(error).__name__}: {error}")
            worst = max(worst, BUG)
    return worst

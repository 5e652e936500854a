"""Every client of a workspace, each in a process of its own: nothing is shared but the files, and what stops one stops no other."""

from __future__ import annotations

import os
import runpy
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock

from reportgen.engine import BESIDE, scratch_folder

BUG = 1
"""The exit code of a process that ended without one of its own."""

LOST = 255
"""What `multiprocessing` says of a process whose server died, so that nobody saw its end."""

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Ran:
    """How one client's command ended, and what it said."""

    client: str
    code: int
    out: str
    err: str


Run = Callable[[str, Command], Ran]
_ONE_AT_A_TIME = Lock()
"""Held while a process is begun or its end is taken note of: both look at all processes."""


def in_process(client: str, command: Command) -> Ran:
    """Run reportgen itself once more, in a process that begins with its libraries imported; its output comes back whole.

    The processes are copies of one that has imported them and done nothing else, so that a batch pays for that once.
    """
    context = get_context("forkserver") if sys.platform == "linux" else get_context("spawn")
    with scratch_folder() as scratch:
        out, err = scratch / "out", scratch / "err"
        with _ONE_AT_A_TIME:
            context.set_forkserver_preload(["reportgen.pipeline.ready"])
            process = context.Process(target=_work, args=(list(command), out, err, dict(os.environ)))
            process.start()
        connection.wait([process.sentinel])
        code, why = _ended(process)
        return Ran(client, code, _said(out), _said(err) + why)


def _work(command: Command, out: Path, err: Path, environment: Mapping[str, str]) -> None:
    """What the process does: `python -m reportgen`, with its output in files."""
    os.environ.clear()
    os.environ.update(environment)
    for stream, file in ((sys.stdout, out), (sys.stderr, err)):
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, stream.fileno())
        os.close(handle)
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.argv[1:] = command
    runpy.run_module("reportgen", run_name="__main__", alter_sys=True)


def _ended(process: BaseProcess) -> tuple[int, str]:
    """The exit code, and where it has none of its own a line about that."""
    with _ONE_AT_A_TIME:
        process.join()
        code = process.exitcode or 0
        process.close()
    if 0 <= code < LOST:
        return code, ""
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else "was lost"
    return BUG, f"error: its process {how}; where memory is short, give it more or run fewer at a time with --jobs\n"


def _said(file: Path) -> str:
    return file.read_text("utf-8", errors="replace") if file.exists() else ""


def each(commands: Sequence[tuple[str, Command]], jobs: int, run: Run | None = None) -> Generator[Ran, None, None]:
    """Run every client's command, `jobs` of them at a time; each as it ends. Where that is interrupted, those not begun never are."""
    beside = max(1, min(jobs, len(commands)))
    with _told(beside), ThreadPoolExecutor(max_workers=beside) as pool:
        try:
            for future in as_completed([pool.submit(run or in_process, client, command) for client, command in commands]):
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _told(beside: int) -> Iterator[None]:
    """Every process knows how many run at a time: they share the machine's memory and cores."""
    before = os.environ.get(BESIDE)
    os.environ[BESIDE] = str(beside)
    try:
        yield
    finally:
        os.environ.pop(BESIDE)
        if before is not None:
            os.environ[BESIDE] = before

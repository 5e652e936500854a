"""Every client of a workspace, each in a process of its own: nothing is shared but the files, and what stops one stops no other."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Ran:
    """How one client's command ended, and what it said."""

    client: str
    code: int
    out: str
    err: str


Run = Callable[[str, Command], Ran]


def in_process(client: str, command: Command) -> Ran:
    """Run reportgen itself once more; its output comes back whole."""
    done = subprocess.run([sys.executable, "-m", "reportgen", *command], capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603
    return Ran(client, done.returncode, done.stdout, done.stderr)


def each(commands: Sequence[tuple[str, Command]], jobs: int, run: Run | None = None) -> Iterator[Ran]:
    """Run every client's command, `jobs` of them at a time; each as it ends."""
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        for future in as_completed([pool.submit(run or in_process, client, command) for client, command in commands]):
            yield future.result()

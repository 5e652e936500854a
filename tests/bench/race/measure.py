"""A command with all its processes: seconds by the clock, seconds of CPU and the most memory that they held at once."""

import ctypes
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

SUBREAPER = 36
"""prctl's PR_SET_CHILD_SUBREAPER: whatever a command leaves behind becomes this process's own child, so that its CPU is counted."""
EVERY = 0.05
"""Seconds between two looks at the memory of all processes, at least."""
LOOKING = 0.05
"""The share of the time that looking may take: to add up 10 GB takes a tenth of a second, in which the process can ask for no more."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run took; `peak` in MB, at the least what the process that watches it holds. A page that two processes share counts once."""

    wall: float
    cpu: float
    peak: float


@dataclass(slots=True)
class _Watch:
    """Looks at a tree of processes until it is told to stop."""

    root: int
    most: float = 0.0
    done: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        took = 0.0
        while not self.done.wait(max(EVERY, took / LOOKING)):
            begun = time.perf_counter()
            self.most = max(self.most, sum(map(_held, _tree(self.root))))
            took = time.perf_counter() - begun


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Taken:
    """Run to the end of all its processes. SystemExit with what it said where it fails.

    It is watched by a process of its own: whoever asks may have other children, which are not to be waited for.
    """
    with tempfile.TemporaryDirectory() as scratch:
        told, said = Path(scratch, "taken"), Path(scratch, "said")
        with said.open("wb") as stream:
            watcher = [sys.executable, __file__, str(told), *command]
            code = subprocess.run(
                watcher, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, check=False
            ).returncode
        if code:
            raise SystemExit(f"{' '.join(command)} ended with {code}:\n{said.read_text(errors='replace')[-4000:]}")
        return Taken(*map(float, told.read_text().split()))


def watch(told: Path, command: Sequence[str]) -> int:
    """Run a command, wait for all that it has begun, and write what it took; its exit code. In a process that has no other child."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    begun = time.perf_counter()
    running = subprocess.Popen(command)
    looks = _Watch(running.pid)
    looking = threading.Thread(target=looks.run, daemon=True)
    looking.start()
    cpu, largest, wall = 0.0, 0.0, 0.0
    while True:
        try:
            process, status, used = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu, largest = cpu + used.ru_utime + used.ru_stime, max(largest, used.ru_maxrss / 1024)
        if process == running.pid:
            running.returncode, wall = os.waitstatus_to_exitcode(status), time.perf_counter() - begun
    looks.done.set()
    looking.join()
    told.write_text(f"{wall} {cpu} {max(looks.most, largest)}")
    return abs(running.returncode)


def middle(runs: Sequence[Taken]) -> Taken:
    """The median of each."""
    return Taken(median(one.wall for one in runs), median(one.cpu for one in runs), median(one.peak for one in runs))


def _tree(root: int) -> list[int]:
    """The process and all below it that live."""
    found, rest = [], [root]
    while rest:
        found.append(rest.pop())
        try:
            rest += [int(child) for task in Path(f"/proc/{found[-1]}/task").iterdir() for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _held(process: int) -> float:
    """MB that a process holds, its share of what it has in common with others."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    sys.exit(watch(Path(sys.argv[1]), sys.argv[2:]))

"""How much of the machine the engine may take where the settings name no limit: half of its memory and all of its cores, shared by the
clients of a batch."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

BESIDE = "REPORTGEN_BESIDE"
"""Of a process of a batch: how many of them run at a time."""

LIMITS = {"": "memory.max", "memory": "memory.limit_in_bytes"}
"""The file of a group's limit by the controller that says so: of version 2 of control groups, and of version 1."""


def share(root: Path = Path("/"), whole: int | None = None) -> int | None:
    """Bytes for the engine of one process: half of the machine's memory (`whole`, as the system says by default) or of the least limit of
    its control groups, whichever is less, over the processes that run beside. None where the system tells neither.
    """
    found = [*_limits(root), *([_machine()] if whole is None else [whole])]
    known = [each for each in found if each]
    return min(known) // 2 // beside() if known else None


def threads(cores: int | None = None) -> int | None:
    """Threads for the engine of one process of a batch, so that those of all processes are as many as there are cores (`cores`, as the
    system says by default). None, as many as the engine likes, for a process that runs alone."""
    processes = beside()
    return max(1, (cores or os.cpu_count() or 1) // processes) if processes > 1 else None


def _machine() -> int | None:
    with suppress(AttributeError, ValueError, OSError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return None


def beside() -> int:
    """How many processes of a batch run at a time, this one among them."""
    told = os.environ.get(BESIDE, "")
    return max(1, int(told)) if told.isdecimal() else 1


def _limits(root: Path) -> Iterator[int]:
    """The limits of this process's control groups and of those around them; inside a container only the top one may be there."""
    with suppress(OSError):
        for line in (root / "proc/self/cgroup").read_text("utf-8").splitlines():
            _, controllers, name = line.split(":", 2)
            for controller, file in LIMITS.items():
                if controller in controllers.split(","):
                    top = root / "sys/fs/cgroup" / controller
                    yield from _read(top, PurePosixPath(name.lstrip("/")), file)


def _read(top: Path, group: PurePosixPath, file: str) -> Iterator[int]:
    for each in (group, *group.parents):
        with suppress(OSError, ValueError):
            yield int((top / each / file).read_text("utf-8"))

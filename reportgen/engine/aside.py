"""Folders that are written aside: locked while their writer lives, gone afterwards, and cleared by others where it has died.

Locks of folders on a network drive hold on one machine only. So each folder's name says whose it is, and another machine's is cleared by
its age alone.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

UNFINISHED = ".unfinished-"
SCRATCH = "reportgen-scratch-"
BOOT = Path("/proc/sys/kernel/random/boot_id")
"""Linux names each run of a machine."""
LEFT = 7 * 86_400
"""Seconds after which another machine's folder is one that was left."""


@contextmanager
def unfinished(beside: Path, name: str = "", mark: str = UNFINISHED) -> Iterator[Path]:
    """A new folder within another, `MARKNAME...`, gone afterwards; those that dead writers left are cleared first. Raises OSError."""
    beside.mkdir(parents=True, exist_ok=True)
    with ExitStack() as at_work:
        mine = _begun(beside, f"{mark}{name}", at_work)
        for other in beside.glob(f"{mark}*"):
            if other != mine and (other.name.endswith(machine()) or _seconds(other, mine) > LEFT):
                _clear(other)
        yield mine


def scratch_folder(beside: Path | None = None) -> AbstractContextManager[Path]:
    """A folder for what is needed while one reads or counts; by default where the system has its temporary files. As `unfinished`."""
    return unfinished(beside or Path(tempfile.gettempdir()), mark=SCRATCH)


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """Alone in a folder or at a file; where a file system has no locks, it is done without. On a network drive a folder is locked for one
    machine, and a file, which has to be open for writing there, for all."""
    handle = os.open(place, os.O_RDONLY if place.is_dir() else os.O_RDWR)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@cache
def machine() -> str:
    """The end of the names of this machine's folders: `-` and eight signs, others after each start of it where the system says so."""
    try:
        told = BOOT.read_text()
    except OSError:
        told = platform.node()
    return f"-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def _seconds(earlier: Path, later: Path) -> float:
    """How much earlier a folder was written to than another, by the clock of the file system that both are on."""
    with suppress(OSError):
        return later.stat().st_mtime - earlier.stat().st_mtime
    return 0.0


def _begun(beside: Path, prefix: str, at_work: ExitStack) -> Path:
    """A folder that is locked. Another writer may take it for left as long as it is not, and clear it: then a further one."""
    while True:
        mine = Path(tempfile.mkdtemp(prefix=prefix, suffix=machine(), dir=beside))
        with suppress(FileNotFoundError):
            at_work.enter_context(locked(mine))
        if mine.exists():
            at_work.callback(shutil.rmtree, mine, ignore_errors=True)
            return mine


def _clear(folder: Path) -> None:
    """Remove a folder whose writer is dead: nobody holds its lock. It is left where that cannot be said."""
    with suppress(OSError), ExitStack() as opened:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        opened.callback(os.close, handle)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)

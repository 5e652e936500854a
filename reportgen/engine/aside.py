"""Folders that are written aside: locked while their writer lives, gone afterwards, and cleared by others where it has died."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path

UNFINISHED = ".unfinished-"
SCRATCH = "reportgen-scratch-"


@contextmanager
def unfinished(beside: Path, name: str = "", mark: str = UNFINISHED) -> Iterator[Path]:
    """A new folder within another, `MARKNAME...`, gone afterwards; those that dead writers left are cleared first. Raises OSError."""
    beside.mkdir(parents=True, exist_ok=True)
    for left in beside.glob(f"{mark}*"):
        _clear(left)
    with ExitStack() as at_work:
        yield _begun(beside, f"{mark}{name}", at_work)


def scratch_folder(beside: Path | None = None) -> AbstractContextManager[Path]:
    """A folder for what is needed while one reads or counts; by default where the system has its temporary files. As `unfinished`."""
    return unfinished(beside or Path(tempfile.gettempdir()), mark=SCRATCH)


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """Alone in a folder or at a file; where a file system has no locks, it is done without."""
    handle = os.open(place, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _begun(beside: Path, prefix: str, at_work: ExitStack) -> Path:
    """A folder that is locked. Another writer may take it for left as long as it is not, and clear it: then a further one."""
    while True:
        mine = Path(tempfile.mkdtemp(prefix=prefix, dir=beside))
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

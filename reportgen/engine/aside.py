"""Folders that are written aside: locked while their writer lives, gone afterwards, and cleared by others where it has died."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

UNFINISHED = ".unfinished-"
SCRATCH = "reportgen-scratch-"


@contextmanager
def unfinished(beside: Path, name: str = "", mark: str = UNFINISHED) -> Iterator[Path]:
    """A new folder within another, `MARKNAME...`, gone afterwards; those that dead writers left are cleared first. Raises OSError."""
    beside.mkdir(parents=True, exist_ok=True)
    with ExitStack() as at_work:
        with locked(beside):
            for left in filter(_is_left, beside.glob(f"{mark}*")):
                shutil.rmtree(left, ignore_errors=True)
            mine = Path(tempfile.mkdtemp(prefix=f"{mark}{name}", dir=beside))
            at_work.callback(shutil.rmtree, mine, ignore_errors=True)
            at_work.enter_context(locked(mine))
        yield mine


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


def _is_left(folder: Path) -> bool:
    """Whether its writer is dead: nobody holds its lock. False where that cannot be said."""
    try:
        with ExitStack() as opened:
            handle = os.open(folder, os.O_RDONLY)
            opened.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

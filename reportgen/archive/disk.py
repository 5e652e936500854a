"""Whole files or none: durable writes, and a folder that is replaced in one step.

A folder `NAME` is prepared as `.NAME.reportgen-new` beside its place and then changes places with the one that is there. Where the
system cannot do that in one step, the old one waits as `.NAME.reportgen-old` for a moment. Whoever writes next puts back what an
interruption left halfway.
"""

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from reportgen.errors import BusyError, OutputError, refusal

_NEW, _OLD = ".reportgen-new", ".reportgen-old"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Alone in `root` (made if need be) while the block runs: a second writer waits; leftovers of a failed or dead one are cleared.

    Raises OutputError for whatever the system refuses.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = os.open(root, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            settle(root)
            yield
        except BaseException:
            with suppress(OSError):
                settle(root)
            raise
        finally:
            os.close(handle)
    except OSError as error:
        raise OutputError(Path(error.filename or root), refusal(error)) from error


@contextmanager
def reading(root: Path) -> Iterator[None]:
    """Keep writers of `root` waiting while the block runs. A folder that is not there, or that has no locks, is read as it is."""
    with ExitStack() as open_ones:
        with suppress(OSError):
            handle = os.open(root, os.O_RDONLY)
            open_ones.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_SH)
        yield


@contextmanager
def alone(root: Path, command: str) -> Iterator[None]:
    """Keep every other run of a command on this folder away. Raises BusyError while one is at work, else OutputError."""
    try:
        handle = os.open(root, os.O_RDONLY)
    except OSError as error:
        raise OutputError(root, refusal(error)) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BusyError(root, command) from error
    except OSError as error:
        raise OutputError(root, refusal(error)) from error
    else:
        yield
    finally:
        os.close(handle)


def settle(root: Path) -> None:
    """Undo what an interrupted writer left in `root`: put an old folder back where its successor never came, drop the rest."""
    for old in root.glob(f".*{_OLD}"):
        place = root / old.name[1 : -len(_OLD)]
        if os.path.lexists(place):
            _drop(old)
        else:
            old.rename(place)
    for new in root.glob(f".*{_NEW}"):
        _drop(new)


def _drop(leftover: Path) -> None:
    """Remove what was prepared; of a link the link alone."""
    if leftover.is_dir() and not leftover.is_symlink():
        shutil.rmtree(leftover)
    else:
        leftover.unlink()


def write_tree(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files (names relative to `folder`, with `/`) and make them last."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        write(file, content)
    folders = {folder, *((folder / name).parent for name in files)}
    for made in sorted(folders, reverse=True):
        _sync(made)


def write(file: Path, content: bytes) -> None:
    """Write one file that is not there yet and make it last. (Opening an old one could reach through a link into a published edition.)"""
    with file.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def take_over(source: Path, target: Path, *, without: frozenset[str] = frozenset()) -> None:
    """Have the tree `source` (but for some names at its top) at `target` too: linked where the file system can, else copied. A symbolic
    link in it stays one: it is not followed."""

    def skip(folder: str, _names: list[str]) -> frozenset[str]:
        return without if Path(folder) == source else frozenset()

    shutil.copytree(source, target, symlinks=True, ignore=skip, copy_function=_link, dirs_exist_ok=True)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def replace_file(root: Path, name: str, content: bytes) -> bool:
    """Put `content` at `name` below `root` in one step; False, and nothing touched, where it is there already. It is prepared at the top of
    `root`, where the next writer finds what a dead one left."""
    file = root / name
    if file.exists() and file.read_bytes() == content:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = new_name(root / file.name)
    write(fresh, content)
    fresh.replace(file)
    _sync(file.parent)
    return True


def replace_folder(folder: Path) -> None:
    """Put the prepared folder (`new_name`) in the place of `folder`."""
    fresh, old = new_name(folder), old_name(folder)
    if not folder.exists():
        fresh.rename(folder)
    elif not exchange(fresh, folder):
        folder.rename(old)
        fresh.rename(folder)
    _sync(folder.parent)
    for leftover in (fresh, old):
        if leftover.exists():
            shutil.rmtree(leftover)


def new_name(path: Path) -> Path:
    """Where the successor of a file or folder is prepared."""
    return path.with_name(f".{path.name}{_NEW}")


def old_name(path: Path) -> Path:
    """Where a folder waits while its successor takes its place in two steps."""
    return path.with_name(f".{path.name}{_OLD}")


def is_unfinished(name: str) -> bool:
    """Whether a file or folder of this name waits beside its place."""
    return name.startswith(".") and name.endswith((_NEW, _OLD))


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step (Linux, most file systems); False where that cannot be."""
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

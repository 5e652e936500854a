"""ZIP archives: each file in one is an export of its own. What is damaged, or could do harm, is refused before anything is kept."""

from __future__ import annotations

import hashlib
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from reportgen.errors import DataError, Place, Problem

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
MOST_MEMBERS = 1_000
"""A month of hourly files is 744."""
MOST_RATIO = 100
"""Unpacked bytes for a packed one: text packs 3 to 40 times."""
SMALL = 1 << 20
"""Up to here no ratio is harmful."""
BLOCK = 1 << 18
DAMAGE = (BadZipFile, LargeZipFile, EOFError, LZMAError, OSError, OverflowError, RuntimeError, ValueError, struct.error, zlib.error)
"""What the library raises for archives that are none."""
WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".numbers")
OFFICE = ("[Content_Types].xml", "mimetype")
"""Members that say: a workbook or document."""


def is_zip(start: bytes) -> bool:
    """Whether a file that begins so is a ZIP archive."""
    return start.startswith((ZIP, EMPTY_ZIP))


def members(file: Path, shown: str) -> tuple[str, ...]:
    """The files in an archive by name, in order; folders, hidden files and a Mac's own leftovers are none.

    Raises DataError for a cut or damaged archive, one that asks for a password, one with a path outside, too many files, or none at all,
    and for a workbook.
    """
    if PurePosixPath(shown).suffix.lower() in WORKBOOKS:
        raise _workbook(shown)
    with _opened(file, shown) as archive:
        every = archive.infolist()
        if len(every) > MOST_MEMBERS:
            raise _refused(shown, f"the zip holds {len(every)} files, more than {MOST_MEMBERS}", "give the folder or fewer files")
        if every and every[0].filename in OFFICE:
            raise _workbook(shown)
        for each in every:
            _check(each, shown)
        found = tuple(sorted(each.filename for each in every if not each.is_dir() and not _hidden(each.filename)))
    if not found:
        raise _refused(shown, "the zip is empty", "export it again")
    if double := next((name for name, after in pairwise(found) if name == after), None):
        raise _refused(shown, f"the zip holds {double!r} twice", "pack it again")
    return found


def extract(file: Path, member: str, out: Path, shown: str) -> None:
    """Unpack one file of an archive. Raises DataError as `members`, and for more than 100 bytes from each packed one, counted as they
    come."""
    with out.open("wb") as handle:
        for block in blocks(file, member, shown):
            handle.write(block)


def member_hash(file: Path, member: str, shown: str) -> str:
    """sha256 of one file's own bytes, so that packing the archive again changes nothing. Raises DataError as `extract`."""
    found = hashlib.sha256()
    for block in blocks(file, member, shown):
        found.update(block)
    return found.hexdigest()


def member_size(file: Path, member: str, shown: str) -> int:
    """Unpacked bytes, as the archive says."""
    with _opened(file, shown) as archive:
        return archive.getinfo(member).file_size


def blocks(file: Path, member: str, shown: str) -> Iterator[bytes]:
    """The unpacked bytes of one file of an archive. Raises DataError as `extract`."""
    with _opened(file, shown) as archive:
        info = archive.getinfo(member)
        most, size = max(SMALL, info.compress_size * MOST_RATIO), 0
        try:
            with archive.open(info) as source:
                while block := source.read(BLOCK):
                    size += len(block)
                    if size > most:
                        wrong = f"it unpacks to more than {MOST_RATIO} times its size, which no export does"
                        raise _refused(shown, wrong, "give the file itself if it is right")
                    yield block
        except NotImplementedError as error:
            raise _refused(shown, f"packed in a way that is not known ({error})", "pack it again as a plain zip") from error
        except DAMAGE as error:
            raise _refused(shown, f"the zip is damaged here ({error})", "download or copy it again") from error


@contextmanager
def _opened(file: Path, shown: str) -> Iterator[ZipFile]:
    try:
        handle: IO[bytes] = file.open("rb")
    except OSError as error:
        raise _refused(shown, f"cannot read it: {error.strerror}", "check that it is there and readable") from error
    with handle:
        try:
            archive = ZipFile(handle)
        except DAMAGE as error:
            raise _refused(shown, f"the zip is damaged or cut off ({error})", "download or copy it again") from error
        with archive:
            yield archive


def _check(info: ZipInfo, shown: str) -> None:
    name = info.filename
    if not name:
        raise _refused(shown, "the zip is damaged: a file in it has no name", "download or copy it again")
    if _outside(name):
        raise _refused(shown, f"the zip holds a path outside it: {name!r}", "make the zip again, from the files alone")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _refused(shown, f"the zip holds a link instead of a file: {name!r}", "make the zip again, from the files themselves")
    if info.flag_bits & 1:
        raise _refused(shown, f"{name!r} asks for a password", "make the zip again without one")


def _outside(name: str) -> bool:
    """Absolute, upwards, or on another drive; with either slash, since others unpack on other systems."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:", name) is not None or "\0" in name


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "_")) for part in PurePosixPath(name).parts)


def _workbook(shown: str) -> DataError:
    return _refused(shown, "this is a workbook, not an export", "open it and save the sheet as CSV (UTF-8)")


def _refused(shown: str, wrong: str, right: str) -> DataError:
    return DataError(Problem(Place(shown), "", wrong, right))

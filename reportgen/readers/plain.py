"""Whatever a file is packed or written in, as plain UTF-8 text or Parquet in scratch: gzip, a file of a ZIP, UTF-16, marks, NUL bytes."""

from __future__ import annotations

import gzip
import re
import shutil
import zlib
from pathlib import Path

from reportgen.errors import DataError, OutputError, Place, Problem
from reportgen.model.counts import RejectedRows
from reportgen.model.tables import PARQUET

GZIP = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BINARY = {
    b"\xd0\xcf\x11\xe0": "a workbook of old Excel",
    b"\x28\xb5\x2f\xfd": "a Zstandard file",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
PAGE = (b"<!doctype html", b"<html")
HEAD_BYTES = 1 << 18
BLOCK = 1 << 20
NUL_RUN = 16
"""So many NUL bytes in a row are no slip of a program: the disk or the copy left a hole."""
CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(place: Place, path: Path, folder: Path) -> tuple[Path, tuple[RejectedRows, ...]]:
    """The file without packing, in UTF-8, without a byte-order mark and without NUL bytes, which are remarked; new files in `folder`.

    Lines that end now in CR LF and now in LF end in LF. Raises DataError for an empty or truncated file, for text that is none, and for one
    with a hole.
    """
    for unpack, starts in ((_unpack, (GZIP,)), (_recode, UTF_16), (_unmark, (BOM,))):
        if start_of(place, path).startswith(starts):
            plain = folder / unpack.__name__
            unpack(place, path, plain)
            path = plain
    start = start_of(place, path)
    if not start.strip() and _is_blank(path):
        raise DataError(Problem(place, "", "the file is empty", "export it again"))
    if start.startswith((PARQUET, *BINARY)):
        return path, ()
    if _has_old_line_ends(path):
        lines = folder / "lines"
        _change(path, lines, b"\r", b"\n")
        path = lines
    elif _has_mixed_line_ends(path):
        lines = folder / "lines"
        _even(path, lines)
        path = lines
    at = _first_nul(path)
    return (path, ()) if at is None else _without_nuls(place, path, at, folder / "text")


def start_of(place: Place, path: Path) -> bytes:
    """The first bytes of a file. Raises DataError when it cannot be read."""
    try:
        with path.open("rb") as handle:
            return handle.read(8)
    except OSError as error:
        right = "check that it is there and readable"
        raise DataError(Problem(Place(Path(place.file).name), "", f"cannot read it: {error.strerror}", right)) from error


def head_of(place: Place, path: Path) -> str:
    """The first 256 KB of a text. Raises DataError for what is no text, and for text that is not UTF-8."""
    with path.open("rb") as handle:
        data = handle.read(HEAD_BYTES)
    kind = next((kind for start, kind in BINARY.items() if data.startswith(start)), None) or _page(data) or _binary(data)
    if kind:
        raise DataError(Problem(place, "", f"this is {kind}, not an export", "give CSV or NDJSON (plain, gzip or in a zip), or Parquet"))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4 and len(data) == HEAD_BYTES:
            return data[: error.start].decode()
        line = data[: error.start].count(b"\n") + 1
        shown = re.sub(r"[^\x20-\x7e]", "?", data[max(0, error.start - 20) : error.start + 20].decode("latin-1"))
        raise DataError(Problem(Place(place.file, line), "", f"the text is not UTF-8 (near {shown!r})", "save it as UTF-8")) from error


def line_at(path: Path, offset: int) -> int:
    """The line (from 1) on which this byte stands."""
    lines, left = 1, offset
    with path.open("rb") as handle:
        while left > 0 and (block := handle.read(min(left, BLOCK))):
            lines += block.count(b"\n")
            left -= len(block)
    return lines


def _binary(data: bytes) -> str | None:
    return "a binary file" if b"\0" in data or len(CONTROLS.findall(data)) * 100 > len(data) else None


def _page(data: bytes) -> str | None:
    return "a web page" if data.lstrip()[: len(PAGE[0])].lower().startswith(PAGE) else None


def _is_blank(path: Path) -> bool:
    """Whether a file holds nothing, or nothing but blanks."""
    with path.open("rb") as handle:
        return not any(block.strip() for block in iter(lambda: handle.read(BLOCK), b""))


def _unpack(place: Place, packed: Path, plain: Path) -> None:
    try:
        with gzip.open(packed, "rb") as source, plain.open("wb") as out:
            shutil.copyfileobj(source, out, BLOCK)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(Problem(place, "", f"the gzip file is damaged or cut off ({error})", "export or copy it again")) from error
    except OSError as error:
        raise OutputError(plain.parent, error.strerror or str(error)) from error


def _unmark(place: Place, marked: Path, plain: Path) -> None:
    """Engines take the mark for a part of the first record."""
    try:
        with marked.open("rb") as source, plain.open("wb") as out:
            source.seek(len(BOM))
            shutil.copyfileobj(source, out, BLOCK)
    except OSError as error:
        raise OutputError(plain.parent, error.strerror or str(error)) from error


def _recode(place: Place, marked: Path, plain: Path) -> None:
    try:
        with marked.open(encoding="utf-16", newline="") as source, plain.open("w", encoding="utf-8", newline="") as out:
            shutil.copyfileobj(source, out, BLOCK)
    except UnicodeError as error:
        right = "export or copy it again, or save it as UTF-8"
        raise DataError(Problem(place, "", f"the text begins as UTF-16 and is none ({error})", right)) from error
    except OSError as error:
        raise OutputError(plain.parent, error.strerror or str(error)) from error


def _has_old_line_ends(path: Path) -> bool:
    """Whether lines end as on an old Mac, and as Excel there still saves them: with a CR alone."""
    with path.open("rb") as handle:
        head = handle.read(HEAD_BYTES)
    return b"\r" in head and b"\n" not in head


def _has_mixed_line_ends(path: Path) -> bool:
    """Whether some lines end in CR LF and some in LF, or a CR stands alone: tables that were put together, or that an editor changed. The
    engine reads one kind of line end."""
    returns = feeds = both = 0
    before = b""
    with path.open("rb") as handle:
        if not any(b"\r" in block for block in iter(lambda: handle.read(BLOCK), b"")):
            return False
        handle.seek(0)
        while block := handle.read(BLOCK):
            returns += block.count(b"\r")
            feeds += block.count(b"\n")
            both += block.count(b"\r\n") + (before == b"\r" and block.startswith(b"\n"))
            before = block[-1:]
    return not returns == feeds == both


def _even(path: Path, plain: Path) -> None:
    """The text with every line ending in LF, and a blank for a CR within a line."""
    try:
        with path.open("rb") as source, plain.open("wb") as out:
            rest = b""
            while block := source.read(BLOCK):
                whole = rest + block
                kept = whole.rstrip(b"\r")
                rest = whole[len(kept) :]
                out.write(re.sub(rb"\r+\n", b"\n", kept).replace(b"\r", b" "))
    except OSError as error:
        raise OutputError(plain.parent, error.strerror or str(error)) from error


def _change(path: Path, plain: Path, old: bytes, new: bytes) -> None:
    try:
        with path.open("rb") as source, plain.open("wb") as out:
            while block := source.read(BLOCK):
                out.write(block.replace(old, new))
    except OSError as error:
        raise OutputError(plain.parent, error.strerror or str(error)) from error


def _first_nul(path: Path) -> int | None:
    """Where the first NUL byte stands; None for none."""
    at = 0
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            if (found := block.find(b"\0")) >= 0:
                return at + found
            at += len(block)
    return None


def _without_nuls(place: Place, path: Path, at: int, plain: Path) -> tuple[Path, tuple[RejectedRows, ...]]:
    """The text without its few NUL bytes. What has many is no text, or UTF-16 without a mark."""
    gone, hole = 0, b"\0" * NUL_RUN
    with path.open("rb") as source, plain.open("wb") as out:
        before = b""
        while block := source.read(BLOCK):
            if hole in before + block:
                line = line_at(path, at)
                wrong = "a hole: many NUL bytes in a row, as a broken copy or a full disk leaves them"
                raise DataError(Problem(Place(place.file, line), "", wrong, "export or copy it again"))
            before = block[-NUL_RUN:]
            gone += block.count(b"\0")
            if gone * 50 > source.tell():
                return path, ()
            out.write(block.replace(b"\0", b""))
    return plain, (RejectedRows("nul_bytes", gone, "", line_at(path, at)),)

"""Which files an input means, what they hash to, and how they are opened: once, whole, checked."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree.ElementTree import ParseError

from reportgen.errors import DataError, OutputError, Place, Problem
from reportgen.model.settings import InputSettings
from reportgen.readers import visits_log

GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"
BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BINARY = {b"PK\x03\x04": "a ZIP or Excel file", b"\x28\xb5\x2f\xfd": "a Zstandard file", b"BZh": "a bzip2 file", b"\xfd7zXZ": "an xz file"}
HEAD_BYTES = 1 << 18
MONTH = "[0-9][0-9][0-9][0-9]*[0-9][0-9]"


@dataclass(frozen=True, slots=True)
class Export:
    """One export file of an input. `name` is its path from the workspace, the only path that is ever shown."""

    input: InputSettings
    file: Path
    name: str

    @property
    def place(self) -> Place:
        return Place(self.name)


@dataclass(frozen=True, slots=True)
class Opened:
    """An export ready for the engine: `path` is plain (decompressed) bytes; `head` its first 256 KB, or empty for Parquet."""

    export: Export
    path: Path
    head: str
    parquet: bool


def find(workspace: Path, inputs: Sequence[InputSettings]) -> tuple[Export, ...]:
    """Every file of every input, in input and name order. `{month}` in a pattern stands for 202610 or 2026-10.

    Raises DataError for a pattern that matches nothing, unless its input is `optional`.
    """
    exports: list[Export] = []
    for source in inputs:
        seen: set[Path] = set()
        for pattern in source.files:
            matched = _match(workspace, pattern)
            if not matched and not source.optional:
                raise DataError(
                    Problem(
                        Place("config/report.yaml"),
                        f"inputs.{source.key}.files",
                        f"nothing matches {pattern!r} below {workspace.name or workspace}",
                        "write a file, a folder or a glob such as data/*.ndjson.gz, or `optional: true`",
                    )
                )
            for file in matched:
                if file not in seen:
                    seen.add(file)
                    exports.append(Export(source, file, _shown(workspace, file)))
    return tuple(exports)


def content_hash(file: Path) -> str:
    """sha256 of the file's bytes, read in blocks."""
    with _readable(file) as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@contextmanager
def opened(export: Export, scratch: Path | None = None) -> Iterator[Opened]:
    """Open an export for one reading. What is packed is unpacked to scratch once, which also proves it whole; UTF-16 becomes UTF-8, a
    byte-order mark is cut off, and a visits log becomes a record an action.

    Raises DataError for an empty or truncated file, for one that is not text, and for text that is not UTF-8.
    """
    with TemporaryDirectory(prefix="reportgen-", dir=scratch) as folder:
        path = export.file
        for unpack, starts in ((_unpack, (GZIP,)), (_recode, UTF_16), (_unmark, (BOM,))):
            if _start(path).startswith(starts):
                plain = Path(folder) / unpack.__name__
                unpack(export, path, plain)
                path = plain
        start = _start(path)
        if not start:
            raise DataError(Problem(export.place, "", "the file is empty", "export it again"))
        parquet = start.startswith(PARQUET)
        head = "" if parquet else _head(export, path)
        if visits_log.is_xml(head) or visits_log.is_csv(head):
            plain = Path(folder) / "visits"
            _visits(export, path, plain, xml=visits_log.is_xml(head))
            path, head = plain, _head(export, plain)
        yield Opened(export, path, head, parquet)


def damaged(exports: Sequence[Export], paths: Sequence[Path], error: Exception) -> DataError:
    """What the engine says about a file that it cannot read, in one line and without a machine's path.

    Of several files it is the one that the engine names, else the first.
    """
    said = re.sub(r"^[\w ]+ Error: ", "", str(error).partition("\n")[0])
    place = next((place for place, path in enumerate(paths) if str(path) in said), 0)
    reason = said.replace(str(paths[place]), paths[place].name)
    return DataError(Problem(exports[place].place, "", f"the Parquet file cannot be read ({reason})", "export or copy it again"))


def line_at(path: Path, offset: int) -> int:
    """The line (from 1) on which this byte stands."""
    lines, left = 1, offset
    with path.open("rb") as handle:
        while left > 0 and (block := handle.read(min(left, 1 << 20))):
            lines += block.count(b"\n")
            left -= len(block)
    return lines


def _match(workspace: Path, pattern: str) -> list[Path]:
    base = Path(pattern)
    literal = base if base.is_absolute() else workspace / base
    if literal.is_file():
        return [literal]
    if literal.is_dir():
        return sorted(file for file in literal.rglob("*") if file.is_file() and not _hidden(file, literal))
    root, rest = (Path(base.anchor), str(base.relative_to(base.anchor))) if base.is_absolute() else (workspace, pattern)
    return sorted(file for file in root.glob(rest.replace("{month}", MONTH)) if file.is_file() and not _hidden(file, root))


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith((".", "_")) for part in file.relative_to(root).parts)


def _shown(workspace: Path, file: Path) -> str:
    """The path from the workspace; for a file elsewhere, its name alone, so that no machine's path is published."""
    return file.relative_to(workspace).as_posix() if file.is_relative_to(workspace) else file.name


@contextmanager
def _readable(file: Path) -> Iterator[BufferedReader]:
    try:
        handle = file.open("rb")
    except OSError as error:
        raise DataError(
            Problem(Place(file.name), "", f"cannot read it: {error.strerror}", "check that it is there and readable")
        ) from error
    with handle:
        yield handle


def _start(path: Path) -> bytes:
    with _readable(path) as handle:
        return handle.read(8)


def _unpack(export: Export, packed: Path, plain: Path) -> None:
    try:
        with gzip.open(packed, "rb") as source, plain.open("wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(Problem(export.place, "", f"the gzip file is damaged or cut off ({error})", "export or copy it again")) from error
    except OSError as error:
        raise OutputError(plain.parent, error.strerror or str(error)) from error


def _unmark(export: Export, marked: Path, plain: Path) -> None:
    """Engines take the mark for a part of the first record."""
    try:
        with marked.open("rb") as source, plain.open("wb") as out:
            source.seek(len(BOM))
            shutil.copyfileobj(source, out, 1 << 20)
    except OSError as error:
        raise OutputError(plain.parent, error.strerror or str(error)) from error


def _recode(export: Export, marked: Path, plain: Path) -> None:
    try:
        with marked.open(encoding="utf-16", newline="") as source, plain.open("w", encoding="utf-8", newline="") as out:
            shutil.copyfileobj(source, out, 1 << 20)
    except UnicodeError as error:
        right = "export or copy it again, or save it as UTF-8"
        raise DataError(Problem(export.place, "", f"the text begins as UTF-16 and is none ({error})", right)) from error
    except OSError as error:
        raise OutputError(plain.parent, error.strerror or str(error)) from error


def _visits(export: Export, log: Path, plain: Path, *, xml: bool) -> None:
    try:
        with plain.open("w", encoding="utf-8") as out:
            visits_log.write(log, out, xml=xml)
    except ParseError as error:
        line = error.position[0]
        raise DataError(Problem(Place(export.name, line), "", f"the XML breaks off or is damaged ({error})", "export it again")) from error
    except OSError as error:
        raise OutputError(plain.parent, error.strerror or str(error)) from error


def _head(export: Export, path: Path) -> str:
    with path.open("rb") as handle:
        data = handle.read(HEAD_BYTES)
    kind = next((kind for start, kind in BINARY.items() if data.startswith(start)), "a binary file" if b"\0" in data else None)
    if kind:
        raise DataError(Problem(export.place, "", f"this is {kind}, not an export", "give CSV or NDJSON (plain or gzip), or Parquet"))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4 and len(data) == HEAD_BYTES:
            return data[: error.start].decode()
        line = data[: error.start].count(b"\n") + 1
        shown = re.sub(r"[^\x20-\x7e]", "?", data[max(0, error.start - 20) : error.start + 20].decode("latin-1"))
        raise DataError(Problem(Place(export.name, line), "", f"the text is not UTF-8 (near {shown!r})", "save it as UTF-8")) from error

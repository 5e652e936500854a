"""Which files an input means, what they hash to, and how they are opened: once, whole, checked."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.errors import DataError, Place, Problem
from reportgen.model.settings import InputSettings

GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"
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
    """Open an export for one reading. A gzip file is unpacked to scratch once, which also proves it whole.

    Raises DataError for an empty or truncated file, and for text that is not UTF-8.
    """
    with _readable(export.file) as handle:
        start = handle.read(4)
    if not start:
        raise DataError(Problem(export.place, "", "the file is empty", "export it again"))
    if start == PARQUET:
        yield Opened(export, export.file, "", True)
    elif start[:2] == GZIP:
        with TemporaryDirectory(prefix="reportgen-", dir=scratch) as folder:
            plain = Path(folder) / "plain"
            _unpack(export, plain)
            yield Opened(export, plain, _head(export, plain), False)
    else:
        yield Opened(export, export.file, _head(export, export.file), False)


def line_number(path: Path, text: str) -> int | None:
    """The first line (from 1) that holds this text; None when there is none."""
    wanted = text.encode()
    with path.open("rb") as handle:
        return next((number for number, line in enumerate(handle, 1) if wanted in line), None)


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


def _unpack(export: Export, plain: Path) -> None:
    try:
        with gzip.open(export.file, "rb") as packed, plain.open("wb") as out:
            while block := packed.read(1 << 20):
                out.write(block)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(Problem(export.place, "", f"the gzip file is damaged or cut off ({error})", "export or copy it again")) from error


def _head(export: Export, path: Path) -> str:
    with path.open("rb") as handle:
        data = handle.read(HEAD_BYTES)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise DataError(Problem(Place(export.name, 1), "", "the text is UTF-16", "save it as UTF-8"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4 and len(data) == HEAD_BYTES:
            return data[: error.start].decode("utf-8-sig")
        line = data[: error.start].count(b"\n") + 1
        shown = re.sub(r"[^\x20-\x7e]", "?", data[max(0, error.start - 20) : error.start + 20].decode("latin-1"))
        raise DataError(Problem(Place(export.name, line), "", f"the text is not UTF-8 (near {shown!r})", "save it as UTF-8")) from error

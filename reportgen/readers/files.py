"""Which files an input means, and what they hash to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen import periods
from reportgen.errors import DataError, Place, Problem
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import DecimalMark, InputSettings
from reportgen.model.tables import PARQUET
from reportgen.periods import Period
from reportgen.readers import archives, plain, preambles

MOST_BESIDE, FEW = 1 << 20, 20
"""Bytes of a table of days, and files of an archive that has one."""
MONTH = "[0-9][0-9][0-9][0-9]*[0-9][0-9]"


@dataclass(frozen=True, slots=True)
class Export:
    """One export file of an input; `member` is its path in a ZIP archive `file`. `name` is its path from the workspace, the only path that
    is ever shown."""

    input: InputSettings
    file: Path
    name: str
    member: str | None = None

    @property
    def place(self) -> Place:
        return Place(self.name)


@dataclass(frozen=True, slots=True)
class Opened:
    """One table of an export, ready for the engine: `path` is plain (unpacked) bytes, a text's header its first line; `head` the first
    256 KB, or empty for Parquet.

    `title` and `range` are what the lines above the header say, and of the range else the file's name. `ignored` are columns that the
    header names twice for different things; `decimal` is the mark that its cells tell, if any. `above` says how many of the file's lines
    stand before the first of `path`, `lines` which line of the file each of `path` is, where that is not all; None: the lines are not the
    file's own.
    """

    export: Export
    path: Path
    head: str
    parquet: bool
    title: str | None = None
    range: Period | None = None
    delimiter: str = ","
    columns: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    decimal: DecimalMark | None = None
    remarks: tuple[RejectedRows, ...] = ()
    above: int = 0
    lines: tuple[int, ...] | None = ()

    def line(self, number: int) -> int | None:
        """The line of the export, from that of `path` (both from 1); None where the export has none, or other ones."""
        if self.parquet or self.lines is None:
            return None
        return self.lines[number - 1] if 0 < number <= len(self.lines) else number + self.above

    @property
    def header(self) -> Place:
        """Where its header stands."""
        return Place(self.export.name, self.line(1))


def find(workspace: Path, inputs: Sequence[InputSettings]) -> tuple[Export, ...]:
    """Every file of every input, in input and name order; of a ZIP archive every file in it. `{month}` in a pattern stands for 202610 or
    2026-10.

    BigQuery's tables are no files.

    Raises DataError for a pattern that matches nothing, unless its input is `optional`, and for an archive that is damaged or unsafe.
    """
    exports: list[Export] = []
    for source in inputs:
        if source.tables:
            continue
        seen: set[Path] = set()
        for pattern in source.files:
            matched = matching(workspace, pattern)
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
                    exports += exports_of(source, file, shown(workspace, file))
    return tuple(exports)


def exports_of(source: InputSettings, file: Path, name: str) -> tuple[Export, ...]:
    """The exports in a file: itself, or each file of an archive, shown as `data/export.zip/NAME`."""
    if not archives.is_zip(plain.start_of(Place(name), file)):
        return (Export(source, file, name),)
    return tuple(Export(source, file, f"{name}/{member}", member) for member in archives.members(file, name))


def content_hash(export: Export) -> str:
    """sha256 of the export's bytes, read in blocks; of a file in an archive those of its own, so that packing it again changes nothing."""
    if export.member is not None:
        return archives.member_hash(export.file, export.member, export.name)
    plain.start_of(export.place, export.file)
    with export.file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def size(export: Export) -> int:
    """Bytes of the export; of a file in an archive unpacked ones."""
    if export.member is not None:
        return archives.member_size(export.file, export.member, export.name)
    return export.file.stat().st_size


def named_range(export: Export) -> Period | None:
    """The days in the name of the export, or of the archive it came in; else those of the table of days beside it in the archive."""
    found = preambles.range_in(export.member or export.name) or preambles.range_in(export.file.name)
    return found if found or export.member is None else _range_beside(export)


def told_by_name(export: Export) -> str:
    """What a table of totals is told by its name, so that the same bytes under another name may say something else; empty for nothing."""
    source, days = export.input, named_range(export) if export.input.outside else None
    titled = any(table.titled for table in (*source.counters, *source.costs))
    return (f" {days.begin} {days.end}" if days else "") + (f" {Path(export.name).stem}" if titled else "")


def _range_beside(export: Export) -> Period | None:
    """First and last day of the archive's table of days (`Chart.csv` or `Dates.csv` of Search Console, by its first column)."""
    beside = archives.members(export.file, export.name)
    for member in beside if len(beside) <= FEW else ():
        if member != export.member and archives.member_size(export.file, member, export.name) < MOST_BESIDE:
            text = b"".join(archives.blocks(export.file, member, export.name)).decode(errors="replace")
            days = [preambles.day_of(line[:10]) for line in text.splitlines()[1:] if line.strip()]
            known = [day for day in days if day is not None]
            if known and len(known) == len(days):
                return periods.of(min(known), max(known))
    return None


def damaged(exports: Sequence[Export], paths: Sequence[Path], error: Exception) -> DataError:
    """What the engine says about a file that it cannot read, in one line and without a machine's path.

    Of several files it is the one that the engine names, else the first.
    """
    said = re.sub(r"^[\w ]+ Error: ", "", str(error).partition("\n")[0])
    place = next((place for place, path in enumerate(paths) if str(path) in said), 0)
    reason = said.replace(str(paths[place]), paths[place].name)
    kind = "Parquet file" if plain.start_of(exports[place].place, paths[place]).startswith(PARQUET) else "text"
    return DataError(Problem(exports[place].place, "", f"the {kind} cannot be read ({reason})", "export or copy it again"))


def matching(workspace: Path, pattern: str) -> list[Path]:
    """The files that a file's name, a folder or a glob means, in name order."""
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


def shown(workspace: Path, file: Path) -> str:
    """The path from the workspace; for a file elsewhere, its name alone, so that no machine's path is published."""
    return file.relative_to(workspace).as_posix() if file.is_relative_to(workspace) else file.name

"""How exports are opened: once, whole, checked; as text with a header, records or Parquet, whatever they came in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from xml.etree.ElementTree import ParseError

from reportgen.errors import DataError, OutputError, Place, Problem
from reportgen.model.tables import PARQUET
from reportgen.readers import archives, arrays, cleaned, doubles, marks, plain, preambles, reports, snowplow, visits_log
from reportgen.readers.files import Export, Opened, named_range

Convert = Callable[[Path, IO[str], str], None]


@contextmanager
def opened(export: Export, scratch: Path) -> Iterator[Opened]:
    """Open an export of events for one reading, as one table. What is packed is unpacked to scratch once, which also proves it whole;
    UTF-16 becomes UTF-8, marks, NUL bytes and the lines before a header are cut off; a JSON array becomes a record a line, and a visits
    log one an action.

    Raises DataError for an empty or truncated file, for one that is not text, and for text that is not UTF-8.
    """
    with _within(scratch) as folder:
        whole = _whole(export, folder)
        yield doubles.named(_headed(whole, folder)) if _is_table(whole) else whole


@contextmanager
def tables(export: Export, scratch: Path) -> Iterator[tuple[Opened, ...]]:
    """Open an export of totals, as `opened` does: each table of the file on its own, without its rows of totals."""
    with _within(scratch) as folder:
        whole = replace(_whole(export, folder), range=named_range(export))
        if reports.is_reports(whole.head):
            yield _reports(whole, folder)
        elif not _is_table(whole):
            yield (whole,)
        elif (found := cleaned.tables(whole.path, whole.head, whole.range)) is None:
            yield (_named(_headed(whole, folder)),)
        else:
            yield tuple(_named(_written(whole, each, folder / f"table{place}")) for place, each in enumerate(found))


@contextmanager
def _within(scratch: Path) -> Iterator[Path]:
    """A folder within one that is locked: without a lock of its own, which would keep a file open for each export."""
    with TemporaryDirectory(prefix="export-", dir=scratch) as folder:
        yield Path(folder)


def _named(table: Opened) -> Opened:
    """With its columns and its decimal mark."""
    return replace(doubles.named(table), decimal=marks.decimal_of(table.head, table.delimiter))


def _whole(export: Export, folder: Path) -> Opened:
    """The export unpacked, decoded and converted."""
    path, name = export.file, export.place
    if export.member is not None:
        path = folder / "member"
        _to_disk(path, lambda: archives.extract(export.file, export.member or "", path, export.name))
        if archives.is_zip(plain.start_of(name, path)):
            raise DataError(Problem(name, "", "a zip within a zip", "unpack the outer one, and give the folder"))
    path, remarks = plain.decoded(name, path, folder)
    parquet = plain.start_of(name, path).startswith(PARQUET)
    whole = Opened(export, path, "" if parquet else plain.head_of(name, path), parquet, remarks=remarks)
    convert = next((convert for known, convert in CONVERTED if known(whole.head)), None)
    if convert is None:
        return whole
    records = folder / "records"
    _to_disk(records, lambda: _converted(whole, convert, records))
    return replace(whole, path=records, head=plain.head_of(name, records), lines=None)


def _visits(source: Path, out: IO[str], head: str) -> None:
    visits_log.write(source, out, xml=visits_log.is_xml(head))


def _array(source: Path, out: IO[str], head: str) -> None:
    arrays.write(source, out)


CONVERTED: tuple[tuple[Callable[[str], bool], Convert], ...] = (
    (lambda head: visits_log.is_xml(head) or visits_log.is_csv(head), _visits),
    (lambda head: arrays.is_array(head) and not reports.is_reports(head), _array),
)
"""What is no table yet: how it is known by its beginning, and how it is written as a JSON record a line."""


def _converted(whole: Opened, convert: Convert, records: Path) -> None:
    name = whole.export.name
    try:
        with records.open("w", encoding="utf-8") as out:
            convert(whole.path, out, whole.head)
    except ParseError as error:
        raise DataError(
            Problem(Place(name, error.position[0]), "", f"the XML breaks off or is damaged ({error})", "export it again")
        ) from error
    except arrays.BrokenArrayError as error:
        raise DataError(Problem(Place(name, error.line), "", str(error), "export or copy it again")) from error


def _reports(whole: Opened, folder: Path) -> tuple[Opened, ...]:
    """The reports of an analytics API in a file, each as a table."""
    name = whole.export.name
    try:
        found = reports.read(whole.path.read_text(encoding="utf-8"))
    except reports.BrokenReportError as error:
        raise DataError(Problem(Place(name, error.line), "", str(error), "ask the API for it again")) from error
    return tuple(_report(whole, report, folder / f"report{place}") for place, report in enumerate(found))


def _report(whole: Opened, report: reports.Report, path: Path) -> Opened:
    _to_disk(path, lambda: reports.write(report, path))
    return replace(
        whole,
        path=path,
        head=plain.head_of(whole.export.place, path),
        title=" · ".join(report.dimensions),
        columns=report.columns,
        remarks=(*whole.remarks, *report.remarks),
        lines=None,
    )


def _to_disk(target: Path, write: Callable[[], None]) -> None:
    try:
        write()
    except OSError as error:
        raise OutputError(target.parent, error.strerror or str(error)) from error


def _is_table(whole: Opened) -> bool:
    """Whether it is a text with a header."""
    return not whole.parquet and whole.head.lstrip()[:1] not in ("{", "[", "<") and not snowplow.bare(whole.head)


def _headed(whole: Opened, folder: Path) -> Opened:
    """The table from its header on."""
    found = preambles.of(whole.head)
    told = replace(whole, title=found.title, range=found.range or whole.range, delimiter=found.delimiter)
    if not found.lines:
        return told
    path = folder / "table"
    _to_disk(path, lambda: _cut(whole.path, found.lines, path))
    return replace(told, path=path, head=plain.head_of(whole.export.place, path), above=found.lines)


def _cut(source: Path, lines: int, out: Path) -> None:
    with source.open("rb") as rows, out.open("wb") as kept:
        for _ in range(lines):
            rows.readline()
        shutil.copyfileobj(rows, kept, plain.BLOCK)


def _written(whole: Opened, found: cleaned.Clean, path: Path) -> Opened:
    """One of a file's tables, as a file of its own."""
    lines: list[int] = []
    _to_disk(path, lambda: lines.extend(cleaned.write(found, path)))
    return replace(
        whole,
        path=path,
        head=plain.head_of(whole.export.place, path),
        title=found.title,
        range=found.range or whole.range,
        delimiter=found.delimiter,
        remarks=(*whole.remarks, *found.remarks),
        lines=tuple(lines),
    )

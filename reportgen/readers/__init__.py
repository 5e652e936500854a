"""Exports of any tool as events: which files an input means, which format each is in, and what it says. One file a format (`formats`)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from reportgen.activity import FileRows, Staged, StagedTotals
from reportgen.engine import Embedded
from reportgen.model.counts import RejectedRows
from reportgen.readers.files import Export, Opened, content_hash, damaged, find, size, told_by_name
from reportgen.readers.formats import Reader, reader_of
from reportgen.readers.gtm import read as tracking_plan
from reportgen.readers.guessed import totals as guessed_totals
from reportgen.readers.native import bytes_of as bytes_of_tables
from reportgen.readers.native import chosen as chosen_tables
from reportgen.readers.native import columns_of as columns_of_tables
from reportgen.readers.native import staged as staged_tables
from reportgen.readers.native import suffix as table_suffix
from reportgen.readers.opening import opened, tables
from reportgen.readers.recognised import recognised
from reportgen.readers.sql import Wanted, keyed
from reportgen.readers.survey import Seen, Survey, survey
from reportgen.readers.table import column_names
from reportgen.readers.totals import read as staged_totals

__all__ = [
    "Export",
    "Seen",
    "Survey",
    "Wanted",
    "bytes_of_tables",
    "chosen_tables",
    "columns_of_tables",
    "content_hash",
    "find",
    "guessed_totals",
    "read",
    "read_totals",
    "recognised",
    "size",
    "staged_tables",
    "survey",
    "table_suffix",
    "told_by_name",
    "tracking_plan",
]

ROW_LIMITS = (1_048_575, 1_048_576)
"""Rows that a spreadsheet holds at most, without and with the header: a table with as many is cut off."""


def read(engine: Embedded, exports: Sequence[Export], wanted: Wanted) -> Iterator[tuple[Staged, dict[str, Export]]]:
    """Stage exports of one input, those of one layout together; with each the exports by the staged files' keys. Staged events are gone
    when the next are asked for.

    Raises DataError when no reader, or more than one, knows a file, and for a file that cannot be what its input says.
    """
    with ExitStack() as stack:
        groups: dict[tuple[Reader, Hashable], list[Opened]] = {}
        columns: dict[Export, tuple[str, ...]] = {}
        for export in exports:
            file = stack.enter_context(opened(export, engine.scratch))
            columns[export] = column_names(engine, file)
            reader = reader_of(engine, file, columns[export])
            groups.setdefault((reader, reader.layout(engine, file)), []).append(file)
        for (reader, layout), files in groups.items():
            own = keyed(files)
            staged = _staged(engine, reader, files, layout, wanted)
            whole = {key: replace(_remarked(own[key], rows), columns=columns[own[key].export]) for key, rows in staged.files.items()}
            yield replace(staged, files=whole), {key: file.export for key, file in own.items()}
            engine.drop_staged()


@contextmanager
def read_totals(engine: Embedded, export: Export) -> Iterator[StagedTotals]:
    """Stage one export of an input of totals or costs; it is gone afterwards. Raises DataError as `read`, and for dates and numbers that
    can be read in two ways."""
    with tables(export, engine.scratch) as files:
        with _damage_told(files):
            staged = staged_totals(engine, files)
        yield replace(staged, file=_limited(files[0], staged.file))
    engine.drop_staged()


def _remarked(file: Opened, rows: FileRows) -> FileRows:
    """With what is remarkable about how the file was written."""
    return _limited(file, replace(rows, remarks=(*file.remarks, *rows.remarks)))


def _limited(file: Opened, rows: FileRows) -> FileRows:
    """With a remark where the file ends where a spreadsheet does."""
    if file.parquet or not file.columns or rows.rows not in ROW_LIMITS:
        return rows
    return replace(rows, remarks=(*rows.remarks, RejectedRows("row_limit", rows.rows, "", None)))


def _staged(engine: Embedded, reader: Reader, files: Sequence[Opened], layout: Any, wanted: Wanted) -> Staged:
    with _damage_told(files):
        staged: Staged = reader.read(engine, files, layout, wanted)
    return staged


@contextmanager
def _damage_told(files: Sequence[Opened]) -> Iterator[None]:
    """What the engine says of a damaged file, as DataError."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        # Damaged pages come as one of these two, or as an error of no kind at all.
        if not isinstance(error, duckdb.InvalidInputException | duckdb.SerializationException) and type(error) is not duckdb.Error:
            raise
        raise damaged([file.export for file in files], [file.path for file in files], error) from error

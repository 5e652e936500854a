"""One file a format: `identify` by content, then `read`. A new format is one module and one line in `READERS`."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from reportgen.activity import Staged
from reportgen.engine import Engine
from reportgen.errors import DataError, Problem
from reportgen.model.settings import InputFormat
from reportgen.readers import ga4, table
from reportgen.readers.files import Export, Opened, content_hash, find, opened
from reportgen.readers.sql import Wanted
from reportgen.readers.survey import Seen, Survey, survey

READERS: tuple[ModuleType, ...] = (ga4, table)

__all__ = ["Export", "Seen", "Survey", "Wanted", "content_hash", "find", "read", "survey"]


def read(engine: Engine, export: Export, wanted: Wanted, scratch: Path | None = None) -> Staged:
    """Stage one export as events; the engine keeps them until the caller drops them.

    Raises DataError when no reader, or more than one, knows the file, and for a file that cannot be what its input says.
    """
    with opened(export, scratch) as file:
        reader = _reader(engine, file)
        staged: Staged = reader.read(engine, file, wanted)
        return staged


def _reader(engine: Engine, file: Opened) -> ModuleType:
    columns = table.column_names(engine, file)
    asked = file.export.input.format
    if asked is not InputFormat.AUTO:
        reader = next(reader for reader in READERS if asked.value == reader.NAME)
        if not reader.identify(file, columns):
            raise DataError(
                Problem(
                    file.export.place,
                    "",
                    f"this is no {asked.value} export (columns: {_some(columns)})",
                    "leave `format` out, or map `columns`",
                )
            )
        return reader
    known = [reader for reader in READERS if reader.identify(file, columns)]
    if len(known) > 1:
        raise DataError(Problem(file.export.place, "", "more than one reader knows this file", "say which with `format`"))
    if not known:
        raise DataError(
            Problem(
                file.export.place,
                f"inputs.{file.export.input.key}",
                f"unknown format (columns: {_some(columns)})",
                "map its `columns` in report.yaml, or give a GA4 BigQuery export",
            )
        )
    return known[0]


def _some(columns: tuple[str, ...]) -> str:
    shown = ", ".join(column[:30] for column in columns[:8])
    return f"{shown}, ..." if len(columns) > 8 else shown or "none"

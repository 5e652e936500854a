"""Columns that a header names twice: the same again is left out; something else under the same name cannot be told apart."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.model.counts import RejectedRows

if TYPE_CHECKING:
    from reportgen.readers.files import Opened


def named(file: Opened) -> Opened:
    """A table with its columns, each under a name of its own: further ones of a name as `NAME #2`, with a remark; `ignored` are names that
    stand for different things. Columns without a name are `#1` by their place."""
    header = _first_row(file)
    columns = tuple(_names(header))
    double = [(place, header.index(column)) for place, column in enumerate(header) if column.strip() and header.index(column) < place]
    if not double:
        return replace(file, columns=columns)
    unlike = {header[place] for place, first in double if _differ(file, place, first)}
    said = tuple(
        RejectedRows("different_columns" if header[place] in unlike else "duplicated_column", 0, header[place][:60], file.line(1))
        for place, _ in double
    )
    return replace(file, columns=columns, ignored=tuple(sorted(unlike)), remarks=(*file.remarks, *said))


def _rows(file: Opened) -> Iterator[Sequence[str]]:
    with file.path.open(encoding="utf-8", errors="replace", newline="") as handle, suppress(csv.Error):
        yield from csv.reader(handle, delimiter=file.delimiter)


def _first_row(file: Opened) -> list[str]:
    return list(next((row for row in _rows(file)), ()))


def _names(header: Sequence[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for place, column in enumerate(header, start=1):
        again = column.casefold()  # the engine's names know no case
        seen[again] = seen.get(again, 0) + 1
        yield f"#{place}" if not column.strip() else column if seen[again] == 1 else f"{column} #{seen[again]}"


def _differ(file: Opened, place: int, first: int) -> bool:
    """Whether two columns ever say different things."""
    rows = (row for at, row in enumerate(_rows(file)) if at)
    return any(row[place] != row[first] for row in rows if len(row) > max(place, first))

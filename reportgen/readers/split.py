"""Several tables in one file, as web downloads have them: after a blank line come notes, or a header unlike the rows before."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.periods import Period
from reportgen.readers import preambles

BLANK = re.compile(rb"\n[,;\t| ]*\r?\n[^\r\n]")
"""A line of nothing, or of delimiters alone, with something after it."""
NUMBER = re.compile(r"[-+$€£¥]?[0-9][0-9.,:/%\s'-]*[€%]?")


Row = tuple[int, tuple[str, ...]]
"""The line (from 1) on which a row begins, and its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a text file, its header the first of `rows`. `noted`: `#` lines stood above it, or above the file's first table."""

    title: str | None
    range: Period | None
    delimiter: str
    noted: bool
    rows: tuple[Row, ...]


def has_gaps(path: Path) -> bool:
    """Whether a text has a blank line before its end: only then can it hold several tables."""
    with path.open("rb") as handle:
        before = b""
        while block := handle.read(1 << 20):
            if BLANK.search(before + block):
                return True
            before = block[-64:]
    return False


def tables(path: Path) -> tuple[Table, ...]:
    """The tables of a text file, in order. What has no row below its header is none, nor is a lone note such as `No data available`.

    Raises csv.Error for a cell that is longer than any is.
    """
    with path.open(encoding="utf-8", errors="replace", newline="") as handle:
        lines = handle.read().replace("\r\n", "\n").replace("\r", " ").split("\n")
    first = preambles.of("\n".join(lines))
    found = []
    pieces = tuple(_pieces(lines, first.delimiter))
    several = len(pieces) > 1
    for begin, end in pieces:
        piece = "\n".join(lines[begin:end])
        above = preambles.of(piece)
        rows = tuple(_rows(lines[begin + above.lines : end], above.delimiter, begin + above.lines + 1))
        if not rows:
            continue
        if len(rows) > (1 if len(rows[0][1]) > 1 or not several else 2):
            title, days = above.title, above.range or first.range
            found.append(Table(title, days, above.delimiter, lines[0].startswith(preambles.MARK), rows))
    return _without_notes(found)


def _without_notes(found: Sequence[Table]) -> tuple[Table, ...]:
    """The tables without lines of one cell above the first that has more: a report's name, its days, its account."""
    wide = next((place for place, table in enumerate(found) if len(table.rows[0][1]) > 1), 0)
    return tuple(found[wide:])


def _rows(lines: Sequence[str], delimiter: str, begin: int) -> Iterator[Row]:
    """The rows that say anything, each with the line it begins on."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    at = begin
    for row in reader:
        if any(cell.strip() for cell in row):
            yield at, tuple(row)
        at = begin + reader.line_num


def _pieces(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, int]]:
    """Stretches of lines `[begin, end)`, a table and what stands above it each."""
    begin = 0
    gap, width, numbers = False, 0, False
    for at, row in _logical(lines, delimiter):
        if not any(cell.strip() for cell in row):
            gap = gap or width > 0
            continue
        if gap and _begins_anew(row, width, numbers):
            yield begin, at
            begin, width, numbers = at, 0, False
        gap = False
        if not row[0].startswith(preambles.MARK) or len(row) == width:
            numbers = numbers or (any(_is_number(cell) for cell in row) and len(row) == width)
            width = max(width, len(row))
    yield begin, len(lines)


def _logical(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows as the delimiter cuts them, each with the place of its first line."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    at = 0
    for row in reader:
        yield at, row
        at = reader.line_num


def _begins_anew(row: Sequence[str], width: int, numbers: bool) -> bool:
    """Whether a row after a gap is a note, a title or a header, and not one more of the table's rows."""
    if row[0].startswith(preambles.MARK) or len(row) != width or width == 1:
        return True
    return numbers and not any(_is_number(cell) for cell in row) and all(cell.strip() for cell in row)


def _is_number(cell: str) -> bool:
    return NUMBER.fullmatch(cell.strip()) is not None

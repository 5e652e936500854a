"""A file of totals as people download it -> its tables, each with nothing in it but its rows."""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reportgen.model.counts import RejectedRows
from reportgen.periods import Period
from reportgen.readers import dates, preambles, split, sums

MOST_BYTES = 256 << 20
"""No web download is so large: what is, stays as it is."""
TAIL_BYTES = 1 << 14


@dataclass(frozen=True, slots=True)
class Clean:
    """One table, and what was left out of it."""

    title: str | None
    range: Period | None
    delimiter: str
    rows: tuple[split.Row, ...]
    remarks: tuple[RejectedRows, ...]


def tables(path: Path, head: str, named: Period | None) -> tuple[Clean, ...] | None:
    """The tables of a text file in order; None where it is one that needs nothing but to be read from its header on, or cannot be cut.
    `named` are the days in the file's name."""
    if path.stat().st_size > MOST_BYTES or not (_needs(path, head, named) or split.has_gaps(path)):
        return None
    with suppress(csv.Error):
        return tuple(_clean(table, named) for table in split.tables(path)) or None
    return None


def write(table: Clean, path: Path) -> list[int]:
    """Write a table as a file of its own; returns which line of the original each line of it is."""
    lines: list[int] = []
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\n")
        for line, cells in table.rows:
            writer.writerow(cells)
            lines += range(line, line + 1 + sum(cell.count("\n") for cell in cells))
    return lines


def _needs(path: Path, head: str, named: Period | None) -> bool:
    """Whether a row at the table's top or bottom is no plain row."""
    above = preambles.of(head)
    begin = [preambles.cells(line, above.delimiter) for line in head.split("\n", above.lines + 2)[above.lines : above.lines + 2]]
    header, first = (*begin, [], [])[:2]
    last = preambles.cells(_last_line(path), above.delimiter)
    return any(sums.looks_total(row) for row in (first, last)) or dates.untold(header, first, above.range or named)


def _last_line(path: Path) -> str:
    """The last line that says anything; empty for none."""
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - TAIL_BYTES))
        lines = handle.read().decode(errors="replace").split("\n")
    return next((line.rstrip("\r") for line in reversed(lines) if line.strip()), "")


def _clean(table: split.Table, named: Period | None) -> Clean:
    found, remarks = sums.without_totals(table)
    whole = found if found.range else split.Table(found.title, named, found.delimiter, found.noted, found.rows)
    told = dates.told(whole)
    return Clean(told.title, found.range, told.delimiter, told.rows, remarks)

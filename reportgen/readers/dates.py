"""Days in web downloads that the table alone does not tell: numbered from the first day, in an order that the table's own range settles,
or without a year.

Sources: Google Analytics numbers the days of a report (`Nth day`) or writes them as its reader's country does; TikTok leaves the year out
(`October 1`, `1 October`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

from reportgen.periods import Period
from reportgen.readers.split import Row, Table

NTH = frozenset({"nth day", "nth date", "n-ter tag", "tag-index", "nième jour", "n.º de día"})
"""Columns that number the days of a report from 0."""
SLASHED = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
YEARLESS = re.compile(r"[A-Z][a-z]{2,8}\.? [0-9]{1,2}|[0-9]{1,2} [A-Z][a-z]{2,8}\.?")
YEARLESS_FORMS = ("%B %d", "%d %B", "%b %d", "%d %b")


def untold(header: Sequence[str], row: Sequence[str], days: Period | None) -> bool:
    """Whether a row has such a day, so that the table has to be rewritten."""
    cells = [cell.strip() for cell in row]
    telling = (form.fullmatch(cell) for form in (SLASHED, YEARLESS) for cell in cells)
    return days is not None and (any(telling) or any(_is_nth(column) for column in header))


def told(table: Table) -> Table:
    """The table with such days as `2026-10-31`."""
    header, *rows = table.rows
    for place, column in enumerate(header[1]):
        cells = [row[place].strip() if place < len(row) else "" for _, row in rows]
        if not any(cells):
            continue
        days = _numbered(cells, table.range) if _is_nth(column) else _ordered(cells, table.range) or _yearless(cells, table.range)
        if days is not None:
            rows = [_with(row, place, day) for row, day in zip(rows, days, strict=True)]
    return replace(table, rows=(header, *rows))


def _is_nth(column: str) -> bool:
    return column.strip().lower() in NTH


def _with(row: Row, place: int, cell: str) -> Row:
    line, cells = row
    return line, (*cells[:place], cell, *cells[place + 1 :])


def _numbered(cells: Sequence[str], days: Period | None) -> list[str] | None:
    """Days by their number from the range's first; None where one is outside."""
    if days is None or not all(re.fullmatch("[0-9]{1,6}", cell) and int(cell) < days.days for cell in cells):
        return None
    return [(days.begin + timedelta(days=int(cell))).isoformat() for cell in cells]


def _ordered(cells: Sequence[str], days: Period | None) -> list[str] | None:
    """Days that only one order puts into the range; None where neither does, or both."""
    if days is None or not all(SLASHED.fullmatch(cell) for cell in cells):
        return None
    readings = [[_day(cell, first=first) for cell in cells] for first in (True, False)]
    fitting = [reading for reading in readings if all(day is not None and day in days for day in reading)]
    if not fitting or (len(fitting) == 2 and fitting[0] != fitting[1]):
        return None
    return [day.isoformat() for day in fitting[0] if day is not None]


def _yearless(cells: Sequence[str], days: Period | None) -> list[str] | None:
    """Days without a year in that of the range which has them in it; None where a day is in none or in several, or is no such day."""
    if days is None or not all(YEARLESS.fullmatch(cell) for cell in cells):
        return None
    years = range(days.begin.year, days.last_day.year + 1)
    fitting = [[day for year in years if (day := _in_year(cell, year)) is not None and day in days] for cell in cells]
    return [found[0].isoformat() for found in fitting] if all(len(found) == 1 for found in fitting) else None


def _in_year(cell: str, year: int) -> date | None:
    for form in YEARLESS_FORMS:
        with suppress(ValueError):
            return datetime.strptime(f"{cell} {year}", f"{form} %Y").date()  # noqa: DTZ007 - a day has no zone
    return None


def _day(cell: str, *, first: bool) -> date | None:
    """A slashed day read with the day or the month first; two figures are a year of this century."""
    found = SLASHED.fullmatch(cell)
    assert found is not None, "the caller has matched it"
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    with suppress(ValueError):
        return date(year if year > 99 else 2000 + year, other if first else one, one if first else other)
    return None

"""What stands before a table's header: notes, a title, and the days that the table is about.

Sources: the documented downloads of Google Analytics (`#` lines, a range of days), Matomo's scheduled reports (a title line) and Meta's
exports (`sep=,` and a title).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import PurePosixPath

from reportgen import periods
from reportgen.periods import Period

DELIMITERS = (",", ";", "\t", "|")
MARK = "#"
HINT = "sep="
"""What Excel wants to be told of the delimiter."""
MOST_LINES = 60
"""Lines that may stand before a header."""
WIDER = 2
"""Columns that a table has more than a note before it has commas."""
COMPACT = "[0-9]{8}"
DAY = f"(?<![0-9])(?:[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}|{COMPACT})(?![0-9])"
MONTH = "(?<![0-9-])([0-9]{4})-?([0-9]{2})(?![0-9]|-[0-9])"


@dataclass(frozen=True, slots=True)
class Preamble:
    """The lines before a header: how many, their title (what notes call the table), and the days they name."""

    lines: int
    title: str | None
    range: Period | None
    delimiter: str


def of(text: str) -> Preamble:
    """The preamble of a text that is a table; without one its `lines` are 0. `text` is the table's beginning, cut after a whole line."""
    lines = [line.rstrip("\r") for line in text.split("\n", MOST_LINES + 3)[: MOST_LINES + 3]]
    said = next((line[-1] for line in lines[:2] if _is_hint(line)), None)
    delimiter = said or delimiter_of(lines)
    rows = [cells(line, delimiter) for line in lines]
    begin = next((place for place in range(min(len(lines), MOST_LINES)) if _is_header(lines, rows, place)), 0)
    above = lines[:begin]
    return Preamble(begin, _title(above), range_of(above), delimiter)


def delimiter_of(lines: Sequence[str]) -> str:
    """The delimiter that cuts most lines into as many cells as the line before; among equals the one that occurs most in the first line
    that is no note; a comma where none does."""
    told = [line for line in lines if line.strip() and not line.startswith(MARK)] or list(lines)

    def fits(delimiter: str) -> tuple[int, int]:
        widths = [len(cells(line, delimiter)) for line in told]
        pairs = sum(one == after > 1 for one, after in pairwise(widths))
        return pairs, told[0].count(delimiter) if told else 0

    return max(DELIMITERS, key=fits)


def cells(line: str, delimiter: str) -> list[str]:
    """A line's cells, as far as it stands alone."""
    with suppress(csv.Error):
        return next(csv.reader([line], delimiter=delimiter), [])
    return [line]


def range_of(lines: Sequence[str]) -> Period | None:
    """The days that notes name: exactly two dates, first and last. A single date may be the day of the download, so it says nothing."""
    days = [day for line in lines for text in re.findall(DAY, line) if (day := day_of(text))]
    return periods.of(days[0], days[1]) if len(days) == 2 and days[0] <= days[1] else None


def range_in(name: str) -> Period | None:
    """The days in a file's name: two dates (`visitors_20230209_20240123.csv`), or a month alone (`visits-2026-10.csv`)."""
    stem = PurePosixPath(name).name
    dated = re.findall(DAY, stem)
    if dated:
        return range_of([stem])
    months = {found for found in re.findall(MONTH, stem) if 1990 <= int(found[0]) < 2100}
    with suppress(ValueError):
        return periods.month("-".join(months.pop())) if len(months) == 1 else None
    return None


def day_of(text: str) -> date | None:
    """The day written `20261031`, `2026-10-31` or `2026-10-1`; None for what is none."""
    with suppress(ValueError):
        day = datetime.strptime(text, "%Y%m%d" if text.isdecimal() else "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        return day if 1990 <= day.year < 2100 else None
    return None


def _is_hint(line: str) -> bool:
    return line.lower().startswith(HINT) and len(line) == len(HINT) + 1


def _is_header(lines: Sequence[str], rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether the table begins here: not a note, not empty, and not narrower than the rows that follow."""
    line, width = lines[place], len(rows[place])
    if not line.strip() or not any(cell.strip() for cell in rows[place]) or _is_hint(line):
        return False
    below = [len(row) for text, row in zip(lines[place + 1 :], rows[place + 1 :], strict=True) if text.strip()][:2]
    if line.startswith(MARK):
        return width > 1 and below[:1] == [width] and not lines[place + 1].startswith(MARK)
    if width == 1:
        return not below or (below[0] == 1 and not _table_follows(lines, rows, place))
    return len(below) < 2 or not (below[0] == below[1] >= width + WIDER and _is_sentence(rows[place]))


def _is_sentence(row: Sequence[str]) -> bool:
    """Whether a line's cells are parts of a sentence: `Account: Firm, Inc.`"""
    return any(cell.startswith(" ") or ": " in cell for cell in row)


def _table_follows(lines: Sequence[str], rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether notes of one cell end in a table of several: after a blank line, or in rows of one width that is too wide for a note."""
    rest = [(line, row) for line, row in zip(lines[place:], rows[place:], strict=True)]
    blank = next((at for at, (line, _) in enumerate(rest) if not line.strip()), None)
    if blank is not None and any(len(row) > 1 for _, row in rest[blank:]):
        return True
    wide = [len(row) for line, row in rest if line.strip() and len(row) > WIDER][:2]
    return len(wide) == 2 and wide[0] == wide[1]


def _title(lines: Sequence[str]) -> str | None:
    """What the notes call the table: those that are no date and no `name: value`, without their mark."""
    bare = (line.strip().removeprefix(MARK).strip().strip('"').rstrip(",;\t") for line in lines if not _is_hint(line))
    said = [line for line in bare if re.search("[^\\W\\d]", line) and ": " not in line]
    return " / ".join(dict.fromkeys(said[:2])) or None

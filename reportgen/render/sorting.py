"""The order of a table's rows by each of its columns, told to the page's script in one character a row."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from reportgen.model.document import Cell, Row, Table

LEAST = 4
"""Fewer rows are taken in at a glance."""

PLACES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
FURTHER = 0x4E00
"""After the 62 plain characters come those of a block that holds 20,992 letters in a row: each after the one before it, by code point."""
NOTHING = "-"
"""Before all of them, and set last whichever way the rows are sorted."""

UNSEEN = frozenset({"Mn", "Me", "Cf"})
"""Unicode's categories of accents and of what only steers other letters, such as the marks around a name from right to left."""
NUMBERS = re.compile(r"(\d+)")


def orders(table: Table) -> tuple[str | None, ...]:
    """For each column the characters by which its rows are sorted, one for each line that the page shows in the table's body, headings of
    groups among them. None for a column that gives no order, and for all of them where the table is short or tells no number.

    By `Cell.sort` where any cell of the column has it, else by its words. A row that is part of the one above goes where that one goes.
    """
    columns = [[row.cells[place] for row in table.rows] for place in range(len(table.columns))]
    if sum(not row.sub for row in table.rows) < LEAST or not any(cell.sort is not None for column in columns for cell in column):
        return (None,) * len(columns)
    lines = tuple(_lines(table.rows))
    return tuple(_order(column, table.rows, lines, numeric=head.numeric) for head, column in zip(table.columns, columns, strict=True))


def _lines(rows: Sequence[Row]) -> Iterator[int | None]:
    """The rows' places, with None for each heading of a group."""
    place = 0
    for group, within in groupby(rows, key=lambda row: row.group):
        if group is not None:
            yield None
        for _ in within:
            yield place
            place += 1


def _order(column: Sequence[Cell], rows: Sequence[Row], lines: Sequence[int | None], *, numeric: bool) -> str | None:
    """`numeric` columns are never sorted by their words: `9` would come after `10`, and `1.2 k` after `999`."""
    told = any(cell.sort is not None for cell in column)
    if not told and numeric:
        return None
    keys = [_value(cell.sort) if told else _words(cell) for cell in column]
    for place, row in enumerate(rows):
        if row.sub and place:
            keys[place] = keys[place - 1]
    ranks = {key: rank for rank, key in enumerate(sorted({key for key in keys if key is not None}))}
    if len(ranks) < 2:
        return None
    return "".join(NOTHING if line is None or (key := keys[line]) is None else _place(ranks[key]) for line in lines)


def _value(given: float | str | None) -> tuple[bool, float | str] | None:
    """Numbers before words, should a column hold both."""
    return None if given is None else (isinstance(given, str), given)


def _words(cell: Cell) -> tuple[tuple[bool, int | str], ...] | None:
    """Without accents, capitals and marks of direction, and with the numbers in it as numbers; None without any."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", cell.text.casefold()) if unicodedata.category(letter) not in UNSEEN)
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else part) for part in NUMBERS.split(plain) if part) or None


def _place(rank: int) -> str:
    return PLACES[rank] if rank < len(PLACES) else chr(FURTHER + rank - len(PLACES))

"""Rows of totals inside a table: a sum of the others, which would count everything twice.

Sources: Universal Analytics ends a table with a row that names nothing; Google Analytics 4 puts `Grand total` right under the header;
Google Ads ends with several, such as `Total: Campaigns` and `Total: Account`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from reportgen.model.counts import RejectedRows
from reportgen.readers.split import Row, Table

WORDS = frozenset(
    """
    total totals grand-total total-general sum overall gesamt gesamtsumme gesamtergebnis summe insgesamt total-général totaux totale
    totali totales total-geral totaal
    """.split()  # noqa: SIM905
)
"""What such a row is called, small and with `-` for a blank."""
MOST_EXAMPLE = 60


def without_totals(table: Table) -> tuple[Table, tuple[RejectedRows, ...]]:
    """The table without its rows of totals, at its top or bottom, and a remark for each; one more where the rows are only the first of
    what the total stands for."""
    header, *rows = table.rows
    kept, remarks = list(rows), []
    for place in (0, -1):
        while len(kept) > 1 and is_total(kept[place], [row for row in kept if row is not kept[place]], sure=bool(table.noted)):
            line, cells = kept.pop(place)
            example = " · ".join(cell for cell in cells if cell.strip())[:MOST_EXAMPLE]
            remarks += [RejectedRows("totals_row", 1, example, line), *_cut(header[1], (line, cells), kept)]
    return (replace(table, rows=(header, *kept)), tuple(remarks)) if remarks else (table, ())


def looks_total(cells: Sequence[str]) -> bool:
    """Whether a row may be one of totals: it names nothing, or says so."""
    return bool(cells) and (not cells[0].strip() or any(map(_is_called, cells)))


def is_total(row: Row, others: Sequence[Row], *, sure: bool) -> bool:
    """Whether a row is the total of the others: it is called so, or names nothing; and one of its numbers is their sum, or no number is
    below any of theirs. `sure`: the file is of a kind that ends with such a row."""
    cells = row[1]
    if not looks_total(cells):
        return False
    columns = {place: number for place, cell in enumerate(cells) if (number := _number(cell)) is not None}
    theirs = {place: _column(others, place) for place in columns}
    if not columns or not any(theirs.values()):
        return False
    equal = sum(bool(theirs[place]) and sum(theirs[place]) == number for place, number in columns.items())
    called = any(map(_is_called, cells))
    if equal and (called or sure or len(others) > 2):
        return True
    return (called or sure) and all(number >= max(theirs[place], default=Decimal(0)) for place, number in columns.items())


def _cut(header: Sequence[str], total: Row, rows: Sequence[Row]) -> list[RejectedRows]:
    """A remark where every sum of whole numbers stays below the total: only the first rows were downloaded."""
    short = []
    for place, cell in enumerate(total[1][: len(header)]):
        number = _number(cell)
        theirs = _column(rows, place)
        if number and theirs and all(found == found.to_integral_value() for found in (number, *theirs)):
            short.append((header[place], sum(theirs, Decimal(0)), number))
    if not short or any(found >= number for _, found, number in short):
        return []
    name, found, number = short[0]
    return [RejectedRows("top_rows_only", len(rows), f"{name}: {found:,} / {number:,}", total[0])]


def _column(rows: Sequence[Row], place: int) -> list[Decimal]:
    return [number for _, row in rows if place < len(row) and (number := _number(row[place])) is not None]


def _is_called(cell: str) -> bool:
    """Whether a cell says `Total`, alone or of something: `Total: Campaigns`."""
    return _word(cell.partition(":")[0]) in WORDS


def _word(cell: str) -> str:
    """A cell as the words are listed: small, without what it is the total of (`Total: Account`)."""
    return re.sub(r"\s+", "-", cell.partition(":")[0].strip().lower())


def _number(cell: str) -> Decimal | None:
    """A count or an amount; None for shares and times of day, which nobody adds, and for what is no number. With one kind of mark before
    three figures a thousands mark."""
    bare = re.sub(r"[\s\u00a0\u202f'$€£¥]", "", cell)
    if not re.fullmatch(r"-?[0-9][0-9.,]*", bare):
        return None
    if re.fullmatch(r"-?[0-9]{1,3}([.,])[0-9]{3}(\1[0-9]{3})*", bare):
        bare = re.sub("[.,]", "", bare)
    elif re.fullmatch(r"-?[0-9.]*,[0-9]{1,2}", bare):
        bare = bare.replace(".", "").replace(",", ".")
    with suppress(InvalidOperation):
        return Decimal(bare.replace(",", ""))
    return None

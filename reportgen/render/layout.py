"""What a page's layout needs to know about its content beforehand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.model.document import Block, Cell, Column, DefinitionList, Document, Figure, GoalCard, Table, Tone

SHORTEST, LONGEST, LONGEST_PROSE, LONGEST_NOTE = 5.0, 32.0, 64.0, 27.0
"""In characters: the least width of a column, and the most that its numbers or names, its sentences, its small print may ask for."""
MARK, CHART, GAP = 7.0, 14.0, 2.5
"""In characters: the width of a mark's shape, of a small chart, and the space between two columns."""
BOLD = 1.3
"""How much wider a column's label is set than its numbers, with its padding; a word of it must not break."""

ROOM, WIDE_ROOM, WIDE = 104.0, 116.0, 7
"""In characters: how much fits on one line of a table, and of one with more columns than `WIDE`, which is set smaller."""
SMALL, OFTEN = 0.92, 1 / 3
"""The size of small print beside a cell's text; the share of rows from which on small print of a column is worth a place of its own."""

JUDGED = frozenset({Tone.GOOD, Tone.BAD, Tone.WARN})
"""Tones that have a shape beside their words."""


def definitions(document: Document) -> frozenset[str]:
    """Ids of every definition in the report: only to these does the page link."""
    return frozenset(item.id for block in blocks(document) if isinstance(block, DefinitionList) for item in block.items)


def blocks(document: Document) -> Iterable[Block]:
    """Every block of the report in reading order."""
    yield from document.front
    for section in document.sections:
        yield from section.blocks


def figures(document: Document) -> tuple[Figure, ...]:
    """Every figure that needs a drawing: full ones in reading order, then the small ones."""
    full = [block.figure if isinstance(block, GoalCard) else block for block in blocks(document) if isinstance(block, GoalCard | Figure)]
    return (*(figure for figure in full if figure is not None), *document.charts)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a table is set in print. `widths`: of each column, in percent of the table. `beside`: the place in em that a column's small print
    has beside its text; None where it stands below."""

    widths: tuple[str, ...]
    beside: tuple[float | None, ...]


def setting(table: Table) -> Setting:
    """Widths by the longest text of each column, since pages of fixed layout do not look ahead; and small print on the line of its number
    where the table has room for it, which halves the height of its rows."""
    columns = list(zip(table.columns, *(row.cells for row in table.rows), strict=True)) if table.rows else [(c,) for c in table.columns]
    beside = _beside(table, [(column[0], column[1:]) for column in columns])
    shares = [_share(column[0], column[1:], beside=place) for place, column in zip(beside, columns, strict=True)]
    return Setting(
        widths=tuple(f"{100 * share / sum(shares):.2f}%" for share in shares),
        beside=tuple(_place(column[1:]) if place else None for place, column in zip(beside, columns, strict=True)),
    )


def _beside(table: Table, columns: Sequence[tuple[Column, Sequence[Cell]]]) -> tuple[bool, ...]:
    """Which columns have their small print beside their text: all that can, else those where most rows have some, else none."""
    able = [any(cell.note for cell in cells) and not any(cell.chart for cell in cells) for _, cells in columns]
    often = [sum(bool(cell.note) for cell in cells) > OFTEN * len(cells) for _, cells in columns]
    room = (WIDE_ROOM if len(columns) > WIDE else ROOM) * (0.46 if table.half else 1)
    for chosen in (able, [each and frequent for each, frequent in zip(able, often, strict=True)]):
        if sum(_share(column, cells, beside=place) for place, (column, cells) in zip(chosen, columns, strict=True)) <= room:
            return tuple(chosen)
    return (False,) * len(columns)


def _place(cells: Iterable[Cell]) -> float:
    """In em of the small print, most of it figures."""
    return round(0.56 * max((len(cell.note or "") for cell in cells), default=0), 1)


def _share(column: Column, cells: Iterable[Cell], *, beside: bool) -> float:
    longest_word = BOLD * max((len(word) for word in f"{column.label} {column.note or ''}".split()), default=0)
    longest = max((_cell_length(cell, LONGEST if column.numeric else LONGEST_PROSE, beside=beside) for cell in cells), default=0.0)
    return GAP + max(SHORTEST, longest_word, longest)


def _cell_length(cell: Cell, most: float, *, beside: bool) -> float:
    """The width a cell asks for. A chart stands below its row's name, else alone; a judged cell has a shape before its words."""
    text = min(most, len(cell.text)) + (MARK if (cell.mark or cell.tone in JUDGED) and cell.text else 0)
    if beside:
        return text + (1 + SMALL * len(cell.note) if cell.note else 0)
    return max(text, min(LONGEST_NOTE, 0.9 * len(cell.note or "")), CHART if cell.chart else 0)

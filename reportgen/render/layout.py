"""What a page's layout needs to know about its content beforehand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from reportgen.model.document import Block, Cell, Column, DefinitionList, Document, Figure, GoalCard, Row, Table, Tone
from reportgen.render.lines import NO_BREAK, unbroken
from reportgen.render.widths import EM, length

SHORTEST, LONGEST, LONGEST_PROSE, LONGEST_NOTE = 5.0, 32.0, 64.0, 27.0
"""In characters: the least width of a column, and the most that its numbers or names, its sentences, its small print may ask for."""
MARK, CHART, GAP = 7.0, 14.0, 2.5
"""In characters: the width of a mark's shape, of a small chart, and the space between two columns."""
BOLD = 1.05
"""How much wider a column's label is set than its cells: bolder, and smaller."""

HEAD_LINES = 3
"""So many lines or few more at the head of a column are enough."""
SAFE = 1.05
"""How much wider than measured a word may be set."""

ROOM, WIDE_ROOM, WIDE, HALF = 122.0, 136.0, 7, 0.46
"""In characters: how much fits on one line of a table, and of one with more columns than `WIDE`, which is set smaller; the width of a table
that stands beside another."""
ACROSS = 1.45
"""Columns that ask for more than this share of a page's width break in too many lines there; a page across is as much wider."""
SMALL = 0.92
"""The size of small print beside a cell's text."""

PARTS = re.compile(r"(?<=;) ")

JUDGED = frozenset({Tone.GOOD, Tone.BAD, Tone.WARN})
"""Tones that have a shape beside their words."""


def definitions(document: Document) -> Mapping[str, int]:
    """Ids of every definition in the report with its number, from 1 in reading order: only to these does the page link, and on paper the
    number stands beside the term."""
    ids = (item.id for block in blocks(document) if isinstance(block, DefinitionList) for item in block.items)
    return {key: number for number, key in enumerate(ids, start=1)}


def blocks(document: Document) -> Iterable[Block]:
    """Every block of the report in reading order."""
    yield from document.front
    for section in document.sections:
        yield from section.blocks


def figures(document: Document) -> tuple[Figure, ...]:
    """Every figure that needs a drawing: full ones in reading order, then the small ones."""
    full = [block.figure if isinstance(block, GoalCard) else block for block in blocks(document) if isinstance(block, GoalCard | Figure)]
    return (*(figure for figure in full if figure is not None), *document.charts)


def second_halves(document: Document) -> frozenset[str]:
    """Ids of the tables of half width that end a line, since another one stands before each."""
    found: set[str] = set()
    for section in document.sections:
        before = False
        for block in section.blocks:
            half = isinstance(block, Table) and block.half
            if half and before and isinstance(block, Table):
                found.add(block.id)
            before = half and not before
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a table is set in print. `widths`: of each column, in percent of the table. `beside`: the place in em that a column's small print
    has beside its text; None where it stands below. `fits`: how many characters of small print fit on a column's line."""

    widths: tuple[str, ...]
    beside: tuple[float | None, ...]
    fits: tuple[int, ...]


def setting(table: Table, part: float = 1.0) -> Setting:
    """Widths by the longest text of each column, since pages of fixed layout do not look ahead; and small print on the line of its number
    where the table, which has this part of the page's width, has room for it: that halves the height of its rows."""
    columns = list(zip(table.columns, *(row.cells for row in table.rows), strict=True)) if table.rows else [(c,) for c in table.columns]
    asked = [(_share(column[0], column[1:], beside=False), _share(column[0], column[1:], beside=True)) for column in columns]
    room = part * (WIDE_ROOM if len(columns) > WIDE else ROOM) * (HALF if table.half else 1)
    able = [any(cell.note for cell in column[1:]) and not any(cell.chart for cell in column[1:]) for column in columns]
    beside = _beside(table.rows, asked, able, room)
    shares = _squeezed(
        [share[place] for share, place in zip(asked, beside, strict=True)], [_least(each[0], each[1:]) for each in columns], room
    )
    return Setting(
        widths=tuple(f"{100 * share / sum(shares):.2f}%" for share in shares),
        beside=tuple(_place(column[1:]) if place else None for place, column in zip(beside, columns, strict=True)),
        fits=tuple(int((room * share / sum(shares) - GAP) / (SAFE * SMALL)) for share in shares),
    )


def lying(document: Document) -> frozenset[str]:
    """Ids of the sections of the appendix with a table whose columns ask for more than an upright page has: they lie across their pages."""
    return frozenset(section.id for section in document.sections if section.appendix and any(map(_broad, section.blocks)))


def _broad(block: Block) -> bool:
    return isinstance(block, Table) and not block.half and not block.details and _asked(block) > ACROSS


def _asked(table: Table) -> float:
    """What the columns ask for, as a share of an upright page's width."""
    columns = zip(table.columns, *(row.cells for row in table.rows), strict=True)
    room = WIDE_ROOM if len(table.columns) > WIDE else ROOM
    return sum(_share(column[0], column[1:], beside=False) for column in columns) / room


def held(note: str, fits: int) -> str:
    """The small print with what stands between two semicolons kept on one line, wherever a line of so many characters has room for it:
    `1,041 of 3,019; 33% to 36%` breaks after the counts and not within the range."""
    return " ".join(part.replace(" ", NO_BREAK) if length(part) <= fits else part for part in PARTS.split(note))


def _beside(rows: Sequence[Row], asked: Sequence[tuple[float, float]], able: Sequence[bool], room: float) -> tuple[bool, ...]:
    """Which columns have their small print beside their text: of the choices with room for it the one with the fewest rows of two lines;
    none, where that would not spare half of them."""
    choices = product(*((False, True) if each else (False,) for each in able))
    fitting = (each for each in choices if sum(share[place] for share, place in zip(asked, each, strict=True)) <= room)
    none = (False,) * len(able)
    best = min(fitting, key=lambda each: (_tall(rows, each), sum(each)), default=none)
    return best if 2 * _tall(rows, best) <= _tall(rows, none) else none


def _tall(rows: Iterable[Row], beside: Sequence[bool]) -> int:
    """How many rows have small print below their text."""
    return sum(any(cell.note and not place for cell, place in zip(row.cells, beside, strict=True)) for row in rows)


def _squeezed(asked: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """What columns get that ask for more than there is: each gives up the same part of what it has above its longest word."""
    over = [max(0.0, ask - low) for ask, low in zip(asked, least, strict=True)]
    spare = room - sum(ask - more for ask, more in zip(asked, over, strict=True))
    if sum(asked) <= room or spare <= 0:
        return list(asked)
    return [ask - more + more * spare / sum(over) for ask, more in zip(asked, over, strict=True)]


def _least(column: Column, cells: Iterable[Cell]) -> float:
    """The width below which a word of a column would break; very long ones of its cells may."""
    texts = ((text, size, _shape(cell)) for cell in cells for text, size in ((cell.text, 1.0), (cell.note or "", SMALL)))
    words = (SAFE * length(word) * size + shape for text, size, shape in texts for word in unbroken(text).split(" "))
    return GAP + max(_head(column), min(LONGEST, max(words, default=0.0)))


def _place(cells: Iterable[Cell]) -> float:
    """In em of the small print."""
    return round(EM * max((length(cell.note or "") for cell in cells), default=0.0), 1)


def _share(column: Column, cells: Sequence[Cell], *, beside: bool) -> float:
    """The width a column asks for, with its small print beside the text or below it."""
    most = LONGEST if column.numeric else LONGEST_PROSE
    text = max((min(most, length(cell.text)) + _shape(cell) for cell in cells), default=0.0)
    note = max((length(cell.note or "") for cell in cells), default=0)
    chart = max((CHART for cell in cells if cell.chart), default=0.0)
    longest = text + 1 + SMALL * note if beside else max(text, min(LONGEST_NOTE, SMALL * note), chart)
    return max(GAP + max(SHORTEST, _head(column), longest), _least(column, cells))


def _head(column: Column) -> float:
    """What the head of a column asks for: its longest word, which must not break, and a part of a label of many words."""
    longest = max(map(length, unbroken(f"{column.label} {column.note or ''}").split(" ")), default=0.0)
    return BOLD * max(longest, length(column.label) / HEAD_LINES)


def _shape(cell: Cell) -> float:
    """A judged cell has a shape before its words. A chart stands below its row's name, else alone."""
    return MARK if (cell.mark or cell.tone in JUDGED) and cell.text else 0.0

"""What a page's layout needs to know about its content beforehand."""

from collections.abc import Iterable

from reportgen.model.document import Block, Cell, Column, DefinitionList, Document, Figure, GoalCard, Table, Tone

SHORTEST, LONGEST, LONGEST_PROSE, LONGEST_NOTE = 5.0, 32.0, 64.0, 27.0
"""In characters: the least width of a column, and the most that its numbers or names, its sentences, its small print may ask for."""
MARK, CHART, GAP = 7.0, 14.0, 2.5
"""In characters: the width of a mark's shape, of a small chart, and the space between two columns."""
BOLD = 1.3
"""How much wider a column's label is set than its numbers, with its padding; a word of it must not break."""

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


def widths(table: Table) -> tuple[str, ...]:
    """A width per column, in percent of the table, by the longest text of each: pages of fixed layout do not look ahead."""
    columns = list(zip(table.columns, *(row.cells for row in table.rows), strict=True)) if table.rows else [(c,) for c in table.columns]
    shares = [_share(column[0], column[1:]) for column in columns]
    return tuple(f"{100 * share / sum(shares):.2f}%" for share in shares)


def _share(column: Column, cells: Iterable[Cell]) -> float:
    longest_word = BOLD * max((len(word) for word in f"{column.label} {column.note or ''}".split()), default=0)
    longest = max((_cell_length(cell, LONGEST if column.numeric else LONGEST_PROSE) for cell in cells), default=0.0)
    return GAP + max(SHORTEST, longest_word, longest)


def _cell_length(cell: Cell, most: float) -> float:
    """The width a cell asks for. A chart stands below its row's name, else alone; a judged cell has a shape before its words."""
    text = min(most, len(cell.text)) + (MARK if (cell.mark or cell.tone in JUDGED) and cell.text else 0)
    return max(text, min(LONGEST_NOTE, 0.9 * len(cell.note or "")), CHART if cell.chart else 0)

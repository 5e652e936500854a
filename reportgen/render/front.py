"""How many goals the first page of the PDF has room for: measured on the front laid out alone, so that nothing is guessed of its texts."""

from collections.abc import Iterator
from typing import Any

from reportgen.model.settings import Paper

EXTRA = 5000
"""How much longer than its paper the measured page is, so that every line of the board stands on it, in mm."""
PX = 96 / 25.4
"""WeasyPrint's unit: so many are a millimetre."""
SLACK = 0.5
"""How far sums of heights may be out, in px."""

SIZES = {Paper.A4: (210.0, 297.0), Paper.LETTER: (215.9, 279.4)}
"""Width and height of a sheet, in mm."""
ALONE = """@page front {{ size: {width}mm {height}mm !important }}
.at::after {{ content: " ·\\a0" var(--page) "\\a0 88" !important }}
.more-goals a::after {{ content: "\\a0 88" !important }}"""

Laid = Any
"""WeasyPrint's boxes carry no types of their own."""


def alone(paper: Paper) -> str:
    """The style sheet under which the front is measured. It knows no other page: two figures stand in the place of each number."""
    width, height = SIZES[paper]
    return ALONE.format(width=width, height=height + EXTRA)


def fitting(page: Laid, n: int) -> int:
    """How many of the goal board's `n` lines stand on the first page, with the count of the rest below them. All of them where they fit,
    and where templates of the workspace's own leave nothing to measure: no front, or another board.

    `page` is the box of the page that holds the front under the style sheet `alone`, with all lines and the count.
    """
    front, count = _first(page, "front"), _first(page, "more-goals")
    ends = [row.position_y + row.height for box in page.descendants() if _has(box, "board") for row in _rows(box)]
    if front is None or len(ends) != n:
        return n
    over = front.border_box_y() + front.border_height() - (page.content_box_y() + page.height - EXTRA * PX)
    if over <= SLACK + (count.margin_height() if count else 0.0):
        return n
    return sum(over - (ends[-1] - end) <= SLACK for end in ends[:-1])


def _first(page: Laid, name: str) -> Laid | None:
    return next((box for box in page.descendants() if _has(box, name)), None)


def _has(box: Laid, name: str) -> bool:
    return box.element is not None and name in (box.element.get("class") or "").split()


def _rows(table: Laid) -> Iterator[Laid]:
    """The rows of a table below its head."""
    if type(table).__name__ == "TableBox":
        yield from (row for group in table.children if not group.is_header for row in group.children)

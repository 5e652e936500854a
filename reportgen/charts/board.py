"""The goal board as one picture, fit for a phone as well: a goal's name and status, below them its bar, its numbers and its chance."""

from dataclasses import dataclass

from reportgen.charts import fonts, japanese
from reportgen.charts.canvas import Canvas, Ink, Spot, Type
from reportgen.charts.geometry import Anchor
from reportgen.charts.look import Look
from reportgen.charts.size import BOARD_LINE, BOARD_ROW, BOARD_WIDTH
from reportgen.charts.small import put_bullet
from reportgen.model.charts import BoardChart, BoardRow

NAME, NUMBERS = Type(16.0, "ink", fonts.STRONG), Type(15.0, "muted")
"""A phone shows the picture at about eight tenths of its size."""
EDGE, GAP = 8.0, 14.0
"""Paper around the texts, for mail clients that show the picture on black; and between a text and what stands beside it."""
BAR = 132.0
BASELINE = 23.0
"""From a row's top to its first baseline."""
MORE = 32.0


@dataclass(frozen=True, slots=True)
class _Set:
    """A row with its texts broken into lines."""

    row: BoardRow
    name: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def height(self) -> float:
        return BOARD_ROW + (len(self.name) + max(1, len(self.numbers)) - 2) * BOARD_LINE


def board(chart: BoardChart, look: Look) -> Canvas:
    """Goals from top to bottom, thin rules between them; the count of those left out below."""
    more = chart.words.labels.get("more")
    rows = [_set(row) for row in chart.rows]
    bottom = sum(row.height for row in rows)
    canvas = Canvas(BOARD_WIDTH, bottom + (MORE if more else 2.0), look)
    top = 0.0
    for row in rows:
        _put(canvas, row, top)
        top += row.height
    canvas.line("rule", [(0.0, bottom), (canvas.width, bottom)], Ink("grid"))
    if more:
        canvas.text("more", more, Spot(EDGE, bottom + 22.0), NUMBERS)
    return canvas


def _set(row: BoardRow) -> _Set:
    status = fonts.width(row.status, NAME.size, NAME.weight)
    name = _broken(row.label, NAME, BOARD_WIDTH - 2 * EDGE - GAP - status)
    room = BOARD_WIDTH - 2 * EDGE - (GAP + BAR if row.bullet is not None else 0.0)
    whole = f"{row.numbers} · {row.chance}" if row.chance else row.numbers
    if fonts.width(whole, NUMBERS.size, NUMBERS.weight) <= room:
        return _Set(row, name, (whole,))
    parts = [row.numbers, *([row.chance] if row.chance else [])]
    return _Set(row, name, tuple(line for part in parts for line in _broken(part, NUMBERS, room)))


def _put(canvas: Canvas, given: _Set, top: float) -> None:
    canvas.line("rule", [(0.0, top), (canvas.width, top)], Ink("grid"))
    right = canvas.width - EDGE
    for place, line in enumerate(given.name):
        canvas.text("goal", line, Spot(EDGE, top + BASELINE + place * BOARD_LINE), NAME)
    canvas.text("status", given.row.status, Spot(right, top + BASELINE, Anchor.END), Type(NAME.size, given.row.token, NAME.weight))
    second = top + BASELINE + len(given.name) * BOARD_LINE + 3.0
    if given.row.bullet is not None:
        put_bullet(canvas, given.row.bullet, EDGE, EDGE + BAR, second - 16.0)
    for place, line in enumerate(given.numbers):
        canvas.text("numbers", line, Spot(right, second + place * BOARD_LINE, Anchor.END), NUMBERS)


def _broken(text: str, style: Type, room: float) -> tuple[str, ...]:
    """The text in one line, else in two; the second ends with an ellipsis where that is not enough."""
    pieces, fitting = japanese.pieces(text), 0
    while fitting < len(pieces) and fonts.width("".join(pieces[: fitting + 1]).rstrip(), style.size, style.weight) <= room:
        fitting += 1
    if fitting in (0, len(pieces)):
        return (fonts.fit(text, room, style.size, style.weight),)
    return tuple(fonts.fit("".join(part), room, style.size, style.weight) for part in (pieces[:fitting], pieces[fitting:]))

"""A funnel: at each step those who came in order, beside everybody seen there, with a bracket where the number usually lies."""

from collections.abc import Sequence
from math import isfinite

from reportgen.charts import fonts
from reportgen.charts.axes import Frame, column
from reportgen.charts.canvas import GREY, SMALL, Canvas, Ink, Spot, Type
from reportgen.charts.geometry import Anchor, Box
from reportgen.charts.look import Look
from reportgen.charts.size import FUNNEL_ROW, WIDE
from reportgen.model.charts import FunnelChart, FunnelRow

LABELS, NOTES = 200.0, 150.0
"""Most room for the words left and right of the plot, in px."""
TOP = 28.0
ALL, ORDERED = 16.0, 8.0
"""How high the bars are: of everybody, of those in order."""
CAP = 4.0
"""How far a bracket's ends reach down from its line, which lies over the bars."""
SWATCH, GAP, KEY = 14.0, 21.0, 175.0
"""In the key: a sample's width, the room after its words, and the most that they take."""
PLAIN = Type(12.0, "ink")
BOLD = Type(12.0, "ink", fonts.STRONG)


def funnel(chart: FunnelChart, look: Look) -> Canvas:
    """Steps in the order given, from zero, all on one scale. A step that is `marked` has its words in strong type."""
    rows = [row for row in chart.rows if isfinite(row.value) and isfinite(row.everybody)]
    canvas = Canvas(WIDE, TOP + FUNNEL_ROW * max(1, len(rows)) + 4, look)
    frame = _frame(canvas, rows)
    _draw_key(canvas, frame, chart)
    canvas.line("base", [(frame.left, frame.top - 2), (frame.left, frame.bottom)], Ink("grid"))
    for number, row in enumerate(rows):
        _draw_row(canvas, frame, row, TOP + FUNNEL_ROW * (number + 0.5))
    return canvas


def _frame(canvas: Canvas, rows: Sequence[FunnelRow]) -> Frame:
    top = max([1.0, *(max(row.value, row.everybody, row.high or 0.0) for row in rows)])
    left = column([row.label for row in rows], BOLD, LABELS)
    right = column([row.note for row in rows], BOLD, NOTES)
    return Frame(left, TOP, canvas.width - max(right, 12.0), canvas.height - 4, 0.0, top)


def _draw_key(canvas: Canvas, frame: Frame, chart: FunnelChart) -> None:
    """What the marks are, from left to right; what has no word is not explained, for no row shows it."""
    words = {name: fonts.fit(chart.words.labels.get(name, ""), KEY, SMALL.size) for name in ("ordered", "everybody", "usual")}
    said = {name: text for name, text in words.items() if text}
    room = sum(fonts.width(text, SMALL.size) + SWATCH + GAP for text in said.values())
    x, y = max(0.0, min(frame.left, canvas.width - room)), 11.0
    for name, text in said.items():
        if name == "usual":
            _bracket(canvas, x, x + SWATCH, y - 4 - CAP / 2)
        else:
            size = ORDERED if name == "ordered" else ALL - 4
            _bar(canvas, name, Box(x, y - 4 - size / 2, x + SWATCH, y - 4 + size / 2))
        box = canvas.text("key", text, Spot(x + SWATCH + 5, y), SMALL)
        x = box.right + GAP - 5


def _draw_row(canvas: Canvas, frame: Frame, row: FunnelRow, y: float) -> None:
    style = BOLD if row.marked else PLAIN
    canvas.text("row-label", fonts.fit(row.label, LABELS, style.size, style.weight), Spot(0, y + 4), style)
    for name, value, size in (("everybody", row.everybody, ALL), ("ordered", row.value, ORDERED)):
        if value > 0:
            right = max(frame.x(value), frame.left + 1)
            _bar(canvas, name, Box(frame.left, y - size / 2, right, y + size / 2))
    if row.low is not None and row.high is not None:
        _bracket(canvas, frame.x(row.low), frame.x(row.high), y - ALL / 2 - CAP)
    note = Type(SMALL.size, "ink", style.weight) if row.marked else SMALL
    canvas.text("row-note", fonts.fit(row.note, NOTES, note.size, note.weight), Spot(canvas.width, y + 4, Anchor.END), note)


def _bar(canvas: Canvas, name: str, box: Box) -> None:
    """Those in order as a dark bar; everybody as a pale one with an edge that is seen in any print."""
    if name == "ordered":
        canvas.boxes(name, [box], Ink(fill="highlight"))
        return
    canvas.boxes(name, [box], Ink(fill="muted", opacity=0.2))
    canvas.boxes("everybody-edge", [box.grown(-0.5)], Ink("muted", width=1.0, opacity=GREY))


def _bracket(canvas: Canvas, left: float, right: float, y: float) -> None:
    """A range that the number in order usually lies in: a line over the bars, open to them."""
    canvas.line("usual", [(left, y + CAP), (left, y), (right, y), (right, y + CAP)], Ink("ink", width=1.25))

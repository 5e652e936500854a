"""From one total to another in steps: a dot for each total, a floating bar for each step, what it comes to beside it."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite

from reportgen.charts import fonts
from reportgen.charts.axes import DAY_ROW, Frame, column, extent
from reportgen.charts.canvas import GREY, SMALL, Canvas, Ink, Spot, Type
from reportgen.charts.geometry import Anchor, Box, text_box, thinned
from reportgen.charts.look import Look
from reportgen.charts.size import FOREST_ROW, WIDE
from reportgen.model.charts import WaterfallChart, WaterfallRow, Words

LABELS, NOTES = 230.0, 170.0
"""Most room for the words left and right of the plot, in px."""
TOP = 6.0
BAR = 12.0
PLAIN = Type(12.0, "ink")
BOLD = Type(12.0, "ink", fonts.STRONG)


def waterfall(chart: WaterfallChart, look: Look) -> Canvas:
    """Rows in the order given. Steps that are `shown` carry the highlight, all others are grey; a thin line leads from row to row."""
    rows = [row for row in chart.rows if isfinite(row.begin) and isfinite(row.end)]
    canvas = Canvas(WIDE, TOP + FOREST_ROW * max(1, len(rows)) + DAY_ROW, look)
    frame = _frame(canvas, rows, chart.words)
    _draw_axis(canvas, frame, chart.words)
    for number, (row, after) in enumerate(pairwise(rows)):
        if row.end == after.begin:
            x, y = frame.x(row.end), TOP + FOREST_ROW * (number + 0.5)
            canvas.line("step", [(x, y), (x, y + FOREST_ROW)], Ink("muted", opacity=GREY))
    for number, row in enumerate(rows):
        _draw_row(canvas, frame, row, TOP + FOREST_ROW * (number + 0.5))
    return canvas


def _frame(canvas: Canvas, rows: Sequence[WaterfallRow], words: Words) -> Frame:
    low, high = extent([end for row in rows for end in (row.begin, row.end)], words.ticks, zero=False)
    left = column([row.label for row in rows], BOLD, LABELS, 16.0)
    right = column([row.note for row in rows], BOLD, NOTES, 16.0)
    return Frame(max(left, 12.0), TOP, canvas.width - max(right, 12.0), canvas.height - DAY_ROW, low, high)


def _draw_axis(canvas: Canvas, frame: Frame, words: Words) -> None:
    ticks = sorted((value, fonts.fit(text, 120.0, SMALL.size)) for value, text in words.ticks.items() if frame.low <= value <= frame.high)
    boxes = [text_box(frame.x(value), 0, fonts.width(text, SMALL.size), SMALL.size, Anchor.MIDDLE) for value, text in ticks]
    canvas.line("base", [(frame.left, frame.bottom), (frame.right, frame.bottom)], Ink("grid"))
    for index in thinned(boxes, 12.0):
        value, text = ticks[index]
        x = round(frame.x(value) - 0.5) + 0.5
        canvas.line("grid", [(x, frame.top), (x, frame.bottom)], Ink("grid"))
        canvas.text("tick", text, Spot(x, frame.bottom + 16, Anchor.MIDDLE), SMALL)


def _draw_row(canvas: Canvas, frame: Frame, row: WaterfallRow, y: float) -> None:
    style = BOLD if row.total or row.shown else PLAIN
    canvas.text("row-label", fonts.fit(row.label, LABELS, style.size, style.weight), Spot(0, y + 4), style)
    if row.total:
        canvas.dot("total", (frame.x(row.end), y), 5, Ink("paper", "ink", width=1))
    else:
        left, right = sorted((frame.x(row.begin), frame.x(row.end)))
        middle = (left + right) / 2
        half = max(right - left, 1.5) / 2
        color, opacity = ("highlight", 1.0) if row.shown else ("muted", GREY)
        bar = Box(middle - half, y - BAR / 2, middle + half, y + BAR / 2)
        canvas.boxes("shown" if row.shown else "part", [bar], Ink(fill=color, opacity=opacity))
    note = Type(SMALL.size, "ink", style.weight) if row.total or row.shown else SMALL
    canvas.text("row-note", fonts.fit(row.note, NOTES, note.size, note.weight), Spot(canvas.width, y + 4, Anchor.END), note)

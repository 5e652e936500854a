"""Estimates with their intervals, one row each: a label, a line with its dot, and the counts behind it."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite, log, nan

from reportgen.charts import fonts
from reportgen.charts.axes import DAY_ROW, Frame, column, extent
from reportgen.charts.canvas import GREY, SMALL, Canvas, Ink, Spot, Type
from reportgen.charts.geometry import Anchor, Box, text_box, thinned
from reportgen.charts.look import Look
from reportgen.charts.size import FOREST_ROW, WIDE
from reportgen.model.charts import ForestChart, ForestRow, Words

LABELS, NOTES = 220.0, 150.0
"""Most room for the words left and right of the plot, in px."""
TOP = 22.0
PLAIN = Type(12.0, "ink")
BOLD = Type(12.0, "ink", fonts.STRONG)


def forest(chart: ForestChart, look: Look) -> Canvas:
    """Rows in the order given; those that are `strong` carry the highlight. The reference is a dashed line through all rows."""
    chart = _laid(chart) if chart.logarithmic else chart
    rows = [row for row in chart.rows if isfinite(row.value)]
    canvas = Canvas(WIDE, TOP + FOREST_ROW * max(1, len(rows)) + DAY_ROW, look)
    frame = _frame(canvas, rows, chart)
    _draw_axis(canvas, frame, chart.words)
    _draw_reference(canvas, frame, chart)
    for number, row in enumerate(rows):
        _draw_row(canvas, frame, row, TOP + FOREST_ROW * (number + 0.5))
    return canvas


def _laid(chart: ForestChart) -> ForestChart:
    """The chart with the logarithms of its values, to be drawn on a plain axis; ends at nothing are left open at the estimate."""

    def place(value: float) -> float:
        return log(value) if value > 0 else nan

    rows = (replace(row, value=place(row.value), low=place(row.low), high=place(row.high)) for row in chart.rows)
    ticks = {place(value): text for value, text in chart.words.ticks.items() if value > 0}
    reference = None if chart.reference is None else place(chart.reference)
    return replace(chart, rows=tuple(rows), reference=reference, words=replace(chart.words, ticks=ticks))


def _frame(canvas: Canvas, rows: Sequence[ForestRow], chart: ForestChart) -> Frame:
    ends = [end for row in rows for end in (row.low, row.value, row.high)]
    low, high = extent((*ends, chart.reference), chart.words.ticks, zero=False)
    left = column([row.label for row in rows], BOLD, LABELS)
    right = column([row.note for row in rows], SMALL, NOTES)
    return Frame(left, TOP, canvas.width - max(right, 12.0), canvas.height - DAY_ROW, low, high)


def _draw_axis(canvas: Canvas, frame: Frame, words: Words) -> None:
    ticks = sorted((value, fonts.fit(text, 120.0, SMALL.size)) for value, text in words.ticks.items() if frame.low <= value <= frame.high)
    boxes = [text_box(frame.x(value), 0, fonts.width(text, SMALL.size), SMALL.size, Anchor.MIDDLE) for value, text in ticks]
    canvas.line("base", [(frame.left, frame.bottom), (frame.right, frame.bottom)], Ink("grid"))
    for index in thinned(boxes, 12.0):
        value, text = ticks[index]
        x = round(frame.x(value) - 0.5) + 0.5
        canvas.line("grid", [(x, frame.top), (x, frame.bottom)], Ink("muted", opacity=0.7) if value == 0 else Ink("grid"))
        canvas.text("tick", text, Spot(x, frame.bottom + 16, Anchor.MIDDLE), SMALL)


def _draw_reference(canvas: Canvas, frame: Frame, chart: ForestChart) -> None:
    if chart.reference is None or not isfinite(chart.reference):
        return
    x = frame.x(chart.reference)
    canvas.line("reference", [(x, frame.top - 4), (x, frame.bottom)], Ink("muted", dash=(3, 3)))
    spots = [Spot(x, frame.top - 9, Anchor.MIDDLE), Spot(x + 6, frame.top - 9), Spot(x - 6, frame.top - 9, Anchor.END)]
    canvas.label("reference-label", chart.words.labels.get("reference"), spots, SMALL)


def _draw_row(canvas: Canvas, frame: Frame, row: ForestRow, y: float) -> None:
    color, style = ("highlight", BOLD) if row.strong else ("muted", PLAIN)
    canvas.text("row-label", fonts.fit(row.label, LABELS, style.size, style.weight), Spot(0, y + 4), style)
    low, high = (end if isfinite(end) else row.value for end in (row.low, row.high))
    wide = 2.5 if row.strong else 2.0
    canvas.boxes(
        "interval", [Box(frame.x(low), y - wide / 2, frame.x(high), y + wide / 2)], Ink(fill=color, opacity=1 if row.strong else GREY)
    )
    canvas.dot("estimate", (frame.x(row.value), y), 4, Ink("paper", color, width=1))
    canvas.text("row-note", fonts.fit(row.note, NOTES, SMALL.size), Spot(canvas.width, y + 4, Anchor.END), SMALL)

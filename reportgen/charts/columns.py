"""Counts a day, week or month as thin columns from zero."""

from collections.abc import Mapping, Sequence

from reportgen.charts.axes import known, label_missing
from reportgen.charts.canvas import GREY, LOUD, SMALL, Canvas, Ink, Spot
from reportgen.charts.geometry import Anchor, Box
from reportgen.charts.look import Look
from reportgen.charts.series import MOST_LABEL, Sheet, draw_edges, draw_ground, sheet
from reportgen.charts.size import COLUMNS
from reportgen.model.charts import ColumnChart

SHARE, WIDEST = 0.72, 40.0
"""A column takes this share of its slot, and at most so many px."""


def columns(chart: ColumnChart, look: Look) -> Canvas:
    """A missing period is a grey ground, never a zero; a partial one is hollow; the highlighted one carries the label `best`, the last of
    several."""
    values, labels = known(chart.values), chart.words.labels
    on = sheet(chart, values, COLUMNS, look)
    grounds = draw_ground(on, values, chart.words)
    bars = {index: _column(on, index, value) for index, value in enumerate(values) if value is not None}
    on.canvas.boxes("ground", bars.values(), Ink(fill="paper"), solid=True)
    for loud in (False, True):
        for hollow in (False, True):
            chosen = [bar for index, bar in bars.items() if (chart.highlight[index], chart.partial[index]) == (loud, hollow)]
            _draw_columns(on.canvas, chosen, loud=loud, hollow=hollow)
    draw_edges(on, chart)
    best = max((index for index in bars if chart.highlight[index]), default=None)
    if best is not None:
        on.canvas.label("best", labels.get("best"), _over(bars, best), LOUD, room=MOST_LABEL)
    on.canvas.label(
        "partial-label", labels.get("partial"), [spot for index in bars if chart.partial[index] for spot in _over(bars, index)], SMALL
    )
    label_missing(on.canvas, grounds, labels.get("missing"))
    return on.canvas


def _column(on: Sheet, index: int, value: float) -> Box:
    """A column of at least 1 px, so that a zero is seen to be one."""
    wide = min(WIDEST, max(1.0, on.slots.width * SHARE))
    x, y, base = on.slots.centre(index), on.frame.y(value), on.frame.base
    top, bottom = min(y, base), max(y, base)
    return Box(x - wide / 2, top if bottom - top >= 1 else base - 1, x + wide / 2, bottom)


def _draw_columns(canvas: Canvas, bars: Sequence[Box], *, loud: bool, hollow: bool) -> None:
    color, opacity = ("highlight", 1.0) if loud else ("muted", GREY)
    if hollow:
        inner = [Box(bar.left + 0.75, min(bar.top + 0.75, bar.bottom), bar.right - 0.75, bar.bottom) for bar in bars]
        canvas.boxes("partial", inner, Ink(color, width=1.5, opacity=opacity))
    else:
        canvas.boxes("loud" if loud else "column", bars, Ink(fill=color, opacity=opacity))


def _over(bars: Mapping[int, Box], index: int) -> list[Spot]:
    """Over the column; right of it; or over the highest column near it."""
    bar = bars[index]
    near = min(other.top for other in bars.values() if abs(other.left - bar.left) <= MOST_LABEL)
    middle = (bar.left + bar.right) / 2
    height = min(max(bar.top + 11, 12), bar.bottom - 4)
    beside = [Spot(bar.right + 5, height), Spot(bar.left - 5, height, Anchor.END)]
    return [_above(bar), *beside, Spot(middle, near - 6, Anchor.MIDDLE), Spot(bar.right, near - 6, Anchor.END)]


def _above(bar: Box) -> Spot:
    return Spot((bar.left + bar.right) / 2, bar.top - 5, Anchor.MIDDLE)

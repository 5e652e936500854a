"""A year of days: a column a week, a row a weekday. The darker a day the more it had; days that stand out and missing ones are marked."""

from datetime import timedelta
from math import isfinite

from reportgen.charts import fonts
from reportgen.charts.axes import known
from reportgen.charts.canvas import SMALL, Canvas, Ink, Spot
from reportgen.charts.geometry import Anchor, Box, text_box, thinned
from reportgen.charts.look import Look
from reportgen.charts.size import WIDE
from reportgen.model.charts import CalendarChart

WEEK = 7
GAP = 1.5
LARGEST = 14.0
"""Most px from one day to the next."""
HEAD, KEY = 18.0, 26.0
SAMPLE, APART = 16.0, 22.0
"""In the key: a sample with its gap, and the space after a word."""
ROOM, ENDS = 150.0, 60.0
"""Most px for one of the three words of the key, and for a number at an end of the shades."""
SHADES = (0.10, 0.22, 0.34, 0.48, 0.62)


def calendar(chart: CalendarChart, look: Look) -> Canvas:
    """High days are filled with the highlight, low ones ringed by it, missing ones crossed out; the key names what occurs."""
    values = known(chart.values)
    offset = (chart.begin.weekday() - chart.first_weekday) % WEEK
    weeks = max(1, -(-(offset + len(values)) // WEEK))
    left = max((fonts.width(fonts.clean(chart.words.labels.get(str(row), "")), SMALL.size) for row in range(WEEK)), default=0.0) + 8
    left = min(left, 60.0)
    pitch = min(LARGEST, (WIDE - left) / weeks)
    canvas = Canvas(WIDE, HEAD + WEEK * pitch + KEY, look)
    boxes = [_box(left, pitch, offset + at) for at in range(len(values))]
    if not boxes:
        canvas.line("base", [(left, HEAD), (WIDE, HEAD)], Ink("grid"))
    _draw_days(canvas, boxes, values, chart.marks)
    _draw_words(canvas, chart, boxes, left, pitch)
    _draw_key(canvas, chart, HEAD + WEEK * pitch + 18, left)
    return canvas


def _box(left: float, pitch: float, place: int) -> Box:
    x, y = left + place // WEEK * pitch, HEAD + place % WEEK * pitch
    return Box(x, y, x + pitch - GAP, y + pitch - GAP)


def _draw_days(canvas: Canvas, boxes: list[Box], values: tuple[float | None, ...], marks: tuple[int, ...]) -> None:
    """One shape a paint. The scale ends at the highest day that does not stand out."""
    plain = [value for value, mark in zip(values, marks, strict=True) if value is not None and not mark]
    top = max(plain, default=0.0)
    shades: dict[int, list[Box]] = {}
    for box, value, mark in zip(boxes, values, marks, strict=True):
        if value is not None and not mark:
            share = value / top if top > 0 and isfinite(value) else 0.0
            shades.setdefault(min(len(SHADES) - 1, max(0, int(share * len(SHADES)))), []).append(box)
    for shade, found in sorted(shades.items()):
        canvas.boxes("day", found, Ink(fill="muted", opacity=SHADES[shade]))
    for box, value, mark in zip(boxes, values, marks, strict=True):
        if value is None:
            _missing(canvas, box)
        elif mark > 0:
            canvas.boxes("high", [box], Ink(fill="highlight"))
        elif mark < 0:
            _ring(canvas, box)


def _ring(canvas: Canvas, box: Box) -> None:
    canvas.boxes("low", [box.grown(-0.75)], Ink("highlight", "paper", width=2.0))


def _missing(canvas: Canvas, box: Box) -> None:
    canvas.boxes("missing", [box.grown(-0.5)], Ink("muted", width=0.8, opacity=0.8))
    canvas.line("missing", [(box.left + 1, box.bottom - 1), (box.right - 1, box.top + 1)], Ink("muted", width=0.8, opacity=0.8))


def _draw_words(canvas: Canvas, chart: CalendarChart, boxes: list[Box], left: float, pitch: float) -> None:
    for row in range(WEEK):
        shown = fonts.fit(chart.words.labels.get(str(row), ""), left - 6, SMALL.size)
        canvas.text("weekday", shown, Spot(left - 6, HEAD + (row + 0.5) * pitch + 3, Anchor.END), SMALL)
    marks = []
    for at, box in enumerate(boxes):
        word = chart.words.days.get(chart.begin + timedelta(days=at))
        if word:
            marks.append((box.left, fonts.fit(word, 90.0, SMALL.size)))
    spans = [text_box(x, 0, fonts.width(text, SMALL.size), SMALL.size, Anchor.START) for x, text in marks]
    for index in thinned(spans, 8.0):
        if spans[index].right <= canvas.width:
            x, text = marks[index]
            canvas.text("month", text, Spot(x, HEAD - 6), SMALL)


def _draw_key(canvas: Canvas, chart: CalendarChart, y: float, left: float) -> None:
    """From which number to which the shades go; else only what the calendar shows."""
    x = _draw_shades(canvas, chart, y, left)
    occurs = {"high": 1 in chart.marks, "low": -1 in chart.marks, "missing": None in known(chart.values)}
    names = [name for name in occurs if occurs[name] and fonts.clean(chart.words.labels.get(name, ""))]
    room = min(ROOM, (canvas.width - x) / max(1, len(names)) - SAMPLE - APART)
    for name in names:
        text = fonts.fit(chart.words.labels[name], room, SMALL.size)
        box = Box(x, y - 9, x + 10, y + 1)
        if name == "high":
            canvas.boxes("high", [box], Ink(fill="highlight"))
        elif name == "low":
            _ring(canvas, box)
        else:
            _missing(canvas, box)
        x = canvas.text("key", text, Spot(x + SAMPLE, y), SMALL).right + APART


def _draw_shades(canvas: Canvas, chart: CalendarChart, y: float, left: float) -> float:
    """The shades between their numbers; where they end, with the space after them. `left` where they have no numbers."""
    least, most = (fonts.fit(chart.words.labels.get(name, ""), ENDS, SMALL.size) for name in ("least", "most"))
    if not (least and most):
        return left
    x = canvas.text("key", least, Spot(left, y), SMALL).right + 6
    for shade in SHADES:
        canvas.boxes("day", [Box(x, y - 9, x + 10, y + 1)], Ink(fill="muted", opacity=shade))
        x += 10 + GAP
    return canvas.text("key", most, Spot(x + 5, y), SMALL).right + APART

"""Axes: a plot's frame, its few gridlines, its words on both sides. Only values and days that have words are printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import isfinite

from reportgen.charts import fonts
from reportgen.charts.canvas import EDGE, SMALL, Canvas, Ink, Spot, Type
from reportgen.charts.geometry import Anchor, Box, Point, kept_inside, text_box, thinned

DAY_ROW = 24.0
"""Height of the row of days under a plot, in px."""
STRONG_DAY = Type(11.0, "ink", fonts.STRONG)


Values = Sequence[float | None]
"""A series: None where a value is missing."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A plot's rectangle in px, and the values at its bottom and top."""

    left: float
    top: float
    right: float
    bottom: float
    low: float
    high: float

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def x(self, value: float) -> float:
        """Place of a value where the axis of values lies from left to right."""
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    @property
    def base(self) -> float:
        """y of zero, or of the end of the axis that is nearest to it."""
        return self.y(min(max(0.0, self.low), self.high))


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day's place and words on an axis; `strong` ones go before the others."""

    x: float
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Slots:
    """Equal slots for periods of a kind (days, weeks, months), whatever their length; the last is as long as the one before."""

    days: tuple[date, ...]
    left: float
    right: float

    @property
    def width(self) -> float:
        return (self.right - self.left) / max(1, len(self.days))

    def centre(self, index: int) -> float:
        return self.left + (index + 0.5) * self.width

    def box(self, index: int, frame: Frame) -> Box:
        return Box(self.left + index * self.width, frame.top, self.left + (index + 1) * self.width, frame.bottom)

    def x(self, day: date) -> float | None:
        """Where a day lies inside its slot; None outside the axis."""
        for index, (begin, end) in enumerate(self._bounds()):
            if begin <= day < end:
                share = (day - begin) / (end - begin)
                return self.left + (index + (share or 0.5 / max(1, (end - begin).days))) * self.width
        return None

    def _bounds(self) -> list[tuple[date, date]]:
        if not self.days:
            return []
        length = self.days[-1] - self.days[-2] if len(self.days) > 1 else date.resolution
        last = self.days[-1]
        end = last + length if (date.max - last) > length else date.max
        return list(pairwise((*self.days, end)))


def known(values: Iterable[float | None]) -> tuple[float | None, ...]:
    """The values with everything that is no finite number as None."""
    return tuple(None if value is None or not isfinite(value) else float(value) for value in values)


def runs(values: Sequence[float | None]) -> tuple[tuple[int, ...], ...]:
    """Indices of stretches without a gap, in order."""
    found: list[list[int]] = []
    for index, value in enumerate(values):
        if value is None:
            continue
        if index and values[index - 1] is not None:
            found[-1].append(index)
        else:
            found.append([index])
    return tuple(tuple(run) for run in found)


def gaps(values: Sequence[float | None]) -> tuple[tuple[int, int], ...]:
    """First and last index of each stretch of None."""
    flags: list[float | None] = [1.0 if value is None else None for value in values]
    return tuple((run[0], run[-1]) for run in runs(flags))


def extent(values: Iterable[float | None], ticks: Iterable[float], *, zero: bool) -> tuple[float, float]:
    """Lowest and highest value of an axis: all data, all worded ticks and, where `zero`, the zero. Never an empty stretch."""
    found = [value for value in (*values, *ticks) if value is not None and isfinite(value)]
    if zero or not found:
        found.append(0.0)
    low, high = min(found), max(found)
    if high > low:
        return low, high
    return (low, low + 1.0) if low >= 0 else (low, 0.0)


def column(texts: Sequence[str], style: Type, most: float, gap: float = 14.0) -> float:
    """Room for a column of words with its gap to the plot, in px; 0 where there are none."""
    widest = max((fonts.width(fonts.clean(text), style.size, style.weight) for text in texts), default=0.0)
    return min(most, widest) + gap if widest else 0.0


def margin(ticks: Mapping[float, str], *, most: float = 120.0) -> float:
    """Width of the column of tick words left of a plot, in px."""
    widest = max((fonts.width(fonts.clean(text), SMALL.size) for text in ticks.values()), default=0.0)
    return min(most, max(28.0, widest + 10.0))


def draw_values(canvas: Canvas, frame: Frame, ticks: Mapping[float, str]) -> None:
    """Hairlines across the plot with their words on the left; the base line is darker. Labels keep out of their column."""
    canvas.reserve(Box(0, frame.top - 8, frame.left - 4, frame.bottom + 6))
    worded = sorted(((value, text) for value, text in ticks.items() if frame.low <= value <= frame.high), reverse=True)
    rows = [Box(frame.y(value) - 6, 0, frame.y(value) + 6, 1) for value, _ in worded]
    for index in thinned(rows, 3.0):
        value, text = worded[index]
        y = _crisp(frame.y(value))
        if y != _crisp(frame.base):
            canvas.guide("grid", [(frame.left, y), (frame.right, y)], Ink("grid"))
        shown = fonts.fit(text, frame.left - 8, SMALL.size)
        canvas.text("tick", shown, Spot(frame.left - 8, y + 4, Anchor.END), SMALL)


def draw_base(canvas: Canvas, frame: Frame) -> None:
    """The line that bars and paths stand on, where that is zero: an axis that begins elsewhere has no ground."""
    y = _crisp(frame.base)
    if frame.low <= 0 <= frame.high:
        canvas.line("base", [(frame.left, y), (frame.right, y)], Ink("muted", opacity=0.7), solid=True)
    else:
        canvas.guide("base", [(frame.left, y), (frame.right, y)], Ink("grid"))


def draw_days(canvas: Canvas, frame: Frame, marks: Iterable[DayMark]) -> None:
    """The row of days under the plot. Strong days stand; of the others as many as fit, evenly spaced back from the last."""
    taken: list[Box] = []
    ordered = sorted(marks, key=lambda mark: mark.x)
    for mark in (mark for mark in reversed(ordered) if mark.strong):
        box = _day_box(canvas, frame, mark)
        if not any(box.grown(8).meets(other) for other in taken):
            taken.append(box)
            _draw_day(canvas, frame, mark, box)
    plain = [mark for mark in ordered if not mark.strong]
    boxes = [_day_box(canvas, frame, mark) for mark in plain]
    for index in thinned(boxes, 12.0):
        if not any(boxes[index].grown(8).meets(other) for other in taken):
            _draw_day(canvas, frame, plain[index], boxes[index])


def shade(canvas: Canvas, frame: Frame, stretches: Sequence[Box]) -> tuple[Box, ...]:
    """Grounds of stretches without data, from top to bottom of the plot; returns them, for their label."""
    grounds = tuple(Box(box.left, frame.top, box.right, frame.bottom) for box in stretches)
    canvas.boxes("missing", grounds, Ink(fill="grid", opacity=0.6))
    return grounds


def label_missing(canvas: Canvas, grounds: Sequence[Box], words: str | None) -> None:
    """What the grounds mean, once, in the widest that has room; at the top or at the foot of it."""
    order = sorted(grounds, key=lambda box: box.left - box.right)
    spots = [Spot((box.left + box.right) / 2, y, Anchor.MIDDLE) for box in order for y in (box.top + 14, box.bottom - 8)]
    canvas.label("missing-label", words, spots, SMALL)


def along(points: Sequence[Point], indices: Sequence[int]) -> list[Point]:
    return [points[index] for index in indices]


def _day_box(canvas: Canvas, frame: Frame, mark: DayMark) -> Box:
    style = _day_type(mark)
    wide = fonts.width(_day_text(mark), style.size, style.weight)
    box = text_box(mark.x, frame.bottom + 18, wide, style.size, Anchor.MIDDLE)
    push = kept_inside(box, EDGE, canvas.width - EDGE)
    return Box(box.left + push, box.top, box.right + push, box.bottom)


def _draw_day(canvas: Canvas, frame: Frame, mark: DayMark, box: Box) -> None:
    x = _crisp(mark.x)
    canvas.line("day-mark", [(x, frame.bottom), (x, frame.bottom + 4)], Ink("muted", opacity=0.7), solid=True)
    canvas.text("day", _day_text(mark), Spot((box.left + box.right) / 2, frame.bottom + 18, Anchor.MIDDLE), _day_type(mark))


def _day_text(mark: DayMark) -> str:
    style = _day_type(mark)
    return fonts.fit(mark.text, 220.0, style.size, style.weight)


def _day_type(mark: DayMark) -> Type:
    return STRONG_DAY if mark.strong else SMALL


def _crisp(position: float) -> float:
    """The middle of a px, so that a hairline covers one row of them."""
    return round(position - 0.5) + 0.5

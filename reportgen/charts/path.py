"""A goal's path: what happened so far, what the way to the target expects, and where the deadline is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from reportgen.charts import fonts
from reportgen.charts.axes import (
    DAY_ROW,
    DayMark,
    Frame,
    Values,
    along,
    draw_base,
    draw_days,
    draw_values,
    extent,
    gaps,
    known,
    label_missing,
    margin,
    runs,
    shade,
)
from reportgen.charts.canvas import EDGE_OF_RANGE, LABEL, LOUD, PALE, SMALL, STRONG, Canvas, Ink, Spot, Type
from reportgen.charts.geometry import Anchor, Box, Point
from reportgen.charts.look import Look
from reportgen.charts.notes import HEAD, draw_markers, placed
from reportgen.charts.size import PATH
from reportgen.model.charts import Annotation, PathChart, Waypoint
from reportgen.model.findings import FanDay

TOP = 22.0
RIGHT = 14.0
LANDING = 10.0
"""Room between the fan's end and its labels, in px."""
MARGIN = 150.0
"""Widest label beside the deadline in px."""
ROOM = 220.0
"""Widest direct label in px."""
NEAR = 110.0
"""Least px to the deadline from which a label there no longer seems to belong to today's point."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the goal's first to the last that is drawn, laid out in px."""

    begin: date
    end: date
    left: float
    right: float

    def x(self, day: date) -> float:
        if self.begin == self.end:
            return (self.left + self.right) / 2
        return self.left + (day - self.begin) / (self.end - self.begin) * (self.right - self.left)

    def holds(self, day: date) -> bool:
        return self.begin <= day <= self.end


@dataclass(frozen=True, slots=True)
class Plot:
    """The canvas, the plot's frame on it and its days."""

    canvas: Canvas
    frame: Frame
    span: Span

    def points(self, days: Sequence[date], values: Values) -> list[Point]:
        """A point for every day; where there is no value, one on the base line that nobody draws."""
        frame = self.frame
        return [(self.span.x(day), frame.base if value is None else frame.y(value)) for day, value in zip(days, values, strict=True)]


def path(chart: PathChart, look: Look) -> Canvas:
    """Actual as a strong line that ends at its dot, expected dashed, the target as a line to its ring at the deadline; where a
    projection is known, a fan from today with its median, and where it lands beside the deadline."""
    actual, expected = _aligned(chart.actual, chart.days), _expected(chart)
    on = _plot(chart, (*actual, *expected), look)
    last = max((index for index, value in enumerate(actual) if value is not None), default=None)
    grounds = _draw_ground(on, chart, actual[: last + 1] if last is not None else ())
    draw_markers(on.canvas, on.frame, placed([(on.span.x(note.day), note) for note in _notes(chart, on.span)]))
    way = on.points(chart.days, expected)
    for run in runs(expected):
        on.canvas.line("expected", along(way, run), Ink("muted", width=1.5, dash=(5, 3)), solid=True)
    _draw_target(on, chart)
    _draw_waypoints(on, chart)
    if last is not None and expected[last] is not None:
        on.canvas.dot("expected-dot", way[last], 2.5, Ink("paper", "muted"))
    points = on.points(chart.days, actual)
    _draw_actual(on.canvas, points, actual, last)
    draw_days(on.canvas, on.frame, _days(chart, on.span, last))
    _label_landing(on, chart)
    _label(on, chart, None if last is None else points[last], [way[index] for run in runs(expected) for index in run])
    label_missing(on.canvas, grounds, chart.words.labels.get("missing"))
    return on.canvas


def _aligned(values: Values, days: Sequence[date]) -> tuple[float | None, ...]:
    """As many values as days: a series that ends early has no values after its end."""
    return (*known(values)[: len(days)], *([None] * (len(days) - len(values))))


def _expected(chart: PathChart) -> tuple[float | None, ...]:
    """Where the path should be on each day; nowhere where that is the target from the first day on, which has a line already."""
    given = _aligned(chart.expected, chart.days)
    level = all(value is None or value == chart.target for value in given)
    return (None,) * len(given) if level else given


def _plot(chart: PathChart, values: Values, look: Look) -> Plot:
    """A plot on which the values, the target and the fan fit, with a row for the markers of its notes."""
    left, days = margin(chart.words.ticks), (*chart.days, chart.deadline)
    span = Span(min(days), max(days), left, PATH.width - _right(chart))
    head = HEAD if _notes(chart, span) else 0.0
    canvas = Canvas(PATH.width, PATH.height + head, look)
    fan = [end for day in _fan(chart) for end in (day.low, day.high)]
    ways = [waypoint.value for waypoint in _ways(chart, span)]
    low, high = extent((*values, *known((chart.target,)), *ways, *fan), chart.words.ticks, zero=False)
    return Plot(canvas, Frame(left, TOP + head, span.right, PATH.height + head - DAY_ROW, low, high), span)


def _notes(chart: PathChart, span: Span) -> list[Annotation]:
    return sorted((note for note in chart.notes if fonts.clean(note.text) and span.holds(note.day)), key=lambda note: note.day)


def _fan(chart: PathChart) -> list[FanDay]:
    """The fan's days up to the deadline whose numbers are numbers; empty where they make no area."""
    found = [day for day in chart.fan if day.day <= chart.deadline and all(map(isfinite, (day.low, day.median, day.high)))]
    return found if len(found) > 1 else []


def _right(chart: PathChart) -> float:
    """The margin right of the plot: the labels of where the fan lands stand there."""
    widest = max((fonts.width(text, style.size, style.weight) for _, text, style in _landing(chart)), default=0.0)
    return max(RIGHT, LANDING + widest + 2)


def _landing(chart: PathChart) -> list[tuple[str, str, Type]]:
    """The fan's labels with their names: about what number it lands on, its range, and what kind of range that is."""
    if not _fan(chart):
        return []
    given = (("landing", LOUD), ("range", SMALL), ("band", SMALL))
    fitted = [(name, fonts.fit(chart.words.labels.get(name, ""), MARGIN, style.size, style.weight), style) for name, style in given]
    return [one for one in fitted if one[1]]


def _draw_ground(on: Plot, chart: PathChart, so_far: Values) -> tuple[Box, ...]:
    """The grounds of missing days, which it returns, the gridlines, the projection's fan, the base line."""
    half = (on.span.right - on.span.left) / max(1, (on.span.end - on.span.begin).days) / 2
    places = [on.span.x(day) for day in chart.days]
    stretches = [Box(max(on.span.left, places[first] - half), 0, places[last] + half, 0) for first, last in gaps(so_far)]
    grounds = shade(on.canvas, on.frame, stretches)
    draw_values(on.canvas, on.frame, chart.words.ticks)
    _draw_fan(on, chart)
    draw_base(on.canvas, on.frame)
    return grounds


def _draw_fan(on: Plot, chart: PathChart) -> None:
    fan, x, y = _fan(chart), on.span.x, on.frame.y
    if not fan:
        return
    outline = [(x(day.day), y(day.high)) for day in fan] + [(x(day.day), y(day.low)) for day in reversed(fan)]
    on.canvas.area("fan", outline, Ink(fill="highlight", opacity=PALE))
    for ends in ([day.high for day in fan], [day.low for day in fan]):
        edge = [(x(day.day), y(end)) for day, end in zip(fan, ends, strict=True)]
        on.canvas.line("fan-edge", edge, EDGE_OF_RANGE, solid=True)
    on.canvas.line("median", [(x(day.day), y(day.median)) for day in fan], Ink("highlight", width=1.5, dash=(3, 2.5)), solid=True)
    on.canvas.dot("landing-dot", (x(fan[-1].day), y(fan[-1].median)), 2.5, Ink(fill="highlight"))


def _draw_waypoints(on: Plot, chart: PathChart) -> None:
    """A short mark across the path at each milestone: filled once reached, hollow before or where it was missed."""
    for waypoint in _ways(chart, on.span):
        x, y = on.span.x(waypoint.day), on.frame.y(waypoint.value)
        on.canvas.line("waypoint", [(x, y - 6), (x, y + 6)], Ink("ink", width=1.25), solid=True)
        on.canvas.dot("waypoint-dot", (x, y), 2.75, Ink("ink", "ink" if waypoint.reached else "paper", width=1.25))


def _ways(chart: PathChart, span: Span) -> list[Waypoint]:
    return [waypoint for waypoint in chart.waypoints if span.holds(waypoint.day) and isfinite(waypoint.value)]


def _label_landing(on: Plot, chart: PathChart) -> None:
    """Right of the plot, at the height of the median: about what number, and its range under it."""
    landing = _landing(chart)
    if not landing:
        return
    last = _fan(chart)[-1]
    y = on.frame.y(last.median)
    first = min(max(y + 4 - 7 * (len(landing) - 1), on.frame.top + 4), on.frame.bottom - 14 * (len(landing) - 1))
    for row, (name, text, style) in enumerate(landing):
        on.canvas.text(f"{name}-label", text, Spot(on.span.right + LANDING, first + 14 * row), style)


def _label_waypoints(on: Plot, chart: PathChart) -> None:
    """Labels of milestones where they have room whole, the latest first: the table has them all."""
    for waypoint in reversed(_ways(chart, on.span)):
        x, y = on.span.x(waypoint.day), on.frame.y(waypoint.value)
        over = [Spot(x - 6, y - 7, Anchor.END), Spot(x, y - 11, Anchor.MIDDLE)]
        under = [Spot(x + 6, y + 14), Spot(x, y + 20, Anchor.MIDDLE)]
        on.canvas.label("waypoint-label", waypoint.label, [*over, *under], SMALL, room=150.0, whole=True)


def _draw_target(on: Plot, chart: PathChart) -> None:
    x, (target,) = on.span.x(chart.deadline), known((chart.target,))
    on.canvas.line("deadline", [(x, on.frame.top - 6), (x, on.frame.bottom)], Ink("muted", opacity=0.7), solid=True)
    if target is not None:
        y = on.frame.y(target)
        on.canvas.line("target", [(on.frame.left, y), (x, y)], Ink("ink", dash=(1, 2.5)), solid=True)
        on.canvas.dot("target-dot", (x, y), 4, Ink("ink", "paper", width=1.5))


def _draw_actual(canvas: Canvas, points: Sequence[Point], actual: Values, last: int | None) -> None:
    for run in runs(actual):
        if len(run) > 1:
            canvas.line("actual", along(points, run), Ink("highlight", width=2.5), solid=True)
        else:
            canvas.dot("actual", points[run[0]], 2, Ink(fill="highlight"))
    if last is not None:
        canvas.dot("actual-dot", points[last], 4.5, Ink("paper", "highlight", width=1.5))


def _days(chart: PathChart, span: Span, last: int | None) -> list[DayMark]:
    """The deadline and the last day with data stand before the plain days; of the two the deadline."""
    marks = [DayMark(span.x(day), text) for day, text in chart.words.days.items() if span.holds(day)]
    labels = chart.words.labels
    if "deadline" in labels:
        marks.append(DayMark(span.x(chart.deadline), labels["deadline"], strong=True))
    if "today" in labels and last is not None:
        marks.append(DayMark(span.x(chart.days[last]), labels["today"], strong=True))
    return marks


def _label(on: Plot, chart: PathChart, here: Point | None, way: Sequence[Point]) -> None:
    labels, (target,) = chart.words.labels, known((chart.target,))
    end = on.span.x(chart.deadline)
    if here is not None:
        _label_or_shorten(on.canvas, "actual-label", labels.get("actual"), _beside(here, end), LOUD)
    if target is not None:
        _label_or_shorten(on.canvas, "target-label", labels.get("target"), _on_line(on.frame.left, end, on.frame.y(target)), STRONG)
    _label_waypoints(on, chart)
    on.canvas.label("expected-label", labels.get("expected"), _on_way(way, here), LABEL, room=ROOM)


def _label_or_shorten(canvas: Canvas, name: str, text: str | None, spots: Sequence[Spot], style: Type) -> None:
    """A label that has to stand, the shorter the less room there is."""
    for room in (ROOM, ROOM / 2, ROOM / 3):
        if canvas.label(name, text, spots, style, room=room):
            return


def _beside(point: Point, end: float) -> list[Spot]:
    """Around a point, nearest first: right, left above, above, right below, under the way that is left to a near deadline, further off."""
    x, y = point
    right = [Spot(x + 10, y + shift) for shift in (4, 16, -8, 28, -20)]
    left = [Spot(x - 10, y + shift, Anchor.END) for shift in (-6, 4, 18, -18)]
    middle = [Spot(x, y + shift, Anchor.MIDDLE) for shift in (-12, 22, -26, 36)]
    ahead = [Spot(end - 6, y + shift, Anchor.END) for shift in (19, 32) if end - x < NEAR]
    return [right[0], left[0], middle[0], right[1], middle[1], *ahead, *right[2:], *left[1:], *middle[2:]]


def _on_line(left: float, right: float, y: float) -> list[Spot]:
    """Over the target's line at its end or its beginning, else anywhere over or under it."""
    ends = [Spot(right - 8, y - 6, Anchor.END), Spot(left + 2, y - 6), Spot((left + right) / 2, y - 6, Anchor.MIDDLE)]
    along_it = [Spot(left + 2 + 12 * step, y + shift) for shift in (-6, 15) for step in range(int((right - left) / 12))]
    return [*ends, Spot(left + 2, y + 15), Spot(right - 8, y + 15, Anchor.END), *along_it]


def _on_way(way: Sequence[Point], here: Point | None) -> list[Spot]:
    """Beside the way to the target, from today outwards, on the side that is free."""
    if not way:
        return []
    today = here[0] if here else (way[0][0] + way[-1][0]) / 2
    order = sorted(range(0, len(way), max(1, len(way) // 48)), key=lambda index: abs(way[index][0] - today))
    under = [Spot(way[index][0] + 6, way[index][1] + 17) for index in order]
    over = [Spot(way[index][0] - 6, way[index][1] - 9, Anchor.END) for index in order]
    return [spot for pair in zip(under, over, strict=True) for spot in pair]

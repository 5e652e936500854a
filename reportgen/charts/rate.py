"""A rate over months or weeks: a line from zero with its interval as a band."""

from collections.abc import Sequence
from itertools import pairwise

from reportgen.charts.axes import Values, along, known, label_missing, runs
from reportgen.charts.canvas import EDGE_OF_RANGE, LABEL, LOUD, PALE, SMALL, Canvas, Ink, Spot
from reportgen.charts.geometry import Anchor, Box, Point
from reportgen.charts.look import Look
from reportgen.charts.series import MOST_LABEL, Sheet, draw_edges, draw_ground, sheet
from reportgen.charts.size import RATE
from reportgen.model.charts import RateChart

FEW = 40
"""Up to so many points each is marked with a dot; more would only thicken the line."""
TINT = Ink(fill="highlight", opacity=PALE)


def rate(chart: RateChart, look: Look) -> Canvas:
    """Partial periods are hollow and dashed to their neighbours; gaps stay open.
    The reported period has the large dot, the last value the label."""
    values, compare = known(chart.values), known(chart.compare)
    low, high = _banded(chart)
    on = sheet(chart, (*values, *low, *high, *compare, chart.benchmark), RATE, look)
    points, current = on.points(values), _current(values, chart.current)
    grounds = draw_ground(on, values, chart.words)
    _draw_band(on, low, high)
    draw_edges(on, chart)
    for run in runs(compare):
        on.canvas.line("compare", along(on.points(compare), run), Ink("muted", width=1.25, opacity=0.8), solid=True)
    _draw_benchmark(on, chart)
    _draw_line(on.canvas, points, values, chart.partial)
    _draw_dots(on.canvas, points, values, chart.partial, current)
    if (last := _last(values)) is not None:
        on.canvas.label("last", chart.words.labels.get("last"), _around(points[last]), LOUD, room=MOST_LABEL)
    _label_others(on, chart, points)
    label_missing(on.canvas, grounds, chart.words.labels.get("missing"))
    return on.canvas


def _banded(chart: RateChart) -> tuple[Values, Values]:
    """Low and high ends, both None where either is."""
    pairs = [pair if None not in pair else (None, None) for pair in zip(known(chart.low), known(chart.high), strict=True)]
    return tuple(low for low, _ in pairs), tuple(high for _, high in pairs)


def _draw_band(on: Sheet, low: Values, high: Values) -> None:
    lower, upper = on.points(low), on.points(high)
    for run in runs(low):
        if len(run) > 1:
            on.canvas.area("band", along(upper, run) + along(lower, run)[::-1], TINT)
            for edge in (upper, lower):
                on.canvas.line("band-edge", along(edge, run), EDGE_OF_RANGE, solid=True)
        else:
            (x, top), (_, bottom) = upper[run[0]], lower[run[0]]
            on.canvas.boxes("band", [Box(x - 4, top, x + 4, bottom)], TINT)
            for y in (top, bottom):
                on.canvas.line("band-edge", [(x - 4, y), (x + 4, y)], EDGE_OF_RANGE, solid=True)


def _draw_benchmark(on: Sheet, chart: RateChart) -> None:
    """A line across, its words over or under it, from the left."""
    if chart.benchmark is None or not chart.days:
        return
    frame, y = on.frame, on.frame.y(chart.benchmark)
    on.canvas.line("benchmark", [(frame.left, y), (frame.right, y)], Ink("muted", width=1.25, dash=(5, 4)), solid=True)
    beside = [Spot(x, y + shift) for x in (frame.left + 6, (frame.left + frame.right) / 2) for shift in (-5, 14)]
    on.canvas.label("benchmark-label", chart.words.labels.get("benchmark"), beside, SMALL)


def _draw_line(canvas: Canvas, points: Sequence[Point], values: Values, partial: Sequence[bool]) -> None:
    whole = [None if hollow else value for value, hollow in zip(values, partial, strict=True)]
    for run in runs(whole):
        if len(run) > 1:
            canvas.line("line", along(points, run), Ink("highlight", width=2), solid=True)
    for run in runs(values):
        for before, after in pairwise(run):
            if partial[before] or partial[after]:
                canvas.line("line-partial", [points[before], points[after]], Ink("highlight", width=1.5, dash=(3, 3)), solid=True)


def _draw_dots(canvas: Canvas, points: Sequence[Point], values: Values, partial: Sequence[bool], current: int | None) -> None:
    alone = {run[0] for run in runs(values) if len(run) == 1}
    for index, value in enumerate(values):
        if value is None:
            continue
        radius = 4.0 if index == current else 2.25
        if partial[index]:
            canvas.dot("partial", points[index], max(3.0, radius), Ink("highlight", "paper", width=1.5))
        elif index == current or index in alone or len(values) <= FEW:
            canvas.dot("point", points[index], radius, Ink(fill="highlight"))


def _current(values: Values, current: int | None) -> int | None:
    """The reported period where it has a value, else the last that has one."""
    if current is not None and 0 <= current < len(values) and values[current] is not None:
        return current
    return _last(values)


def _last(values: Values) -> int | None:
    return max((index for index, value in enumerate(values) if value is not None), default=None)


def _label_others(on: Sheet, chart: RateChart, points: Sequence[Point]) -> None:
    """The band's words just outside its edge, over it first; the compared line's under or over it, near its end."""
    low, high = _banded(chart)
    lower, upper = on.points(low), on.points(high)
    order = [index for run in runs(low) for index in run if index < len(points)]
    spots = [Spot(upper[index][0], upper[index][1] - 6, Anchor.MIDDLE) for index in order]
    spots += [Spot(lower[index][0], lower[index][1] + 14, Anchor.MIDDLE) for index in order]
    on.canvas.label("band-label", chart.words.labels.get("band"), spots, SMALL)
    compare = known(chart.compare)
    ends = [point for run in reversed(runs(compare)) for point in reversed(along(on.points(compare), run))]
    beside = [Spot(x, y + shift, Anchor.MIDDLE) for x, y in ends for shift in (16, -7)]
    on.canvas.label("compare-label", chart.words.labels.get("compare"), beside, LABEL)


def _around(point: Point) -> list[Spot]:
    """Right of a point, then over it, under it, left of it."""
    x, y = point
    places = [Spot(x + 9, y + 4), Spot(x, y - 10, Anchor.MIDDLE), Spot(x, y + 20, Anchor.MIDDLE)]
    places += [Spot(x + 9, y + 4 + shift) for shift in (-8, 8, -14, 14)]
    return [*places, Spot(x - 9, y - 8, Anchor.END), Spot(x - 9, y + 16, Anchor.END), Spot(x, y - 24, Anchor.MIDDLE)]

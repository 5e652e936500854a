"""Word-sized charts, for a table's cell or a goal's line: bullet and sparkline. They carry no text; the cell beside them does."""

from reportgen.charts.axes import Frame, along, extent, known, runs
from reportgen.charts.canvas import Canvas, Ink
from reportgen.charts.geometry import Box
from reportgen.charts.look import Look
from reportgen.charts.size import BULLET, SPARK
from reportgen.model.charts import BulletChart, SparkChart

HEAVY = 2.5
"""Width of the target's mark in px."""


def bullet(chart: BulletChart, look: Look) -> Canvas:
    """One goal's bar on a sheet of its own."""
    canvas = Canvas(BULLET.width, BULLET.height, look)
    put_bullet(canvas, chart, 0.0, canvas.width, 0.0)
    return canvas


def put_bullet(canvas: Canvas, chart: BulletChart, left: float, right: float, top: float) -> None:
    """Actual as a bar from 0 on the stretch to the target; a thin mark where it should be by now, a strong one at the target.
    Of a goal that wants at most the target, what lies beyond it is drawn as bad, and higher.
    As high as a word-sized chart, from `top` down."""
    actual, expected, target = known((chart.actual, chart.expected, chart.target))
    low, high = extent((actual, expected, target), (), zero=True)
    x = Frame(left + HEAVY, top + 3, right - HEAVY, top + 19, low, high).x
    zero = x(0.0)
    if target is not None:
        canvas.boxes("track", [_bar(zero, x(target), top + 5, top + 17)], Ink(fill="grid"))
    if actual is not None:
        inside = min(actual, target) if chart.at_most and target is not None and target > 0 else actual
        canvas.boxes("actual", [_bar(zero, x(inside), top + 8, top + 14)], Ink(fill="highlight"))
        if inside < actual:
            canvas.boxes("beyond", [_bar(x(inside), x(actual), top + 5, top + 17)], Ink(fill="bad"))
    canvas.line("base", [(zero, top + 3), (zero, top + 19)], Ink("muted"))
    if expected is not None:
        canvas.line("halo", [(x(expected), top + 5), (x(expected), top + 17)], Ink("paper", width=3.25))
        canvas.line("expected", [(x(expected), top + 5), (x(expected), top + 17)], Ink("ink", width=1.25))
    if target is not None:
        canvas.line("target", [(x(target), top + 2.5), (x(target), top + 19.5)], Ink("ink", width=HEAVY))


def spark(chart: SparkChart, look: Look) -> Canvas:
    """A line from zero up, so that small changes look small; a gap where a value is missing; the last point marked."""
    canvas = Canvas(SPARK.width, SPARK.height, look)
    values = known(chart.values)
    low, high = extent(values, (), zero=True)
    frame = Frame(3, 4, canvas.width - 4, canvas.height - 4, low, high)
    step = (frame.right - frame.left) / max(1, len(values) - 1)
    points = [(frame.right - step * (len(values) - 1 - index), frame.y(value or 0.0)) for index, value in enumerate(values)]
    canvas.line("base", [(frame.left, frame.base), (frame.right, frame.base)], Ink("grid"))
    for run in runs(values):
        if len(run) > 1:
            canvas.line("line", along(points, run), Ink("muted", width=1.5))
        elif run[0] != len(values) - 1:
            canvas.dot("line", points[run[0]], 1.25, Ink(fill="muted"))
    last = max((index for index, value in enumerate(values) if value is not None), default=None)
    if last is not None:
        current = last == len(values) - 1
        canvas.dot("last", points[last], 2.75, Ink(fill="highlight") if current else Ink("muted", "paper"))
    return canvas


def _bar(start: float, end: float, top: float, bottom: float) -> Box:
    return Box(min(start, end), top, max(start, end), bottom)

"""Lag curves: how many have arrived by which day, a stepped line each, with the day by which half have."""

from collections.abc import Sequence
from math import isfinite, sqrt

from reportgen.charts import fonts
from reportgen.charts.axes import DayMark, Frame, draw_base, draw_days, draw_values, margin
from reportgen.charts.canvas import SMALL, Canvas, Ink, Spot, Type
from reportgen.charts.geometry import Anchor, Box, Point
from reportgen.charts.look import Look
from reportgen.charts.size import LAG
from reportgen.model.charts import LagChart, LagLine

TOP, RIGHT, FOOT = 14.0, 14.0, 26.0
HALF = 0.5
KEY, PITCH = 30.0, 18.0
"""A piece of line in the key with the space after it, and from one row of the key to the next."""
ROOM = 400.0
"""Most room, in px, for a word beside its line."""
KEY_ROOMS = (280.0, 180.0, 110.0)
"""Most room for a word of the key, in px: less where the lines leave no more."""
ALONG = (0.5, 0.62, 0.4, 0.72, 0.3, 0.82, 0.2, 0.9)
"""Shares at which a line's label may stand beside it, best first."""
INKS = (Ink("highlight", width=2.5), Ink("ink", width=1.5), Ink("ink", width=1.5, dash=(2, 3)))
PLAIN = Ink("muted", width=1.5, dash=(5, 3))
BOLD = Type(12.0, "highlight", fonts.STRONG)
DARK = Type(12.0, "ink")


def lag(chart: LagChart, look: Look) -> Canvas:
    """Lines in the order given, those that are `strong` in strong inks, the first of them with the highlight; the others grey."""
    canvas = Canvas(LAG.width, LAG.height, look)
    frame = Frame(margin(chart.words.ticks), TOP, canvas.width - RIGHT, canvas.height - FOOT, 0.0, 1.0)
    draw_values(canvas, frame, chart.words.ticks)
    draw_base(canvas, frame)
    draw_days(canvas, frame, [DayMark(_x(frame, chart, day), text) for day, text in chart.marks.items() if 0 <= day <= chart.horizon])
    _draw_half(canvas, frame, chart)
    inks = iter(INKS)
    styled = [(line, next(inks, PLAIN) if line.strong else PLAIN) for line in chart.lines if _known(line)]
    drawn = [(line, ink, _steps(frame, chart, line)) for line, ink in styled]
    for _, ink, points in reversed(drawn):
        canvas.line("lag", points, ink, solid=True)
    for line, ink, _ in drawn:
        canvas.dot("half-dot", (_x(frame, chart, line.half), frame.y(HALF)), 4, Ink("paper", ink.line, width=1))
    at = frame.y(HALF)
    ends = [Spot(frame.right - 2, at - 5, Anchor.END), Spot(frame.right - 2, at + 15, Anchor.END), Spot(frame.left + 4, at - 5)]
    canvas.label("half-label", chart.words.labels.get("half"), ends, SMALL)
    ordered = sorted(drawn, key=lambda one: one[0].half)

    def stands(line: LagLine, ink: Ink, points: Sequence[Point]) -> bool:
        return canvas.label("lag-label", line.label, _spots(points, frame), _type(ink), room=ROOM)

    _draw_key(canvas, frame, [(line, ink) for line, ink, points in ordered if not stands(line, ink, points)])
    return canvas


def _known(line: LagLine) -> bool:
    return bool(line.points) and all(isfinite(share) for _, share in line.points)


def _x(frame: Frame, chart: LagChart, day: int) -> float:
    return frame.left + sqrt(min(max(day, 0) / max(chart.horizon, 1), 1.0)) * (frame.right - frame.left)


def _draw_half(canvas: Canvas, frame: Frame, chart: LagChart) -> None:
    y = frame.y(HALF)
    canvas.guide("half", [(frame.left, y), (frame.right, y)], Ink("muted", dash=(3, 3)))


def _steps(frame: Frame, chart: LagChart, line: LagLine) -> list[Point]:
    """From nobody on, level between the days on which anybody arrived, up to the horizon."""
    points: list[Point] = [(_x(frame, chart, 0), frame.y(0.0))]
    for day, share in line.points:
        x = _x(frame, chart, day)
        points += [(x, points[-1][1]), (x, frame.y(min(max(share, 0.0), 1.0)))]
    return [*points, (_x(frame, chart, chart.horizon), points[-1][1])]


def _spots(points: Sequence[Point], frame: Frame) -> list[Spot]:
    """Right below the line, else left above it, at several heights."""
    found = []
    for share in ALONG:
        y = frame.y(share)
        x = next((x for x, height in points if height <= y), frame.right)
        found += [Spot(x + 8, y + 14), Spot(x - 8, y - 6, Anchor.END)]
    return found


def _draw_key(canvas: Canvas, frame: Frame, lines: Sequence[tuple[LagLine, Ink]]) -> None:
    """Labels that found no room beside their lines, with a piece of each line, in a corner that the lines leave free: under them, else
    over them."""
    for room in KEY_ROOMS:
        fitted = [(fonts.fit(line.label, room, 12.0, fonts.STRONG), ink) for line, ink in lines]
        shown = [(text, ink) for text, ink in fitted if text]
        wide = KEY + max((fonts.width(text, 12.0, fonts.STRONG) for text, _ in shown), default=0.0)
        high = PITCH * len(shown)
        under = Box(frame.right - wide, frame.bottom - 8 - high, frame.right, frame.bottom - 8)
        over = Box(frame.left + 12, frame.top + 4, frame.left + 12 + wide, frame.top + 4 + high)
        box = next((box for box in (under, over) if canvas.is_free(box)), None)
        if box is not None:
            _put_key(canvas, box, shown)
            return


def _put_key(canvas: Canvas, box: Box, shown: Sequence[tuple[str, Ink]]) -> None:
    for row, (text, ink) in enumerate(shown):
        y = box.top + PITCH * (row + 1) - 4
        canvas.line("key", [(box.left, y - 4), (box.left + KEY - 8, y - 4)], ink)
        canvas.text("lag-label", text, Spot(box.left + KEY, y), _type(ink))


def _type(ink: Ink) -> Type:
    return {"highlight": BOLD, "ink": DARK}.get(ink.line or "", Type(12.0))

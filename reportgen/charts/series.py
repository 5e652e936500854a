"""What charts over equal periods share: their sheet, with slots for the periods and room for the notes' markers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reportgen.charts import fonts
from reportgen.charts.axes import DAY_ROW, DayMark, Frame, Slots, Values, draw_base, draw_days, draw_values, extent, gaps, margin, shade
from reportgen.charts.canvas import LOUD, Canvas
from reportgen.charts.geometry import Box, Point
from reportgen.charts.look import Look
from reportgen.charts.notes import HEAD, draw_markers, placed
from reportgen.charts.size import Size
from reportgen.model.charts import Annotation, ColumnChart, RateChart, Words

TOP = 16.0
MOST_LABEL = 150.0
"""Room for the label right of the last value, in px."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A canvas with a row for markers where there are notes, the plot's frame on it, and the frame's slots for periods."""

    canvas: Canvas
    frame: Frame
    slots: Slots

    def points(self, values: Values) -> list[Point]:
        """A point for every period; where there is no value, one on the base line that nobody draws."""
        frame, slots = self.frame, self.slots
        return [(slots.centre(index), frame.base if value is None else frame.y(value)) for index, value in enumerate(values)]


def sheet(chart: RateChart | ColumnChart, shown: Iterable[float | None], size: Size, look: Look) -> Sheet:
    """A sheet on which the `shown` values fit, with a row for the markers of its notes. The axis begins at zero."""
    words = chart.words
    left = margin(words.ticks)
    last = fonts.width(fonts.clean(words.labels.get("last", "")), LOUD.size, LOUD.weight)
    slots = Slots(chart.days, left, size.width - 12 - min(MOST_LABEL, last))
    head = HEAD if _notes(chart, slots) else 0.0
    canvas = Canvas(size.width, size.height + head, look)
    frame = Frame(left, TOP + head, slots.right, size.height + head - DAY_ROW, *extent(shown, words.ticks, zero=True))
    return Sheet(canvas, frame, slots)


def draw_ground(on: Sheet, values: Values, words: Words) -> tuple[Box, ...]:
    """The gridlines and the grounds of missing periods, which it returns: what lies under the data."""
    boxes = [Box(on.slots.box(first, on.frame).left, 0, on.slots.box(last, on.frame).right, 0) for first, last in gaps(values)]
    grounds = shade(on.canvas, on.frame, boxes)
    draw_values(on.canvas, on.frame, words.ticks)
    return grounds


def draw_edges(on: Sheet, chart: RateChart | ColumnChart) -> None:
    """The base line, the days under it and the notes over the plot."""
    draw_base(on.canvas, on.frame)
    draw_markers(on.canvas, on.frame, placed(_notes(chart, on.slots)))
    draw_days(on.canvas, on.frame, _days(on.slots, chart.words))


def _notes(chart: RateChart | ColumnChart, slots: Slots) -> list[tuple[float, Annotation]]:
    """The notes on this axis with their places, in order of time."""
    dated = sorted(chart.notes, key=lambda note: note.day)
    return [(x, note) for note in dated if fonts.clean(note.text) and (x := slots.x(note.day)) is not None]


def _days(slots: Slots, words: Words) -> list[DayMark]:
    """A period's own first day stands under the middle of its slot, any other day where it lies."""
    starts: dict[date, int] = {day: index for index, day in enumerate(slots.days)}
    placed = [(slots.centre(starts[day]) if day in starts else slots.x(day), text) for day, text in words.days.items()]
    return [DayMark(x, text) for x, text in placed if x is not None]

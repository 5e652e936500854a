"""Dated notes: small numbered markers over a plot. The page prints their words."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.charts import fonts
from reportgen.charts.axes import Frame
from reportgen.charts.canvas import Canvas, Ink, Spot, Type
from reportgen.charts.geometry import Anchor, spread
from reportgen.model.charts import Annotation

RADIUS = 7.0
NUMBER = Type(9.5, "muted", fonts.STRONG)
HEAD = 20.0
"""Room that markers need over a plot, in px."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note on this chart: its place in px and its number."""

    x: float
    number: str


def placed(notes: Sequence[tuple[float, Annotation]]) -> tuple[Note, ...]:
    """Notes in order of their place, each with its number; those without one are numbered from 1 in that order."""
    ordered = sorted(notes, key=lambda place: place[0])
    return tuple(Note(x, str(note.number or order)) for order, (x, note) in enumerate(ordered, start=1))


def draw_markers(canvas: Canvas, frame: Frame, notes: Sequence[Note]) -> None:
    """A numbered ring over the plot for each note, with a dotted line down to its day; rings that would touch are pushed apart."""
    row = frame.top - HEAD + RADIUS - 6
    centres = spread([note.x for note in notes], 2 * RADIUS + 2, frame.left, canvas.width - RADIUS - 1)
    for note, x in zip(notes, centres, strict=True):
        way = [(x, row + RADIUS), (note.x, frame.top - 2), (note.x, frame.bottom)]
        canvas.guide("note-line", way, Ink("muted", dash=(1, 3), opacity=0.8))
        canvas.dot("note", (x, row), RADIUS, Ink("muted", "paper"))
        canvas.text("note-number", note.number, Spot(x, row + 3.4, Anchor.MIDDLE), NUMBER)

"""Dated notes: small numbered markers over a plot, and their words under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.charts import fonts
from reportgen.charts.axes import Frame
from reportgen.charts.canvas import SMALL, Canvas, Ink, Spot, Type
from reportgen.charts.geometry import Anchor, spread

RADIUS = 7.0
NUMBER = Type(9.5, "muted", fonts.STRONG)
ROW = 17.0
"""Height of a row of the key, in px."""
HEAD = 20.0
"""Room that markers need over a plot, in px."""
BETWEEN = 20.0


@dataclass(frozen=True, slots=True)
class Note:
    """A note on this chart: its place, its number from 1 in order of time, its words."""

    x: float
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A note's place in the key: x in px, row from 0, words cut to fit."""

    x: float
    row: int
    note: Note


def numbered(places: Sequence[tuple[float, str]]) -> tuple[Note, ...]:
    """Notes in order of their place, each with its number."""
    ordered = sorted(places, key=lambda place: place[0])
    return tuple(Note(x, str(number), text) for number, (x, text) in enumerate(ordered, start=1))


def key(texts: Sequence[str], left: float, right: float) -> tuple[Entry, ...]:
    """Where each note's words go: side by side while they fit, then on the next row."""
    entries: list[Entry] = []
    x, row = left, 0
    for number, text in enumerate(texts, start=1):
        indent = fonts.width(str(number), NUMBER.size, NUMBER.weight) + 5
        shown = fonts.fit(text, right - left - indent, SMALL.size)
        wide = indent + fonts.width(shown, SMALL.size)
        if x > left and x + wide > right:
            x, row = left, row + 1
        entries.append(Entry(x, row, Note(indent, str(number), shown)))
        x += wide + BETWEEN
    return tuple(entries)


def key_height(entries: Sequence[Entry]) -> float:
    """Height of the key in px, 0 without notes."""
    return 6 + ROW * (entries[-1].row + 1) if entries else 0.0


def draw_markers(canvas: Canvas, frame: Frame, notes: Sequence[Note]) -> None:
    """A numbered ring over the plot for each note, with a dotted line down to its day; rings that would touch are pushed apart."""
    row = frame.top - HEAD + RADIUS - 6
    centres = spread([note.x for note in notes], 2 * RADIUS + 2, frame.left, canvas.width - RADIUS - 1)
    for note, x in zip(notes, centres, strict=True):
        way = [(x, row + RADIUS), (note.x, frame.top - 2), (note.x, frame.bottom)]
        canvas.line("note-line", way, Ink("muted", dash=(1, 3), opacity=0.8), soft=True)
        canvas.dot("note", (x, row), RADIUS, Ink("muted", "paper"))
        canvas.text("note-number", note.number, Spot(x, row + 3.4, Anchor.MIDDLE), NUMBER)


def draw_key(canvas: Canvas, top: float, entries: Sequence[Entry]) -> None:
    """The words of the notes, in rows from `top`."""
    for entry in entries:
        y = top + 6 + ROW * entry.row + 11
        canvas.text("note-number", entry.note.number, Spot(entry.x, y), NUMBER)
        canvas.text("note-text", entry.note.text, Spot(entry.x + entry.note.x, y), SMALL)

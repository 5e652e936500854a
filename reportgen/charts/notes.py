"""Dated notes: small numbered markers over a plot. The page prints their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from reportgen.charts import fonts
from reportgen.charts.axes import Frame
from reportgen.charts.canvas import Canvas, Ink, Spot, Type
from reportgen.charts.geometry import Anchor, spread
from reportgen.model.charts import Annotation

RADIUS = 7.0
GAP = 2.0
"""Least space between two markers, in px."""
FAR = 18.0
"""How far from its note a marker may be pushed, in px."""
PAD = 5.0
"""Space beside the numbers of a marker of several notes, in px."""
NUMBER = Type(9.5, "muted", fonts.STRONG)
HEAD = 20.0
"""Room that markers need over a plot, in px."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note on this chart: its place in px and its number."""

    x: float
    number: str


@dataclass(frozen=True, slots=True)
class Marker:
    """One note, or neighbours that have no room for a marker each: its numbers from the first to the last."""

    notes: tuple[Note, ...]

    @property
    def text(self) -> str:
        first, last = self.notes[0].number, self.notes[-1].number
        return first if len(self.notes) == 1 else f"{first}–{last}"

    @property
    def half(self) -> float:
        """Half its width in px."""
        return RADIUS if len(self.notes) == 1 else PAD + fonts.width(self.text, NUMBER.size, NUMBER.weight) / 2

    @property
    def centre(self) -> float:
        return sum(note.x for note in self.notes) / len(self.notes)


def placed(notes: Sequence[tuple[float, Annotation]]) -> tuple[Note, ...]:
    """Notes in order of their place, each with its number; those without one are numbered from 1 in that order."""
    ordered = sorted(notes, key=lambda place: place[0])
    return tuple(Note(x, str(note.number or order)) for order, (x, note) in enumerate(ordered, start=1))


def gathered(notes: Sequence[Note], left: float, right: float) -> tuple[tuple[Marker, float], ...]:
    """A marker for each note between `left` and `right` with its centre, over its note where there is room. As long as one would stand
    further than `FAR` from its notes, or outside, the nearest neighbours share a marker."""
    markers = [Marker((note,)) for note in notes]
    centres = _apart(markers, left, right)
    while len(markers) > 1 and _crowded(markers, centres, left):
        near = min(range(len(markers) - 1), key=lambda at: markers[at + 1].centre - markers[at].centre)
        markers[near : near + 2] = [Marker(markers[near].notes + markers[near + 1].notes)]
        centres = _apart(markers, left, right)
    return tuple(zip(markers, centres, strict=True))


def _crowded(markers: Sequence[Marker], centres: Sequence[float], left: float) -> bool:
    outside = centres[0] < left + markers[0].half - 1e-6
    return outside or any(abs(marker.centre - x) > FAR for marker, x in zip(markers, centres, strict=True))


def draw_markers(canvas: Canvas, frame: Frame, notes: Sequence[Note]) -> None:
    """A numbered ring over the plot for each note, with a dotted line down to its day; rings that would touch are pushed apart."""
    row, right = frame.top - HEAD + RADIUS - 6, canvas.width - 1
    for marker, x in gathered(notes, frame.left - RADIUS, right):
        reach = marker.half - RADIUS
        for note in marker.notes:
            begin = min(max(note.x, x - reach), x + reach)
            way = [(begin, row + RADIUS), (note.x, frame.top - 2), (note.x, frame.bottom)]
            canvas.guide("note-line", way, Ink("muted", dash=(1, 3), opacity=0.8))
        canvas.pill("note", (x, row), RADIUS, reach, Ink("muted", "paper"))
        canvas.text("note-number", marker.text, Spot(x, row + 3.4, Anchor.MIDDLE), NUMBER)


def _apart(markers: Sequence[Marker], left: float, right: float) -> tuple[float, ...]:
    """The markers' centres: over their notes, and as far from each other as they are wide."""
    if not markers:
        return ()
    steps = list(accumulate((one.half + GAP + other.half for one, other in pairwise(markers)), initial=0.0))
    inner = [marker.centre - step for marker, step in zip(markers, steps, strict=True)]
    free = spread(inner, 0.0, left + markers[0].half, right - markers[-1].half - steps[-1])
    return tuple(centre + step for centre, step in zip(free, steps, strict=True))

"""What a drawing really covers, measured from matplotlib's artists: boxes of its texts, and the outlines of everything else."""

from dataclasses import dataclass
from itertools import combinations, pairwise

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.patches import PathPatch
from matplotlib.text import Text

from reportgen import charts
from reportgen.charts import fonts
from reportgen.charts.canvas import PX_PER_INCH
from reportgen.charts.geometry import Box, Point
from reportgen.model.charts import Chart

FINE = 8
"""Dots to a px: at one to a px, letters would be as wide as whole px."""
TINTS = ("fan", "band", "missing", "everybody")
"""Pale grounds that a text may stand on; their contrast is measured by itself."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text with the box of what is drawn of it, in px from the top left corner."""

    name: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Shape:
    """A patch: its outline as lines in px, half the width of its stroke, and whether it is filled."""

    name: str
    ways: tuple[tuple[Point, ...], ...]
    half: float
    filled: bool

    def touches(self, box: Box) -> bool:
        """Whether any of its ink lies in the box."""
        wide = box.grown(self.half)
        near = [way for way in self.ways if _bounds(way).grown(0.01).meets(wide)]
        return any(wide.crossed(*step) for way in near for step in pairwise(way)) or (self.filled and self._holds(box))

    def _holds(self, box: Box) -> bool:
        return any(bound.left <= box.left and bound.right >= box.right and bound.meets(box) for bound in map(_bounds, self.ways))


@dataclass(frozen=True, slots=True)
class Drawn:
    width: float
    height: float
    texts: tuple[Written, ...]
    shapes: tuple[Shape, ...]

    def named(self, name: str) -> tuple[Written, ...]:
        return tuple(text for text in self.texts if text.name == name)


def drawn(chart: Chart, look: charts.Look | None = None) -> Drawn:
    """The chart as matplotlib's own renderer sets it."""
    with fonts.quiet():
        figure = charts.draw(chart, look or charts.look())
        figure.set_dpi(PX_PER_INCH * FINE)
        renderer = RendererAgg(1, 1, PX_PER_INCH * FINE)
        texts = tuple(_written(artist, renderer, figure.bbox.height) for artist in figure.artists if isinstance(artist, Text))
    shapes = tuple(_shape(artist, figure.bbox.height) for artist in figure.artists if isinstance(artist, PathPatch))
    return Drawn(figure.bbox.width / FINE, figure.bbox.height / FINE, texts, shapes)


def outside(found: Drawn) -> list[Written]:
    """Texts that leave the sheet."""
    sheet = Box(0, 0, found.width, found.height)
    return [text for text in found.texts if not _inside(text.box, sheet)]


def overlapping(found: Drawn) -> list[tuple[Written, Written]]:
    """Texts that share any area."""
    return [(one, other) for one, other in combinations(found.texts, 2) if one.box.meets(other.box)]


def crossed(found: Drawn) -> list[tuple[Written, str]]:
    """Texts with ink of a line, a bar or a dot in their box. A note's number stands in its own ring."""
    return [
        (text, shape.name)
        for text in found.texts
        for shape in found.shapes
        if shape.name not in TINTS and not (text.name == "note-number" and shape.name == "note") and shape.touches(text.box)
    ]


def _bounds(way: tuple[Point, ...]) -> Box:
    xs, ys = [x for x, _ in way], [y for _, y in way]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _inside(box: Box, other: Box) -> bool:
    return box.left >= other.left and box.top >= other.top and box.right <= other.right and box.bottom <= other.bottom


def _written(artist: Text, renderer: RendererAgg, height: float) -> Written:
    extent = artist.get_window_extent(renderer)
    box = Box(extent.x0 / FINE, (height - extent.y1) / FINE, extent.x1 / FINE, (height - extent.y0) / FINE)
    return Written(artist.get_gid() or "", artist.get_text(), box)


def _shape(artist: PathPatch, height: float) -> Shape:
    outline = artist.get_path().transformed(artist.get_transform())
    ways = tuple(tuple((x / FINE, (height - y) / FINE) for x, y in way) for way in outline.to_polygons(closed_only=False))
    return Shape(artist.get_gid() or "", ways, artist.get_linewidth() / 2, artist.get_facecolor()[3] > 0)

"""What a drawing really covers, measured from matplotlib's artists: boxes of its texts, and the outlines of everything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch
from matplotlib.text import Text

from reportgen import charts
from reportgen.charts import fonts
from reportgen.charts.canvas import PX_PER_INCH
from reportgen.charts.geometry import Box, Point
from reportgen.model.charts import Chart

Paint = tuple[float, float, float, float]
FINE = 8
"""Dots to a px: at one to a px, letters would be as wide as whole px."""
TINTS = ("fan", "band", "missing", "everybody")
"""Pale grounds that a text may stand on; their contrast is measured by itself."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text with the box of what is drawn of it, in px from the top left corner; its colour, and whether it is set in a strong type."""

    name: str
    text: str
    box: Box
    color: str = "#000000"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A patch: its outline as lines in px, half the width of its stroke, whether that is dashed, and what it is painted with (red, green,
    blue and opacity, 0-1; None: not at all)."""

    name: str
    ways: tuple[tuple[Point, ...], ...]
    bounds: tuple[Box, ...]
    half: float
    dashed: bool
    line: Paint | None
    fill: Paint | None

    def touches(self, box: Box) -> bool:
        """Whether any of its ink lies in the box."""
        wide = box.grown(self.half)
        near = [way for way, bound in zip(self.ways, self.bounds, strict=True) if bound.grown(0.01).meets(wide)]
        return any(wide.crossed(*step) for way in near for step in pairwise(way)) or (self.fill is not None and self._holds(box))

    def fill_on(self, ground: str) -> str:
        """The colour of its inside on a ground, as `#rrggbb`; the ground where it has none."""
        return _laid(self.fill, ground)

    def line_on(self, ground: str) -> str:
        """The colour of its stroke on a ground; the ground where it has none."""
        return _laid(self.line, ground)

    def _holds(self, box: Box) -> bool:
        return any(bound.left <= box.left and bound.right >= box.right and bound.meets(box) for bound in self.bounds)


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
    return Written(artist.get_gid() or "", artist.get_text(), box, to_hex(artist.get_color()), artist.get_fontweight() == fonts.STRONG)


def _shape(artist: PathPatch, height: float) -> Shape:
    outline = artist.get_path().transformed(artist.get_transform())
    ways = tuple(tuple((x / FINE, (height - y) / FINE) for x, y in way) for way in outline.to_polygons(closed_only=False))
    line = artist.get_edgecolor() if artist.get_linewidth() > 0 else None
    dashed = artist.get_linestyle() not in ("solid", "-")
    return Shape(
        artist.get_gid() or "",
        ways,
        tuple(map(_bounds, ways)),
        artist.get_linewidth() / 2,
        dashed,
        _paint(line),
        _paint(artist.get_facecolor()),
    )


def _paint(color: Sequence[float] | None) -> Paint | None:
    return (color[0], color[1], color[2], color[3]) if color is not None and color[3] > 0 else None


def _laid(paint: Paint | None, ground: str) -> str:
    if paint is None:
        return ground
    under = [int(ground[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    mixed = [over * paint[3] + below * (1 - paint[3]) for over, below in zip(paint[:3], under, strict=True)]
    return to_hex(mixed)

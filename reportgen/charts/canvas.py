"""A Figure as a sheet of px, origin in its top left corner: lines, areas, dots and texts that know of each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from reportgen.charts import fonts
from reportgen.charts.geometry import Anchor, Box, Point, kept_inside, opened, text_box
from reportgen.charts.look import Look
from reportgen.charts.shapes import pill, rectangle

PX_PER_INCH = 72.0
"""SVG units per inch in matplotlib: at this resolution a point, a unit and a CSS px are one."""
EDGE = 1.5
"""What a label keeps from the sheet's sides, in px: a renderer may set its letters half a percent wider than they were measured."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a shape is painted: a Look's token for line and filling, width in px, dashes in px (on, off)."""

    line: str | None = None
    fill: str | None = None
    width: float = 1.0
    dash: tuple[float, float] | None = None
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: size in px, token, weight."""

    size: float = 12.0
    color: str = "muted"
    weight: int = fonts.REGULAR


GREY = 0.7
"""Opacity of grey bars: with less they would have a contrast under 3 on white paper."""
PALE = 0.12
"""Opacity of the ground of a range: with more, grey words on it would have a contrast under 4.5 where the firm's colour is black."""
EDGE_OF_RANGE = Ink("highlight", width=0.75, opacity=0.8)
"""The ends of a range, so that its pale ground is seen in any print."""
SMALL = Type(11.0)
LABEL = Type(12.0)
STRONG = Type(12.0, "ink", fonts.STRONG)
LOUD = Type(12.0, "highlight", fonts.STRONG)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a text may stand: x of its anchor and y of its baseline."""

    x: float
    y: float
    anchor: Anchor = Anchor.START


@dataclass(slots=True)
class Canvas:
    """Everything is drawn in the order of the calls; later things lie on top. `name` becomes the shape's class (`c-name`) in an SVG."""

    width: float
    height: float
    look: Look
    figure: Figure = field(init=False)
    _sheet: Transform = field(init=False)
    _boxes: list[Box] = field(init=False, default_factory=list)
    _segments: list[tuple[Point, Point]] = field(init=False, default_factory=list)
    _faint: list[tuple[Point, Point]] = field(init=False, default_factory=list)
    _guides: list[tuple[PathPatch, tuple[Point, ...]]] = field(init=False, default_factory=list)
    _written: list[Box] = field(init=False, default_factory=list)
    _count: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.figure = Figure(figsize=(self.width / PX_PER_INCH, self.height / PX_PER_INCH), dpi=PX_PER_INCH, frameon=False)
        down = Affine2D().scale(1 / PX_PER_INCH, -1 / PX_PER_INCH).translate(0, self.height / PX_PER_INCH)
        self._sheet = down + self.figure.dpi_scale_trans

    def line(self, name: str, points: Sequence[Point], ink: Ink, *, solid: bool = False, soft: bool = False) -> None:
        """An open line. `solid` lines are kept clear of labels, `soft` ones where another spot is free."""
        self._shape(name, Outline(points), ink)
        if solid or soft:
            (self._segments if solid else self._faint).extend(pairwise(points))

    def guide(self, name: str, points: Sequence[Point], ink: Ink) -> None:
        """A line that only helps to read the others: labels keep off it where another spot is free, and it is broken where one stands."""
        self._faint.extend(pairwise(points))
        self._guides.append((self._shape(name, Outline(points), ink), tuple(points)))
        self._open(*self._guides[-1])

    def area(self, name: str, points: Sequence[Point], ink: Ink) -> None:
        """A closed, filled outline; labels keep off its edge where another spot is free."""
        outline = [*points, points[0]]
        self._shape(name, Outline(outline, closed=True), ink)
        self._faint.extend(pairwise(outline))

    def boxes(self, name: str, boxes: Iterable[Box], ink: Ink, *, solid: bool = False) -> None:
        """Rectangles of one paint, as one shape. `solid` ones are kept clear of labels."""
        given = tuple(boxes)
        if given:
            self._shape(name, Outline.make_compound_path(*map(rectangle, given)), ink)
        if solid:
            self._boxes.extend(given)

    def dot(self, name: str, centre: Point, radius: float, ink: Ink) -> None:
        """A disc or ring, kept clear of labels."""
        self.pill(name, centre, radius, 0.0, ink)

    def pill(self, name: str, centre: Point, radius: float, reach: float, ink: Ink) -> None:
        """A ring, drawn out by `reach` px to either side, kept clear of labels."""
        x, y = centre
        self._shape(name, pill(centre, radius, reach), ink)
        self._boxes.append(Box(x - reach - radius, y - radius, x + reach + radius, y + radius))

    def text(self, name: str, text: str, spot: Spot, style: Type = LABEL) -> Box:
        """A line of text where it is told to stand; returns its box, which later labels keep clear of."""
        shown = fonts.clean(text)
        box = text_box(spot.x, spot.y, fonts.width(shown, style.size, style.weight), style.size, spot.anchor)
        if shown:
            self._boxes.append(box)
            self._written.append(box.grown(1.5))
            self._add(name, self._set(shown, spot, style))
            for patch, points in self._guides:
                if any(self._written[-1].crossed(*step) for step in pairwise(points)):
                    self._open(patch, points)
        return box

    def label(
        self, name: str, text: str | None, spots: Iterable[Spot], style: Type = LABEL, *, room: float = 280.0, whole: bool = False
    ) -> bool:
        """A label at the first spot where it meets nothing; not at all when every spot is taken, nor shortened where it is to stand
        `whole`. True when it stands."""
        shown = fonts.fit(text or "", room, style.size, style.weight)
        if not shown or (whole and shown != fonts.clean(text or "")):
            return False
        wide = fonts.width(shown, style.size, style.weight)
        places = [self._place(spot, wide, style) for spot in spots]
        for avoided in ((*self._segments, *self._faint), self._segments):
            for spot, box in places:
                if self._free(box, avoided):
                    self.text(name, shown, spot, style)
                    return True
        return False

    def reserve(self, box: Box) -> None:
        """Keep labels out of the box."""
        self._boxes.append(box)

    def is_free(self, box: Box) -> bool:
        """Whether the box lies on the sheet and meets no text, dot or solid line."""
        return self._free(box, self._segments)

    def _place(self, spot: Spot, wide: float, style: Type) -> tuple[Spot, Box]:
        """The spot and the box of a text there; a centred text is pushed back onto the sheet."""
        box = text_box(spot.x, spot.y, wide, style.size, spot.anchor)
        push = kept_inside(box, EDGE, self.width - EDGE) if spot.anchor is Anchor.MIDDLE else 0.0
        return Spot(spot.x + push, spot.y, spot.anchor), Box(box.left + push, box.top, box.right + push, box.bottom)

    def _free(self, box: Box, avoided: Sequence[tuple[Point, Point]]) -> bool:
        if box.left < EDGE or box.top < 0 or box.right > self.width - EDGE or box.bottom > self.height:
            return False
        clear = box.grown(1.5)
        return not any(clear.meets(other) for other in self._boxes) and not any(clear.crossed(*segment) for segment in avoided)

    def _set(self, shown: str, spot: Spot, style: Type) -> Text:
        return Text(
            spot.x,
            spot.y,
            shown,
            color=self._color(style.color),
            horizontalalignment=spot.anchor.value,
            verticalalignment="baseline",
            fontproperties=fonts.properties(shown, style.size, style.weight),
            usetex=False,
            parse_math=False,
        )

    def _open(self, patch: PathPatch, points: Sequence[Point]) -> None:
        """Break the guide where texts stand."""
        pieces = opened(points, self._written)
        patch.set_path(Outline.make_compound_path(*map(Outline, pieces)))
        patch.set_visible(bool(pieces))

    def _shape(self, name: str, outline: Outline, ink: Ink) -> PathPatch:
        patch = PathPatch(
            outline,
            facecolor=self._color(ink.fill),
            edgecolor=self._color(ink.line),
            linewidth=ink.width if ink.line else 0.0,
            linestyle=(0.0, (ink.dash[0] / ink.width, ink.dash[1] / ink.width)) if ink.dash else "solid",
            alpha=None if ink.opacity == 1 else ink.opacity,
            capstyle="butt" if ink.dash else "round",
            joinstyle="round",
        )
        patch.set_snap(False)
        self._add(name, patch)
        return patch

    def _add(self, name: str, artist: PathPatch | Text) -> None:
        artist.set_transform(self._sheet)
        artist.set_gid(name)
        artist.set_zorder(self._count)
        self._count += 1
        self.figure.add_artist(artist)

    def _color(self, token: str | None) -> str:
        return getattr(self.look, token) if token else "none"

"""Outlines of what charts are made of: rectangles, discs, and discs drawn out to a pill."""

from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D

from reportgen.charts.geometry import Box, Point

BEND = 4 / 3 * (2**0.5 - 1)
"""Where the handles of a quarter of a circle are, in radii: a Bézier curve that is off by less than 0.03 % of them."""
RIGHT = ((0.0, -1.0), (BEND, -1.0), (1.0, -BEND), (1.0, 0.0), (1.0, BEND), (BEND, 1.0), (0.0, 1.0))
"""The right half of the unit circle, from the top."""


def rectangle(box: Box) -> Outline:
    corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom), (box.left, box.top)]
    return Outline(corners, closed=True)


def pill(centre: Point, radius: float, reach: float = 0.0) -> Outline:
    """A disc around a point, drawn out by `reach` to either side."""
    ends = [(x + reach / radius, y) for x, y in RIGHT], [(-x - reach / radius, -y) for x, y in RIGHT]
    curve = [Outline.CURVE4] * 6
    codes = [Outline.MOVETO, *curve, Outline.LINETO, *curve, Outline.CLOSEPOLY]
    points = [*ends[0], *ends[1], ends[0][0]]
    return Outline(points, codes).transformed(Affine2D().scale(radius).translate(*centre))

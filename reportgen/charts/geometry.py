"""Where texts may stand: boxes, what they meet, and which of several labels stay."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

Point = tuple[float, float]
ASCENT, DESCENT = 0.969, 0.242
"""How far a line of Inter reaches over and under its baseline, for each px of its size (the font's `hhea`), with room for accents."""

_POINT = 1e-6
"""What is shorter, in px, is no line: rounding leaves such pieces."""


class Anchor(StrEnum):
    """Which part of a text stands at its x."""

    START = "left"
    MIDDLE = "center"
    END = "right"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in px, y growing downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share any area."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def crossed(self, start: Point, end: Point) -> bool:
        """Whether the straight line between two points touches the box. Most lines lie beside it as a whole, which is told sooner."""
        (x, y), (to_x, to_y) = start, end
        if (x < self.left and to_x < self.left) or (x > self.right and to_x > self.right):
            return False
        if (y < self.top and to_y < self.top) or (y > self.bottom and to_y > self.bottom):
            return False
        return self.within(start, end) is not None

    def within(self, start: Point, end: Point) -> tuple[float, float] | None:
        """From which to which share of its way, 0-1, the straight line between two points lies in the box (Liang and Barsky's clipping);
        None where it does not touch it."""
        first, last = 0.0, 1.0
        (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
        for step, room in ((-dx, x - self.left), (dx, self.right - x), (-dy, y - self.top), (dy, self.bottom - y)):
            if step == 0:
                if room < 0:
                    return None
                continue
            share = room / step
            first, last = (max(first, share), last) if step < 0 else (first, min(last, share))
        return (first, last) if first <= last else None

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def text_box(x: float, baseline: float, wide: float, size: float, anchor: Anchor) -> Box:
    """The box of a line of text, as high as its font says a line is."""
    left = x - wide * {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}[anchor]
    return Box(left, baseline - ASCENT * size, left + wide, baseline + DESCENT * size)


def kept_inside(box: Box, left: float, right: float) -> float:
    """How far to push the box sideways so that it stays between `left` and `right` (towards `left` where it cannot)."""
    push = min(0.0, right - box.right)
    return push if box.left + push >= left else left - box.left


def apart(boxes: Sequence[Box], gap: float) -> bool:
    """Whether boxes in reading order keep `gap` px between neighbours."""
    return all(after.left - before.right >= gap for before, after in pairwise(boxes))


def thinned(boxes: Sequence[Box], gap: float) -> tuple[int, ...]:
    """Indices of the labels to print: every k-th, counted from the last, with the smallest k at which none meet."""
    count = len(boxes)
    for stride in range(1, count + 1):
        kept = tuple(range(count - 1, -1, -stride))[::-1]
        if apart([boxes[index] for index in kept], gap):
            return kept
    return ()


def opened(points: Sequence[Point], boxes: Sequence[Box]) -> tuple[tuple[Point, ...], ...]:
    """The line in pieces, left out where it lies in one of the boxes."""
    pieces: list[list[Point]] = [[points[0]]]
    for start, end in pairwise(points):
        for first, last in _gaps(start, end, boxes):
            pieces[-1].append(_between(start, end, first))
            pieces.append([_between(start, end, last)])
        pieces[-1].append(end)
    return tuple(tuple(piece) for piece in pieces if any(math.dist(*step) > _POINT for step in pairwise(piece)))


def _gaps(start: Point, end: Point, boxes: Sequence[Box]) -> list[tuple[float, float]]:
    """Shares of the way that lie in any of the boxes, in order and apart."""
    joined: list[tuple[float, float]] = []
    for first, last in sorted(gap for box in boxes if (gap := box.within(start, end)) is not None):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def spread(centres: Sequence[float], gap: float, left: float, right: float) -> tuple[float, ...]:
    """Ascending centres pushed apart to at least `gap`, kept between `left` and `right` as far as there is room."""
    placed: list[float] = []
    for centre in centres:
        placed.append(max(centre, left, placed[-1] + gap if placed else left))
    limit = right
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    return tuple(placed)

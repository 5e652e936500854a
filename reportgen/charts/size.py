"""Sizes of the kinds of charts in CSS px: 640 wide fills the report's column on a screen and on A4; a path stands beside letters."""

from dataclasses import dataclass

WIDE = 640.0


@dataclass(frozen=True, slots=True)
class Size:
    width: float
    height: float


BULLET = Size(150.0, 22.0)
BOARD_WIDTH, BOARD_ROW, BOARD_LINE = 420.0, 62.0, 21.0
"""The picture of the board in a mail: it grows with its rows, and a row with each line beyond two."""
SPARK = Size(96.0, 22.0)
PATH = Size(460.0, 152.0)
RATE = Size(WIDE, 180.0)
COLUMNS = Size(WIDE, 140.0)
LAG = Size(WIDE, 200.0)
FUNNEL_ROW = 30.0
FOREST_ROW = 24.0
"""Height of a forest's row; the whole grows with them. Paths, rates and columns grow by one row where they have notes."""

"""A chart as a picture for mail."""

import struct

import pytest
from chart_samples import board, bullet

from reportgen import charts
from reportgen.charts.size import BOARD_LINE, BOARD_ROW, BOARD_WIDTH, BULLET

LOOK = charts.look({"paper": "#fefefe"})


def size(png: bytes) -> tuple[int, int]:
    """Width and height as the PNG specification has them (IHDR)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_picture_has_so_many_pixels_for_each_of_the_page(scale: float) -> None:
    assert size(charts.png(bullet(), LOOK, scale=scale)) == (BULLET.width * scale, BULLET.height * scale)


def test_the_same_chart_is_the_same_picture() -> None:
    png = charts.png(board(), LOOK)
    assert charts.png(board(), LOOK) == png
    assert b"matplotlib" not in png


def test_a_board_grows_with_its_goals() -> None:
    chart = board()
    wide, high = size(charts.png(chart, LOOK))
    shorter = type(chart)(chart.rows[:1], chart.words)
    further = BOARD_ROW * 2 + BOARD_LINE * 2  # a long name and long numbers, a line more each
    assert (wide, high - size(charts.png(shorter, LOOK))[1]) == (BOARD_WIDTH * 2, further * 2)


def test_what_is_too_long_for_a_line_of_the_board_takes_two() -> None:
    drawn = charts.svg(board(), LOOK, "pdf")
    assert "More readers, and none" in drawn
    assert ">319 of 360 · chance 75%<" in drawn
    assert ">€991,803 of €1,350,000<" in drawn
    assert ">chance at most 50%<" in drawn
    assert "More readers, and none of those we have lost at once" not in drawn

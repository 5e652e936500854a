"""Fonts, geometry and axes."""

import itertools
import math
import re
from datetime import date, timedelta

import pytest
from chart_texts import absolute
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from reportgen import shipped
from reportgen.charts import fonts
from reportgen.charts.axes import Slots, extent, gaps, known, runs
from reportgen.charts.geometry import ASCENT, DESCENT, Anchor, Box, apart, opened, spread, text_box, thinned
from reportgen.charts.outline import outline

FONTS = shipped.folder("templates") / "fonts"
NEEDED = "0123456789−+%€£¥—–…“”„«»’·×≤≥≈±→↑↓↗↘ÄÖÜäöüßéèçñøåłőčžțşğΑαЖя\u00a0\u202f\u2009\u2011½"
FILES = [f"Inter-{weight}.{kind}" for weight in ("Regular", "SemiBold", "Bold") for kind in ("otf", "woff2")]

coordinates = st.floats(-1000, 1000)
boxes = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), coordinates, coordinates, st.floats(0.1, 500), st.floats(0.1, 500))


@pytest.mark.parametrize("name", FILES)
def test_font_file_has_what_reports_print(name: str) -> None:
    with TTFont(FONTS / name) as font:
        assert not [sign for sign in NEEDED if ord(sign) not in font.getBestCmap()]
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        weight = font["OS/2"].usWeightClass
    assert {"tnum", "frac", "locl"} <= features
    assert "calt" not in features  # it would print "->" as an arrow
    assert weight == {"Regular": 400, "SemiBold": 600, "Bold": 700}[name.split("-")[1].split(".")[0]]


def test_font_licence_is_shipped() -> None:
    text = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "The Inter Project Authors" in text


def test_text_is_measured_in_the_shipped_font() -> None:
    """Advance widths of Inter Regular in units of the em, from the file itself."""
    with TTFont(FONTS / "Inter-Regular.otf") as font:
        glyphs, table, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        advance = sum(table[glyphs[ord(sign)]][0] for sign in "nnn") * 100 / em
    assert fonts.width("nnn", 100.0) == pytest.approx(advance, rel=0.06)
    assert fonts.width("Strong", 12.0, fonts.STRONG) > fonts.width("Strong", 12.0)


@given(st.text(max_size=60), st.floats(0, 200))
def test_fitted_text_fits(text: str, room: float) -> None:
    shown = fonts.fit(text, room, 12.0)
    assert fonts.width(shown, 12.0) <= room or shown == ""
    assert shown == fonts.clean(text) or shown == "" or shown.endswith("…")


@given(st.text())
def test_clean_text_is_one_line_that_xml_can_hold(text: str) -> None:
    shown = fonts.clean(text)
    shown.encode("utf-8")
    assert len(shown.splitlines()) <= 1
    assert fonts.clean(shown) == shown


def test_clean_keeps_the_spaces_of_numbers() -> None:
    assert fonts.clean("1\u202f234\u00a0€") == "1\u202f234\u00a0€"


@given(boxes, boxes)
def test_boxes_meet_each_other(one: Box, other: Box) -> None:
    assert one.meets(one)
    assert one.meets(other) == other.meets(one)


@given(boxes, st.tuples(coordinates, coordinates), st.tuples(coordinates, coordinates))
def test_a_line_crosses_a_box_if_any_point_of_it_lies_inside(box: Box, start: tuple[float, float], end: tuple[float, float]) -> None:
    shares = [step / 200 for step in range(201)]
    points = [(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share) for share in shares]
    if any(box.left < x < box.right and box.top < y < box.bottom for x, y in points):
        assert box.crossed(start, end)


@pytest.mark.parametrize(
    ("start", "end", "crosses"),
    [((-5, 5), (15, 5), True), ((-5, -5), (15, -1), False), ((5, 5), (6, 6), True), ((-5, 8), (8, 22), False), ((20, 0), (20, 10), False)],
)
def test_line_and_box(start: tuple[float, float], end: tuple[float, float], crosses: bool) -> None:
    assert Box(0, 0, 10, 10).crossed(start, end) is crosses


@pytest.mark.parametrize("name", ["Inter-Regular.otf", "Inter-SemiBold.otf"])
def test_a_text_s_box_is_a_line_of_its_font(name: str) -> None:
    """The font's own metrics (`hhea`)."""
    with TTFont(FONTS / name) as font:
        em = font["head"].unitsPerEm
        assert (font["hhea"].ascent / em, -font["hhea"].descent / em) == pytest.approx((ASCENT, DESCENT), abs=0.001)


def test_text_box_hangs_on_its_anchor() -> None:
    assert text_box(50, 0, 20, 10, Anchor.START).left == 50
    assert text_box(50, 0, 20, 10, Anchor.MIDDLE).left == 40
    assert text_box(50, 0, 20, 10, Anchor.END).right == 50


@given(st.lists(st.tuples(st.floats(0, 600), st.floats(1, 90)), min_size=1, max_size=40))
def test_thinned_labels_keep_apart_and_keep_the_last(places: list[tuple[float, float]]) -> None:
    row = [Box(x, 0, x + wide, 10) for x, wide in sorted(places)]
    kept = thinned(row, 8)
    assert kept[-1] == len(row) - 1
    assert apart([row[index] for index in kept], 8)
    steps = {after - before for before, after in itertools.pairwise(kept)}
    assert len(steps) <= 1


@given(st.lists(st.floats(0, 600), max_size=20))
def test_spread_markers_keep_apart_and_stay_inside(centres: list[float]) -> None:
    placed = spread(sorted(centres), 16, 0, 600)
    assert all(after - before >= 16 - 1e-9 for before, after in itertools.pairwise(placed))
    assert all(-1e-9 <= x <= 600 for x in placed)


def test_spread_leaves_markers_with_room_where_they_are() -> None:
    assert spread((10.0, 100.0), 16, 0, 600) == (10.0, 100.0)


@given(st.lists(st.none() | st.floats(allow_nan=True, allow_infinity=True), max_size=30))
def test_runs_and_gaps_share_out_every_index(values: list[float | None]) -> None:
    clean = known(values)
    inside = [index for run in runs(clean) for index in run]
    between = [index for first, last in gaps(clean) for index in range(first, last + 1)]
    assert sorted(inside + between) == list(range(len(values)))
    assert all(clean[index] is not None for index in inside)


@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=20), st.lists(st.floats(-1e9, 1e9), max_size=5), st.booleans())
def test_extent_holds_all_values_and_is_never_empty(values: list[float | None], ticks: list[float], zero: bool) -> None:
    low, high = extent(values, ticks, zero=zero)
    assert low < high
    assert all(low <= value <= high for value in (*values, *ticks) if value is not None)
    assert not zero or low <= 0 <= high


def test_slots_place_days_in_their_period() -> None:
    slots = Slots((date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)), 0, 300)
    assert slots.centre(1) == 150
    assert 100 < (slots.x(date(2026, 2, 1)) or 0) < 105
    assert slots.x(date(2026, 2, 15)) == pytest.approx(150)
    assert slots.x(date(2025, 12, 31)) is None
    assert slots.x(date(2026, 3, 28)) is not None
    assert slots.x(date(2026, 4, 15)) is None


@given(st.integers(1, 60))
def test_a_day_of_a_daily_axis_lies_in_the_middle_of_its_slot(count: int) -> None:
    days = tuple(date(2026, 1, 1) + timedelta(days=number) for number in range(count))
    slots = Slots(days, 0, 600)
    assert [slots.x(day) for day in days] == pytest.approx([slots.centre(index) for index in range(count)])


@given(st.lists(st.lists(st.tuples(st.floats(-5, 700), st.floats(-5, 700)), min_size=1, max_size=6), min_size=1, max_size=3))
def test_an_outline_in_relative_numbers_is_the_same_outline(ways: list[list[tuple[float, float]]]) -> None:
    """To a tenth of a px, however long it is; points that fall together are one."""
    steps = [part for way in ways for letter, (x, y) in zip("M" + "L" * 6, way, strict=False) for part in (letter, f"{x:f}", f"{y:f}")]
    told = absolute(outline(steps))
    wanted = []
    for way in ways:
        points = [(round(float(f"{x:f}") * 10) / 10, round(float(f"{y:f}") * 10) / 10) for x, y in way]
        wanted += [("M", *points[0]), *(("L", *after) for before, after in itertools.pairwise(points) if before != after)]
    found = [(letter, float(x), float(y)) for letter, x, y in re.findall(r"([ML]) (\S+) (\S+)", told)]
    assert [letter for letter, _, _ in found] == [letter for letter, _, _ in wanted]
    assert [part for step in found for part in step[1:]] == pytest.approx([part for step in wanted for part in step[1:]], abs=0.05)


@pytest.mark.parametrize(
    ("absolute_way", "relative"),
    [
        ("M 1.04 2 L 3 2 L 3 4.5 L 1 4.5 z", "M1 2h2v2.5h-2z"),
        ("M 0 0 L 0.5 -0.5 L 1 0 M 5 5 L 5 5", "M0 0l.5-.5 .5 .5M5 5"),
        ("M 1 1 C 1 2 3 4 5.5 6", "M1 1c0 1 2 3 4.5 5"),
    ],
)
def test_an_outline_is_told_in_few_letters(absolute_way: str, relative: str) -> None:
    assert outline(absolute_way.split()) == relative


@given(st.tuples(coordinates, coordinates), st.tuples(coordinates, coordinates), st.lists(boxes, max_size=4))
def test_an_opened_line_leaves_the_boxes_and_nothing_else(start: tuple[float, float], end: tuple[float, float], taken: list[Box]) -> None:
    pieces = opened([start, end], taken)
    shares = [step / 100 for step in range(101)]
    for x, y in [(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share) for share in shares]:
        hidden = any(box.grown(-0.01).meets(Box(x - 1e-6, y - 1e-6, x + 1e-6, y + 1e-6)) for box in taken)
        near = any(Box(x - 0.1, y - 0.1, x + 0.1, y + 0.1).crossed(*step) for piece in pieces for step in itertools.pairwise(piece))
        free = not any(box.grown(0.1).meets(Box(x, y, x + 1e-9, y + 1e-9)) for box in taken)
        assert near or not free or math.dist(start, end) < 1e-5
        if hidden:
            assert all(not box.grown(-0.2).crossed(*step) for box in taken for piece in pieces for step in itertools.pairwise(piece))

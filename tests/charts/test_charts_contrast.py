"""What a chart draws can be seen: on light and dark screens, on paper, without colour, by any eye, in any firm's colour.

Colours are measured as they come to lie: a mark's own, with its opacity, on the ground under it.
"""

from dataclasses import replace
from itertools import combinations

import pytest
from chart_samples import bullet, every
from drawn import Drawn, Shape, Written, drawn
from hypothesis import given
from hypothesis import strategies as st

from reportgen import charts
from reportgen.charts.canvas import EDGE_OF_RANGE, GREY, PALE
from reportgen.model.charts import Chart
from reportgen.render.palette import STATUSES, contrast, distance, palette

SAMPLES = every()
TEXT, MARK = 4.5, 3.0
"""WCAG 2.2: the least contrast of text (1.4.3) and of what has to be seen to understand a picture (1.4.11)."""
MEDIA = ("light", "dark", "print")
FAINT = {"grid", "note-line", "halo", "track", "rule", "band", "fan", "missing", "everybody", "day", "ground", "step", "base", "day-mark"}
"""What a reader could do without: gridlines, the dotted way to a note, the pale inside of what has an edge, the shades of ordinary days."""
DEUTAN, PROTAN, TRITAN = (
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
)
"""Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009): severity 1.0."""
GREYS = ((0.2126, 0.7152, 0.0722),) * 3
"""Relative luminance (ITU-R BT.709), as a black printer has it."""
APART = 0.1
"""The least distance in Oklab of two things that only their colour tells apart; a step of a tenth of the way from black to white."""
FAST = ("path-fan", "rate", "columns", "funnel")
colors = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def seen_as(color: str, matrix: tuple[tuple[float, float, float], ...]) -> str:
    """The colour as somebody sees it, through a matrix for linear light."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    mixed = [min(1.0, max(0.0, sum(share * part for share, part in zip(row, light, strict=True)))) for row in matrix]
    back = [part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in mixed]
    return "#" + "".join(f"{round(part * 255):02x}" for part in back)


def test_known_colours_as_others_see_them() -> None:
    """The matrices' rows add up to one: greys stay as they are. To a protanope red is nearly dark; in print, green is lighter than red."""
    for matrix in (DEUTAN, PROTAN, TRITAN, GREYS):
        assert seen_as("#808080", matrix) in ("#808080", "#7f7f7f", "#818181")
    assert contrast(seen_as("#ff0000", PROTAN), "#000000") < contrast("#ff0000", "#000000") / 1.5
    assert contrast(seen_as("#00ff00", GREYS), "#000000") > contrast(seen_as("#ff0000", GREYS), "#000000")


def ground_of(found: Drawn, text: Written, paper: str) -> str:
    """The colour under a text: paper, with each pale area that the text touches."""
    color = paper
    for shape in found.shapes:
        if shape.fill is not None and shape.name in FAINT and shape.touches(text.box):
            color = shape.fill_on(color)
    return color


def painted(found: Drawn, shape: Shape, paper: str) -> float:
    """The best contrast that any of the shape's paint has on paper."""
    return max(contrast(color, paper) for color in (shape.fill_on(paper), shape.line_on(paper)))


def unseen(chart: Chart, colors_of: dict[str, str]) -> list[object]:
    found = drawn(chart, charts.look(colors_of))
    paper = colors_of["paper"]
    faint = [(text.text, text.color) for text in found.texts if contrast(text.color, ground_of(found, text, paper)) < TEXT]
    return [*faint, *(shape.name for shape in found.shapes if shape.name not in FAINT and painted(found, shape, paper) < MARK)]


@pytest.mark.parametrize("medium", [pytest.param(name, marks=pytest.mark.slow) if name != "print" else name for name in MEDIA])
@pytest.mark.parametrize("name", [name if name in FAST else pytest.param(name, marks=pytest.mark.slow) for name in SAMPLES])
def test_every_word_and_every_mark_stands_out_from_its_ground(name: str, medium: str) -> None:
    assert unseen(SAMPLES[name], dict(getattr(palette(None), medium))) == []


@pytest.mark.parametrize("brand", ["#000000", "#ffffff", "#c8102e", "#ffe600", "#5a616b"])
def test_so_they_do_in_hard_colours(brand: str) -> None:
    assert_seen(brand)


@pytest.mark.slow
@given(colors)
def test_so_they_do_in_any_firm_s_colour(brand: str) -> None:
    assert_seen(brand)


def assert_seen(brand: str) -> None:
    """Text in the highlight also on the pale ground that its own range has; marks in it at the opacity of a range's edge."""
    made = palette(brand)
    for medium in MEDIA:
        of = getattr(made, medium)
        assert contrast(of["highlight"], of["paper"]) >= TEXT
        assert contrast(of["muted"], mixed(of["highlight"], of["paper"], PALE)) >= TEXT
        assert contrast(mixed(of["highlight"], of["paper"], EDGE_OF_RANGE.opacity), of["paper"]) >= MARK
        assert contrast(mixed(of["muted"], of["paper"], GREY), of["paper"]) >= MARK


def mixed(color: str, ground: str, opacity: float) -> str:
    pairs = [(int(color[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(over * opacity + under * (1 - opacity)):02x}" for over, under in pairs)


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("matrix", [DEUTAN, PROTAN, TRITAN, GREYS], ids=["deutan", "protan", "tritan", "grey print"])
def test_the_highlight_is_told_from_the_grey_by_any_eye(medium: str, matrix: tuple[tuple[float, float, float], ...]) -> None:
    """In the colour that a report has by itself."""
    of = getattr(palette(None), medium)
    highlight, grey = (seen_as(color, matrix) for color in (of["highlight"], mixed(of["muted"], of["paper"], GREY)))
    assert distance(highlight, grey) >= APART


def test_where_colour_fails_words_and_shapes_tell() -> None:
    """In a firm's own grey the highlight may be the grey of all else: what is highlighted has a number, a strong label, a thicker line."""
    grey = charts.look(dict.fromkeys(("highlight", "muted", "ink"), "#5a616b"))
    forest, columns, steps = (drawn(SAMPLES[name], grey) for name in ("forest", "months", "waterfall"))
    assert {text.text for text in forest.named("row-label") if text.strong} == {"Referral", "Paid Search"}
    assert [text.text for text in columns.named("best")] == ["231"]
    assert len([text for text in steps.named("row-label") if text.strong]) == 4, "two totals and the two steps that are more than noise"
    heights = {shape.name: shape.ways[0][2][1] - shape.ways[0][1][1] for shape in drawn(bullet(actual=420, at_most=True), grey).shapes[:3]}
    assert heights["beyond"] > heights["actual"]
    lag = drawn(SAMPLES["lag"], grey)
    styles = {(shape.half, shape.dashed) for shape in lag.shapes if shape.name == "lag"}
    assert len(styles) == 3, "each line has a width or dashes of its own"


@pytest.mark.parametrize("medium", MEDIA)
def test_statuses_are_never_told_by_colour_alone(medium: str) -> None:
    """In grey print two of them fall together, which is why each has a shape and a word (`tests/render/test_render_pages.py`); on a
    picture of the board, its word."""
    of = getattr(palette(None), medium)
    assert min(distance(of[one], of[other]) for one, other in combinations(STATUSES, 2)) >= 0.09
    board = drawn(SAMPLES["board"], replace(charts.look(), good="#555555", bad="#555555", warn="#555555"))
    assert [text.text for text in board.named("status")] == ["On track", "Off track", "Not comparable"]

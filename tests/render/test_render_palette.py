"""Every colour of text can be read on its ground, whatever the firm's colour."""

from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.palette import APART, CLEAR, INK_BLUE, READABLE, STATUSES, contrast, distance, palette, print_colors, readable

colors = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def test_contrast_of_known_pairs() -> None:
    """WCAG 2.2: black on white is 21; #767676 is the lightest grey of 4.5 on white."""
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert contrast("#777777", "#ffffff") < 4.5


@given(colors, st.none() | colors)
def test_the_highlight_is_readable_everywhere(brand: str, highlight: str | None) -> None:
    made = palette(brand, highlight)
    for colors_of, least in ((made.light, READABLE), (made.dark, CLEAR), (made.print, READABLE)):
        for token in ("brand", "highlight"):
            assert contrast(colors_of[token], colors_of["paper"]) >= READABLE
            assert contrast(colors_of[token], colors_of["raised"]) >= least


def test_distances_of_known_colours() -> None:
    """Ottosson (2020): black has lightness 0, white 1; sRGB red has L = 0.628, a = 0.225, b = 0.126."""
    assert round(distance("#000000", "#ffffff"), 3) == 1
    assert round(distance("#ff0000", "#000000"), 3) == round((0.628**2 + 0.225**2 + 0.126**2) ** 0.5, 3)
    assert distance("#7a1450", "#7a1450") == 0


@given(colors, st.none() | colors)
def test_numbers_in_the_firms_colour_are_not_taken_for_a_status(brand: str, highlight: str | None) -> None:
    made = palette(brand, highlight)
    for of in (made.light, made.dark, made.print):
        assert min(distance(of["highlight"], of[status]) for status in STATUSES) >= APART


def test_numbers_and_charts_may_have_a_colour_of_their_own() -> None:
    made = palette("#14507a", "#7a1450")
    assert (made.band, made.light["brand"], made.light["highlight"]) == ("#14507a", "#14507a", "#7a1450")
    assert print_colors("#14507a", "#7a1450")["highlight"] == "#7a1450"
    assert palette(None, "#7a1450").light["brand"] == INK_BLUE


def test_a_colour_apart_from_the_statuses_is_left_as_it_is() -> None:
    made = palette("#7a1450")
    assert made.light["highlight"] == made.light["brand"] == made.band == "#7a1450"
    assert palette(None).light["highlight"] == INK_BLUE
    red = palette("#c8102e")
    assert red.light["brand"] == "#c8102e" != red.light["highlight"]


@given(colors, colors)
def test_a_readable_colour_is_left_as_it_is(color: str, ground: str) -> None:
    if contrast(color, ground) >= READABLE:
        assert readable(color, ground) == color
    else:
        assert contrast(readable(color, ground), ground) >= READABLE


def test_every_word_is_readable_in_every_palette() -> None:
    made = palette(None)
    for colors_of in (made.light, made.dark, made.print):
        for token in ("ink", "muted", "highlight", "good", "bad", "warn"):
            assert contrast(colors_of[token], colors_of["paper"]) >= READABLE


def test_print_colours_are_those_of_the_pdf() -> None:
    assert print_colors("#7a1450") == palette("#7a1450").print
    assert print_colors(None)["paper"] == "#ffffff"

"""Every colour of text can be read on its ground, whatever the firm's colour."""

from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.palette import CLEAR, READABLE, contrast, palette, print_colors, readable

colors = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def test_contrast_of_known_pairs() -> None:
    """WCAG 2.2: black on white is 21; #767676 is the lightest grey of 4.5 on white."""
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert contrast("#777777", "#ffffff") < 4.5


@given(colors)
def test_the_highlight_is_readable_everywhere(brand: str) -> None:
    made = palette(brand)
    for colors_of, least in ((made.light, READABLE), (made.dark, CLEAR), (made.print, READABLE)):
        assert contrast(colors_of["highlight"], colors_of["paper"]) >= READABLE
        assert contrast(colors_of["highlight"], colors_of["raised"]) >= least


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

"""Lengths of texts against the font they are set in."""

import pytest
from fontTools.ttLib import TTFont

from reportgen import shipped
from reportgen.render.widths import EM, length


def drawn(text: str) -> float:
    """In em, by the font's own table of advances; figures are set tabular, as wide as its widest."""
    font = TTFont(shipped.folder("templates") / "fonts" / "Inter-Regular.otf")
    advances, glyphs, em = font["hmtx"], font.getBestCmap(), font["head"].unitsPerEm
    return sum(max(advances[glyphs[ord(each)]][0], 1.0 * em * 0.62 * each.isdigit()) for each in text) / em


@pytest.mark.parametrize(
    "text", ["autumn_checklist_2026", "www.instagram.com", "1,041 of 3,019", "33% to 36%", "no measured connection", "WWF MAMMUT"]
)
def test_a_length_is_what_the_font_takes_give_or_take_a_tenth(text: str) -> None:
    assert length(text) * EM == pytest.approx(drawn(text), rel=0.1)


def test_a_japanese_letter_is_about_as_wide_as_it_is_high() -> None:
    assert length("資料請求") * EM == pytest.approx(4, rel=0.05)

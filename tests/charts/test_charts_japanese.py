"""Japanese in drawings: measured and set in the machine's font, whole or broken where Japanese breaks, never as boxes."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from chart_samples import board
from hypothesis import given
from hypothesis import strategies as st

from reportgen import charts
from reportgen.charts import fonts, japanese
from reportgen.model.charts import BoardChart

GOAL = "四半期のお問い合わせ（関東）、2026年10月〜12月"
FOUND = ["/fonts/ipaexg.ttf", "/fonts/NotoSansCJK-Bold.ttc", "/fonts/NotoSansCJK-Regular.ttc", "/fonts/Inter.otf"]


@pytest.fixture
def bare() -> Iterator[None]:
    """Fonts looked for anew, before and after."""
    for each in (japanese.font, fonts._register_japanese, fonts._properties, fonts._width):
        each.cache_clear()
    yield
    for each in (japanese.font, fonts._register_japanese, fonts._properties, fonts._width):
        each.cache_clear()


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        (FOUND, ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")),
        (FOUND[:2], ("ipaexg.ttf", "ipaexg.ttf")),
        (FOUND[3:], None),
    ],
)
def test_the_best_font_that_is_there_whole(monkeypatch: pytest.MonkeyPatch, there: list[str], chosen: tuple[str, str] | None) -> None:
    monkeypatch.setattr(japanese, "findSystemFonts", lambda: there)
    files = japanese.font()
    assert (files and tuple(file.name for file in files)) == chosen
    assert charts.draws_japanese() == (chosen is not None)


@pytest.mark.usefixtures("bare")
def test_a_machine_without_the_font_still_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(japanese, "findSystemFonts", list)
    assert charts.png(named(GOAL), charts.look()).startswith(b"\x89PNG")


def test_latin_texts_do_not_look_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking through the machine's fonts takes a tenth of a second, and what they hold must not change an English chart."""
    monkeypatch.setattr(japanese, "font", lambda: pytest.fail("looked for a Japanese font"))
    assert fonts.properties("Größe: 12 €, +18 %", 12.5, fonts.REGULAR).get_family() == list(fonts.FAMILIES)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("A good year", ["A ", "good ", "year"]),
        ("「資料」、2026年", ["「資", "料」、", "2026", "年"]),
        ("ダウンロード12〜15", ["ダ", "ウ", "ン", "ロー", "ド", "12〜", "15"]),
    ],
)
def test_lines_break_where_japanese_breaks(text: str, pieces: list[str]) -> None:
    """JIS X 4051: no line ends with an opening bracket, none begins with a closing mark or a small letter."""
    assert japanese.pieces(text) == pieces


@given(st.text("AB 1あア漢ー、（）「」っ〜", max_size=30))
def test_pieces_are_the_text(text: str) -> None:
    assert "".join(japanese.pieces(text)) == text


def named(label: str) -> BoardChart:
    """The sample board whose first goal has this name."""
    chart = board()
    return replace(chart, rows=(replace(chart.rows[0], label=label), *chart.rows[1:]))


@pytest.mark.slow
def test_nothing_is_drawn_as_a_box(monkeypatch: pytest.MonkeyPatch) -> None:
    """matplotlib warns of each glyph that no font has, and warnings are errors. Needs a Japanese font (`fonts-noto-cjk`)."""
    assert japanese.font(), "no Japanese font on this machine: apt-get install fonts-noto-cjk"
    monkeypatch.setattr(fonts, "quiet", nullcontext)
    chart = named(GOAL)
    assert len(charts.png(chart, charts.look())) > 1000
    assert "関東" in charts.svg(chart, charts.look(), "pdf")


@pytest.mark.slow
def test_a_japanese_letter_is_as_wide_as_high() -> None:
    regular, bold = (fonts.width("訪問者", 20.0, weight) for weight in (fonts.REGULAR, fonts.STRONG))
    assert regular == pytest.approx(60.0, abs=1.0)
    assert bold == pytest.approx(60.0, abs=1.0)
    assert all(Path(file).is_file() for file in japanese.font() or ())

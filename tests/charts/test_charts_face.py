"""Charts in a firm's own font: measured with it, drawn with it, and none of it left behind."""

from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from chart_edges import crowded_charts, nasty_charts, tiny_charts
from chart_samples import board, every, path
from drawn import crossed, drawn, outside, overlapping
from fontTools.ttLib import TTFont

from reportgen import charts
from reportgen.charts import fonts

BUNDLED = Path(mpl.get_data_path()) / "fonts" / "ttf"
FACE = charts.Face(BUNDLED / "STIXGeneral.ttf", BUNDLED / "STIXGeneralBol.ttf", 1.12)
"""A narrow font that comes with matplotlib, set as much larger as any may be."""
WIDE = charts.Face(BUNDLED / "DejaVuSerif.ttf", BUNDLED / "DejaVuSerif-Bold.ttf", 0.94)
OWN = charts.look(face=FACE, family="Brand")


@pytest.mark.parametrize(("file", "weight"), [(FACE.regular, fonts.REGULAR), (FACE.strong, fonts.STRONG)])
def test_a_text_is_as_wide_as_its_letters_in_the_font(file: Path, weight: int) -> None:
    """Advance widths from the file itself; "hundi" has no pairs that are kerned."""
    with TTFont(file) as font:
        names, metrics = font.getBestCmap(), font["hmtx"].metrics
        wide = sum(metrics[names[ord(letter)]][0] for letter in "hundi") / font["head"].unitsPerEm
    with fonts.faced(FACE):
        assert fonts.width("hundi", 20.0, weight) == pytest.approx(wide * 20 * FACE.scale, rel=0.02)


def test_what_the_font_lacks_is_set_as_without_it() -> None:
    plain = fonts.width("שלום", 12.0)
    with fonts.faced(FACE):
        assert fonts.width("שלום", 12.0) == plain


def test_two_fonts_and_none_are_kept_apart() -> None:
    def wide() -> float:
        return fonts.width("Conversions", 12.0)

    plain = wide()
    with fonts.faced(FACE):
        narrow = wide()
        with fonts.faced(WIDE):
            assert wide() not in (plain, narrow)
        assert wide() == narrow != plain
    assert wide() == plain


@pytest.mark.slow
def test_print_names_the_font_first_and_a_page_has_its_own() -> None:
    found = charts.svgs(path(), OWN)
    assert ElementTree.fromstring(found["pdf"]).attrib["font-family"].startswith("Brand,Inter,")
    assert "font-family" not in found["html"]
    assert found["html"] != charts.svg(path(), charts.look(), "html"), "labels are measured, and set 12% larger"
    assert charts.svgs(path(), OWN) == found


@pytest.mark.slow
def test_a_mails_picture_is_drawn_in_it() -> None:
    assert charts.png(board(), OWN) != charts.png(board(), charts.look())


ALL = dict(chain(every().items(), tiny_charts().items(), crowded_charts().items(), nasty_charts().items()))


@pytest.mark.slow
@pytest.mark.parametrize("face", [FACE, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("name", ALL)
def test_no_text_leaves_its_sheet_or_meets_another(face: charts.Face, name: str) -> None:
    found = drawn(ALL[name], charts.look(face=face))
    assert (outside(found), overlapping(found), crossed(found)) == ([], [], [])

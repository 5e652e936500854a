"""The SVG that a page or a PDF gets: its words, its colours, its bytes."""

import re
import subprocess
import sys
from collections.abc import Callable, Collection
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from chart_edges import NASTY, crowded_charts, nasty_charts, tiny_charts
from chart_samples import every, path, rate
from chart_texts import absolute, named, shapes, texts

from reportgen import charts
from reportgen.charts.look import COLORS
from reportgen.model.charts import BulletChart, LagChart, SparkChart, WaterfallChart

SAMPLES = every()
PLAIN = {**SAMPLES, **tiny_charts()}
ALL = {**PLAIN, **nasty_charts(), **crowded_charts()}
LOOK = charts.look()
WORDLESS = BulletChart | SparkChart | WaterfallChart


@cache
def html(name: str) -> str:
    """One of `ALL` as a page gets it, drawn once."""
    return charts.svg(ALL[name], LOOK, "html")


@cache
def pdf(name: str) -> str:
    """One of `ALL` as a PDF with its own colours gets it, drawn once."""
    return charts.svg(ALL[name], charts.look({"highlight": "#aa00bb", "rule": "#000000"}), "pdf")


def by_name(given: Collection[str], *, fast: Collection[str] | None = None) -> pytest.MarkDecorator:
    """Each of the charts; where another drawing of each takes its time, those not `fast` are drawn among the slow tests."""
    slow = () if fast is None else [name for name in given if name not in fast]
    return pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow) if name in slow else name for name in given])


@by_name([name for name, chart in SAMPLES.items() if not isinstance(chart, WORDLESS)])
def test_prints_every_direct_label_as_text(name: str) -> None:
    chart = SAMPLES[name]
    said = " | ".join(found.text for found in texts(html(name)))
    labels = dict(chart.words.labels)
    if labels.get("today"):
        del labels["today"]  # its place is taken by the deadline's words
    assert labels
    for text in labels.values():
        assert text in said


@by_name(SAMPLES)
def test_prints_only_ticks_and_days_that_have_words(name: str) -> None:
    chart, svg = SAMPLES[name], html(name)
    assert set(named(svg, "tick")) <= set(chart.words.ticks.values())
    marks = chart.marks.values() if isinstance(chart, LagChart) else ()
    allowed = {*chart.words.days.values(), *marks, chart.words.labels.get("deadline"), chart.words.labels.get("today")}
    assert set(named(svg, "day")) <= allowed


@by_name(SAMPLES)
def test_leaves_title_and_alternative_text_to_the_page(name: str) -> None:
    chart, svg = SAMPLES[name], html(name)
    assert chart.words.title not in svg
    assert chart.words.alt not in svg


@by_name(ALL)
def test_html_takes_every_colour_from_the_page(name: str) -> None:
    svg = html(name)
    styles = " ".join(re.findall(r'style="([^"]*)"', svg))
    assert "#" not in styles
    assert set(re.findall(r"var\(--([a-z]+)\)", styles)) <= set(COLORS)
    assert "font-family" not in svg


@by_name(ALL, fast=PLAIN)
def test_pdf_has_real_colours_and_a_font(name: str) -> None:
    svg = pdf(name)
    assert "var(" not in svg
    assert "c0de" not in svg
    assert ElementTree.fromstring(svg).attrib["font-family"].startswith("Inter")


def test_pdf_shows_the_highlight_it_is_given() -> None:
    assert "#aa00bb" in charts.svg(path(), charts.look({"highlight": "#aa00bb"}), "pdf")


@by_name(ALL)
def test_carries_no_id_prologue_or_reference(name: str) -> None:
    assert_bare(html(name))


@by_name(ALL, fast=PLAIN)
def test_a_pdfs_picture_carries_none_either(name: str) -> None:
    assert_bare(pdf(name))


def assert_bare(svg: str) -> None:
    assert svg.startswith("<svg ")
    assert not re.search(r"<(defs|use|metadata|style|!)|[ :]id=|href=|url\(", svg)


@by_name(ALL, fast=["path", "bullet", "forest"])
def test_gives_the_same_bytes_twice(name: str) -> None:
    assert charts.svg(ALL[name], LOOK, "html") == html(name)


@pytest.mark.slow
def test_gives_the_same_bytes_in_another_process_and_under_another_matplotlibrc(tmp_path: Path) -> None:
    """And without pyplot, which costs a second to import."""
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 9\nfont.size: 30\ntext.color: red\ntext.usetex: True\nsvg.fonttype: path\n")
    here = str(Path(__file__).parent)
    code = "import sys; sys.path.insert(0, sys.argv[1])\nfrom chart_samples import path\nfrom reportgen import charts\n"
    code += "sys.stdout.buffer.write(charts.svg(path(), charts.look(), 'html').encode())"
    code += "; assert 'matplotlib.pyplot' not in sys.modules"
    run = subprocess.run([sys.executable, "-c", code, here], cwd=tmp_path, capture_output=True, check=True)
    assert run.stdout.decode() == charts.svg(path(), LOOK, "html")


def test_leaves_matplotlib_as_it_was() -> None:
    before = dict(mpl.rcParams)
    charts.svg(path(), LOOK, "html")
    charts.draw(rate(), LOOK)
    assert dict(mpl.rcParams) == before


@by_name(ALL)
def test_keeps_every_text_on_the_sheet_and_apart_from_the_others(name: str) -> None:
    svg = html(name)
    root, every_text = ElementTree.fromstring(svg), texts(svg)
    for found in every_text:
        assert found.box.left >= -1, found
        assert found.box.right <= float(root.attrib["width"]) + 1, found
        assert -1 <= found.box.top <= found.box.bottom <= float(root.attrib["height"]) + 1, found
    for one, other in combinations(every_text, 2):
        assert not one.box.grown(-0.75).meets(other.box.grown(-0.75)), (one, other)


@by_name(ALL)
def test_keeps_every_shape_on_the_sheet(name: str) -> None:
    root = ElementTree.fromstring(html(name))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for element in root:
        pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+)(?= |$)", re.sub(r"[A-Za-z]", " ", absolute(element.attrib.get("d", ""))))
        for x, y in pairs:
            assert -0.5 <= float(x) <= width + 0.5, element.attrib
            assert -0.5 <= float(y) <= height + 0.5, element.attrib


@pytest.mark.parametrize("text", [NASTY[0], NASTY[1], NASTY[2], NASTY[5]])
def test_prints_odd_names_literally(text: str) -> None:
    number = NASTY.index(text)
    for kind in ("path", "rate", "columns", "forest"):
        said = [found.text for found in texts(html(f"{kind} {number}"))]
        assert text in said, kind


def test_drops_what_an_svg_cannot_hold() -> None:
    svg = html("path 4")
    assert "a b c" in [found.text for found in texts(svg)]
    svg.encode("utf-8")
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", svg)


def test_shortens_a_long_label_with_an_ellipsis() -> None:
    label = named(html("path 6"), "actual-label")[0]
    assert label.endswith("…")
    assert label.startswith("A very long label")


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [("bullet", "150", "22"), ("spark", "96", "22"), ("rate", "640", "200"), ("columns", "640", "140"), ("forest", "640", "190")],
)
def test_has_the_size_of_its_kind(name: str, width: str, height: str) -> None:
    """A rate with one row of notes grows by 20 for their markers and 23 for their words; a forest by 24 a row."""
    root = ElementTree.fromstring(html(name))
    assert (root.attrib["width"], root.attrib["height"]) == (width, height)
    assert root.attrib["viewBox"] == f"0 0 {width} {height}"
    assert root.attrib["class"] == f"chart chart-{name}"


def test_draws_one_figure_for_other_formats(tmp_path: Path) -> None:
    figure = charts.draw(path(), LOOK)
    figure.savefig(tmp_path / "path.png", dpi=144)
    assert (tmp_path / "path.png").read_bytes().startswith(b"\x89PNG")
    assert tuple(figure.get_size_inches() * 72) == pytest.approx((460, 172))


@pytest.mark.parametrize("name", ["path", "bullet", "forest"])
def test_gold(name: str, gold: Callable[[str, str], None]) -> None:
    svg = html(name)
    assert shapes(svg, "actual") or shapes(svg, "estimate")
    gold(f"{name}.svg", svg.replace("><", ">\n<") + "\n")

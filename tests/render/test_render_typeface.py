"""The firm's own font on pages and on paper: where its files are looked for, and how large it is set."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from render_fixture import archive, document

from reportgen.model.typeface import FontFile, Typeface
from reportgen.render import Shell, assets, beside, html, index
from reportgen.render.fetching import RefusedAddressError, Shelf
from reportgen.render.pages import print_html

BOLD = FontFile(700, "own-700.otf", b"bold", b"bold")
FONT = Typeface(
    (FontFile(400, "own-400.woff2", b"regular", b"plain"), replace(BOLD, weight=600), BOLD), 1.08, frozenset("abc"), tabular=True
)
SMALL = replace(document(), sections=(), front=(), charts=())


def faces(page: str) -> list[tuple[str, str, str]]:
    """Family, weight and source of every font that a page declares itself."""
    return re.findall(r"@font-face \{ font-family: (\w+); font-weight: (\d+); .*? src: (url\(.*?\) format\(.*?\));", page)


def test_a_report_has_its_font_beside_it() -> None:
    """An edition that moves to `editions/N` takes it along."""
    page = html(SMALL, {}, Shell(typeface=FONT))
    assert faces(page) == [
        ("Brand", "400", 'url("fonts/own-400.woff2") format("woff2")'),
        ("Brand", "600", 'url("fonts/own-700.otf") format("opentype")'),
        ("Brand", "700", 'url("fonts/own-700.otf") format("opentype")'),
    ]
    assert "--font: Brand, Inter; --scale: 1.08;" in page
    assert beside(Shell(typeface=FONT)) == {"fonts/own-400.woff2": b"regular", "fonts/own-700.otf": b"bold"}


def test_a_report_without_one_says_nothing_of_it() -> None:
    page = html(SMALL, {}, Shell())
    assert faces(page) == [] and beside(Shell()) == {}
    assert "--font: Inter; }" in page and "--scale:" not in page


def test_the_archive_has_it_among_the_sites_assets() -> None:
    shell = Shell(root="../../", typeface=FONT)
    assert ("Brand", "400", 'url("../../assets/own-400.woff2") format("woff2")') in faces(index(replace(archive(), trends=()), {}, shell))
    assert assets(shell)["own-400.woff2"] == b"regular" and assets(shell)["own-700.otf"] == b"bold"


@pytest.mark.parametrize(("scale", "printed"), [(1.08, "1"), (0.9, "0.9")])
def test_on_paper_it_is_set_no_larger(scale: float, printed: str) -> None:
    """Narrow letters leave room on a line, but a page holds no more lines."""
    page = print_html(SMALL, Shell(typeface=replace(FONT, scale=scale)))
    assert f"--font: Brand, Inter; --scale: {printed};" in page
    assert faces(page)[0] == ("Brand", "400", 'url("reportgen:own/own-400.woff2") format("woff2")')
    assert [family for family, _, _ in faces(page)] == ["Brand"] * 3 + ["Inter"] * 3


def test_the_pdf_reads_it_from_memory_and_no_other() -> None:
    shelf = Shelf(figures={}, colors={}, folders=(Path("/nowhere"),), own={"own-400.woff2": b"regular", "own-700.otf": b"bold"})
    assert (shelf.find("reportgen:own/own-400.woff2").content, shelf.find("reportgen:own/own-700.otf").media_type) == (
        b"regular",
        "font/otf",
    )
    with pytest.raises(RefusedAddressError):
        shelf.find("reportgen:own/own-600.otf")

"""Pages of the PDF, measured on the boxes that are drawn: nothing lonely, split, half empty, outside its margins or over another."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import page_boxes
import pytest
from click.testing import CliRunner
from page_boxes import Page
from render_fixture import document, drawings

from reportgen import cli, errors, render
from reportgen.model.document import Cell, Column, Document, Row, Section, Table
from reportgen.model.settings import Paper
from reportgen.render import Sheet, Shell
from tests.gallery import EVERY

pytestmark = pytest.mark.slow

Asked = tuple[Document, dict[str, str], Shell | None, Sheet | None]


def asked(folder: Path, *command: str) -> Asked:
    """What a command wants printed; nothing is laid out for it."""
    kept: list[Asked] = []

    def keeping(made: Document, figures: dict[str, str], shell: Shell | None = None, sheet: Sheet | None = None) -> bytes:
        kept.append((made, figures, shell, sheet))
        raise errors.PdfUnavailableError

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(render, "pdf", keeping)
        patched.chdir(folder)
        done = CliRunner().invoke(cli.main, list(command), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return kept[-1]


@pytest.fixture(scope="module")
def workspace(demo_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Asked]]:
    folder = tmp_path_factory.mktemp("pages") / "demo"
    shutil.copytree(demo_workspace, folder, ignore=shutil.ignore_patterns("site"))
    yield folder, asked(folder, "build", "--month", "2026-10")


def in_language(workspace: Path, locale: str) -> Asked:
    """Built in another language: its commentary calls sections by their ids, as their English names mean nothing there."""
    commentary = workspace / "config/commentary/2026-10.md"
    commentary.write_text(commentary.read_text().replace("# Channels and campaigns", "# channels"))
    settings = workspace / "config/report.yaml"
    settings.write_text(re.sub(r"(?m)^locale: .*", f"locale: {locale}", settings.read_text()))
    return asked(workspace, "build", "--month", "2026-10")


def faultless(found: tuple[Page, ...], made: Document, undrawn: str = "") -> None:
    """`undrawn`: signs that this machine cannot draw, which the PDF leaves out."""
    assert page_boxes.faults(found) == []
    assert list(page_boxes.gaps(found, 0.6)) == []
    assert list(page_boxes.distant(found)) == []
    assert found[0].filled > 0.8 or not any(piece.within(frozenset({"more-goals"})) is not None for piece in found[0].pieces)
    assert any(piece.text.strip() == made.labels["contents"] for piece in found[1].pieces[:1]), "the front takes more than its page"
    kickers = {section.kicker for section in made.sections} | {made.labels["contents"]}
    site = " ".join(made.site.translate(dict.fromkeys(map(ord, undrawn))).split())
    assert {" ".join(page.heads["@top-left"].split()) for page in found[1:]} == {site}
    assert [page.number for page in found[1:] if not page.heads["@top-right"].endswith(tuple(kickers))] == []
    assert [page.heads["@bottom-right"] for page in found[1:]] == [f"{page.number} / {len(found)}" for page in found[1:]]
    assert list(astray(found)) == []


def astray(found: tuple[Page, ...]) -> Iterator[str]:
    """Pages named on the front that are not those of what they name."""
    places = {each.get("id"): page.number for page in reversed(found) for piece in page.pieces for each in piece.above}
    for piece in found[0].pieces:
        at = piece.above[0].get("data-at") if piece.made else None
        if at and not piece.text.endswith(str(places[at.removeprefix("#")])):
            yield f"{at}: {piece.text}"


BY_HAND = pytest.mark.gallery
"""What is longest here and looks at what shorter ones look at, too: run by `make gallery`."""


@pytest.mark.parametrize("paper", [Paper.A4, pytest.param(Paper.LETTER, marks=BY_HAND)])
def test_the_demo_s_pages_are_well_made(workspace: tuple[Path, Asked], paper: Paper) -> None:
    made, figures, shell, _ = workspace[1]
    faultless(page_boxes.drawn(made, figures, shell, Sheet(paper)), made)


@BY_HAND
@pytest.mark.parametrize("locale", ["de_DE", "ja_JP"])
def test_so_are_they_in_longer_and_in_other_words(workspace: tuple[Path, Asked], locale: str) -> None:
    made, figures, shell, sheet = in_language(workspace[0], locale)
    faultless(page_boxes.drawn(made, figures, shell, sheet), made)


@pytest.mark.parametrize(
    ("name", "paper"),
    [("tiny", Paper.LETTER), ("missed", Paper.A4), ("first", Paper.LETTER), pytest.param("names", Paper.A4, marks=BY_HAND)],
)
def test_so_are_the_gallery_s(tmp_path: Path, name: str, paper: Paper) -> None:
    """One of them in Spanish, whose words are long."""
    place = EVERY[name]().write(tmp_path)
    made, figures, shell, sheet = asked(place, "build", "--month", "2026-10")
    assert sheet is not None
    faultless(page_boxes.drawn(made, figures, shell, replace(sheet, paper=paper)), made, sheet.undrawn)


def test_a_section_of_the_appendix_that_needs_width_lies_across_its_page() -> None:
    head = tuple(Column(f"A rather long column {number}") for number in range(12))
    rows = tuple(Row(tuple(Cell(f"what stands in column {number}") for number in range(12))) for _ in range(6))
    sections = (Section("more", "More", "More", None, (Table("broad", "A broad table", head, rows),), appendix=True),)
    for paper, (width, height) in {Paper.A4: (297, 210), Paper.LETTER: (279, 216)}.items():
        found = page_boxes.drawn(replace(document(), sections=sections, front=(), charts=()), {}, None, Sheet(paper))
        across = [page for page in found if any("broad" in piece.text for piece in page.pieces)]
        assert [(round(page.right + page.left), height > page.bottom) for page in across] == [(width, True)]
        assert across[0].heads["@top-right"].endswith("More") and page_boxes.faults(found) == []


def long_table() -> Document:
    rows = tuple(Row((Cell(f"page number {number}"), Cell(str(number)))) for number in range(90))
    table = Table("long", "Pages", (Column("Address"), Column("Viewed", numeric=True)), rows)
    return replace(document(), sections=(*document().sections, Section("pages", "Pages", "Ninety pages", None, (table,))))


@pytest.mark.parametrize(
    ("style", "fault"),
    [
        ("h3 { break-after: page !important; }", "ends with"),
        (".card, .card * { break-inside: auto !important; break-after: auto !important; break-before: auto !important; }", "is split over"),
        (".table-wrap { margin-inline-start: -9mm; }", "outside the margins"),
        ("tbody td { line-height: 0.3 !important; }", "overlap"),
        ("thead { display: table-row-group !important; }", "has no head"),
        ("tbody tr:nth-last-child(2) { break-after: page; } tbody tr { break-before: auto !important; }", "one row alone"),
        (".part { break-before: page; }", "full"),
    ],
)
def test_what_is_ill_made_is_found(tmp_path: Path, style: str, fault: str) -> None:
    own = '{% extends "shipped/report.html.j2" %}{% block style %}{{ super() }}' + style + "{% endblock %}"
    (tmp_path / "report.html.j2").write_text(own)
    found = page_boxes.drawn(long_table(), drawings(document()), Shell(overrides=(tmp_path,)))
    assert any(fault in each for each in (*page_boxes.faults(found), *page_boxes.gaps(found, 0.5)))

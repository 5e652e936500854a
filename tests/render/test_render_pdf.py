"""The PDF as its readers meet it: text, pages, tags, bytes. Never its picture byte by byte."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from page_checks import texts
from render_fixture import LABELS_EN, document, drawings

from reportgen import errors
from reportgen.model.document import Block, Cell, Column, DefinitionList, Figure, GoalBoard, GoalCard, Row, Section, Table
from reportgen.render import Image, Shell, layout, pdf, printing

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made() -> bytes:
    whole = document()
    return pdf(whole, drawings(whole))


@pytest.fixture(scope="module")
def file(made: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    path.write_bytes(made)
    return path


def told(*command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def squeezed(text: str) -> str:
    """Without what a page's lines do to a text: spaces, breaks and hyphens."""
    return re.sub(r"[\s\-\u00ad\u200b-\u200f\u202a-\u202e]+", "", text)


def test_two_runs_give_the_same_bytes(made: bytes) -> None:
    whole = document()
    assert pdf(whole, drawings(whole)) == made


def test_two_processes_at_once_give_the_same_bytes() -> None:
    program = (
        "import hashlib; from render_fixture import document, drawings; from reportgen.render import Sheet, pdf\n"
        "made = document(); print(hashlib.sha256(pdf(made, drawings(made), sheet=Sheet(attached={'report.json': b'{}'}))).hexdigest())"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program], cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    told = [process.communicate(timeout=300)[0] for process in running]
    assert told[0] == told[1] and len(told[0].strip()) == 64


def test_it_is_tagged_titled_and_dated_by_the_document(file: Path) -> None:
    facts = dict(line.split(":", 1) for line in told("pdfinfo", "-isodates", str(file)).splitlines() if ":" in line)
    assert facts["Tagged"].strip() == "yes"
    assert facts["Title"].strip() == f"{document().title}, {document().period} · {document().site}"
    assert facts["CreationDate"].strip() == facts["ModDate"].strip() == "2026-11-01T00:00:00Z"
    assert facts["Page size"].strip().endswith("(A4)")
    assert 9 <= int(facts["Pages"]) <= 16


def test_the_front_page_is_one_page_with_the_whole_board(file: Path) -> None:
    front = squeezed(told("pdftotext", "-f", "1", "-l", "1", "-layout", str(file), "-"))
    whole = document()
    for text in (whole.title, *whole.sentences, whole.edition, "The bar is the actual"):
        assert squeezed(text) in front
    assert squeezed("In this report") not in front
    assert squeezed("In this report") in squeezed(told("pdftotext", "-f", "2", "-l", "2", str(file), "-"))


def test_every_latin_text_is_printed(file: Path) -> None:
    printed = squeezed(told("pdftotext", str(file), "-")) + squeezed(told("pdftotext", "-layout", str(file), "-"))
    wanted = [text for section in document().sections for text in (section.kicker, section.heading, section.lead or "")]
    assert [text for text in wanted if squeezed(text) not in printed] == []
    plain = {text for block in layout.blocks(document()) for text in texts(in_print(block))}
    assert [text for text in plain if text.isascii() and squeezed(text) not in printed] == []


def in_print(block: Block) -> Block:
    """A block without what stands on the screen only: the numbers behind a chart or a history, and queries."""
    if isinstance(block, Figure):
        return replace(block, data=None)
    if isinstance(block, GoalCard):
        history = block.history and replace(block.history, data=replace(block.history.data, caption="", columns=(), rows=()))
        return replace(block, figure=None, history=history)
    if isinstance(block, GoalBoard):
        return replace(block, more=())  # how many it leaves out, of which at most one is said
    if isinstance(block, DefinitionList):
        return replace(block, queries=(), items=tuple(replace(item, query=None) for item in block.items))
    return block


def test_heads_name_the_section_and_feet_the_page(file: Path) -> None:
    pages = told("pdftotext", "-layout", str(file), "-").split("\f")[:-1]
    for number, page in enumerate(pages[1:], start=2):
        assert f"{number} / {len(pages)}" in page
        assert "Harbour & Pine <Studio>" in page.splitlines()[0] + page.splitlines()[1]
    assert f"1 / {len(pages)}" not in pages[0]


def test_contents_name_the_pages_that_sections_stand_on(file: Path) -> None:
    pages = told("pdftotext", str(file), "-").split("\f")[:-1]
    number = int(re.search(r"Data quality\s+(\d+)", pages[1])[1])  # type: ignore[index]
    assert squeezed("One day is missing, and 214 rows were refused") in squeezed(pages[number - 1])


def test_a_long_table_repeats_its_head(tmp_path: Path) -> None:
    rows = tuple(Row((Cell(f"page number {number}"), Cell(str(number)))) for number in range(90))
    table = Table("long", "Pages", (Column("Address"), Column("Viewed", numeric=True)), rows)
    section = Section("pages", "Pages", "Ninety pages", None, (table,))
    (tmp_path / "long.pdf").write_bytes(pdf(replace(document(), sections=(section,), front=(), charts=()), {}))
    pages = told("pdftotext", "-layout", str(tmp_path / "long.pdf"), "-").split("\f")
    filled = [page for page in pages if "page number" in page]
    assert len(filled) >= 2
    assert all("Address" in page and "Viewed" in page for page in filled)


def test_fonts_are_embedded(file: Path) -> None:
    lines = told("pdffonts", str(file)).splitlines()[2:]
    assert any("Inter" in line for line in lines)
    assert all(line.split()[-5] == "yes" for line in lines)


def test_the_file_is_sound(file: Path) -> None:
    assert "No syntax or stream encoding errors found" in told("qpdf", "--check", str(file))


@pytest.mark.parametrize("address", ["http://example.org/x.png", "file:///etc/passwd", "../../../../../../etc/passwd"])
def test_a_template_may_not_read_outside_its_folder(tmp_path: Path, address: str) -> None:
    own = '{% extends "shipped/report.html.j2" %}{% block footer %}<img alt="x" src="' + address + '">{% endblock %}'
    (tmp_path / "report.html.j2").write_text(own)
    small = replace(document(), sections=(), front=(), charts=())
    with pytest.raises(errors.TemplateFaultError, match="outside the templates folder"):
        pdf(small, {}, Shell(overrides=(tmp_path,)))


def test_a_template_may_read_its_own_picture(tmp_path: Path) -> None:
    own = '{% extends "shipped/report.html.j2" %}{% block footer %}<img alt="x" src="seal.svg">{% endblock %}'
    (tmp_path / "report.html.j2").write_text(own)
    (tmp_path / "seal.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>')
    small = replace(document(), sections=(), front=(), charts=())
    assert pdf(small, {}, Shell(overrides=(tmp_path,))).startswith(b"%PDF-1.7")


def test_a_logo_stands_on_the_front_page_and_the_name_above_the_others(tmp_path: Path) -> None:
    logo = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path d="M0 0h90v30z"/></svg>'
    branded = replace(document(), brand_color="#ff6a00", footer="Harbour Road 1")
    path = tmp_path / "branded.pdf"
    path.write_bytes(pdf(branded, drawings(branded), Shell(logo=Image(logo, "image/svg+xml"))))
    assert squeezed("In this report") not in squeezed(told("pdftotext", "-f", "1", "-l", "1", str(path), "-"))
    second = told("pdftotext", "-f", "2", "-l", "2", str(path), "-")
    assert squeezed("In this report") in squeezed(second) and squeezed(branded.site) in squeezed(second)
    assert "Harbour Road 1" in told("pdftotext", str(path), "-")


def test_without_pango_the_pdf_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise errors.PdfUnavailableError

    monkeypatch.setattr(printing, "_weasyprint", missing)
    with pytest.raises(errors.PdfUnavailableError, match="libpango"):
        pdf(replace(document(), sections=(), front=(), charts=()), {})


def test_a_report_of_another_language_carries_it(tmp_path: Path) -> None:
    small = replace(document(), language="ar", direction="rtl", sections=(), front=(), charts=(), labels=dict(LABELS_EN))
    (tmp_path / "made.pdf").write_bytes(pdf(small, {}))
    told("qpdf", "--qdf", "--object-streams=disable", str(tmp_path / "made.pdf"), str(tmp_path / "plain.pdf"))
    assert b"/Lang (ar)" in (tmp_path / "plain.pdf").read_bytes()

"""The PDF before two judges who do not know each other (page-validation: ISO 14289-1 and 19005-3; outloud: ISO 14289-1, WCAG 2.2 and what
a reader by ear meets), and before the common tools: the demo's report, a small one, a right-to-left one and a long one."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from render_fixture import document, drawings

from reportgen.model.document import Document, Section
from reportgen.model.settings import Paper
from reportgen.render import Sheet, pdf

pytestmark = pytest.mark.slow

VALIDATORS = Path(__file__).parents[2] / ".venv/validators/bin"
"""Made by `sh .ci/bootstrap validators`."""

SKIPPED = "TBL-010"
"""A guess at headers torn into pieces, by more header cells than others: a table of two rows whose rows have heads is one to it."""

NO_FONT = "PDFUA1-NOTDEF-GLYPH-001"
"""The made-up report has a rocket among its names, which few machines have a font for."""

JUDGE = """
import json, sys
from page import validate_pdf
report = validate_pdf(sys.argv[1], profile=sys.argv[2])
print(json.dumps({"total": report.rules.total, "failures": sorted({f"{each.rule_id}: {each.message}" for each in report.failures})}))
"""


def told(*command: str | Path) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-4000:]}{done.stderr[-2000:]}"
    return done.stdout


def judged(file: Path, profile: str) -> list[str]:
    """What page-validation finds wrong."""
    verdict = json.loads(told(VALIDATORS / "python", "-c", JUDGE, file, profile))
    assert verdict["total"] > 100
    return list(verdict["failures"])


def read_aloud(file: Path) -> list[dict[str, object]]:
    """outloud's findings but its hints; a failed one of its checks ends the test."""
    report = file.with_suffix(".json")
    told(VALIDATORS / "outloud", "--quiet", "--skip", SKIPPED, "--fail-on", "error", "--json", report, file)
    found = json.loads(report.read_text())
    return [each for each in found["results"][0]["findings"] if each["severity"] != "info"]


@pytest.fixture(scope="module")
def demo(demo_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo's PDF: what its judges say is written beside it."""
    return Path(shutil.copy(next(demo_workspace.glob("site/2*/report.pdf")), tmp_path_factory.mktemp("valid")))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small workspace's report, made to be archived."""
    folder = tiny.workspace(tmp_path_factory.mktemp("valid") / "small", report=f"pdf: archive\npaper: letter\n{tiny.REPORT}")
    assert tiny.run("build", "--month", "2026-10", within=folder).code == 0
    return folder / "site/2026-10/report.pdf"


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return printed(tmp_path_factory, document(direction="rtl"))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    whole = document()
    return printed(tmp_path_factory, replace(whole, sections=tuple(_again(each, turn) for turn in range(4) for each in whole.sections)))


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return printed(tmp_path_factory, document(), Sheet(Paper.LETTER))


def printed(tmp_path_factory: pytest.TempPathFactory, made: Document, sheet: Sheet | None = None) -> Path:
    file = tmp_path_factory.mktemp("valid") / "report.pdf"
    file.write_bytes(pdf(made, drawings(made), sheet=sheet))
    return file


def _again(section: Section, turn: int) -> Section:
    return replace(
        section, id=f"{section.id}-{turn}", heading=f"{section.heading} ({turn})", blocks=section.blocks[:4] if turn else section.blocks
    )


@pytest.mark.parametrize("name", ["demo", "turned", "long", "letter"])
def test_two_judges_find_nothing_against_pdf_ua(request: pytest.FixtureRequest, name: str) -> None:
    file = request.getfixturevalue(name)
    assert [each for each in judged(file, "ua1") if name == "demo" or NO_FONT not in each] == []
    assert [each for each in read_aloud(file) if each["severity"] == "error"] == []


def test_the_demo_reads_in_order_and_its_running_heads_are_no_content(demo: Path) -> None:
    rules = {str(each["rule"]) for each in read_aloud(demo)}
    assert not rules & {"TBL-002", "TAG-020", "LNK-004", "ORD-001"}, rules


def test_what_is_kept_is_pdf_a_with_its_data(kept: Path, tmp_path: Path) -> None:
    assert judged(kept, "3a") == []
    assert judged(kept, "ua1") == []
    site = kept.parent
    told("qpdf", "--check", kept)
    told("pdfdetach", "-saveall", "-o", tmp_path, kept)
    attached = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert attached == {file.name: file.read_bytes() for file in (site / "report.json", *(site / "data").glob("*.csv"))}
    told("qpdf", "--qdf", "--object-streams=disable", kept, tmp_path / "plain.pdf")
    plain = (tmp_path / "plain.pdf").read_bytes()
    assert plain.count(b"/AFRelationship /Data") == len(attached) - 1 and plain.count(b"/AFRelationship /Alternative") == 1
    dates = set(re.findall(rb"/(?:Creation|Mod)Date (\([^)]*\))", plain))
    assert len(dates) == 1


@pytest.mark.parametrize("name", ["demo", "turned", "kept"])
def test_every_font_is_embedded_as_a_subset(request: pytest.FixtureRequest, name: str) -> None:
    lines = told("pdffonts", request.getfixturevalue(name)).splitlines()[2:]
    assert lines and all(re.search(r" yes +yes +yes +\d+ +\d+$", line) for line in lines), lines


def test_the_paper_is_the_one_asked_for_and_the_front_stays_one_page(letter: Path, kept: Path) -> None:
    assert "612 x 792 pts (letter)" in told("pdfinfo", letter)
    assert "In this report" in told("pdftotext", "-f", "2", "-l", "2", letter, "-")
    assert "In this report" not in told("pdftotext", "-f", "1", "-l", "1", letter, "-")
    assert "612 x 792 pts (letter)" in told("pdfinfo", kept)


@pytest.mark.parametrize("name", ["demo", "long", "letter"])
def test_the_contents_name_the_page_where_each_section_begins(request: pytest.FixtureRequest, name: str) -> None:
    file = request.getfixturevalue(name)
    contents = told("pdftotext", "-f", "2", "-l", "4", file, "-")
    marks = json.loads(told("qpdf", "--json", "--json-key=outlines", file))["outlines"]
    assert marks
    for mark in marks:
        page = mark["destpageposfrom1"]
        assert re.search(rf"{re.escape(mark['title'])}\s+{page}\b", contents), mark["title"]
    assert any(mark["kids"] for mark in marks) and not any(kid["kids"] for mark in marks for kid in mark["kids"])

"""What a browser prints of a report, held against the report's PDF: the same words and numbers."""

import re
import subprocess
from pathlib import Path

import pytest
import tiny
from looking import ask, look
from site_world import KEY

pytestmark = pytest.mark.slow

OWN = {"p", "•", "small", "numbers", "definitions", "dated", "notes", "on", "the", "charts"}
"""Of the PDF alone: the foot of its pages, which names the page of the definitions, and the head over the dated notes, which stand beneath
each chart where a browser prints."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, int]:
    """The text of a report's PDF, and of what the browser prints of its page, on a dark screen; and how many terms the report defines."""
    folder = tmp_path_factory.mktemp("print")
    tiny.workspace(folder)
    done = tiny.run("build", "--month", KEY, within=folder)
    assert done.code == 0, done.err
    report = folder / "site" / KEY
    look([ask("print", (report / "index.html").as_uri(), file=str(folder / "browser.pdf"), scheme="dark", media="print")])
    page = (report / "index.html").read_text("utf-8")
    return _text(report / "report.pdf"), _text(folder / "browser.pdf"), page.count('<dt id="def-')


def _text(file: Path) -> str:
    return subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True, text=True).stdout.casefold()


def _missing(words: str, where: str) -> set[str]:
    """Words that are nowhere in the other text, in which a line may end within them."""
    whole = re.sub(r"[\s-]+", "", where)
    return {word for word in re.findall(r"[^\W_]+", words) if word not in whole}


def test_what_the_pdf_says_a_browser_prints(printed: tuple[str, str, int]) -> None:
    """But for the numbers that it gives to its pages and definitions."""
    pdf, browser, defined = printed
    counted = {str(number) for number in range(1, max(defined, pdf.count("\f")) + 1)}
    assert len(pdf) > 5000
    assert _missing(pdf, browser) - OWN - counted == set()


def test_what_a_browser_prints_the_pdf_says(printed: tuple[str, str, int]) -> None:
    assert _missing(printed[1], printed[0]) == set()

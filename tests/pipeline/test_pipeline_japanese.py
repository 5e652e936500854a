"""A report in Japanese: every letter has a font in the PDF, and a machine without one is told what to install."""

import re
import subprocess
from pathlib import Path

import pytest
import tiny
from fontTools.ttLib import TTCollection, TTFont

from reportgen import charts, pipeline, settings, shipped
from reportgen.charts import japanese
from reportgen.pipeline import letters

REPORT = tiny.REPORT.replace("currency: EUR", "currency: JPY\nlocale: ja").replace("{name: Northlight,", "{name: 北光スタジオ,")
CONVERSIONS = tiny.CONVERSIONS.replace("label: Contact", "label: お問い合わせ").replace("label: Deal", "label: 成約")
GOALS = tiny.GOALS.replace("Contacts of the quarter", "四半期のお問い合わせ").replace("owner: Megan", "owner: 佐藤")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.workspace(tmp_path_factory.mktemp("ja"), report=REPORT, conversions=CONVERSIONS, goals=GOALS)


def test_a_machine_without_japanese_letters_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, workspace: Path) -> None:
    chosen = settings.load(workspace).settings
    monkeypatch.setattr(charts, "draws_japanese", lambda: False)
    assert [str(one) for one in letters.advice(chosen)] == [
        "locale: this machine has no font with Japanese letters: the PDF and the mail's picture show boxes in their place;"
        " install one: sudo apt-get install -y fonts-noto-cjk"
    ]
    monkeypatch.setattr(charts, "draws_japanese", lambda: True)
    assert letters.advice(chosen) == ()


def test_other_languages_ask_for_no_font(monkeypatch: pytest.MonkeyPatch, october: Path) -> None:
    monkeypatch.setattr(charts, "draws_japanese", lambda: pytest.fail("asked for a Japanese font"))
    assert letters.advice(settings.load(october).settings) == ()


@pytest.fixture(scope="module")
def printed(workspace: Path) -> pipeline.Built:
    assert japanese.font(), "no Japanese font on this machine: apt-get install fonts-noto-cjk"
    return pipeline.build(pipeline.Workspace(workspace), pipeline.Request(), workspace / "site", lambda _text: None)


def told(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.slow
def test_every_letter_of_the_pdf_has_a_font(printed: pipeline.Built) -> None:
    """No box stands for a letter: each is in one of the fonts that the PDF embeds, and the PDF knows which letter it is."""
    assert printed.pdf
    fonts = [line for line in told("pdffonts", printed.pdf).splitlines()[2:] if line]
    names = {re.sub(r"^[A-Z]{6}\+", "", line.split()[0]) for line in fonts}
    regular, _bold = japanese.font() or (Path(), Path())
    face = TTCollection(regular)[0] if regular.suffix == ".ttc" else TTFont(regular)
    family = face["name"].getBestFamilyName().replace(" ", "-")
    assert {name for name in names if not name.startswith("Inter")} <= {family, f"{family}-Bold", "DejaVu-Sans-Mono"}
    assert family in names
    assert all(re.search(r" yes yes yes +\d+ +\d+$", line) for line in fonts)  # embedded, a subset, mapped to Unicode
    own = TTFont(shipped.folder("templates") / "fonts" / "Inter-Regular.otf").getBestCmap()
    written = set(told("pdftotext", "-enc", "UTF-8", printed.pdf, "-"))
    assert {
        letter for letter in written if letter.isprintable() and ord(letter) not in own and ord(letter) not in face.getBestCmap()
    } == set()
    assert len(written & set("目標達成訪問者お問い合わせ区間")) > 10


@pytest.mark.slow
def test_its_pages_are_japanese_throughout(printed: pipeline.Built) -> None:
    """The language is named, Japanese line breaks are asked for, and no English sentence is left in what a reader sees."""
    page = printed.html.read_text("utf-8")
    assert '<html lang="ja" dir="ltr">' in page
    assert "line-break: strict" in page
    seen = re.sub(r"(?s)<(style|script|code|pre|title)\b.*?</\1>|<[^>]*>", "\n", page)
    assert [line for line in seen.splitlines() if re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", line) and line not in GOALS] == []
    assert "line-break" not in (printed.folder.parent / "assets" / "place.css").read_text("utf-8")
    assert '<html lang="ja"' in (printed.folder.parent / "index.html").read_text("utf-8")

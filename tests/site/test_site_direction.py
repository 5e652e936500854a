"""The report from right to left: the same page as in a mirror, with nothing outside of it, and charts that stay as they are.

No catalogue is in such a language yet, so its letters stand in for English ones: Hebrew words without a meaning, as long as the English.
"""

import re
import shutil
import string
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from looking import PHONE, WIDE, View, ask, look
from site_world import KEY, Sites

from reportgen import archive, charts, render, settings, wording
from reportgen.model.document import Document
from reportgen.wording import catalogue
from reportgen.wording.catalogue import Message

pytestmark = pytest.mark.slow

LETTERS = str.maketrans(dict(zip(string.ascii_letters, "אבגדהוזחטיכלמנסעפצקרשתאבגד" * 2, strict=True)))
KEPT = re.compile(r"(\{[^{}]*\}|`[^`]*`)")
BEGIN = (".site", ".title h1", ".sentences p", "h2#contents", "main section .kicker", "main section h2", "main section .lead", ".card h3")
"""What begins at the side where its language begins."""


def hebrew(message: Message) -> Message:
    if not isinstance(message, str):
        return {form: str(hebrew(text)) for form, text in message.items()}
    return "".join(part if part[:1] in "{`" else part.translate(LETTERS) for part in KEPT.split(message))


@pytest.fixture
def pages(sites: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Path]:
    """The firm's report as it is, and in Hebrew letters."""
    english = catalogue.messages("en")
    told: dict[str, Mapping[str, Message]] = {"en": english, "he": {key: hebrew(message) for key, message in english.items()}}
    monkeypatch.setattr(catalogue, "messages", told.__getitem__)
    monkeypatch.setattr(catalogue, "languages", lambda: frozenset(told))
    found = archive.findings((sites.firm / KEY / "report.json").read_bytes())
    chosen = settings.load(sites.firm.parent).settings
    shutil.copytree(sites.firm / "assets", tmp_path / "assets")
    return {language: page(tmp_path / language, wording.document(replace(found, locale=language), chosen)) for language in told}


def page(folder: Path, document: Document) -> Path:
    drawn = {figure.id: charts.svg(figure.chart, charts.look(), "html") for figure in render.figures(document)}
    folder.mkdir(parents=True)
    file = folder / "index.html"
    file.write_text(render.html(document, drawn), "utf-8")
    return file


@pytest.mark.parametrize("view", [WIDE, PHONE])
def test_from_right_to_left_the_page_is_mirrored(pages: Mapping[str, Path], view: View) -> None:
    """Headings, kickers, leads and cards begin as far from the right as they do from the left in English, and nothing sticks out."""
    there, here = look([ask("sides", pages[language].as_uri(), view, selectors=BEGIN) for language in ("en", "he")])
    assert here["begin"] == pytest.approx(there["begin"], abs=2)
    assert (there["out"], here["out"]) == ([], [])


def test_its_language_and_its_numbers(pages: Mapping[str, Path]) -> None:
    """The page says which way it runs; a number with a sign, and a name in other letters, is a piece of its own."""
    text = pages["he"].read_text("utf-8")
    assert '<html lang="he" dir="rtl">' in text
    assert re.search(r"\u2068[^\u2068\u2069]*[+\u2212][0-9][^\u2068\u2069]*\u2069|<bdi>[+\u2212][0-9]", text)
    assert "\u2068" not in pages["en"].read_text("utf-8")

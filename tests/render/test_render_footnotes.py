"""Words told at the foot of the page where they first stand."""

from dataclasses import replace

import page_boxes
import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_fixture import document, drawings

from reportgen.model.document import DefinitionItem, DefinitionList, Document, Paragraph, Section
from reportgen.render import Shell, footnotes, html
from reportgen.render.pages import print_html

RANGE = DefinitionItem("word-range", "Range", "Where <the> number lies.", footnote=True)
ODDS = DefinitionItem("word-odds", "Odds ratio", "How much more often.", footnote=True)
RATE = DefinitionItem("word-rate", "Rate", "A share.")


def told(*texts: str, lead: str | None = None) -> Document:
    first = Section("first", "First", "First", lead, tuple(Paragraph(text) for text in texts))
    method = Section("method", "Method", "Range", "The range", (DefinitionList("words", (RANGE, ODDS, RATE)),))
    return replace(document(), sections=(first, method), front=(), charts=())


def test_a_word_is_told_where_running_text_first_says_it_and_nowhere_else() -> None:
    noted = footnotes.printer(told("2.2 (95% range 1.9 to 2.7)", "A range", lead="Six arranged rates"))
    note = '<span class="footnote"><b>Range: </b>Where &lt;the&gt; number lies.</span>'
    assert noted("2.2 (95% range 1.9 to 2.7)") == f"2.2 (95% range{note} 1.9 to 2.7)"
    assert noted("A range") == "A range" and noted("The range") == "The range" and noted("Six arranged rates") == "Six arranged rates"


def test_two_words_of_one_text_are_told_in_its_order() -> None:
    said = footnotes.printer(told("The odds ratio <b> and its range"))("The odds ratio <b> and its range")
    assert said.index("Odds ratio: ") < said.index(" &lt;b&gt; and its range") < said.index("Range: ")


@given(st.text(), st.sampled_from(["range", "odds ratio", "nothing"]))
def test_a_text_without_its_notes_is_what_it_was(around: str, word: str) -> None:
    text = f"{around} {word} {around}"
    said = footnotes.printer(told(text))(text)
    for item in (RANGE, ODDS):
        said = said.replace(footnotes.NOTE.format(f"{item.term}: ", item.text), "")
    assert said.unescape() == text


def test_the_screen_has_none() -> None:
    made = told("A range")
    assert 'class="footnote"' in print_html(made, Shell())
    assert 'class="footnote"' not in html(made, drawings(made))


@pytest.mark.slow
def test_a_note_stands_on_the_page_of_its_word() -> None:
    """A note whose place ended a rounding error below the area for notes always went to the next page (WeasyPrint 70)."""
    made = told("Nothing here.", "A range", "The odds ratio", lead="Only words.")
    pages = [(page.pieces, page.footnotes) for page in page_boxes.drawn(made, drawings(made))]
    for mark in "*†":
        word, note = ({piece.page for said in pages for piece in said[part] if mark in piece.text} for part in (0, 1))
        assert word == note and len(note) == 1, mark

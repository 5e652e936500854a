"""Footnotes on paper: a few words of art explained at the foot of the page where running text first says them."""

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from reportgen.model.document import DefinitionItem, DefinitionList, Document, Paragraph, Section

NOTE = Markup('<span class="footnote"><b>{}</b>{}</span>')


def printer(document: Document) -> Callable[[str], Markup]:
    """A text of the report -> the same, with its footnotes where it is the first running text to say a word that has one. A word that no
    running text says has none: the list of words still explains it."""
    said = list(_running(document))
    found: dict[str, list[DefinitionItem]] = {}
    for item in _explained(document):
        first = next((text for text in said if _pattern(item.term).search(text)), None)
        if first is not None:
            found.setdefault(first, []).append(item)
    return lambda text: _noted(text, found.get(text, []), document.labels["headed"])


def plain(text: str) -> str:
    """The text as it is: a screen has links instead."""
    return text


def _explained(document: Document) -> Iterator[DefinitionItem]:
    for section in document.sections:
        yield from (item for listed in _lists(section) for item in listed.items if item.footnote)


def _running(document: Document) -> Iterator[str]:
    """The sections' leads and paragraphs in reading order, but of the one that explains the words."""
    for section in document.sections:
        if not _lists(section):
            yield from () if section.lead is None else (section.lead,)
            yield from (block.text for block in section.blocks if isinstance(block, Paragraph) and block.style != "warning")


def _lists(section: Section) -> list[DefinitionList]:
    return [block for block in section.blocks if isinstance(block, DefinitionList)]


def _pattern(term: str) -> re.Pattern[str]:
    """The word whole, in any case; in a script without spaces wherever it stands."""
    word = re.escape(term)
    return re.compile(rf"(?<!\w){word}(?!\w)" if term[0].isascii() else word, re.IGNORECASE)


def _noted(text: str, items: list[DefinitionItem], headed: str) -> Markup:
    """Each note stands right behind its word, from the last word of the text to the first, so that none moves another's place."""
    places = sorted(((_pattern(item.term).search(text), item) for item in items), key=lambda pair: -pair[0].end() if pair[0] else 0)
    parts: list[Markup] = []
    for match, item in places:
        end = match.end() if match else len(text)
        parts[:0] = [NOTE.format(headed.format(left=item.term, right=""), item.text), escape(text[end:])]
        text = text[:end]
    return Markup("").join([escape(text), *parts])

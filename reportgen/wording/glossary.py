"""The words of a report that not everybody knows, each in a sentence or two: only those that the report uses."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum

from reportgen.model.document import DefinitionItem, DefinitionList, Figure, Section, Subheading
from reportgen.model.settings import SectionName
from reportgen.wording.draft import Draft

WORDS = (
    "visitor",
    "session",
    "channel",
    "conversion",
    "macro",
    "micro",
    "signal",
    "stage",
    "orphan",
    "proxy",
    "rate",
    "range",
    "points",
    "enough",
    "noise",
    "baseline",
    "pace",
    "forecast",
    "chance",
    "ramping",
    "odds_ratio",
    "comparable",
    "assist",
    "worth",
    "lag",
    "lookback",
    "hot_lead",
    "immature",
    "ways",
    "bounce",
    "net",
    "edition",
)

FOOTNOTES = frozenset({"range", "points", "odds_ratio", "comparable", "hot_lead", "immature"})
"""Words that a reader needs where they first stand, and not at the end."""


def placed(draft: Draft, sections: Sequence[Section], front: object) -> tuple[Section, ...]:
    """The sections, with the glossary at the end of the one on method; as they are where the settings want none."""
    if not draft.settings.report.glossary:
        return tuple(sections)
    return tuple(_with_words(draft, one, sections, front) if one.id == SectionName.METHOD else one for one in sections)


def _with_words(draft: Draft, method: Section, sections: Sequence[Section], front: object) -> Section:
    """The method itself is no reason to explain a word."""
    told = _plain(" ".join(_texts((front, *(one for one in sections if one is not method)))))
    used = [word for word in WORDS if _plain(draft.say(f"glossary.{word}")) in told]
    if not used:
        return method
    ordered = sorted(used, key=lambda word: _plain(draft.say(f"glossary.{word}")))
    listed = DefinitionList("words", tuple(_item(draft, word) for word in ordered))
    return replace(method, blocks=(*method.blocks, Subheading("glossary", draft.say("glossary.heading")), listed))


def _item(draft: Draft, word: str) -> DefinitionItem:
    return DefinitionItem(f"word-{word}", draft.say(f"glossary.{word}"), draft.say(f"glossary.{word}_text"), footnote=word in FOOTNOTES)


def _plain(text: str) -> str:
    """Without case and accents, to find and to order by."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _texts(value: object) -> Iterator[str]:
    """Every text in a part of the document."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif isinstance(value, Figure):
        yield from _texts((value.chart.words, value.caption, value.data, value.notes))
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from _texts(tuple(value.values()))
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for item in value:
            yield from _texts(item)

"""The message catalogue: every sentence of a report goes through `Voice.say`.

Messages live in one TOML file a language (`en.toml`). A message is a text with named placeholders, or a table of plural
forms (CLDR's names: one, few, many, other) chosen by the placeholder `n`. `xx` is a pseudo-language for tests: every message
wrapped in marks and accented, so that a text that did not come from the catalogue stands out.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeGuard

from babel import Locale

from reportgen.model.direction import has_left_to_right, has_right_to_left
from reportgen.wording import dates, numbers

Message = str | Mapping[str, str]
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
PSEUDO = "xx"
FALLBACK = "en"
ELSEWHERE = "en_001"
"""English as it is written outside America: 31 October 2026."""
_ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "áéíóúýÁÉÍÓÚÝçñšž")
_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")
_TWO_STOPS = re.compile(r"(?<=\w)\.\.(?=\s|$)")
"""A sentence that ends with an abbreviation has one full stop: 27. Okt."""
_ISOLATE, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_MARK = "\N{LEFT-TO-RIGHT MARK}"
_ISOLATED = re.compile(f"{_ISOLATE}[^{_ISOLATE}{_POP}]*{_POP}")


@dataclass(frozen=True, slots=True)
class Voice:
    """One reader's language: the messages, and how numbers and dates are written.

    `language` is that of the texts: English where no catalogue exists. `locale` writes numbers, `calendar` dates (whose month names
    belong to the texts). `currency` is the report's ISO code.
    """

    language: str
    locale: Locale
    calendar: Locale
    currency: str
    messages: Mapping[str, Message]

    def say(self, key: str, /, **values: str | int | date) -> str:
        """The message of `key` with its placeholders filled.

        An int is written as a count and, named `n`, chooses the plural form; a date is written out; a str stands as it is, one that
        runs against the language as a piece of its own (`isolated`). An abbreviation at the end of a sentence shares its full stop.
        KeyError for an unknown key or a placeholder without a value.
        """
        message = self.messages[key]
        if not isinstance(message, str):
            n = values["n"]
            if not isinstance(n, int):
                raise TypeError(f"{key} chooses its form by a whole number n, not by {n!r}")
            message = message.get(self.calendar.plural_form(n), message["other"])
        told = message.format_map({name: self._written(value) for name, value in values.items()})
        return _TWO_STOPS.sub(".", told)

    def _written(self, value: str | int | date) -> str:
        if isinstance(value, date):
            return dates.long_day(self.calendar, value)
        return numbers.count(self.locale, value) if isinstance(value, int) else isolated(value, self.calendar.text_direction)

    def knows(self, key: str) -> bool:
        return key in self.messages

    def group(self, prefix: str) -> dict[str, str]:
        """The plain messages under `prefix.`, by the rest of their key: the labels a template prints."""
        start = prefix + "."
        return {key[len(start) :]: text for key, text in self.messages.items() if key.startswith(start) and isinstance(text, str)}


def isolated(text: str, direction: str = "ltr") -> str:
    """The text, between Unicode's marks of an isolated piece where it runs against a language of that `direction` (`ltr` or `rtl`) and does
    not stand between such marks yet: what follows in a sentence then stays where it is (Unicode Standard Annex 9, first strong isolate).

    From left to right that is a text with letters written from right to left; from right to left one with any other letter or a digit, as a
    number's sign would move to its other end. In print a line is set without the one above it, where the piece may have begun: so a mark
    from left to right ends it as well.
    """
    against, after = (has_right_to_left, _MARK) if direction == "ltr" else (has_left_to_right, "")
    return f"{_ISOLATE}{text}{_POP}{after}" if against(_ISOLATED.sub("", text)) else text


def voice(locale: str, currency: str) -> Voice:
    """The voice of a settings locale (`en`, `en_GB`, `de`). A language without a catalogue keeps its numbers and gets English texts, with
    the day before the month, as nearly all of those languages have it."""
    code = "en" if locale == PSEUDO else locale
    numbers_locale = Locale.parse(code.replace("-", "_"))
    language = PSEUDO if locale == PSEUDO else numbers_locale.language
    if language != PSEUDO and language not in languages():
        language = FALLBACK
    own = language in (numbers_locale.language, PSEUDO)
    return Voice(language, numbers_locale, numbers_locale if own else Locale.parse(ELSEWHERE), currency, messages(language))


@cache
def languages() -> frozenset[str]:
    """Languages with a catalogue of their own."""
    return frozenset(file.stem for file in Path(__file__).parent.glob("*.toml"))


@cache
def messages(language: str) -> Mapping[str, Message]:
    """The whole catalogue of a language: dotted key -> message."""
    if language == PSEUDO:
        return {key: _pseudo_message(message) for key, message in messages(FALLBACK).items()}
    with (Path(__file__).parent / f"{language}.toml").open("rb") as file:
        return dict(_flat(tomllib.load(file), ""))


def _flat(table: Mapping[str, object], prefix: str) -> list[tuple[str, Message]]:
    found: list[tuple[str, Message]] = []
    for name, entry in table.items():
        key = f"{prefix}{name}"
        if isinstance(entry, str) or _is_plural(entry):
            found.append((key, entry))
        elif isinstance(entry, dict):
            found.extend(_flat(entry, f"{key}."))
        else:
            raise TypeError(f"{key}: a message is a text or a table of plural forms")
    return found


def _is_plural(entry: object) -> TypeGuard[Mapping[str, str]]:
    return (
        isinstance(entry, dict) and "other" in entry and entry.keys() <= PLURALS and all(isinstance(text, str) for text in entry.values())
    )


def _pseudo_message(message: Message) -> Message:
    return _pseudo(message) if isinstance(message, str) else {form: _pseudo(text) for form, text in message.items()}


def _pseudo(text: str) -> str:
    parts = _PLACEHOLDER.split(text)
    return "⟦" + "".join(part if part.startswith("{") else part.translate(_ACCENTS) for part in parts) + "⟧"

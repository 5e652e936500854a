"""What an export calls in English or by a code, as the reader's language has it: kinds of device and countries.

For display alone: settings filter by the export's own values, and `report.json` and the tables of `data/` have them.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale

from reportgen.wording.catalogue import FALLBACK
from reportgen.wording.draft import Speech

_ALSO = MappingProxyType({"turkey": "TR", "czech republic": "CZ", "united states of america": "US", "usa": "US", "uk": "GB"})
"""What exports call countries beside the names of CLDR."""


def said(draft: Speech, dimension: str, value: str) -> str:
    """The value as the reader says it; as the export has it, where it is of another dimension or unknown."""
    if dimension == "device":
        key = f"device.{value.casefold().replace(' ', '_')}"
        return draft.say(key) if draft.voice.knows(key) else value
    return country(draft.voice.calendar, value) if dimension == "country" else value


def country(locale: Locale, value: str) -> str:
    """A country by its English name or its code of two letters (ISO 3166-1) in the locale's language; in English its names stay."""
    code = value.upper() if len(value) == 2 and value.upper() in locale.territories else None
    if code is None and locale.language == FALLBACK:
        return value
    found = code or _codes().get(_plain(value))
    return str(locale.territories.get(found, value)) if found else value


@cache
def _codes() -> Mapping[str, str]:
    """English name -> code. Names of regions, whose codes are numbers, are none of a country."""
    names = Locale(FALLBACK).territories
    return {_plain(name): code for code, name in names.items() if code.isalpha() and len(code) == 2} | _ALSO


def _plain(name: str) -> str:
    return name.casefold().replace(" and ", " & ").replace("ü", "u")

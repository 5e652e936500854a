"""Days and periods as text. Month names belong to the texts' language, so the locale here is the voice's calendar."""

import re
from datetime import date, timedelta

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton

from reportgen.periods import Grain, Period

_WIDE_TILDE, _WAVE_DASH = "\uff5e", "\u301c"
"""What CLDR sets between two days in Japanese, and what the catalogue does: it begins no line (class NS of UAX 14)."""
_BARE_FIRST = re.compile(r"(?<!\d)1(?=[\s–])")


def long_day(locale: Locale, day: date) -> str:
    """October 31, 2026."""
    return _ordinal(locale, format_date(day, "long", locale=locale))


def short_day(locale: Locale, day: date) -> str:
    """Oct 31."""
    return _ordinal(locale, format_skeleton("MMMd", day, locale=locale))


def medium_day(locale: Locale, day: date) -> str:
    """Oct 31, 2026."""
    return _ordinal(locale, format_skeleton("yMMMd", day, locale=locale))


def month_name(locale: Locale, day: date) -> str:
    """October 2026."""
    return format_skeleton("yMMMM", day, locale=locale)


def short_month(locale: Locale, day: date) -> str:
    """Oct 2026."""
    return format_skeleton("yMMM", day, locale=locale)


def bare_month(locale: Locale, day: date) -> str:
    """Oct."""
    return format_skeleton("MMM", day, locale=locale)


def full_month(locale: Locale, day: date) -> str:
    """October."""
    return format_date(day, "LLLL", locale=locale)


def stretch(locale: Locale, span: Period) -> str:
    """As `period`, but a quarter by its name: Q3 2026."""
    first = date(span.begin.year, span.begin.month, 1)
    is_quarter = span.begin == first and first.month % 3 == 1 and span.end == (first + timedelta(days=100)).replace(day=1)
    return format_skeleton("yQQQ", span.begin, locale=locale) if is_quarter else period(locale, span)


def stretch_name(locale: Locale, span: Period) -> str:
    """A month or quarter without its year: Oct, Q3."""
    return bare_month(locale, span.begin) if span.days < 40 else format_date(span.begin, "QQQ", locale=locale)


def ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def period(locale: Locale, span: Period) -> str:
    """A whole month, a whole year, one day, or both ends: October 2026 / 2026 / October 3, 2026 / Sep 1 – 15, 2026."""
    if span.days == 1:
        return long_day(locale, span.begin)
    if span == _month_of(span.begin):
        return month_name(locale, span.begin)
    if span.begin == date(span.begin.year, 1, 1) and span.end == date(span.begin.year + 1, 1, 1):
        return format_skeleton("y", span.begin, locale=locale)
    return _from_to(locale, span.begin, span.last_day)


def part(locale: Locale, span: Period, grain: Grain) -> str:
    """One period of a series: Oct 2026 / Oct 5 – 11, 2026 / Oct 5, 2026."""
    if grain is Grain.MONTH:
        return short_month(locale, span.begin)
    if grain is Grain.DAY or span.days == 1:
        return medium_day(locale, span.begin)
    return _from_to(locale, span.begin, span.last_day)


def days(locale: Locale, given: tuple[date, ...]) -> tuple[str, ...]:
    """Single days and runs of days, in order: Oct 3, Oct 7 – 9."""
    return tuple(_run(locale, first, last) for first, last in _runs(tuple(sorted(set(given)))))


def _from_to(locale: Locale, first: date, last: date) -> str:
    return _ordinal(locale, format_interval(first, last, "yMMMd", locale=locale)).replace(_WIDE_TILDE, _WAVE_DASH)


def _ordinal(locale: Locale, text: str) -> str:
    """French says the first of a month as an ordinal, 1er octobre 2026, which the locale's patterns do not know."""
    return _BARE_FIRST.sub("1er", text) if locale.language == "fr" else text


def _run(locale: Locale, first: date, last: date) -> str:
    return medium_day(locale, first) if first == last else _from_to(locale, first, last)


def _runs(ordered: tuple[date, ...]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in ordered:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=32)).replace(day=1))

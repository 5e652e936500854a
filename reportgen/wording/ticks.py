"""Which values and days an axis may print, chosen so that they are round and few, and their words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import ceil, floor, log10

from babel import Locale

from reportgen.wording import dates

MOST_DAYS = 7


def values(high: float, word: Callable[[float], str], *, low: float = 0.0, whole: bool = False) -> Mapping[float, str]:
    """Round values from `low` up to at least `high` with their words; always some, `whole` numbers only for counts."""
    top = high if high > low else low + 1.0
    step = _step((top - low) / 4)
    if whole:
        step = max(1.0, float(ceil(step)))
    first, last = floor(low / step), ceil(top / step - 1e-9)
    return {number: word(number) for number in (round(step * index, 10) for index in range(first, last + 1))}


def _step(rough: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `rough`."""
    power = 10.0 ** floor(log10(rough))
    return next(base * power for base in (1.0, 2.0, 2.5, 5.0, 10.0) if base * power >= rough * (1 - 1e-9))


def month_days(locale: Locale, given: Sequence[date]) -> Mapping[date, str]:
    """Words for the days of an axis over months: `Oct 2026`, at most seven, the last one always among them."""
    return {day: dates.short_month(locale, day) for day in _spread(given)}


def single_days(locale: Locale, given: Sequence[date]) -> Mapping[date, str]:
    """Words for the days of an axis over days or weeks: `Oct 5`, at most seven, the last one always among them."""
    return {day: dates.short_day(locale, day) for day in _spread(given)}


def long_days(locale: Locale, given: Sequence[date]) -> Mapping[date, str]:
    """Words for a goal's axis: month starts where it spans several months, else single days."""
    firsts = [day for day in given if day.day == 1]
    return month_days(locale, firsts) if len(firsts) >= 3 else single_days(locale, given)


def _spread(given: Sequence[date]) -> list[date]:
    """At most seven of the days, evenly spaced back from the last."""
    stride = max(1, ceil(len(given) / MOST_DAYS))
    return sorted(given)[::-1][::stride][::-1]

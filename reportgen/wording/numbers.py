"""Numbers as text: in the reader's locale, with a true minus, and with no digit that is not known.

Shares are 0-1, amounts whole units of the currency. Nothing here shows a false 0 or 100 %. Digits are 0-9 in every locale, and nothing
marks a direction: all catalogues run from left to right, and templates set apart what stands on a page that does not.
"""

import re
from math import floor, log10

from babel import Locale
from babel.numbers import format_compact_currency, format_currency, format_decimal, get_currency_precision, get_currency_symbol

from reportgen.stats.measures import Rate

MINUS = "\u2212"
BRIEF = 10_000
"""Amounts from here on are told in thousands and millions where room is scarce."""
_NEARLY_NOTHING = 1e-12
_DIRECTION = re.compile("[\u061c\u200e\u200f]")
_CODE_BESIDE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_NO_DIGIT = re.compile(r"\D")


def count(locale: Locale, n: int) -> str:
    """A whole number: 1,234."""
    return _true_minus(format_decimal(n, locale=locale))


def decimal(locale: Locale, value: float, digits: int, *, keep_zeros: bool = False) -> str:
    """A number with at most `digits` decimals (exactly so many with `keep_zeros`); never a minus before zero."""
    rounded = round(value, digits) or 0.0
    places = "0" * digits if keep_zeros else "#" * digits
    pattern = f"#,##0.{places}" if digits else "#,##0"
    return _true_minus(format_decimal(rounded, pattern, locale=locale))


def amount(locale: Locale, value: float) -> str:
    """A number whose size decides its decimals: 1,234 / 56.7 / 2.1 / 0.35."""
    return decimal(locale, value, decimals_for(abs(value), 2))


def rate(locale: Locale, measured: Rate) -> str | None:
    """A rate as a percentage: 3.2%, 0.42%; whole percents where fewer than a hundred were counted. None without a denominator."""
    value = measured.value
    if value is None:
        return None
    return share(locale, value, digits=0) if measured.of < 100 and value >= 0.095 else share(locale, value)


def share(locale: Locale, value: float, digits: int | None = None) -> str:
    """A share 0-1 as a percentage: one decimal from 1 % on, two below; `<0.1%` and `>99.9%` rather than a false end.

    `digits` fixes the decimals; the ends stay true all the same.
    """
    if value < 0:
        return MINUS + share(locale, -value, digits)
    if value <= _NEARLY_NOTHING or abs(value - 1) <= _NEARLY_NOTHING:
        return percent(locale, round(value), 0)
    if value < 0.001:
        return f"<{percent(locale, 0.001, 1)}"
    if digits is None:
        digits = 1 if value >= 0.00995 else 2
    rounded = round(value * 100, digits)
    if rounded == 100 and value < 1:
        return f">{percent(locale, 0.999, 1)}"
    if rounded == 0:
        digits = 1
    return percent(locale, value, digits)


def bound(locale: Locale, value: float) -> str:
    """One end of an interval of shares, with two significant figures: 2.2%, 12%, 0.85%."""
    return share(locale, value, min(decimals_for(abs(value) * 100, 2), 2))


def exact_share(locale: Locale, value: float) -> str:
    """A share that somebody declared: 3%, 2.5%, 0.25%; no digits added or lost down to a hundredth of a percent."""
    return _signed_minus(value) + percent(locale, abs(value), 2, keep_zeros=False)


def percent(locale: Locale, value: float, digits: int, *, keep_zeros: bool = True) -> str:
    """A share 0-1 with the locale's percent sign and exactly (or at most) `digits` decimals."""
    number = decimal(locale, value * 100, digits, keep_zeros=keep_zeros)
    positive = str(locale.percent_formats[None].pattern).partition(";")[0]
    return re.sub(r"[#,]*0", number, positive)


def change(locale: Locale, relative: float) -> str:
    """A relative change with its sign: +18%, −4.2%, 0%."""
    if abs(relative) <= _NEARLY_NOTHING:
        return percent(locale, 0, 0)
    digits = 0 if abs(relative) >= 0.0995 else 1
    size = "<" + percent(locale, 0.001, 1) if abs(relative) < 0.0005 else percent(locale, abs(relative), digits, keep_zeros=False)
    return _sign(relative) + size


def points(locale: Locale, difference: float) -> str:
    """A difference of shares in percentage points, signed, two significant figures: +0.9, −1.0, +12."""
    size = abs(difference) * 100
    if size <= _NEARLY_NOTHING:
        return "0"
    if size < 0.005:
        return _sign(difference) + "<" + decimal(locale, 0.01, 2)
    return _sign(difference) + decimal(locale, size, min(decimals_for(size, 2), 2), keep_zeros=size >= 1)


def money(locale: Locale, units: float, currency: str) -> str:
    """An amount in whole units of the currency: no decimals from 100 on. A code of letters keeps a space from the number, as CLDR's
    `currencySpacing` has it (UTS 35, 2.3)."""
    digits = get_currency_precision(currency) if abs(units) < 100 and units != round(units) else 0
    rounded = round(abs(units), digits)
    text = format_currency(rounded, currency, _money_pattern(locale, digits, currency), locale=locale, currency_digits=False)
    return (MINUS if units < 0 and rounded else "") + _spaced(text)


def brief_money(locale: Locale, units: float, currency: str) -> str:
    """An amount of up to three significant figures with the locale's short word for thousands or millions: €1.5M. Any other as `money`, and
    all where the locale has no such word (German thousands)."""
    plain = money(locale, units, currency)
    if abs(units) < BRIEF or units != to_step(units, _two_figures(units) / 10):
        return plain
    short = format_compact_currency(abs(units), currency, locale=locale, fraction_digits=2)
    if _NO_DIGIT.sub("", short) == _NO_DIGIT.sub("", plain):
        return plain
    return (MINUS if units < 0 else "") + short


def money_micro(locale: Locale, micro: int, currency: str) -> str:
    """An amount in micro-units."""
    return money(locale, micro / 1_000_000, currency)


def change_bound(locale: Locale, relative: float) -> str:
    """One end of an interval of relative changes, in whole percents and at most two significant figures: −5%, +17%, +120%."""
    size = to_step(abs(relative), max(0.01, _two_figures(relative)))
    return percent(locale, 0, 0) if size == 0 else _sign(relative) + percent(locale, size, 0)


def steps(low: float, high: float) -> tuple[float, float]:
    """To which step each end of an interval is rounded: two significant figures, finer where that is more than a quarter of its width."""
    width = high - low
    finest = 10.0 ** floor(log10(width / 4)) if width > 0 else 0.0
    return min(_two_figures(low), finest), min(_two_figures(high), finest)


def to_step(value: float, step: float) -> float:
    """The multiple of `step` nearest to the value; the value itself for a step of 0."""
    return round(round(value / step) * step, 10) if step > 0 else value


def decimals_of(step: float) -> int:
    """Decimals that a multiple of the step needs, at most 3."""
    return max(0, min(3, -floor(log10(step) + 1e-9))) if 0 < step < float("inf") else 0


def _two_figures(value: float) -> float:
    """The step of a number's second significant figure; none for zero."""
    return 10.0 ** (floor(log10(abs(value))) - 1) if value else float("inf")


def rough(value: float) -> float:
    """An estimate of 1,000 or more to three significant figures; smaller ones as they are."""
    if abs(value) < 1_000:
        return value
    return round(value, 2 - floor(log10(abs(value))))


def decimals_for(size: float, figures: int) -> int:
    """Decimals that show `figures` significant figures of a positive number, 0 for big ones, at most 6."""
    if size <= 0:
        return 0
    return max(0, min(6, figures - 1 - floor(log10(size) + 1e-9)))


def _money_pattern(locale: Locale, digits: int, currency: str) -> str:
    decimals = "0." + "0" * digits if digits else "0"
    return str(locale.currency_formats["standard"].pattern).replace("0.00", decimals).replace("¤", _sign_of(locale, currency))


def _sign_of(locale: Locale, currency: str) -> str:
    """What stands for the currency in a pattern: the locale's own sign, but none of letters that run against the texts."""
    return "¤" if locale.text_direction == "ltr" else f"'{get_currency_symbol(currency, locale='en')}'"


def _sign(value: float) -> str:
    return "+" if value > 0 else MINUS


def _signed_minus(value: float) -> str:
    return MINUS if value < 0 else ""


def _spaced(text: str) -> str:
    return _CODE_BESIDE_DIGIT.sub("\xa0", _DIRECTION.sub("", text))


def _true_minus(text: str) -> str:
    return _DIRECTION.sub("", text).replace("-", MINUS)

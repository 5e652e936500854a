"""The referee: what may be compared, ranked, marked and called, and how many more would be needed. Every section asks here.

Two sides are compared with five conversions and thirty visitors each. A difference is called one when p < .05 (q <= .10 among many) and it
is at least 5 % of itself. A rate is ranked when five conversions would be expected of it and its interval does not reach from half the
whole's rate to one and a half times it (statistics 2).
"""

from math import asin, ceil, pi, sin, sqrt
from statistics import NormalDist

from reportgen.stats.measures import Interval, Rate, Verdict

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
POWER = 0.80
MIN_CONVERSIONS = 5
MIN_VISITORS = 30
MIN_EXPECTED = 5
MIN_MACROS = 20
"""Macros behind anything that is said of them: a link, a lag, how a month stands."""
MIN_RELATIVE_CHANGE = 0.05
MAX_Q = 0.10
TOO_WIDE = 0.50
CLEAR = frozenset({Verdict.UP, Verdict.DOWN})
"""The verdicts that may have an arrow, a colour or a winner."""


def comparable(one: Rate, other: Rate) -> bool:
    """Whether two rates may be compared at all: at least five conversions and thirty visitors on both sides."""
    return min(one.n, other.n) >= MIN_CONVERSIONS and min(one.of, other.of) >= MIN_VISITORS


def may_test(rate: Rate, whole: Rate) -> bool:
    """Whether a part may be tested against the rest of the whole: anybody converted, and thirty visitors on both sides."""
    return whole.n > 0 and rate.of >= MIN_VISITORS and whole.of - rate.of >= MIN_VISITORS


def tellable(rate: Rate, whole: Rate) -> bool:
    """Whether a part's rate may be shown as one: thirty visitors, and five conversions expected of them at the whole's rate."""
    return rate.of >= MIN_VISITORS and rate.of * whole.n >= MIN_EXPECTED * whole.of > 0


def rankable(rate: Rate, interval: Interval | None, whole: Rate) -> bool:
    """Whether a part may stand in an order: tellable, and its interval does not cover the whole's rate from 50 % below to 50 % above."""
    if interval is None or not tellable(rate, whole):
        return False
    middle = whole.n / whole.of
    return interval.low > middle * (1 - TOO_WIDE) or interval.high < middle * (1 + TOO_WIDE)


def moved(p_value: float | None, relative: float | None) -> bool:
    """Whether one change may be called one: p < .05, and at least 5 % of itself (any size from nothing)."""
    return p_value is not None and p_value < 1 - LEVEL and (relative is None or abs(relative) >= MIN_RELATIVE_CHANGE)


def stands_out(q_value: float | None) -> bool:
    """Whether one of many may be marked: q <= .10 after Benjamini & Hochberg (1995)."""
    return q_value is not None and q_value <= MAX_Q


def enough_macros(n: int) -> bool:
    """Whether so many macros may carry a judgement."""
    return n >= MIN_MACROS


def smallest_detectable(p: float, n: int, phi: float = 1.0) -> float | None:
    """Smallest relative rise of rate `p` that two periods of `n` visitors each would show with 80 % power at 5 %.

    Cohen's (1988, ch. 6) arcsine effect size h: h = (z_0.975 + z_0.80) sqrt(2 phi / n). None when even a rise to 100 % would not show.
    """
    if not 0 < p < 1 or n <= 0:
        return None
    angle = asin(sqrt(p)) + _critical_sum() * sqrt(2 * phi / n) / 2
    return sin(angle) ** 2 / p - 1 if angle < pi / 2 else None


def visitors_needed(p: float, relative: float, phi: float = 1.0) -> int | None:
    """Visitors needed in each of two periods to see rate `p` change by `relative` (0.1: +10 %) with 80 % power at 5 %.

    None when the changed rate would leave 0-1 or nothing changes.
    """
    changed = p * (1 + relative)
    if not (0 < p < 1 and 0 <= changed <= 1) or changed == p:
        return None
    effect = 2 * (asin(sqrt(changed)) - asin(sqrt(p)))
    return ceil(2 * phi * (_critical_sum() / effect) ** 2)


def more_visitors(one: Rate, other: Rate, phi: float = 1.0) -> int | None:
    """Further visitors that the smaller of two sides needs before a difference as large as the one seen would show, both being as large.

    Both sides also need five conversions at their own rates. None where the rates are equal or a side had no conversion: then no number
    can be named. 1 at least.
    """
    if not (one.n and other.n):
        return None
    low, high = sorted((one.n / one.of, other.n / other.of))
    wanted = visitors_needed(low, high / low - 1, phi)
    if wanted is None:
        return None
    return max(wanted, ceil(MIN_CONVERSIONS / low), MIN_VISITORS, min(one.of, other.of) + 1) - min(one.of, other.of)


def _critical_sum() -> float:
    normal = NormalDist()
    return normal.inv_cdf(1 - (1 - LEVEL) / 2) + normal.inv_cdf(POWER)

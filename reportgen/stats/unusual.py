"""Unusual days: counts far from what their weekday and the weeks before make usual (statistics 6), and runs of zeros (statistics 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log, prod
from statistics import fmean

import numpy as np

from reportgen.stats.daily import Daily
from reportgen.stats.kalman import WEEK, Floats

BLOCKS = 4
MEMORY_DAYS = 56
LEAST_KNOWN = 28
LEAST_RECORDED = 5
PSEUDO_WEEKS = 2
MEDIAN_CHI_SQUARE = 0.455
LEAST_USUAL = 20.0
TAIL = 0.001
LOW, HIGH = 0.5, 2.0
LESS, MORE = 0.6, 1.7
"""Shares of the usual at which a day a year before counts as nearly as far out."""
YEAR_DAYS = 364
AROUND = 10
"""Holidays wander: the same time a year before is so many days around."""


@dataclass(frozen=True, slots=True)
class UnusualDay:
    """`usual`: what the day would be by the weeks before; `probability` of a day as far out on its side or farther."""

    day: date
    count: float
    usual: float
    probability: float

    @property
    def high(self) -> bool:
        return self.count > self.usual


def unusual_days(history: Daily) -> tuple[UnusualDay, ...]:
    """The days of a daily count that stand out, earliest first; none in the first 47 days, nor where fewer than 20 are usual.

    Usual is the median of the last four 7-day means x the weekday's median factor over 56 days (drawn to 1 by two weeks); its dispersion
    the median of (y - usual)^2 / usual over 56 days / .455. A day stands out where its negative binomial tail is under .001 and it lies
    outside half to twice the usual, also with its weekday's factor as it is: a site closed on Sundays is not low on every one of them.
    Days that stand out hardly move the medians of the days after. Where a day of the same time a year before was nearly as far out on the
    same side, it is the year, not the day.
    """
    days = np.array([np.nan if value is None else value for value in history.values], dtype=float)
    usual, as_its_weekday = usual_counts(days)
    phi = dispersions((days - usual) ** 2 / usual)
    least, most = LOW * np.minimum(usual, as_its_weekday), HIGH * np.maximum(usual, as_its_weekday)
    found = []
    for at in np.flatnonzero((usual >= LEAST_USUAL) & np.isfinite(phi) & ((days < least) | (days > most))):
        tail = tail_probability(days[at], usual[at], phi[at])
        if tail < TAIL and not as_last_year(days / usual, int(at), LESS, MORE):
            found.append(UnusualDay(history.begin + timedelta(days=int(at)), float(days[at]), float(usual[at]), tail))
    return tuple(found)


def as_last_year(shares: Floats, at: int, less: float, more: float) -> bool:
    """Whether some day about a year before `at` was on the same side: its share of its own usual under `less`, or over `more`."""
    first, last = at - YEAR_DAYS - AROUND, at - YEAR_DAYS + AROUND
    then = shares[max(first, 0) : max(last + 1, 0)]
    return bool((then < less).any() if shares[at] < 1 else (then > more).any())


def usual_counts(days: Floats) -> tuple[Floats, Floats]:
    """What each day would be by the days before it, with weekday factors drawn to 1 and as they are; NaN where few weeks are known."""
    weeks = _before(days).reshape(-1, MEMORY_DAYS // WEEK, WEEK)  # each beginning with the day's own weekday
    known = np.isfinite(weeks).sum(axis=2)
    means = np.where(known >= LEAST_RECORDED, np.nansum(weeks, axis=2) / np.maximum(known, 1), np.nan)
    recent = means[:, -BLOCKS:]
    level = np.where(np.isfinite(recent).sum(axis=1) >= BLOCKS - 1, _medians(recent), np.nan)
    level = np.where(level > 0, level, np.nan)
    drawn, plain = _factors(weeks / np.where(means > 0, means, np.nan)[:, :, None])
    return level * drawn, level * plain


def _factors(ratios: Floats) -> tuple[Floats, Floats]:
    """(days, weeks, 7) shares of their week's mean -> the first weekday's median, drawn to 1 by two weeks (all 1 on average) and plain."""
    known = np.isfinite(ratios).sum(axis=1)
    plain = np.where(known > 0, _medians(ratios), 1.0)
    drawn = (known * plain + PSEUDO_WEEKS) / (known + PSEUDO_WEEKS)
    return drawn[:, 0] / drawn.mean(axis=1), plain[:, 0]


def dispersions(squares: Floats) -> Floats:
    """Variance over mean by the median of the 56 days before, robust against days that stand out; at least 1, NaN under 28 days to tell."""
    before = _before(squares)
    return np.where(np.isfinite(before).sum(axis=1) >= LEAST_KNOWN, np.maximum(_medians(before) / MEDIAN_CHI_SQUARE, 1.0), np.nan)


def _before(values: Floats) -> Floats:
    """The 56 values before each (n, 56), NaN where there are none."""
    padded = np.concatenate([np.full(MEMORY_DAYS, np.nan), values])
    return np.lib.stride_tricks.sliding_window_view(padded, MEMORY_DAYS)[: len(values)]


def _medians(values: Floats) -> Floats:
    """Medians along the second axis of what is not NaN; NaN where nothing is."""
    known = np.isfinite(values).sum(axis=1)
    ordered = np.sort(values, axis=1)  # NaN last
    below, above = (
        np.take_along_axis(ordered, np.expand_dims(np.maximum(at, 0), 1), axis=1).squeeze(1) for at in ((known - 1) // 2, known // 2)
    )
    middle: Floats = np.where(known > 0, (below + np.where(known > 1, above, below)) / 2, np.nan)
    return middle


def tail_probability(count: float, usual: float, phi: float) -> float:
    """Probability of `count` or farther out, of a negative binomial with variance phi x usual; Poisson at phi 1."""
    from scipy.special import betainc, pdtr, pdtrc

    whole = round(count)
    if phi > 1 + 1e-9:
        size = usual / (phi - 1)
        return float(betainc(whole, size, 1 - 1 / phi) if whole > usual else betainc(size, whole + 1, 1 / phi))
    return float(pdtrc(whole - 1, usual) if whole > usual else pdtr(whole, usual))


def silence_probability(before: Sequence[tuple[int, int]], weekdays: Sequence[int]) -> float:
    """Chance that nothing comes on days of these weekdays, by the (weekday, count) of the days before; 1.0 without any count.

    The product of P(0) of a negative binomial with its weekday's mean (drawn to that of all days by two weeks) and the days' common
    dispersion around their weekdays' means; Poisson where they vary no more than that. A weekday that was at nothing before may be so
    again as often as it was (half a day added): closed on Sundays is not silent on Sundays.
    """
    mean = fmean(count for _, count in before) if before else 0.0
    if mean <= 0:
        return 1.0
    by_weekday = {day: [count for weekday, count in before if weekday == day] for day in range(WEEK)}
    means = {day: (sum(found) + PSEUDO_WEEKS * mean) / (len(found) + PSEUDO_WEEKS) for day, found in by_weekday.items()}
    squares = sum((count - means[weekday]) ** 2 / means[weekday] for weekday, count in before)
    phi = max(1.0, squares / max(1, len(before) - WEEK))
    return prod(max(_none(means[day], phi), _none_before(by_weekday[day])) for day in weekdays)


def _none(mean: float, phi: float) -> float:
    """P(0) of a negative binomial with variance phi x mean."""
    return exp(-mean) if phi <= 1 + 1e-9 else exp(-mean / (phi - 1) * log(phi))


def _none_before(counts: Sequence[int]) -> float:
    zeros = sum(count == 0 for count in counts)
    return (zeros + 0.5) / (len(counts) + 1) if zeros else 0.0

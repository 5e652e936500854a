"""Rates: their intervals, and their change between two periods (statistics 2)."""

from collections.abc import Sequence
from dataclasses import replace
from math import hypot, inf, sqrt

from reportgen.stats.measures import Dispersion, Interval, Rate, RateChange, RateEstimate, Verdict
from reportgen.stats.referee import LEVEL, Z, comparable, moved, smallest_detectable

MAX_WEEKS = 26
MIN_WEEKS = 8
MIN_WEEKLY_VISITORS = 10
LARGE = 2_000


def assumed_dispersion(n: int) -> Dispersion:
    """What is assumed of `n` visitors when it cannot be measured: phi 1 for fewer than 2,000, otherwise 2."""
    return Dispersion(1.0 if n < LARGE else 2.0, assumed=True, df=inf)


def dispersion(weeks: Sequence[tuple[int, int]], n: int) -> Dispersion:
    """Dispersion of weekly (conversions, visitors) around their pooled rate: max(1, Pearson chi-square / (W - 1)).

    Only the last 26 weeks count, and of them those with at least 10 visitors; with fewer than eight, or no conversion or nothing
    but conversions in all of them, it is assumed from `n`, the visitors of the period in question. McCullagh & Nelder (1989), 4.5.
    """
    usable = [(k, of) for k, of in weeks[-MAX_WEEKS:] if of >= MIN_WEEKLY_VISITORS]
    conversions, visitors = sum(k for k, _ in usable), sum(of for _, of in usable)
    if len(usable) < MIN_WEEKS or not 0 < conversions < visitors:
        return assumed_dispersion(n)
    pooled = conversions / visitors
    chi_square = sum((k - of * pooled) ** 2 / (of * pooled * (1 - pooled)) for k, of in usable)
    return Dispersion(max(1.0, chi_square / (len(usable) - 1)), assumed=False, df=len(usable) - 1)


def wilson(rates: Sequence[Rate], phi: float) -> tuple[Interval | None, ...]:
    """95 % intervals after Wilson (1927) on n / phi, in the order given. None without a denominator; never outside 0-1."""
    return tuple(_wilson(rate, phi) for rate in rates)


def _wilson(rate: Rate, phi: float) -> Interval | None:
    """(p + z2 / 2n -+ z sqrt(p (1 - p) / n + z2 / 4n2)) / (1 + z2 / n)."""
    if rate.value is None:
        return None
    of, p = rate.of / phi, rate.n / rate.of
    middle, reach = p + Z**2 / (2 * of), Z * sqrt(p * (1 - p) / of + Z**2 / (4 * of**2))
    return _holding(rate, (middle - reach) / (1 + Z**2 / of), (middle + reach) / (1 + Z**2 / of))


def _holding(rate: Rate, low: float, high: float) -> Interval:
    """The interval, which contains its rate: rounding may have left an end a hair inside 0 or 1."""
    value = rate.n / rate.of
    return Interval(min(max(low, 0.0), value), max(min(high, 1.0), value), LEVEL)


def estimate_rates(rates: Sequence[Rate], spread: Dispersion) -> tuple[RateEstimate, ...]:
    """Rates with their intervals, in the order given."""
    if not rates:
        return ()
    intervals = wilson(rates, spread.phi)
    return tuple(RateEstimate(rate, interval, spread.phi, spread.assumed) for rate, interval in zip(rates, intervals, strict=True))


def estimate_rate(rate: Rate, spread: Dispersion) -> RateEstimate:
    """A rate with its interval."""
    return estimate_rates((rate,), spread)[0]


def compare_rates(before: Rate, after: Rate, spread: Dispersion, pooled: float | None = None) -> RateChange:
    """The change of a rate, with Newcombe's interval (1998, method 10) on n / phi and a quasi-binomial test.

    t = difference / sqrt(phi p(1 - p)(1/n_before + 1/n_after)) with `spread.df`; p is the rate if nothing changed: `pooled` where
    given (such as a long history's), else that of both sides together. UP or DOWN when p < .05 and the rate moved by at least 5 %
    of itself; COUNTS_ONLY with fewer than five conversions or thirty visitors on a side; otherwise NOT_ENOUGH_DATA.
    """
    if not comparable(before, after):
        return RateChange(before, after, Verdict.COUNTS_ONLY)
    was, now = before.n / before.of, after.n / after.of
    change = RateChange(
        before,
        after,
        Verdict.NOT_ENOUGH_DATA,
        difference=now - was,
        interval=_newcombe(before, after, spread.phi),
        relative=now / was - 1,
        p_value=difference_p_value(before, after, spread, pooled),
        detectable=smallest_detectable(was, after.of, spread.phi),
    )
    return replace(change, verdict=_verdict(change))


def difference_p_value(before: Rate, after: Rate, spread: Dispersion, pooled: float | None = None) -> float:
    """Two-sided quasi-binomial p value; 1.0 where the pooled rate is 0 or 1 and nothing can differ."""
    from scipy.special import stdtr

    both = before + after
    p = both.n / both.of if pooled is None else pooled
    variance = spread.phi * p * (1 - p) * (1 / before.of + 1 / after.of)
    if variance <= 0:
        return 1.0
    statistic = (after.n / after.of - before.n / before.of) / sqrt(variance)
    return float(2 * stdtr(spread.df, -abs(statistic)))


def _newcombe(before: Rate, after: Rate, phi: float) -> Interval:
    """Each end as far from the difference as the roots of the squared distances of the rates from the Wilson ends that face that way."""
    was, now = before.n / before.of, after.n / after.of
    earlier, later = _wilson(before, phi), _wilson(after, phi)
    assert earlier is not None and later is not None
    low, high = hypot(now - later.low, earlier.high - was), hypot(later.high - now, was - earlier.low)
    return Interval(now - was - low, now - was + high, LEVEL)


def _verdict(change: RateChange) -> Verdict:
    if change.relative is None or not moved(change.p_value, change.relative):
        return Verdict.NOT_ENOUGH_DATA
    return Verdict.UP if change.relative > 0 else Verdict.DOWN

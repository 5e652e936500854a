"""A ratio of two sums (cost per lead, value per visitor): how far chance moves it, and whether it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, log, sqrt

from reportgen.stats.measures import Interval, ValueChange, Verdict
from reportgen.stats.rates import MAX_WEEKS, MIN_WEEKS
from reportgen.stats.referee import LEVEL, moved


@dataclass(frozen=True, slots=True)
class RatioSpread:
    """How far weeks stray from one ratio: its relative standard deviation over as much as `size` below the line is `unit` / sqrt(size).

    `df`: degrees of freedom, weeks - 1.
    """

    unit: float
    df: int


def ratio_spread(weeks: Sequence[tuple[float, float]]) -> RatioSpread | None:
    """From what stood above and below the line in each of the last 26 weeks.

    The ratio estimator's linearised variance (Cochran 1977, 6.4): residuals a - R b around the pooled R = sum a / sum b, taken to grow
    with what is below. None with fewer than eight weeks, or where R is not above zero.
    """
    recent = weeks[-MAX_WEEKS:]
    above, below = fsum(a for a, _ in recent), fsum(b for _, b in recent)
    if len(recent) < MIN_WEEKS or above <= 0 or below <= 0:
        return None
    ratio, df = above / below, len(recent) - 1
    residual = sqrt(fsum((a - ratio * b) ** 2 for a, b in recent) / df)
    return RatioSpread(residual / (ratio * sqrt(below / len(recent))), df)


def ratio_interval(value: float, size: float, spread: RatioSpread) -> Interval | None:
    """The interval of a ratio over as much as `size` below the line, on the logarithm's scale (so that it stays above zero), by Student's
    t. None where the ratio or its size is not above zero."""
    if value <= 0 or size <= 0:
        return None
    reach = _quantile(spread.df) * spread.unit / sqrt(size)
    return Interval(value * exp(-reach), value * exp(reach), LEVEL)


def compare_ratios(before: tuple[float, float], after: tuple[float, float], spread: RatioSpread | None) -> ValueChange:
    """Two ratios, each (value, what is below its line). The interval is of after / before.

    UP or DOWN when p < .05 and the ratio moved by at least 5 %; COUNTS_ONLY without a spread, or where one of them is not above zero:
    then only `relative` is known, and not even that from nothing.
    """
    (was, size), (now, later) = before, after
    relative = now / was - 1 if was > 0 else None
    if spread is None or min(was, now, size, later) <= 0:
        return ValueChange(was, now, Verdict.COUNTS_ONLY, relative)
    deviation = spread.unit * sqrt(1 / size + 1 / later)
    step, reach = log(now / was), _quantile(spread.df) * deviation
    p_value = _tail(spread.df, abs(step) / deviation) if deviation > 0 else float(step == 0)
    direction = Verdict.UP if step > 0 else Verdict.DOWN
    verdict = direction if moved(p_value, relative) else Verdict.NOT_ENOUGH_DATA
    return ValueChange(was, now, verdict, relative, Interval(exp(step - reach), exp(step + reach), LEVEL), p_value=p_value)


def _quantile(df: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(df, (1 + LEVEL) / 2))


def _tail(df: float, statistic: float) -> float:
    from scipy.special import stdtr

    return float(2 * stdtr(df, -statistic))

"""What the weekly level is fitted to: counts, amounts, shares and ratios of weeks, on a log or logit scale (statistics 1.3, step 2)."""

from statistics import fmean

import numpy as np

from reportgen.stats.daily import Daily
from reportgen.stats.kalman import Floats
from reportgen.stats.level import week_days, week_totals

MIN_WEEK_OF = 5


def unit_of(history: Daily, *, money: bool, unit: float | None) -> float:
    """What one event is worth: 1 for counts; for an amount `unit`, or else the mean of the days with anything."""
    if unit is not None:
        return unit
    busy = [value for value in history.values if value is not None and value > 0] if money else []
    return fmean(busy) if busy else 1.0


def log_amounts(totals: Floats) -> Floats:
    """ln(w + 0.5) of weekly counts (or amounts in units); weeks below nothing, from refunds, as nothing."""
    z: Floats = np.log(np.maximum(totals, 0.0) + 0.5)
    return z


def amounts(z: Floats) -> Floats:
    """Back from `log_amounts`."""
    back = np.exp(z)
    back -= 0.5
    return np.maximum(back, 0.0, out=back)


def shares(z: Floats) -> Floats:
    """Back from a logit."""
    back = np.exp(-z)
    back += 1
    return np.reciprocal(back, out=back)


def logits(x: Daily, n: Daily) -> tuple[Floats, Floats]:
    """logit((x + 0.5) / (n + 1)) of weeks, and its binomial variance; NaN for weeks of fewer than five. Both series share their days."""
    hits, of = (np.where(np.isfinite(week_totals(days)), np.nansum(days, axis=1), np.nan) for days in (week_days(x), week_days(n)))
    of = np.where(of >= MIN_WEEK_OF, of, np.nan)
    share = (np.clip(hits, 0.0, of) + 0.5) / (of + 1)
    return np.log(share / (1 - share)), 1 / (of * share * (1 - share))


def log_ratios(num: Daily, den: Daily, worth: float, *, den_money: bool) -> tuple[Floats, Floats]:
    """ln((num + worth / 2) / (den + 1/2)) of weeks, and how much of its variance is the counting of the denominator, 1 / (den + 1/2).

    An amount as denominator has neither its half nor the variance. NaN for weeks with nothing on both sides, or no such amount. Both series
    share their days.
    """
    above, below = np.maximum(week_totals(week_days(num)), 0.0), week_totals(week_days(den))
    base = below if den_money else below + 0.5
    base = np.where((base > 0) & (above + below > 0), base, np.nan)
    return np.log((above + worth / 2) / base), np.zeros_like(base) if den_money else 1 / base

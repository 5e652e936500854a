"""Counts and amounts now against before."""

from collections.abc import Sequence
from math import inf, sqrt
from statistics import NormalDist, fmean

from reportgen.stats.measures import CountChange, Dispersion, Interval, Rate, Verdict
from reportgen.stats.rates import MAX_WEEKS, MIN_WEEKS, assumed_dispersion, wilson
from reportgen.stats.referee import moved

MIN_TOTAL = 10
"""Least total of both periods over phi: under no change fewer than five are then expected on a side."""


def count_dispersion(weeks: Sequence[int], n: int) -> Dispersion:
    """Dispersion of weekly counts around their mean, max(1, variance / mean), over the last 26 weeks.

    With fewer than eight weeks, or nothing counted in them, it is assumed from `n`, the count in question. Growth and season within
    the weeks make it larger, which errs on the side of saying too little.
    """
    recent = weeks[-MAX_WEEKS:]
    mean = fmean(recent) if recent else 0.0
    if len(recent) < MIN_WEEKS or mean <= 0:
        return assumed_dispersion(n)
    chi_square = sum((count - mean) ** 2 / mean for count in recent)
    return Dispersion(max(1.0, chi_square / (len(recent) - 1)), assumed=False, df=len(recent) - 1)


def compare_counts(before: int, after: int, phi: float) -> CountChange:
    """Two counts of equally long periods, as an overdispersed Poisson pair.

    Given their total, `after` is a share of it that is 1/2 if nothing changed (Przyborowski & Wilenski 1940); its score test and the
    Wilson interval on total / phi agree, and share / (1 - share) makes it an interval of after / before. UP or DOWN when p < .05
    and the count moved by at least 5 %; COUNTS_ONLY with under ten in total (over phi); otherwise NOT_ENOUGH_DATA. `relative` is None
    when `before` is 0, and the interval where it would have no upper end.
    """
    relative = after / before - 1 if before else None
    share = Rate(after, before + after)
    if share.of / phi < MIN_TOTAL:
        return CountChange(before, after, Verdict.COUNTS_ONLY, relative)
    p_value = 2 * NormalDist().cdf(-abs(after - before) / sqrt(phi * share.of))
    direction = Verdict.UP if after > before else Verdict.DOWN
    verdict = direction if moved(p_value, relative) else Verdict.NOT_ENOUGH_DATA
    return CountChange(before, after, verdict, relative, _ratio(wilson((share,), phi)[0]), p_value=p_value)


def _ratio(share: Interval | None) -> Interval | None:
    if share is None:
        return None
    high = share.high / (1 - share.high) if share.high < 1 else inf
    return Interval(share.low / (1 - share.low), high, share.level) if high < inf else None


def compare_amounts(before: int, after: int) -> CountChange:
    """Two sums of money (micro-units): the relative change alone, as COUNTS_ONLY and without an interval.

    A few large orders decide a sum, so counts cannot say how far chance alone moves it. `relative` is None unless `before` is positive.
    """
    return CountChange(before, after, Verdict.COUNTS_ONLY, after / before - 1 if before > 0 else None)

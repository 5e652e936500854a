"""Progressing, stagnating or regressing: the change of the weekly level (statistics 1.6)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from reportgen.stats import kalman, level, links
from reportgen.stats.daily import Daily, mapped, paired
from reportgen.stats.forecast import MIN_EVENTS
from reportgen.stats.kalman import DRIFT, Floats
from reportgen.stats.measures import Interval

MAX_WEEKS = 26
MIN_WEEKS = 8
CERTAIN = 0.975
MIN_CHANGE = 0.05
STEADY = (-0.33, 0.50)


class TrendVerdict(StrEnum):
    """What the level did."""

    PROGRESSING = "progressing"
    STAGNATING = "stagnating"
    REGRESSING = "regressing"
    NO_CLEAR_TREND = "no_clear_trend"
    NOT_ENOUGH_DATA = "not_enough_data"


@dataclass(frozen=True, slots=True)
class Trend:
    """The relative change of the level over `weeks` weeks: its median (0.1: +10 %), 95 % and 80 % interval.

    `detectable`: a change smaller than about this would not show. `seasonal`: the yearly pattern was taken out first. All but the verdict
    and `weeks` None with NOT_ENOUGH_DATA.
    """

    verdict: TrendVerdict
    weeks: int
    change: float | None = None
    wide: Interval | None = None
    likely: Interval | None = None
    detectable: float | None = None
    seasonal: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """The level's change as a mixture of normals: weight, mean and standard deviation (48,) each; the level now."""

    weight: Floats
    mean: Floats
    sd: Floats
    now: float

    def below(self, value: float) -> float:
        from scipy.special import ndtr

        return float(self.weight @ ndtr((value - self.mean) / self.sd))

    def quantile(self, share: float) -> float:
        low, high = float((self.mean - 9 * self.sd).min()), float((self.mean + 9 * self.sd).max())
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.below(middle) < share else (low, middle)
        return (low + high) / 2


def trend(
    history: Daily,
    *,
    over: Daily | None = None,
    ratio: bool = False,
    money: bool = False,
    unit: float | None = None,
    over_money: bool = False,
    weeks: int = 13,
    season: bool = True,
    lower_is_better: bool = False,
) -> Trend:
    """What the level of the last weeks did, from at most 26 of them.

    `over`: the denominator of a rate, or of any two sums with `ratio` (`over_money`: an amount); `money` and `unit` as in
    `forecast_total`. With `season`, at 364 days of history or more, the yearly pattern is taken out first. PROGRESSING and REGRESSING need
    97.5 % certainty and a median change of 5 %; STAGNATING an 80 % interval within -33 % and +50 %; NOT_ENOUGH_DATA is fewer than eight
    weeks or five events. `lower_is_better` turns the two directions round, not the numbers.
    """
    z, prior, enough = _weeks(history, over, links.unit_of(history, money=money, unit=unit), ratio, over_money)
    seasonal = season and level.spans_a_year(history) and bool(np.isfinite(z).any())
    if seasonal:
        z = z - kalman.yearly(level.week_middles(len(z))) @ level.fit(z, prior, seasonal=True).season
    z = _from_recorded(z[-MAX_WEEKS:])
    back = min(weeks, len(z) - 1)
    if np.isfinite(z).sum() < MIN_WEEKS or not enough:
        return Trend(TrendVerdict.NOT_ENOUGH_DATA, max(back, 0))
    change = _change(z, back, prior)
    is_share = over is not None and not ratio
    median, low95, high95, low80, high80 = (_relative(change, q, is_share) for q in (0.5, 0.025, 0.975, 0.1, 0.9))
    wide, likely = Interval(low95, high95, 0.95), Interval(low80, high80, 0.80)
    half = (change.quantile(0.975) - change.quantile(0.025)) / 2
    detectable = _share_moved(change.now, half) if is_share else float(np.expm1(half))
    verdict = _verdict(1 - change.below(0.0), median, likely, lower_is_better)
    return Trend(verdict, back, median, wide, likely, detectable, seasonal)


def _weeks(history: Daily, over: Daily | None, worth: float, ratio: bool, over_money: bool) -> tuple[Floats, level.Prior, bool]:
    """The weeks on their scale, their prior, and whether enough happened in them."""
    enough = history.last(MAX_WEEKS * 7).total >= MIN_EVENTS * worth
    if over is None:
        totals = level.week_totals(level.week_days(mapped(history, lambda value: value / worth)))
        return links.log_amounts(totals), level.AMOUNTS, enough
    history, over = paired(history, over)
    if ratio:
        return links.log_ratios(history, over, worth, den_money=over_money)[0], level.AMOUNTS, enough
    return links.logits(history, over)[0], level.SHARES, enough


def _from_recorded(z: Floats) -> Floats:
    recorded = np.flatnonzero(np.isfinite(z))
    return z[recorded[0] :] if len(recorded) else z[:0]


def _change(z: Floats, back: int, prior: level.Prior) -> _Change:
    """The level now less the level `back` weeks ago: the fixed-interval smoother at each pair of the grid (Rauch, Tung & Striebel 1965)."""
    passed = kalman.filtered(z, seasonal=False)
    now, now_var = passed.levels[-1], passed.variances[-1]
    then, then_var, shared = now, now_var, now_var
    for week in range(len(z) - 2, len(z) - 2 - back, -1):
        mean, var = passed.levels[week], passed.variances[week]
        gain = var / (var + DRIFT**2)
        then = mean + gain * (then - mean)
        then_var = var + gain**2 * (then_var - var - DRIFT**2)
        shared = shared * gain
    weight = level.weights(passed.loglike, prior)
    return _Change(weight, now - then, np.sqrt(now_var + then_var - 2 * shared), float(weight @ now))


def _relative(change: _Change, share: float, is_share: bool) -> float:
    """A quantile of the relative change, -1 and up."""
    moved = change.quantile(share)
    return -_share_moved(change.now, -moved) / (1 + _share_moved(change.now, -moved)) if is_share else float(np.expm1(moved))


def _share_moved(logit: float, moved: float) -> float:
    """The relative change of a share at `logit` when its logit moves."""
    return float((1 + np.exp(-logit)) / (1 + np.exp(-logit - moved)) - 1)


def _verdict(rising: float, median: float, likely: Interval, lower_is_better: bool) -> TrendVerdict:
    up, down = TrendVerdict.PROGRESSING, TrendVerdict.REGRESSING
    if lower_is_better:
        up, down = down, up
    if rising >= CERTAIN and median >= MIN_CHANGE:
        return up
    if rising <= 1 - CERTAIN and median <= -MIN_CHANGE:
        return down
    steady = STEADY[0] <= likely.low and likely.high <= STEADY[1]
    return TrendVerdict.STAGNATING if steady else TrendVerdict.NO_CLEAR_TREND

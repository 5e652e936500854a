"""Where a series will be by a deadline: simulated futures of totals, rates and ratios (statistics 1.3)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from reportgen.stats import level, links, sparse, tallies
from reportgen.stats.daily import Daily, mapped, paired
from reportgen.stats.dice import Dice
from reportgen.stats.kalman import MAX_WEEKS, Floats
from reportgen.stats.measures import Rate
from reportgen.stats.shape import week_share

DRAWS = 4_000
MIN_DAYS = 14
MIN_EVENTS = 5
RECENT_DAYS = 91
SPARSE_WEEK = 2.0
MIN_WEEKS = 2


class Method(StrEnum):
    """How the futures were made: not at all, from a rate of rare events, from the weekly level, or from it and a yearly pattern."""

    NONE = "none"
    SPARSE = "sparse"
    LEVEL = "level"
    SEASON = "season"


@dataclass(frozen=True, slots=True, eq=False)
class Futures:
    """Simulated futures from the day after the history on.

    `steps`: days ahead, 7, 14, ... and the deadline. `draws` (futures, steps): what is added up to then if `adds`, else the final rate or
    ratio then. Empty with method NONE. For the footnote: `weeks` of history that were recorded, and `drift`, how much the level drifts a
    week (share; None where nothing was fitted).
    """

    method: Method
    steps: tuple[int, ...]
    draws: Floats
    adds: bool
    weeks: int = 0
    drift: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Coming:
    """(weeks, draws) of the coming weeks, the last one cut to the days it has left."""

    weeks: Floats
    method: Method
    recorded: int
    drift: float | None


def forecast_total(
    history: Daily, days: int, *, money: bool = False, unit: float | None = None, ends: bool = False, draws: int = DRAWS
) -> Futures:
    """What the next `days` days add to a count or to an amount of money.

    Missing days are skipped, not zero. An amount is counted in `unit`, the average value of an order; without one, in the mean of its days
    with anything. Weeks below nothing (refunds) count as nothing. 0 days: one step, 0 ahead, that adds nothing. NONE with fewer than 14
    recorded days or 5 events. `ends`: the last step alone, the same numbers sooner.
    """
    history = _recent(history)
    worth = links.unit_of(history, money=money, unit=unit)
    coming = _coming(mapped(history, lambda value: value / worth), days, Dice(draws), ends=ends)
    if coming is None:
        return _nothing(adds=True)
    added = tallies.added(coming.weeks, ends=ends)
    added *= worth
    return Futures(coming.method, _steps(days, ends=ends), added.T, adds=True, weeks=coming.recorded, drift=coming.drift)


def forecast_rate(
    x: Daily, n: Daily, days: int, *, begin: date, actual: Rate | None = None, ends: bool = False, draws: int = DRAWS
) -> Futures:
    """The final rate, x over n pooled from `begin` to each step; days with both numbers count.

    Visitors and their rate are forecast apart, and conversions drawn from them. As daily visitors are not additive, the result is scaled
    by the `actual` rate over the period so far divided by the same days' pooled one (where both are above nothing). Never above 1.
    `ends` as in `forecast_total`.
    """
    x, n = paired(_recent(x), _recent(n))
    x = Daily(x.begin, tuple(None if a is None or b is None else min(a, b) for a, b in zip(x.values, n.values, strict=True)))
    coming = _coming(n, days, Dice(draws))
    z, variance = links.logits(x, n)
    if coming is None or np.isfinite(z).sum() < MIN_WEEKS or x.total < MIN_EVENTS:
        return _nothing(adds=False)
    known = level.fit(z, level.SHARES, seasonal=level.spans_a_year(n))
    visitors = np.rint(coming.weeks, out=coming.weeks)
    dice = Dice(draws, series=1)
    share = links.shares(level.futures(known, len(visitors), dice, float(np.nanmean(variance))))
    done, of = tallies.converted(visitors, share, dice, ends=ends)
    so_far = (x.since(begin).total, n.since(begin).total)
    final = _pooled(so_far[0] + done, so_far[1] + of, share[-len(of) :])
    return _of_level(known, _steps(days, ends=ends), np.minimum(final * _rescale(actual, *so_far), 1.0))


def forecast_ratio(
    num: Daily,
    den: Daily,
    days: int,
    *,
    begin: date,
    money: bool = False,
    unit: float | None = None,
    den_money: bool = False,
    planned_den: float | None = None,
    ends: bool = False,
    draws: int = DRAWS,
) -> Futures:
    """The final ratio, num over den summed from `begin` to each step; days with both numbers count.

    `money`, `unit` (the numerator's) and `ends` as in `forecast_total`; `den_money`: the denominator is an amount. `planned_den`: what the
    denominator will add by the deadline if that is planned (a budget), evenly by day. One side is forecast and the other follows at the
    ratio: the numerator where an amount is spread over something counted (a cost per lead: leads follow from what is spent), otherwise the
    denominator. A counted denominator varies by chance whatever the numerator does, so its Poisson noise is taken off the ratio's and
    drawn for itself. Both keep few leads from making a lead dear (docs/calibration.md).
    """
    num, den = paired(_recent(num), _recent(den))
    worth, den_worth = links.unit_of(num, money=money, unit=unit), links.unit_of(den, money=den_money, unit=None)
    den_follows = money and not den_money and planned_den is None
    leading, each = (num, worth) if den_follows else (den, den_worth)
    coming = _coming(mapped(leading, lambda value: value / each), days, Dice(draws))
    z, counting = links.log_ratios(num, den, worth, den_money=den_money)
    enough = num.total >= MIN_EVENTS * worth and den.total >= MIN_EVENTS * den_worth
    if coming is None or not enough or np.isfinite(z).sum() < MIN_WEEKS:
        return _nothing(adds=False)
    known = level.fit(z, level.AMOUNTS, seasonal=level.spans_a_year(den))
    counted = planned_den is None and not den_money
    known_noise = float(np.nanmean(counting)) if counted else 0.0
    dice = Dice(draws, series=1)
    ratio = np.exp(level.futures(known, len(coming.weeks), dice, known_noise))
    led = coming.weeks * each if planned_den is None else _planned(planned_den, days, draws)
    half = _lengths(days)[:, None] / 14
    above, due = _both_sides(led, ratio, worth * half, 0.0 * half if den_money else half, den_follows=den_follows)
    due = tallies.added(due, ends=ends)
    below = tallies.happened(due, dice) if counted else due
    so_far = (num.since(begin).total, den.since(begin).total)
    final = _pooled(so_far[0] + tallies.added(above, ends=ends), so_far[1] + below, ratio[-len(below) :])
    return _of_level(known, _steps(days, ends=ends), final)


def _recent(history: Daily) -> Daily:
    return history.trimmed().last(MAX_WEEKS * 7)


def _nothing(*, adds: bool) -> Futures:
    return Futures(Method.NONE, (), np.empty((0, 0)), adds=adds)


def _of_level(known: level.Level, steps: tuple[int, ...], final: Floats) -> Futures:
    method = Method.SEASON if known.seasonal else Method.LEVEL
    return Futures(method, steps, final.T, adds=False, weeks=known.weeks, drift=known.drift)


def _steps(days: int, *, ends: bool = False) -> tuple[int, ...]:
    return (max(days, 0),) if ends else (*range(7, days, 7), max(days, 0))


def _method(history: Daily, totals: Floats) -> Method:
    """The ladder: one automatic choice."""
    if history.recorded < MIN_DAYS or history.total < MIN_EVENTS:
        return Method.NONE
    recent = history.last(RECENT_DAYS)
    if recent.recorded and recent.total * 7 / recent.recorded < SPARSE_WEEK:
        return Method.SPARSE
    if np.isfinite(totals).sum() < MIN_WEEKS:
        return Method.NONE
    return Method.SEASON if level.spans_a_year(history) else Method.LEVEL


def _coming(history: Daily, days: int, dice: Dice, *, ends: bool | None = None) -> _Coming | None:
    """Counts (or amounts in units) of the coming weeks; `ends` as in `sparse.futures`, for rare events alone."""
    totals = level.week_totals(level.week_days(history))
    method = _method(history, totals)
    recorded = int(np.isfinite(totals).sum())
    count = -(-days // 7)
    share = week_share(history, days - 7 * (count - 1)) if days % 7 else 1.0
    if method is Method.NONE:
        return None
    if days < 1:
        return _Coming(np.zeros((1, dice.draws)), method, recorded, None)
    if method is Method.SPARSE:
        found = sparse.futures(history, count, share, dice, ends=ends)
        return None if found is None else _Coming(found, method, recorded, sparse.DRIFT)
    known = level.fit(links.log_amounts(totals), level.AMOUNTS, seasonal=method is Method.SEASON)
    weeks = links.amounts(level.futures(known, count, dice))
    weeks[-1] *= share
    return _Coming(weeks, method, recorded, known.drift)


def _planned(total: float, days: int, draws: int) -> Floats:
    return np.tile(total * _lengths(days)[:, None] / max(days, 1), (1, draws))


def _lengths(days: int) -> Floats:
    """Days from step to step."""
    return np.diff(np.array((0, *_steps(days)), dtype=np.float64))


def _both_sides(led: Floats, ratio: Floats, half_num: Floats, half_den: Floats, *, den_follows: bool) -> tuple[Floats, Floats]:
    """Numerator and expected denominator of each step: one leads, the other is at the ratio. The halves are those of `links.log_ratios`."""
    if den_follows:
        return led, np.maximum((led + half_num) / ratio - half_den, 0.0)
    return np.maximum(ratio * (led + half_den) - half_num, 0.0), led


def _pooled(above: Floats, below: Floats, otherwise: Floats) -> Floats:
    """above / below, and `otherwise` where there is nothing to divide by."""
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), otherwise)


def _rescale(actual: Rate | None, x: float, n: float) -> float:
    if actual is None or not actual.n or not actual.of or x <= 0 or n <= 0:
        return 1.0
    return (actual.n / actual.of) / (x / n)

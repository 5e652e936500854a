"""Leading indicators: whether last week's micros tell more of next week's macros than macros and visitors do (statistics 3.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import pi, sqrt

import numpy as np

from reportgen.stats.many import false_discovery
from reportgen.stats.measures import Interval
from reportgen.stats.referee import stands_out
from reportgen.stats.ridge import Floats, poisson

MIN_WEEKS = 52
SEASON_WEEKS = 104
FIRST_FIT = 26
MEMORY = 0.3
MIN_SKILL = 0.02
HARMONICS = 2
YEAR_WEEKS = 365.25 / 7
PACE_WEEKS = 4
DRAWS = 2_000
SEED = 20260101
LEVEL = 0.80


@dataclass(frozen=True, slots=True)
class Weekly:
    """Counts of full weeks, oldest first and without gaps: macros, visitors, and each micro by its key."""

    macros: Sequence[int]
    visitors: Sequence[int]
    micros: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Leading:
    """Whether a micro leads: `skill` is the share of the one-week-ahead squared error that it takes away, `p_value` one-sided.

    `weeks` of forecasts that were held against what came. `seasonal`: a yearly pattern was allowed for; without it a season that both share
    looks like a lead in one of five cases.
    """

    key: str
    leads: bool
    skill: float
    p_value: float
    q_value: float
    weeks: int
    seasonal: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """Macros of the coming weeks if micros and visitors go on as in the last four weeks; `likely` is the 80 % range."""

    macros: float
    likely: Interval
    weeks: int


def leading(history: Weekly) -> tuple[Leading, ...]:
    """Every micro tested, in the order of the mapping; empty under 52 weeks, or where nothing was ever counted.

    Two Poisson ridge regressions of a week's macros on the week before, fitted anew on all weeks before each from the 26th on: log of
    macros (exponentially smoothed by .3) and of visitors, and the same with the log of the micro; two yearly harmonics in both from 104
    weeks. A micro leads where its skill (of errors over the root of the plain forecast) is 2 % or more and Diebold's & Mariano's test,
    as corrected by Harvey, Leybourne & Newbold (1997), has q < .10. Raises ValueError for series of different lengths.
    """
    macros, visitors = (np.asarray(series, dtype=float) for series in (history.macros, history.visitors))
    if any(len(series) != len(macros) for series in (visitors, *history.micros.values())):
        raise ValueError("weekly series of different lengths")
    if len(macros) < MIN_WEEKS or not macros.any() or not history.micros:
        return ()
    plain = _columns(macros, visitors)
    base = _ahead(plain, macros)
    found = []
    for key, series in history.micros.items():
        wider = _ahead(np.column_stack([plain, _log(np.asarray(series, dtype=float))]), macros)
        skill, p_value = _compared(macros[FIRST_FIT + 1 :], base, wider)
        found.append(Leading(key, False, skill, p_value, 1.0, len(base), seasonal=len(macros) >= SEASON_WEEKS))
    q_values = false_discovery([one.p_value for one in found])
    return tuple(replace(one, leads=one.skill >= MIN_SKILL and stands_out(q), q_value=q) for one, q in zip(found, q_values, strict=True))


def _columns(macros: Floats, visitors: Floats) -> Floats:
    """What is known at the end of each week without any micro (weeks, features)."""
    return np.column_stack([_log(_smoothed(macros)), _log(visitors), *_season(len(macros))])


def _log(counts: Floats) -> Floats:
    logs: Floats = np.log(np.maximum(counts, 0.0) + 0.5)
    return logs


def _smoothed(counts: Floats) -> Floats:
    smooth = np.empty_like(counts)
    level = counts[: max(1, round(1 / MEMORY))].mean()
    for at, count in enumerate(counts):
        level += MEMORY * (count - level)
        smooth[at] = level
    return smooth


def _season(weeks: int) -> list[Floats]:
    if weeks < SEASON_WEEKS:
        return []
    angle = 2 * pi * np.arange(weeks) / YEAR_WEEKS
    return [turn(h * angle) for h in range(1, HARMONICS + 1) for turn in (np.sin, np.cos)]


def _ahead(columns: Floats, macros: Floats) -> Floats:
    """Forecasts of the weeks from the 28th on, each by a fit on the pairs of weeks before it."""
    forecasts, fit = [], None
    for now in range(FIRST_FIT, len(macros) - 1):
        known, middle, spread = columns[:now], columns[:now].mean(axis=0), _spread(columns[:now])
        fit = poisson((known - middle) / spread, macros[1 : now + 1], near=fit)
        forecasts.append(np.exp(fit.linear((columns[now : now + 1] - middle) / spread)[0]))
    return np.array(forecasts)


def _spread(columns: Floats) -> Floats:
    spread = columns.std(axis=0)
    found: Floats = np.where(spread > 1e-9, spread, 1.0)
    return found


def _compared(macros: Floats, base: Floats, wider: Floats) -> tuple[float, float]:
    """Skill and one-sided p value of the wider forecasts against the plain ones."""
    from scipy.special import stdtr

    scale = np.maximum(base, 1e-9)
    plain, other = (macros - base) ** 2 / scale, (macros - wider) ** 2 / scale
    gain, n = plain - other, len(macros)
    deviation = float(gain.std(ddof=1))
    if deviation <= 1e-9 or plain.sum() <= 0:  # the same forecasts, but for rounding
        return 0.0, 1.0
    statistic = float(gain.mean()) / (deviation / sqrt(n)) * sqrt((n - 1) / n)
    return 1 - float(other.sum() / plain.sum()), float(stdtr(n - 1, -statistic))


def at_this_pace(history: Weekly, found: Leading, weeks: int) -> Pace | None:
    """Macros of the coming `weeks` at the last four weeks' micros and visitors; None where the micro does not lead: silence.

    2,000 futures, seeded: coefficients by the fit's covariance, weeks as negative binomial with the dispersion of the past errors, each
    week's macros smoothed into the next. Not allowed for: that micros and visitors may not go on so. Raises ValueError for no weeks.
    """
    if weeks < 1:
        raise ValueError("no weeks to forecast")
    if not found.leads:
        return None
    drawn = _futures(history, found.key, weeks)
    low, half, high = (float(value) for value in np.quantile(drawn, ((1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2)))
    return Pace(half, Interval(low, high, LEVEL), weeks)


def _futures(history: Weekly, key: str, weeks: int) -> Floats:
    """Totals of the coming weeks (draws,)."""
    macros, visitors, micro = (np.asarray(series, dtype=float) for series in (history.macros, history.visitors, history.micros[key]))
    columns = np.column_stack([_log(_smoothed(macros)), _log(visitors), _log(micro)])
    middle, spread = columns[:-1].mean(axis=0), _spread(columns[:-1])
    fit = poisson((columns[:-1] - middle) / spread, macros[1:])
    fitted = np.exp(fit.linear((columns[:-1] - middle) / spread))
    phi = max(1.0, float(((macros[1:] - fitted) ** 2 / fitted).sum() / max(len(fitted) - columns.shape[1] - 1, 1)))
    rng = np.random.default_rng(SEED)
    drawn = rng.multivariate_normal(fit.coefficients, fit.cov * phi, DRAWS)
    pace = [_log(series[-PACE_WEEKS:].mean(keepdims=True))[0] for series in (visitors, micro)]
    level, total = np.full(DRAWS, _smoothed(macros)[-1]), np.zeros(DRAWS)
    for _ in range(weeks):
        known = (np.column_stack([_log(level), np.tile(pace, (DRAWS, 1))]) - middle) / spread
        mean = np.exp(np.clip(drawn[:, 0] + (drawn[:, 1:] * known).sum(axis=1), -30, np.log(macros.max() + 1) + 2))
        came = rng.poisson(rng.gamma(mean / (phi - 1), phi - 1)) if phi > 1.001 else rng.poisson(mean)
        level, total = level + MEMORY * (came - level), total + came
    return total

"""Made-up daily series whose truth is known: of the model's own kind for coverage, and without any change for false alarms."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from reportgen.stats import Daily
from tests.calibration.backtest import Case, Pair, Past

Floats = NDArray[np.float64]
Numbers = NDArray[np.float64 | np.int64]

LEVELS = (0.15, 1.0, 10.0, 100.0, 1_000.0, 10_000.0)
HISTORIES = (28, 56, 91, 182, 400, 800)
AHEAD = (30, 60, 90, 180)
WEEKDAYS = np.array((1.15, 1.2, 1.15, 1.1, 1.0, 0.65, 0.75))
FIRST = date(2023, 1, 2)
YEAR = 365.25


def series(values: Numbers) -> Daily:
    return Daily(FIRST, tuple(float(value) for value in values))


def totals(rng: np.random.Generator, runs: int) -> Iterator[Case]:
    """`runs` counts at each level: drift and noise drawn from the prior, weekday pattern, yearly pattern, Poisson days."""
    for mean in LEVELS:
        for _ in range(runs):
            history, ahead = int(rng.choice(HISTORIES)), int(rng.choice(AHEAD))
            daily = rng.poisson(mean * _shape(rng, history + ahead, history, (0.11, 0.25)))
            yield Case(f"from {mean:,g} a day", Past(series(daily[:history])), ahead, float(daily[history:].sum()))


def amounts(rng: np.random.Generator, runs: int) -> Iterator[Case]:
    """`runs` takings at each of three sizes: orders as `totals` makes them, of values that differ by a factor of two (log-normal)."""
    for orders in (0.5, 5.0, 50.0):
        for _ in range(runs):
            history, ahead = int(rng.choice(HISTORIES)), int(rng.choice(AHEAD))
            daily = rng.poisson(orders * _shape(rng, history + ahead, history, (0.11, 0.25)))
            taken = np.array([_takings(rng, int(number)) for number in daily])
            yield Case(f"from {orders:,g} orders a day", Past(series(taken[:history]), money=True), ahead, float(taken[history:].sum()))


def _takings(rng: np.random.Generator, number: int) -> float:
    """The sum of so many log-normal order values (around 55, shape 0.7); of very many by its normal limit."""
    if number <= 500:
        return float(rng.lognormal(4.0, 0.7, number).sum())
    mean = np.exp(4.0 + 0.7**2 / 2)
    return float(number * mean + rng.standard_normal() * mean * np.sqrt(number * (np.exp(0.7**2) - 1)))


def rates(rng: np.random.Generator, runs: int) -> Iterator[Case]:
    """`runs` rates at each of three sizes of traffic; the target period is the last part of the history and what comes."""
    for visitors in (20.0, 200.0, 2_000.0):
        for _ in range(runs):
            history, ahead = int(rng.choice(HISTORIES)), int(rng.choice(AHEAD))
            n = rng.poisson(visitors * _shape(rng, history + ahead, history, (0.11, 0.25)))
            logit = rng.normal(-3.0, 0.7) + np.log(_shape(rng, history + ahead, history, (0.08, 0.15), week=False))
            x = rng.binomial(n, 1 / (1 + np.exp(-logit)))
            yield _quotient(f"from {visitors:,g} visitors a day", Pair.RATE, x, n, history, ahead)


def ratios(rng: np.random.Generator, runs: int) -> Iterator[Case]:
    """`runs` costs per lead at each of three sizes: spend with its own drift, leads that a drifting price divides it by."""
    for leads in (0.5, 5.0, 50.0):
        for _ in range(runs):
            history, ahead = int(rng.choice(HISTORIES)), int(rng.choice(AHEAD))
            spend = 40 * leads * _shape(rng, history + ahead, history, (0.11, 0.25))
            won = rng.poisson(spend / (40 * _shape(rng, history + ahead, history, (0.11, 0.25), week=False)))
            yield _quotient(f"from {leads:,g} leads a day", Pair.RATIO, spend, won, history, ahead)


def _quotient(name: str, pair: Pair, above: Numbers, below: Numbers, history: int, ahead: int) -> Case:
    elapsed = min(history // 2, ahead)
    begin = FIRST + timedelta(days=history - elapsed)
    final = float(above[history - elapsed :].sum()) / max(float(below[history - elapsed :].sum()), 1.0)
    past = Past(series(above[:history]), series(below[:history]), pair, begin)
    return Case(name, past, ahead, final)


def _shape(rng: np.random.Generator, days: int, history: int, middles: tuple[float, float], *, week: bool = True) -> Floats:
    """The means of the days, from 1 on, so that nothing but the history tells where they have got to; a year where the history has one."""
    drift = middles[0] * np.exp(0.5 * rng.standard_normal())
    noise = middles[1] * np.exp(0.8 * rng.standard_normal())
    weeks = days // 7 + 2
    walk = np.cumsum(drift * rng.standard_normal(weeks))
    walk -= walk[0]
    z = np.repeat(walk + noise * rng.standard_normal(weeks), 7)[:days]
    if history >= 364:
        angle = 2 * np.pi * np.arange(days) / YEAR
        z += sum(0.25 / k * (rng.standard_normal() * np.sin(k * angle) + rng.standard_normal() * np.cos(k * angle)) for k in (1, 2, 3))
    factors = WEEKDAYS[np.arange(days) % 7] if week else np.ones(days)
    found: Floats = np.exp(z) * factors
    return found


def unchanging(rng: np.random.Generator, kind: str, weeks: int) -> Daily:
    """A series in which nothing changes but chance, and the year where `kind` says so."""
    days = 7 * weeks
    mean, spread, sticky = {
        "Poisson, 0.5 a day": (0.5, 0.0, 0.0),
        "Poisson, 8 a day": (8.0, 0.0, 0.0),
        "Poisson, 500 a day": (500.0, 0.0, 0.0),
        "days 20 % apart": (50.0, 0.2, 0.0),
        "days 20 % apart, correlation .5": (50.0, 0.2, 0.5),
        "very sticky: days 20 % apart, correlation .7": (50.0, 0.2, 0.7),
        "weeks 20 % apart, correlation .5": (50.0, 0.2, 0.5),
        "a year of +-30 %": (50.0, 0.1, 0.0),
    }[kind]
    noise = correlated(rng, days, spread, sticky)
    if kind.startswith("weeks"):
        noise = np.repeat(correlated(rng, weeks, spread, sticky), 7)
    if kind.startswith("a year"):
        noise = noise + 0.3 * np.sin(2 * np.pi * (np.arange(days) / YEAR + rng.random()))
    return series(rng.poisson(mean * np.exp(noise) * WEEKDAYS[np.arange(days) % 7]))


def correlated(rng: np.random.Generator, steps: int, spread: float, sticky: float) -> Floats:
    """Normal noise of standard deviation `spread` whose neighbours correlate by `sticky`."""
    noise = spread * rng.standard_normal(steps)
    for step in range(1, steps):
        noise[step] = sticky * noise[step - 1] + np.sqrt(1 - sticky**2) * noise[step]
    return noise

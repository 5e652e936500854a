"""How often the trend verdict sees something where nothing changes."""

from dataclasses import dataclass

import numpy as np

from reportgen.stats import TrendVerdict, trend
from tests.calibration.made import unchanging

KINDS = (
    ("Poisson, 0.5 a day", 26, 0.05),
    ("Poisson, 8 a day", 13, 0.05),
    ("Poisson, 8 a day", 26, 0.05),
    ("Poisson, 500 a day", 26, 0.05),
    ("days 20 % apart", 26, 0.05),
    ("days 20 % apart, correlation .5", 26, 0.05),
    ("very sticky: days 20 % apart, correlation .7", 13, 0.08),
    ("very sticky: days 20 % apart, correlation .7", 26, 0.08),
    ("days 20 % apart, correlation .5", 60, 0.05),
    ("days 20 % apart, correlation .5", 120, 0.05),
    ("a year of +-30 %", 60, None),
    ("a year of +-30 %", 120, None),
    ("weeks 20 % apart, correlation .5", 26, None),
)
"""Kind, weeks of history, and the share of false alarms allowed; None where it is only told."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """Shares of runs called progressing or regressing with the yearly pattern taken out, and with it left in."""

    kind: str
    weeks: int
    called: float
    season_left_in: float
    allowed: float | None


def measured(rng: np.random.Generator, runs: int) -> list[Alarms]:
    return [_one(rng, kind, weeks, allowed, runs) for kind, weeks, allowed in KINDS]


def _one(rng: np.random.Generator, kind: str, weeks: int, allowed: float | None, runs: int) -> Alarms:
    moved = (TrendVerdict.PROGRESSING, TrendVerdict.REGRESSING)
    called, left = 0, 0
    for _ in range(runs):
        daily = unchanging(rng, kind, weeks)
        one = trend(daily).verdict in moved
        called += one
        left += one if weeks < 52 else trend(daily, season=False).verdict in moved
    return Alarms(kind, weeks, called / runs, left / runs, allowed)

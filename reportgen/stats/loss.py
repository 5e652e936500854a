"""Sudden losses: runs of days on which a count is far below its usual one (statistics 8, sudden loss)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from reportgen.stats.daily import Daily
from reportgen.stats.kalman import Floats
from reportgen.stats.unusual import AROUND, LEAST_USUAL, YEAR_DAYS, dispersions, tail_probability, usual_counts

MOST_LEFT = 0.5
"""A day is low under this share of its usual count."""
LEAST_DAYS = 3
TAIL = 1e-4
"""Chance of a run so low or lower, the product of its days' tails."""
QUIET_THEN = 0.6


@dataclass(frozen=True, slots=True)
class Loss:
    """`count` came on these days in all, where `usual` would have; `lasting` when the run ends with the series."""

    days: tuple[date, ...]
    count: float
    usual: float
    lasting: bool


def losses(history: Daily) -> tuple[Loss, ...]:
    """The runs of at least three recorded days, each under half of what is usual, that chance makes implausible; earliest first.

    Usual as for unusual days (`unusual_days`): from 20 a day on, by the weekday and the weeks before. A run is left out where the same
    time of the last year was quiet too: that is the year, not a loss. Days without a number neither belong to a run nor end it.
    """
    days = np.array([np.nan if value is None else value for value in history.values], dtype=float)
    usual, as_its_weekday = usual_counts(days)
    usual = np.where(usual >= LEAST_USUAL, usual, np.nan)
    phi = dispersions((days - usual) ** 2 / usual)
    low = days < MOST_LEFT * np.minimum(usual, as_its_weekday)
    found = []
    for run in _runs(low, np.isfinite(days)):
        tails = [tail_probability(days[at], usual[at], phi[at]) for at in run if np.isfinite(phi[at])]
        if len(run) >= LEAST_DAYS and tails and np.prod(tails) < TAIL and not _quiet_a_year_ago(days / usual, run):
            when = tuple(history.begin + timedelta(days=at) for at in run)
            lasting = not np.isfinite(days[run[-1] + 1 :]).any()
            found.append(Loss(when, float(days[run].sum()), float(usual[run].sum()), lasting))
    return tuple(found)


def _runs(low: NDArray[np.bool_], known: NDArray[np.bool_]) -> Iterator[list[int]]:
    """Positions of known days that are low one after another."""
    run: list[int] = []
    for at in np.flatnonzero(known).tolist():
        if low[at]:
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _quiet_a_year_ago(share_of_usual: Floats, run: list[int]) -> bool:
    """Whether about these days a year before, as many days as the run has were under six tenths of what was usual then."""
    first, last = run[0] - YEAR_DAYS - AROUND, run[-1] - YEAR_DAYS + AROUND
    then = share_of_usual[max(first, 0) : max(last + 1, 0)]
    return int((then < QUIET_THEN).sum()) >= len(run)

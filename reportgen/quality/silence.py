"""What went silent: a run of days without any, which the days before make implausible (statistics 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from reportgen.model.counts import Series
from reportgen.periods import Period
from reportgen.stats import silence_probability

IMPLAUSIBLE = 1e-4
LEVEL_DAYS = 56
LEAST_DAYS = 28
COMES_AND_GOES = 14
"""Days of an earlier silence that shows that something comes and goes."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Recorded days without any, first to last; `usual` a day before; `lasting` when none came since."""

    days: tuple[date, ...]
    usual: float
    probability: float
    lasting: bool


def silence(series: Series, rule: str, period: Period) -> Silence | None:
    """The rule's least plausible run of zeros that touches the period; None when all are plausible. Missing days are left out."""
    known = [
        (piece.begin, found.conversions)
        for piece, gone, found in zip(series.periods, series.missing, series.converted[rule], strict=True)
        if not gone
    ]
    return silent_run(known, period)


def silent_run(known: Sequence[tuple[date, int]], period: Period, implausible: float = IMPLAUSIBLE) -> Silence | None:
    """The same of any count a day: recorded days, first to last.

    What was silent before for two weeks, and half as long as now, and came back, comes and goes by itself: a seasonal offer, say.
    """
    runs = _runs(known)
    judged = [
        _judge(known, run)
        for at, run in enumerate(runs)
        if run.start >= LEAST_DAYS
        and any(day in period for day, _ in known[run.start : run.stop])
        and not any(len(before) >= max(COMES_AND_GOES, len(run) / 2) for before in runs[:at])
    ]
    return min((found for found in judged if found.probability < implausible), key=lambda found: found.probability, default=None)


def _runs(known: Sequence[tuple[date, int]]) -> list[range]:
    """The stretches of consecutive recorded days without any, as positions."""
    runs: list[range] = []
    start = None
    for at, (_, count) in enumerate([*known, (date.max, 1)]):
        if count == 0 and start is None:
            start = at
        elif count and start is not None:
            runs.append(range(start, at))
            start = None
    return runs


def _judge(known: Sequence[tuple[date, int]], run: range) -> Silence:
    before = known[max(0, run.start - LEVEL_DAYS) : run.start]
    days = [day for day, _ in known[run.start : run.stop]]
    probability = silence_probability([(day.weekday(), count) for day, count in before], [day.weekday() for day in days])
    return Silence(tuple(days), fmean(count for _, count in before), probability, run.stop == len(known))

"""One look at one goal: everything its numbers are made of, at the report's as-of day."""

from dataclasses import dataclass
from datetime import date, timedelta

from reportgen.goals.nature import adds_up, is_total
from reportgen.goals.path import day_weights, frozen_factors, share_by
from reportgen.goals.standing import Standing, take_stock
from reportgen.model.counts import GoalCounts
from reportgen.model.reasons import PathBasis
from reportgen.model.settings import Direction, Goal
from reportgen.periods import Period


@dataclass(frozen=True, slots=True)
class Path:
    """The way to the target: `share` of it due by now (0-1), the weight of each day, and what gave it its shape."""

    share: float
    weights: tuple[float, ...]
    basis: PathBasis


@dataclass(frozen=True, slots=True)
class Look:
    """`days` of the goal's period are over, the as-of day included. `target` is absolute; None where it cannot be resolved."""

    goal: Goal
    own: GoalCounts
    as_of: date
    period: Period
    days: int
    path: Path
    standing: Standing
    target: float | None

    @property
    def at_most(self) -> bool:
        return self.goal.target.direction is Direction.AT_MOST

    @property
    def days_left(self) -> int:
        return self.period.days - self.days

    @property
    def expected(self) -> float | None:
        """Where the path is by now; None before the first day."""
        return None if self.target is None or not self.days else self.target * self.path.share


def look(goal: Goal, own: GoalCounts, as_of: date) -> Look:
    """The goal as its counts show it on `as_of`."""
    period = Period(goal.begin, goal.end)
    days = elapsed_days(period, as_of)
    path = _path(goal, own, period, days)
    standing = take_stock(goal, own, Period(goal.begin, goal.begin + timedelta(days=days)) if days else None, path.share)
    return Look(goal, own, as_of, period, days, path, standing, _target(goal, standing))


def elapsed_days(period: Period, as_of: date) -> int:
    """Days of the period up to and including `as_of`: 0 before it, all of them after it."""
    return min(max((as_of - period.begin).days + 1, 0), period.days)


def _path(goal: Goal, own: GoalCounts, period: Period, days: int) -> Path:
    if not is_total(goal):
        return Path(1.0, (), PathBasis.LEVEL)
    # Visitors count on the day they are first seen, which says nothing about the shape of a week.
    factors = frozen_factors(own.daily, goal.begin) if adds_up(goal.metric) else None
    weights = day_weights(period, factors)
    return Path(share_by(weights, days), weights, PathBasis.WEEKDAY if factors else PathBasis.LINEAR)


def _target(goal: Goal, standing: Standing) -> float | None:
    if goal.target.change is None:
        return goal.target.value
    return standing.baseline * (1 + goal.target.change) if standing.baseline else None

"""One look at one goal: everything its numbers are made of, on one day."""

from dataclasses import dataclass
from datetime import date, timedelta

from reportgen.goals.path import Path, lay
from reportgen.goals.standing import Standing, take_stock
from reportgen.model.counts import GoalCounts
from reportgen.model.settings import Direction, Goal, Target
from reportgen.periods import Period
from reportgen.stats import Shape


@dataclass(frozen=True, slots=True)
class Look:
    """The goal as it stood on `as_of`, its version of that day. `days` of its period are over, the as-of day included. `target` is
    absolute; None where it cannot be resolved."""

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
        return self.expected_after(self.days) if self.days else None

    def expected_after(self, days: int) -> float | None:
        """Where the path is after so many days; that of a stock leads from the level at the start."""
        if self.target is None:
            return None
        begun = (self.own.start or 0.0) if self.goal.metric.stock else 0.0
        return begun + (self.target - begun) * self.path.share(days)


def look(goal: Goal, own: GoalCounts, as_of: date, shape: Shape | None) -> Look:
    """The goal as its counts show it on `as_of`, its path of the given shape."""
    held = goal.on(as_of)
    period = Period(goal.begin, goal.end)
    days = elapsed_days(period, as_of)
    elapsed = Period(goal.begin, goal.begin + timedelta(days=days)) if days else None
    baseline = take_stock(held, own, elapsed, 1.0).baseline
    target = resolve(held.target, baseline)
    path = lay(held, shape, target)
    return Look(held, own, as_of, period, days, path, take_stock(held, own, elapsed, path.share(days)), target)


def resolve(target: Target, baseline: float | None) -> float | None:
    """The target as an absolute number; None for a change on no baseline, or on nought."""
    if target.change is None:
        return target.value
    return baseline * (1 + target.change) if baseline else None


def elapsed_days(period: Period, as_of: date) -> int:
    """Days of the period up to and including `as_of`: 0 before it, all of them after it."""
    return min(max((as_of - period.begin).days + 1, 0), period.days)

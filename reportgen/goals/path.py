"""The way to the target: how much of it is due by each day (statistics 1.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from statistics import fmean

from reportgen import stats
from reportgen.goals.nature import adds_up, is_total
from reportgen.goals.series import before, totals
from reportgen.model.counts import GoalCounts
from reportgen.model.findings import PathPoint
from reportgen.model.reasons import PathBasis
from reportgen.model.settings import Goal
from reportgen.periods import Period
from reportgen.stats import Daily, Shape, ShapeBasis

RECENT_DAYS = 28

Days = Sequence[tuple[date, float | None]]
"""Days with their number; None where nothing was recorded, which is not zero."""

BASES = {ShapeBasis.LINEAR: PathBasis.LINEAR, ShapeBasis.WEEKDAY: PathBasis.WEEKDAY, ShapeBasis.SEASON: PathBasis.SEASON}


@dataclass(frozen=True, slots=True)
class Path:
    """The way to the target: what part of it is due on each day of the period (sums to 1), and what gave it its shape.

    A level has no days: all of it is due at any time.
    """

    weights: tuple[float, ...]
    basis: PathBasis

    def share(self, days: int) -> float:
        """Share of the way due after the first `days` days, 0-1."""
        return sum(self.weights[:days]) if self.weights else 1.0


LEVEL = Path((), PathBasis.LEVEL)


def shape_of(goal: Goal, own: GoalCounts) -> Shape | None:
    """The shape of the goal's days, from what was recorded before it began and nothing later. None for a level."""
    if not is_total(goal):
        return None
    history = totals(goal.metric, before(own, goal.begin))
    return stats.shape(history or Daily(goal.begin, ()), goal.begin, (goal.end - goal.begin).days)


def lay(goal: Goal, shape: Shape | None, target: float | None) -> Path:
    """The goal's path: through its milestones or its months' targets, otherwise of the given shape."""
    if goal.metric.stock:
        days = (goal.end - goal.begin).days
        return Path((1 / days,) * days, PathBasis.STOCK)
    if shape is None:
        return LEVEL
    knots = _knots(goal)
    if not knots or not target:
        return Path(shape.weights, BASES[shape.basis])
    return Path(tuple(_through(shape.weights, knots, target)), PathBasis.STEPS)


def _knots(goal: Goal) -> list[tuple[int, float]]:
    """(days from the begin, total due by then) of each step, in order."""
    if goal.milestones:
        return [((milestone.day - goal.begin).days + 1, milestone.value) for milestone in goal.milestones]
    knots: list[tuple[int, float]] = []
    come = 0.0
    for part in sorted(goal.targets, key=lambda part: part.begin):
        knots.append(((part.begin - goal.begin).days, come))
        come += part.value
        knots.append(((part.end - goal.begin).days, come))
    return knots


def _through(shape: Sequence[float], knots: Sequence[tuple[int, float]], target: float) -> list[float]:
    """The shape stretched between the knots, so that the path leads through each of them and ends at the target, whatever is due then."""
    weights: list[float] = []
    due = 0.0
    for end, value in [*(knot for knot in knots if knot[0] < len(shape)), (len(shape), target)]:
        begun = len(weights)
        piece = shape[begun:end]
        whole = sum(piece)
        if whole > 0:
            weights += [weight / whole * (value - due) / target for weight in piece]
            due = value
    return weights


def draw(period: Period, daily: Days, path: Path, target: float | None) -> tuple[PathPoint, ...]:
    """One point a day of the period: what had come together by then, and what the path to `target` expects.

    `actual` is None on missing days and on days still to come; what was missed is not made up for.
    """
    values = dict(daily)
    points = []
    come = 0.0
    for i, due in enumerate(accumulate(path.weights)):
        day = period.begin + timedelta(days=i)
        value = values.get(day)
        come += value or 0.0
        points.append(PathPoint(day, None if value is None else come, None if target is None else target * due))
    return tuple(points)


def draw_level(period: Period, looks: Days, target: float | None) -> tuple[PathPoint, ...]:
    """A point at each look with the level by then, and one at the deadline; the target is due at any time."""
    seen = [PathPoint(day, value, target) for day, value in looks if value is not None and day in period]
    if not seen or seen[-1].day >= period.last_day:
        return tuple(seen)
    return (*seen, PathPoint(period.last_day, None, target))


def recent_per_day(goal: Goal, own: GoalCounts) -> float | None:
    """Mean of the last 28 recorded days of what adds up. None without any."""
    if not is_total(goal) or not adds_up(goal.metric):
        return None
    recorded = [value for _, value in own.daily if value is not None][-RECENT_DAYS:]
    return fmean(recorded) if recorded else None

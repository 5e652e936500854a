"""What is due on the way: milestones, and the targets of single months or quarters; and the goal's earlier versions."""

from datetime import timedelta

from reportgen.goals.look import Look, resolve
from reportgen.goals.nature import is_total
from reportgen.model.findings import Step, VersionChange
from reportgen.periods import Period


def steps(seen: Look) -> tuple[Step, ...]:
    """The goal's milestones, or else its months' targets, as they stand. Nothing for levels."""
    if not is_total(seen.goal):
        return ()
    if seen.goal.milestones:
        begin = seen.goal.begin
        return tuple(
            _step(seen, each.label, Period(begin, each.day + timedelta(days=1)), each.value, cumulative=True)
            for each in seen.goal.milestones
        )
    parts = sorted(seen.goal.targets, key=lambda part: part.begin)
    return tuple(_step(seen, None, Period(part.begin, part.end), part.value, cumulative=False) for part in parts)


def _step(seen: Look, label: str | None, period: Period, target: float, *, cumulative: bool) -> Step:
    values = [value for day, value in seen.own.daily if value is not None and day in period and day <= seen.as_of]
    actual = sum(values) if values else None
    over = seen.as_of >= period.last_day
    return Step(label, period, cumulative, target, actual, None if actual is None else _reached(actual, target, over, seen.at_most))


def _reached(actual: float, target: float, over: bool, at_most: bool) -> bool | None:
    """Settled once it is over, or once a total is reached or a limit exceeded."""
    if at_most:
        return False if actual > target else True if over else None
    return True if actual >= target else False if over else None


def changes(seen: Look) -> tuple[VersionChange, ...]:
    """When the goal was changed, up to the look, and from which target."""
    standing, found = seen.standing, []
    for version in seen.goal.earlier:
        day = version.until + timedelta(days=1)
        if seen.period.begin < day <= seen.as_of:
            target = None if version.target is None else resolve(version.target, standing.baseline)
            found.append(VersionChange(day, target, version.why))
    return tuple(found)

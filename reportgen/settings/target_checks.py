"""Targets that cannot be meant: without a baseline, worse than the baseline, more than a rate can be."""

from collections.abc import Iterator

from reportgen.model.settings import BaselineKind, Direction, Goal, Target
from reportgen.settings.goal_sugar import SHARES
from reportgen.settings.names import Finding


def target_findings(path: str, target: Target, goal: Goal) -> Iterator[Finding]:
    """What cannot be meant as a target, the goal's own or an earlier one, as far as the settings alone can tell."""
    base = goal.baseline
    if target.change is not None and base is None:
        usual = BaselineKind.SAME_PERIOD_LAST_YEAR.value
        yield Finding(
            path,
            f"{percent(target.change)} can be read in two ways without a baseline",
            f"write `baseline: {usual}` for a change on the same days a year before,"
            " or `baseline: {value: ...}` (or `{from: DAY, to: DAY}`) for a change on a fixed start",
        )
        return
    if goal.metric.named is not None and goal.metric.kind in SHARES and target.value is not None and target.value > 1:
        yield Finding(path, f"`{plain(target.value)}` is more than a rate can be", f"write {plain(target.value)}% for a share of a hundred")
    yield from _backwards(path, target, goal)
    if target.change is not None and base is not None and base.value is not None and goal.metric.kind in SHARES:
        reached = base.value * (1 + target.change)
        if reached > 1:
            wrong = f"{percent(target.change)} on a baseline of {share(base.value)} is {share(reached)}, more than a rate can be"
            yield Finding(path, wrong, "write a smaller change")


def _backwards(path: str, target: Target, goal: Goal) -> Iterator[Finding]:
    """A target that is worse than where it starts from, as far as the settings alone can tell."""
    base = goal.baseline
    said = share if goal.metric.kind in SHARES else plain
    if target.change is not None:
        shown, step, where = percent(target.change), target.change, "the baseline"
    elif target.value is not None and base is not None and base.value is not None:
        shown, step, where = said(target.value), target.value - base.value, f"the baseline of {said(base.value)}"
    else:
        return
    if step < 0 and target.direction is Direction.AT_LEAST:
        right = f"write `{{at_most: {shown}}}` if it is to fall, or a target above the baseline"
        yield Finding(path, f"at least {shown} is below {where}", right)
    if step > 0 and target.direction is Direction.AT_MOST:
        right = f"write `{{at_least: {shown}}}` if it is to rise, or a target below the baseline"
        yield Finding(path, f"at most {shown} is above {where}", right)


def percent(change: float) -> str:
    """A change as YAML writes it: `+15%`."""
    return f"{change * 100:+.4g}%"


def share(value: float) -> str:
    """A share as YAML writes it: `2.5%`."""
    return f"{value * 100:.4g}%"


def plain(value: float) -> str:
    """A number as YAML writes it, in full."""
    return f"{value:.15g}"

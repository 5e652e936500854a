"""What a goal's settings say about each other and cannot be true, and which names in it are not there."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from reportgen.model.settings import (
    Add,
    Baseline,
    BaselineKind,
    Direction,
    EarlierVersion,
    Goal,
    Measure,
    Metric,
    MetricKind,
    PeriodTarget,
    Scope,
    Target,
    Thresholds,
)
from reportgen.settings.goal_sugar import SHARES
from reportgen.settings.guess import suggestion
from reportgen.settings.links import ANY_MACRO
from reportgen.settings.names import Finding, Names, pages, segments, supports
from reportgen.settings.target_periods import name_of

STATUSES = ("ahead", "on_track", "at_risk")


def goal_findings(goal: Goal, names: Names) -> Iterator[Finding]:
    """Every contradiction in one goal."""
    path = f"goals.{goal.key}"
    yield from _target(f"{path}.target", goal.target, goal)
    yield from _overlap(f"{path}.baseline", goal)
    yield from _thresholds(f"{path}.thresholds", goal.thresholds)
    if goal.end <= goal.begin:
        yield Finding(f"{path}.by", "is before `from`", "swap the two days")
    else:
        yield from _targets(path, goal)
        yield from _milestones(path, goal)
        yield from _earlier(f"{path}.earlier", goal)
        yield from _ramp(path, goal)
    yield from _metric(f"{path}.metric", goal.metric, names)
    yield from supports(path, goal.supports, names)


def _target(path: str, target: Target, goal: Goal) -> Iterator[Finding]:
    base = goal.baseline
    if target.change is not None and base is None:
        usual = BaselineKind.SAME_PERIOD_LAST_YEAR.value
        yield Finding(
            path,
            f"{_percent(target.change)} can be read in two ways without a baseline",
            f"write `baseline: {usual}` for a change on the same days a year before,"
            " or `baseline: {value: ...}` (or `{from: DAY, to: DAY}`) for a change on a fixed start",
        )
    elif (wrong := _backwards(target, base)) is not None:
        yield Finding(path, *wrong)
    elif _most(target, base) > 1 and goal.metric.kind in SHARES:
        yield Finding(path, f"{_percent(target.change or 0)} on the baseline is more than a rate can be", "lower it")


def _backwards(target: Target, base: Baseline | None) -> tuple[str, str] | None:
    """A target that is worse than where it starts from, as far as the settings alone can tell."""
    if target.change is not None:
        shown, step, where = _percent(target.change), target.change, "the baseline"
    elif target.value is not None and base is not None and base.value is not None:
        shown, step, where = f"{target.value:g}", target.value - base.value, f"the baseline of {base.value:g}"
    else:
        return None
    if step < 0 and target.direction is Direction.AT_LEAST:
        return f"at least {shown} is below {where}", f"write `{{at_most: {shown}}}` if it is to fall, or a target above the baseline"
    if step > 0 and target.direction is Direction.AT_MOST:
        return f"at most {shown} is above {where}", f"write `{{at_least: {shown}}}` if it is to rise, or a target below the baseline"
    return None


def _most(target: Target, base: Baseline | None) -> float:
    """The share that a change on a given baseline comes to; 0 where the settings alone cannot tell."""
    if target.change is None or base is None or base.value is None:
        return 0.0
    return base.value * (1 + target.change)


def _overlap(path: str, goal: Goal) -> Iterator[Finding]:
    base = goal.baseline
    if base is not None and base.end is not None and base.end > goal.begin:
        yield Finding(path, f"ends after the goal begins on {goal.begin}", "compare with days before the goal")


def _thresholds(path: str, thresholds: Thresholds) -> Iterator[Finding]:
    for higher, lower in pairwise(STATUSES):
        upper, under = getattr(thresholds, higher), getattr(thresholds, lower)
        if upper <= under:
            wrong = f"{_share(upper)} for `{higher}` is not above {_share(under)} for `{lower}`"
            yield Finding(path, wrong, "write them falling, such as `{ahead: 90%, on_track: 60%, at_risk: 25%}`")


def _targets(path: str, goal: Goal) -> Iterator[Finding]:
    """A target for each month or quarter."""
    if not goal.targets:
        return
    where = f"{path}.targets"
    if not _is_total(goal):
        yield Finding(where, "only a total has a target for each month or quarter", "write one `target:`")
        return
    if not _adds_up(goal.metric):
        yield Finding(
            where, "people counted once do not add up over months or quarters", "write one `target:`, and `milestones:` on the way"
        )
    for one in goal.targets:
        yield from _within(f"{where}.{name_of(one)}", one.begin, one.end - timedelta(days=1), goal)
    for one, other in pairwise(goal.targets):
        if other.begin < one.end:
            yield Finding(f"{where}.{name_of(other)}", f"overlaps {name_of(one)}", "let each day belong to one target")
    yield from _sum(path, goal.targets, goal.target)


def _sum(path: str, targets: tuple[PeriodTarget, ...], target: Target) -> Iterator[Finding]:
    total = math.fsum(one.value for one in targets)
    if target.change is not None:
        yield Finding(f"{path}.target", "says a change, and `targets` say numbers", "keep one of them")
    elif target.value is not None and not math.isclose(target.value, total):
        yield Finding(
            f"{path}.target", f"says {target.value:g}, and `targets` add up to {total:g}", "remove it: `targets` together are the target"
        )


def _milestones(path: str, goal: Goal) -> Iterator[Finding]:
    """What is due on the way, in rising order."""
    if not goal.milestones:
        return
    where = f"{path}.milestones"
    if not _is_total(goal):
        yield Finding(where, "only a total has milestones on its way", "remove them")
        return
    if goal.targets:
        yield Finding(where, "stand beside `targets`, which say already what is due when", "keep one of them")
    for n, one in enumerate(goal.milestones):
        yield from _within(f"{where}.{n}.by", one.day, one.day, goal)
        if goal.target.value is not None and one.value > goal.target.value:
            yield Finding(f"{where}.{n}.value", f"{one.value:g} is more than the target of {goal.target.value:g}", "lower it")
    for n, (one, other) in enumerate(pairwise(goal.milestones), start=1):
        if other.day <= one.day:
            yield Finding(f"{where}.{n}.by", f"{other.day} is not after {one.day}, the milestone before it", "put them in order")
        elif not _rises(one.value, other.value, goal.target.direction):
            yield Finding(f"{where}.{n}.value", f"{other.value:g} is not more than {one.value:g}, the milestone before it", "raise it")


def _rises(value: float, later: float, direction: Direction) -> bool:
    """A total only grows; one to stay under may also stand still."""
    return later > value or (later == value and direction is Direction.AT_MOST)


def _earlier(path: str, goal: Goal) -> Iterator[Finding]:
    """Versions of the goal, the oldest first."""
    for n, one in enumerate(goal.earlier):
        where = f"{path}.{n}"
        if one.target is None and one.thresholds is None:
            yield Finding(where, "says neither `target` nor `thresholds`", "write what was different until then")
        yield from _version(where, one, goal)
    for n, (one, other) in enumerate(pairwise(goal.earlier), start=1):
        if other.until <= one.until:
            yield Finding(f"{path}.{n}.until", f"{other.until} is not after {one.until}, the version before it", "put the oldest first")


def _version(path: str, one: EarlierVersion, goal: Goal) -> Iterator[Finding]:
    last = goal.end - timedelta(days=1)
    if one.until == last:
        yield Finding(f"{path}.until", f"{one.until} is the deadline: the goal would never have been changed", "write the last day it held")
    yield from _within(f"{path}.until", one.until, one.until, goal)
    if one.target is not None:
        yield from _target(f"{path}.target", one.target, goal)
    if one.thresholds is not None:
        yield from _thresholds(f"{path}.thresholds", one.thresholds)


def _ramp(path: str, goal: Goal) -> Iterator[Finding]:
    """The first weeks of a campaign and those it is compared with."""
    if goal.ramp is None:
        return
    begin = goal.ramp.begin or goal.begin
    if begin >= goal.end:
        yield Finding(f"{path}.ramp.from", f"{begin} is after the deadline on {goal.end - timedelta(days=1)}", "begin before it")
    for n, one in enumerate(goal.ramp.like):
        if one.begin >= begin:
            wrong = f"{one.begin} is not before {begin}, when this one begins"
            yield Finding(f"{path}.ramp.like.{n}.from", wrong, "compare with earlier campaigns")
    if goal.ramp.like and not _names_campaign(goal.metric):
        yield Finding(f"{path}.metric", "names no campaign, and `ramp: {like: ...}` compares campaigns", "put `campaign:` in its filters")


def _within(path: str, first: date, last: date, goal: Goal) -> Iterator[Finding]:
    deadline = goal.end - timedelta(days=1)
    if last > deadline:
        yield Finding(path, f"{_ends(first, last)} after the deadline on {deadline}", "take a day of the goal")
    elif first < goal.begin:
        yield Finding(path, f"{_begins(first, last)} before the goal begins on {goal.begin}", "take a day of the goal")


def _ends(first: date, last: date) -> str:
    return f"{last} is" if first == last else f"ends on {last},"


def _begins(first: date, last: date) -> str:
    return f"{first} is" if first == last else f"begins on {first},"


def _metric(path: str, metric: Metric, names: Names) -> Iterator[Finding]:
    """The metric and those inside it."""
    if metric.rule is not None and names.rules is not None and metric.rule not in (*names.rules, ANY_MACRO):
        yield Finding(path, f"there is no conversion `{metric.rule}`", suggestion(metric.rule, names.rules))
    yield from scope_findings(f"{path}.{metric.kind}", metric.scope, names)
    for part, inner in (("of", metric.numerator), ("to", metric.denominator)):
        if inner is not None:
            yield from _metric(f"{path}.{metric.kind}.{part}", inner, names)
    for n, term in enumerate(metric.terms):
        yield from _metric(f"{path}.sum.{n}", term.metric, names)
    kinds = {term.metric.kind for term in metric.terms}
    if MetricKind.SUM in kinds or MetricKind.RATIO in kinds:
        yield Finding(path, "a sum of sums or ratios cannot be followed", "write its parts in one sum")


def scope_findings(path: str, scope: Scope, names: Names) -> Iterator[Finding]:
    """Page groups and segments that a scope names and that are not there."""
    yield from pages(f"{path}.landing_page", scope.landing_page, names)
    yield from pages(f"{path}.page", scope.page, names)
    yield from segments(f"{path}.segment", scope.segment, names)


def _inner(metric: Metric) -> Iterator[Metric]:
    """The metric and all inside it."""
    yield metric
    for inner in (metric.numerator, metric.denominator, *(term.metric for term in metric.terms)):
        if inner is not None:
            yield from _inner(inner)


def _is_total(goal: Goal) -> bool:
    """Whether the goal fills up a number over its days."""
    levels = {*SHARES, MetricKind.RATIO}
    return goal.measure is Measure.TOTAL and not any(each.kind in levels for each in _inner(goal.metric))


def _adds_up(metric: Metric) -> bool:
    """Whether the numbers of months add up to that of all of them; distinct people do not."""
    return not any(each.kind is MetricKind.CONVERTERS or each.add is Add.DISTINCT for each in _inner(metric))


def _names_campaign(metric: Metric) -> bool:
    return any(each.scope.campaign for each in _inner(metric))


def _percent(change: float) -> str:
    return f"{change * 100:+.4g}%"


def _share(value: float) -> str:
    return f"{value * 100:.4g}%"

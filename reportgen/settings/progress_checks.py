"""What is due on the way to a goal's target, and what cannot be true of it."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from reportgen.model.settings import (
    Add,
    Direction,
    EarlierVersion,
    Goal,
    Measure,
    Metric,
    MetricKind,
    PeriodTarget,
    Target,
    Thresholds,
)
from reportgen.settings.goal_sugar import SHARES
from reportgen.settings.links import metrics_in
from reportgen.settings.names import Finding
from reportgen.settings.target_checks import plain, share, target_findings
from reportgen.settings.target_periods import name_of

STATUSES = ("ahead", "on_track", "at_risk")


def progress_findings(path: str, goal: Goal) -> Iterator[Finding]:
    """Every contradiction in what is due when, what held when, and how a goal is judged on its way; no days where its own are wrong."""
    yield from _thresholds(f"{path}.thresholds", goal.thresholds)
    if goal.end <= goal.begin:
        return
    yield from _targets(path, goal)
    yield from _milestones(path, goal)
    yield from _earlier(f"{path}.earlier", goal)
    yield from _ramp(path, goal)


def _thresholds(path: str, thresholds: Thresholds) -> Iterator[Finding]:
    for higher, lower in pairwise(STATUSES):
        upper, under = getattr(thresholds, higher), getattr(thresholds, lower)
        if upper <= under:
            wrong = f"{share(upper)} for `{higher}` is not above {share(under)} for `{lower}`"
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
        wrong = f"says {plain(target.value)}, and `targets` add up to {plain(total)}"
        yield Finding(f"{path}.target", wrong, "remove it: `targets` together are the target")


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
            yield Finding(f"{where}.{n}.value", f"{plain(one.value)} is more than the target of {plain(goal.target.value)}", "lower it")
    for n, (one, other) in enumerate(pairwise(goal.milestones), start=1):
        if other.day <= one.day:
            yield Finding(f"{where}.{n}.by", f"{other.day} is not after {one.day}, the milestone before it", "put them in order")
        elif not _rises(one.value, other.value, goal.target.direction):
            yield Finding(
                f"{where}.{n}.value", f"{plain(other.value)} is not more than {plain(one.value)}, the milestone before it", "raise it"
            )


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
        yield from target_findings(f"{path}.target", one.target, goal)
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


def _is_total(goal: Goal) -> bool:
    """Whether the goal fills up a number over its days."""
    levels = {*SHARES, MetricKind.RATIO, MetricKind.PRODUCT}
    return goal.measure is Measure.TOTAL and not any(each.kind in levels or each.stock for each in metrics_in(goal.metric))


def _adds_up(metric: Metric) -> bool:
    """Whether the numbers of months add up to that of all of them; distinct people do not."""
    return not any(each.kind is MetricKind.CONVERTERS or each.add is Add.DISTINCT for each in metrics_in(metric))


def _names_campaign(metric: Metric) -> bool:
    return any(each.scope.campaign for each in metrics_in(metric))

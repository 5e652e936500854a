"""A new campaign's first weeks, beside earlier campaigns at the same age."""

from reportgen.goals.look import Look
from reportgen.goals.nature import amount
from reportgen.model.findings import Ramping, SameAge


def ramping(seen: Look) -> Ramping | None:
    """Which week of how many it is; None for a goal without a ramp, before its first day, and once its weeks are over."""
    ramp = seen.goal.ramp
    if ramp is None:
        return None
    begin = ramp.begin or seen.goal.begin
    week = (seen.as_of - begin).days // 7 + 1
    if seen.as_of < begin or week > ramp.weeks:
        return None
    found = ((one.label or one.campaign, amount(measured)) for one, measured in zip(ramp.like, seen.own.ages, strict=False))
    earlier = tuple(SameAge(label, value) for label, value in found if value is not None)
    return Ramping(begin, week, ramp.weeks, amount(seen.own.ramp), earlier)

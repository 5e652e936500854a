"""Verdicts on one goal with their evidence: the trend, a new campaign's ramp, whether the target was ever attainable."""

from reportgen.model.document import Remark
from reportgen.model.findings import GoalFinding, GoalStatus, Plan, Ramping
from reportgen.model.reasons import PlanReason
from reportgen.stats import MIN_EVENTS_BEFORE, Attainable, Trend, TrendVerdict
from reportgen.stats.measures import Interval
from reportgen.wording import goal_facts, measures, numbers
from reportgen.wording.chances import chance
from reportgen.wording.draft import Draft, Speech

LIKELY, BOLD = 0.6, 0.3
"""The chances of the two targets that a plan proposes."""


def remarks(draft: Draft, goal: GoalFinding) -> tuple[Remark, ...]:
    """What is known of trend, ramp and attainability, in that order."""
    found = (_trend(draft, goal), _ramp(draft, goal), _plan(draft, goal))
    return tuple(remark for remark in found if remark is not None)


def _trend(draft: Draft, goal: GoalFinding) -> Remark | None:
    trend = goal.trend
    if trend is None or goal.status is GoalStatus.NOT_STARTED:
        return None
    return Remark(draft.say("trend.label"), draft.say(f"trend.word.{trend.verdict}"), evidence(draft, trend, at_most=goal.at_most))


def evidence(draft: Speech, trend: Trend, *, at_most: bool) -> str:
    """The trend's evidence in one sentence."""
    locale = draft.voice.locale
    if trend.verdict is TrendVerdict.NOT_ENOUGH_DATA or trend.wide is None or trend.change is None:
        return draft.say("trend.not_enough_data")
    if trend.verdict is TrendVerdict.NO_CLEAR_TREND:
        if trend.detectable is None:
            return draft.say("trend.no_clear_trend_bare")
        size = numbers.change_bound(locale, trend.detectable).lstrip("+")
        return draft.say("trend.no_clear_trend", detectable=size)
    told = {
        "level": draft.level(trend.wide),
        "low": numbers.change_bound(locale, trend.wide.low),
        "high": numbers.change_bound(locale, trend.wide.high),
    }
    if trend.verdict is TrendVerdict.STAGNATING:
        return draft.say("trend.stagnating", n=trend.weeks, **told)
    size = numbers.change_bound(locale, abs(trend.change)).lstrip("+")
    key = f"trend.{'risen' if trend.change > 0 else 'fallen'}{'_at_most' if at_most else ''}"
    return draft.say(key, n=trend.weeks, change=size, **told)


def _ramp(draft: Draft, goal: GoalFinding) -> Remark | None:
    ramp = goal.ramp
    if ramp is None or ramp.week < 1:
        return None
    within = ramp.week <= ramp.weeks
    word = draft.say("ramp.week", week=ramp.week, n=ramp.weeks) if within else draft.say("ramp.over", n=ramp.weeks)
    sentences = [*_same_age(draft, goal, ramp), *([draft.say("ramp.not_behind")] if within else [])]
    return Remark(draft.say("ramp.label"), word, draft.together(sentences))


def _same_age(draft: Draft, goal: GoalFinding, ramp: Ramping) -> tuple[str, ...]:
    if ramp.value is None:
        return ()
    value = goal_facts.value(draft, goal, ramp.value)
    if not ramp.earlier:
        return (draft.say("ramp.alone", value=value, day=draft.day(ramp.begin)),)
    earlier = [draft.say("ramp.earlier", label=one.label, value=goal_facts.value(draft, goal, one.value)) for one in ramp.earlier]
    return (draft.say("ramp.same_age", earlier=draft.listed(earlier), value=value),)


def _plan(draft: Draft, goal: GoalFinding) -> Remark | None:
    if goal.plan is None:
        return None
    return Remark(draft.say("plan.label"), plan_word(draft, goal, goal.plan), draft.together(plan_sentences(draft, goal, goal.plan)))


def plan_word(draft: Speech, goal: GoalFinding, plan: Plan) -> str:
    """How attainable the target is, in the words of statistics 1.7."""
    if plan.reason == PlanReason.TOO_LONG:
        return draft.say("plan.word.too_long")
    limit = "_at_most" if goal.at_most and plan.label is Attainable.WITHIN_REACH else ""
    return draft.say(f"plan.word.{plan.label}{limit}")


def plan_sentences(draft: Speech, goal: GoalFinding, plan: Plan) -> tuple[str, ...]:
    """The plausible range and the target's place in it, the growth it asks for, the targets proposed, or why there are none. They come from
    the time before the goal: one that is over gets none, nor one whose number has passed the likelier of them."""
    found = (_plausible(draft, goal, plan), _growth(draft, goal, plan), _proposed(draft, goal, plan), _why_not(draft, plan))
    return tuple(sentence for sentence in found if sentence is not None)


def _plausible(draft: Speech, goal: GoalFinding, plan: Plan) -> str | None:
    if plan.plausible is None or plan.probability is None or goal.target is None:
        return None
    low, high = plausible(draft, goal, plan.plausible)
    told = {"low": low, "high": high, "level": draft.level(plan.plausible), "chance": chance(draft, plan.probability)}
    begun = "" if goal.status is GoalStatus.NOT_STARTED else "_begun"
    return draft.say(f"plan.range_{_place(goal.target, plan.plausible)}{begun}", **told)


def plausible(draft: Speech, goal: GoalFinding, interval: Interval) -> tuple[str, str]:
    """The ends of the plausible range."""
    ends = draft.ends(goal.unit, interval)
    return ends.low, ends.high


def _place(target: float, interval: Interval) -> str:
    if target < interval.low:
        return "below"
    if target > interval.high:
        return "above"
    third = (interval.high - interval.low) / 3
    if target < interval.low + third:
        return "lower"
    return "upper" if target > interval.high - third else "middle"


def _growth(draft: Speech, goal: GoalFinding, plan: Plan) -> str | None:
    """What the target asks for against the same length before and the best such stretch."""
    if goal.target is None:
        return None
    told: dict[str, str] = {}
    if plan.before and plan.before > 0:
        told |= {"before": goal_facts.value(draft, goal, plan.before), "more": _asked(draft, goal.target / plan.before - 1)}
    if plan.best and plan.best > 0 and plan.best_last is not None:
        told |= {"best": goal_facts.value(draft, goal, plan.best), "best_more": _asked(draft, goal.target / plan.best - 1)}
        told |= {"last": draft.day(plan.best_last)}
    if not told:
        return None
    if "before" in told and plan.best == plan.before:
        return draft.say("plan.growth_same", before=told["before"], more=told["more"])
    alike = told.get("more") == told.get("best_more")
    known = "both" if "before" in told and "best" in told and not alike else "before" if "before" in told else "best"
    return draft.say(f"plan.growth_{known}", **told)


def _asked(draft: Speech, relative: float) -> str:
    return numbers.change_bound(draft.voice.locale, relative)


def _proposed(draft: Speech, goal: GoalFinding, plan: Plan) -> str | None:
    if not has_proposed(plan) or goal.status in (GoalStatus.ACHIEVED, GoalStatus.MISSED):
        return None
    assert plan.proposed is not None
    if _passed(goal, plan.proposed[0]):
        return None
    likely, bold = proposed(draft, goal, plan.proposed)
    return draft.say("plan.proposed", likely=likely, bold=bold, likely_chance=chance(draft, LIKELY), bold_chance=chance(draft, BOLD))


def _passed(goal: GoalFinding, target: float) -> bool:
    """Whether the goal's number stands beyond this target already; a limit's number, below it."""
    if goal.actual is None:
        return False
    return goal.actual < target if goal.at_most else goal.actual > target


def _why_not(draft: Speech, plan: Plan) -> str | None:
    return draft.say(f"reason.{plan.reason}", n=plan.events or 0, enough=MIN_EVENTS_BEFORE) if plan.reason else None


def has_proposed(plan: Plan) -> bool:
    """Whether there are targets to propose: none of nothing at all."""
    return plan.proposed is not None and min(plan.proposed) > 0


def proposed(draft: Speech, goal: GoalFinding, targets: tuple[float, float]) -> tuple[str, str]:
    """The likelier and the bolder of the proposed targets."""
    likely, bold = (measures.target_value(draft, goal, target) for target in targets)
    return likely, bold

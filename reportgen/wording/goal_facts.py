"""The labelled numbers of one goal: so far, target, baseline, pace, what is needed from here."""

from reportgen.model.document import Fact, Mark
from reportgen.model.findings import GoalFinding, GoalStatus, Unit
from reportgen.model.reasons import PathBasis
from reportgen.wording import measures, numbers, projections
from reportgen.wording.draft import Draft, Speech

DAYS_A_WEEK = 7
DAYS_A_MONTH = 30.4
CLOSED = frozenset({GoalStatus.ACHIEVED, GoalStatus.MISSED, GoalStatus.NOT_STARTED, GoalStatus.NOT_COMPARABLE, GoalStatus.NOT_ENOUGH_DATA})


def value(draft: Speech, goal: GoalFinding, number: float | None) -> str:
    """A number in the goal's unit, a dash for none."""
    return draft.say("number.none") if number is None else draft.quantity(goal.unit, number)


def tick(draft: Speech, goal: GoalFinding, number: float) -> str:
    """A round number on the goal's axis."""
    if goal.unit is Unit.SHARE:
        return numbers.exact_share(draft.voice.locale, number)
    if goal.unit is Unit.MONEY:
        return draft.quantity(goal.unit, number)
    return numbers.decimal(draft.voice.locale, number, 2)


def target(draft: Speech, goal: GoalFinding) -> str:
    """The target as a number: `120`, `at most 40`, a dash while there is none."""
    if goal.target is None:
        return draft.say("number.none")
    said = measures.target_value(draft, goal, goal.target)
    return draft.say("goals.at_most", value=said) if goal.at_most else said


def progress(draft: Speech, goal: GoalFinding) -> str | None:
    """Actual / target, or the growth so far beside the wanted one. None for rates and levels."""
    if goal.growth is not None and goal.wanted_growth is not None:
        growth, wanted = (numbers.change(draft.voice.locale, one) for one in (goal.growth, goal.wanted_growth))
        return draft.say("goals.growth_of", growth=growth, wanted=wanted)
    return None if goal.progress is None else numbers.share(draft.voice.locale, goal.progress, digits=0)


def probability(draft: Speech, goal: GoalFinding) -> str | None:
    """The chance of reaching the target. None without a projection, or where nothing is left to chance."""
    return projections.chance_text(draft, goal)


def need(draft: Draft, goal: GoalFinding) -> tuple[str, ...]:
    """The sentence about the run rate that the rest of the time asks for; empty where none applies."""
    if goal.status in CLOSED:
        return ()
    if goal.required_rate is not None:
        if not 0 <= goal.required_rate <= 1:
            return () if goal.at_most or goal.required_rate > 1 else (draft.say("goals.sentence.safe_rate"),)
        rate = numbers.share(draft.voice.locale, goal.required_rate)
        return (draft.say("goals.sentence.need_rate_at_most" if goal.at_most else "goals.sentence.need_rate", rate=rate),)
    rates = run_rates(draft, goal)
    if rates is None:
        return ()
    required, recent = rates
    if goal.at_most:
        return (draft.say("goals.sentence.room", required=required, recent=recent),) if recent else ()
    return (
        draft.say("goals.sentence.need", required=required, recent=recent)
        if recent
        else draft.say("goals.sentence.need_bare", required=required),
    )


def run_rates(draft: Speech, goal: GoalFinding) -> tuple[str, str | None] | None:
    """What is required from here and what the last four weeks brought, both by the week (by the month where a week is less than
    one). None where nothing more is required or the metric does not add up over days."""
    if goal.unit is Unit.SHARE or not goal.required_per_day or goal.required_per_day < 0:
        return None
    weekly = goal.required_per_day * DAYS_A_WEEK >= 1
    days, key = (DAYS_A_WEEK, "goals.per_week") if weekly else (DAYS_A_MONTH, "goals.per_month")

    def said(per_day: float) -> str:
        return draft.say(key, value=draft.about(goal.unit, per_day * days))

    return said(goal.required_per_day), None if goal.recent_per_day is None else said(goal.recent_per_day)


def facts(draft: Draft, goal: GoalFinding) -> tuple[Fact, ...]:
    """The card's facts, the most important first; those that cannot apply are left out, those not known yet are marked."""
    candidates = (
        _actual(draft, goal),
        _target(draft, goal),
        *projections.facts(draft, goal),
        *_run_rate_facts(draft, goal),
        _expected(draft, goal),
        _pace(draft, goal),
        _allowance(draft, goal),
        _growth(draft, goal),
        _baseline(draft, goal),
        _deadline(draft, goal),
    )
    return tuple(fact for fact in candidates if fact is not None)


def final(goal: GoalFinding) -> bool:
    """Whether it is decided and no day of it is left: what there is is the result, and nothing more is expected."""
    return goal.status in (GoalStatus.ACHIEVED, GoalStatus.MISSED) and goal.elapsed_days >= goal.total_days


def _actual(draft: Draft, goal: GoalFinding) -> Fact:
    label = draft.say("goals.fact.final" if final(goal) else "goals.fact.actual")
    if goal.status is GoalStatus.NOT_STARTED:
        return Fact(label, "", note=draft.say("goals.fact.not_started"), mark=Mark.NOT_YET)
    if goal.actual is None:
        return Fact(label, "", note=draft.say("goals.fact.nothing_recorded"), mark=Mark.MISSING)
    estimate = goal.estimate
    definition = draft.definition(f"goal_{goal.key}")
    if estimate is None or estimate.interval is None:
        return Fact(label, value(draft, goal, goal.actual), definition=definition)
    ends = {"low": draft.bound(estimate.interval.low), "high": draft.bound(estimate.interval.high)}
    level = draft.level(estimate.interval)
    note = draft.say("goals.fact.range_note", n=estimate.rate.n, of=estimate.rate.of, level=level, **ends)
    return Fact(label, value(draft, goal, goal.actual), note=note, definition=definition)


def _target(draft: Draft, goal: GoalFinding) -> Fact:
    label = draft.say("goals.fact.target")
    if goal.target is None:
        return Fact(label, "", note=draft.say("goals.fact.no_target"), mark=Mark.NOT_COMPARABLE)
    note = None
    given = measures.settings_of(draft, goal)
    if given and given.target.change is not None:
        note = measures.target(draft, given, goal)
    return Fact(label, target(draft, goal), note=note)


def _baseline(draft: Draft, goal: GoalFinding) -> Fact | None:
    label = draft.say("goals.fact.baseline")
    if goal.baseline is None:
        if goal.wanted_growth is None:
            return None
        return Fact(label, "", note=draft.say("goals.fact.no_baseline"), mark=Mark.NOT_COMPARABLE)
    note = None
    if goal.baseline_recorded is not None and goal.baseline_recorded < 0.99:
        share = numbers.share(draft.voice.locale, goal.baseline_recorded, digits=0)
        note = draft.say("goals.fact.baseline_estimated", share=share)
    return Fact(label, value(draft, goal, goal.baseline), note=note)


def _growth(draft: Draft, goal: GoalFinding) -> Fact | None:
    if goal.growth is None or goal.wanted_growth is None:
        return None
    growth, wanted = (numbers.change(draft.voice.locale, one) for one in (goal.growth, goal.wanted_growth))
    return Fact(draft.say("goals.fact.growth"), growth, note=draft.say("goals.fact.wanted_note", wanted=wanted))


def _expected(draft: Draft, goal: GoalFinding) -> Fact | None:
    if goal.expected is None or goal.status is GoalStatus.NOT_STARTED or goal.path_basis is PathBasis.LEVEL or final(goal):
        return None
    return Fact(draft.say("goals.fact.expected"), draft.about(goal.unit, goal.expected))


def _pace(draft: Draft, goal: GoalFinding) -> Fact | None:
    if goal.pace is None or goal.path_basis is PathBasis.LEVEL or goal.status is GoalStatus.RAMPING:
        return None
    if final(goal):
        done = progress(draft, goal) if goal.wanted_growth is None else None
        return None if done is None else Fact(draft.say("goals.column_progress"), done)
    return Fact(draft.say("goals.fact.pace"), numbers.percent(draft.voice.locale, goal.pace, 0))


def _allowance(draft: Draft, goal: GoalFinding) -> Fact | None:
    if goal.allowance is None:
        return None
    money = goal.unit is Unit.MONEY
    allowed = draft.quantity(goal.unit, goal.allowance) if money else numbers.amount(draft.voice.locale, goal.allowance)
    return Fact(draft.say("goals.fact.allowance"), allowed, note=draft.say("goals.fact.allowance_note"))


def _run_rate_facts(draft: Draft, goal: GoalFinding) -> tuple[Fact, ...]:
    rates = None if goal.status in CLOSED else run_rates(draft, goal)
    if rates is None:
        return ()
    required, recent = rates
    needed = Fact(draft.say("goals.fact.allowed" if goal.at_most else "goals.fact.required"), required)
    return (needed, Fact(draft.say("goals.fact.recent"), recent)) if recent else (needed,)


def _deadline(draft: Draft, goal: GoalFinding) -> Fact:
    left = goal.total_days - goal.elapsed_days
    note = draft.say("goals.fact.days", n=left) if left > 0 else draft.say("goals.fact.over")
    return Fact(draft.say("goals.fact.deadline"), draft.day(goal.period.last_day), note=note)

"""What is allowed and yet unwise: warned of with the reason, never refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from reportgen.model.advice import Advice, AdviceKind
from reportgen.model.journeys import windows
from reportgen.model.settings import CombinedGoal, ConversionRule, Goal, Journey, Settings, Tier
from reportgen.settings.lead_value_checks import old_lifetimes
from reportgen.settings.links import ANY_MACRO, rules_in, supported_macros
from reportgen.settings.placing import Places, place_of

BENCHMARK_AGE = 730
"""Days after which an industry figure is called old."""

FEW_MACROS = 2


def lint(settings: Settings, *, today: date | None = None, places: Places | None = None) -> tuple[Advice, ...]:
    """Advice, each with the option it is about; placed where `places` knows it. Without `today` no benchmark is old."""
    found = [
        *_many_macros(settings),
        *(advice for rule in settings.macros for advice in _macro(settings, rule)),
        *(advice for rule in settings.micros for advice in _micro(settings, rule)),
        *_tiers_without_goal(settings),
        *(advice for goal in settings.goals for advice in _letters(settings, goal)),
        *(advice for goal in settings.goals for advice in _ramp(goal)),
        *(advice for goal in settings.goals for advice in _earlier(goal)),
        *(advice for one in settings.combined for advice in _combined(one)),
        *(advice for rule in settings.rules for advice in _benchmark(rule, today)),
        *old_lifetimes(settings.report.lead_value, today),
    ]
    return tuple(replace(advice, place=place_of(places or {}, advice.path)) for advice in found)


def _many_macros(settings: Settings) -> Iterator[Advice]:
    n = len(settings.macros)
    if n <= FEW_MACROS:
        return
    primary = sum(rule.primary for rule in settings.macros)
    if settings.report.many_macros is None:
        yield Advice(AdviceKind.MANY_MACROS, "conversions", {"n": n})
    elif not primary:
        yield Advice(AdviceKind.NO_PRIMARY, "conversions", {"n": n})
    elif primary > FEW_MACROS:
        yield Advice(AdviceKind.MANY_PRIMARY, "conversions", {"n": n, "primary": primary})


def _macro(settings: Settings, rule: ConversionRule) -> Iterator[Advice]:
    path = f"conversions.{rule.key}"
    if rule.outcome is None:
        yield Advice(AdviceKind.NO_OUTCOME, path)
    if rule.journey is Journey.LONG:
        yield from _long_journey(settings, rule)
    horizon = windows(rule).horizon
    if rule.expected_lag is not None and rule.expected_lag > horizon:
        write = f"horizon: {min(rule.expected_lag, 400)}" if rule.journey is Journey.LONG else "journey: long"
        facts: dict[str, str | int] = {"expected": rule.expected_lag, "horizon": horizon, "write": write}
        yield Advice(AdviceKind.LAG_BEYOND, f"{path}.expected_lag", facts)


def _long_journey(settings: Settings, macro: ConversionRule) -> Iterator[Advice]:
    """A long way needs micro conversions along it, at every stage."""
    path = f"conversions.{macro.key}.journey"
    micros = [rule for rule in settings.micros if macro.key in supported_macros(settings, rule.key)]
    if not micros:
        yield Advice(AdviceKind.NO_MICRO, path, {"macro": macro.key})
        return
    if len(micros) == 1:
        yield Advice(AdviceKind.ONE_MICRO, path, {"micro": micros[0].key, "macro": macro.key})
    stages = {rule.stage for rule in micros}
    if empty := [stage.key for stage in settings.report.stages if stage.key not in stages]:
        yield Advice(AdviceKind.EMPTY_STAGE, path, {"stages": ", ".join(f"`{key}`" for key in empty)})


def _micro(settings: Settings, rule: ConversionRule) -> Iterator[Advice]:
    if not supported_macros(settings, rule.key):
        yield Advice(AdviceKind.ORPHAN, f"conversions.{rule.key}")


def _tiers_without_goal(settings: Settings) -> Iterator[Advice]:
    tiers = {tier for goal in settings.goals for tier in goal_tiers(settings, goal)}
    if settings.macros and Tier.MACRO not in tiers:
        yield Advice(AdviceKind.NO_MACRO_GOAL, "goals")
    if settings.micros and Tier.MICRO not in tiers:
        yield Advice(AdviceKind.NO_MICRO_GOAL, "goals")


def goal_tiers(settings: Settings, goal: Goal) -> frozenset[Tier]:
    """The tiers of the rules that a goal counts; none for sessions, visitors and other context."""
    tiers = {rule.key: rule.tier for rule in settings.rules} | {ANY_MACRO: Tier.MACRO}
    return frozenset(tiers[key] for key in rules_in(goal.metric) if key in tiers)


def _letters(settings: Settings, goal: Goal) -> Iterator[Advice]:
    """SMART, letter by letter. M and T cannot be missing: a goal without metric, target, `from` or `by` is refused."""
    path = f"goals.{goal.key}"
    if goal.owner is None:
        yield Advice(AdviceKind.NO_OWNER, path)
    if goal.strategy is None:
        yield Advice(AdviceKind.NO_STRATEGY, path)
    if goal.baseline is None and goal.attainable is None:
        yield Advice(AdviceKind.NOT_ATTAINABLE, path)
    if not is_relevant(settings, goal):
        yield Advice(AdviceKind.NOT_RELEVANT, path)


def is_relevant(settings: Settings, goal: Goal) -> bool:
    """A goal is relevant when it counts a macro, leads to one, or says why in words."""
    return bool(goal.relevant or Tier.MACRO in goal_tiers(settings, goal) or supported_macros(settings, goal.key))


def _ramp(goal: Goal) -> Iterator[Advice]:
    if goal.ramp is None:
        return
    ends = (goal.ramp.begin or goal.begin) + timedelta(weeks=goal.ramp.weeks)
    if ends > goal.end:
        yield Advice(AdviceKind.LATE_RAMP, f"goals.{goal.key}.ramp", {"day": (ends - timedelta(days=1)).isoformat()})


def _earlier(goal: Goal) -> Iterator[Advice]:
    for n, version in enumerate(goal.earlier):
        if version.why is None:
            yield Advice(AdviceKind.NO_REASON, f"goals.{goal.key}.earlier.{n}")


def _combined(one: CombinedGoal) -> Iterator[Advice]:
    if one.owner is None:
        yield Advice(AdviceKind.NO_OWNER, f"combined.{one.key}")


def _benchmark(rule: ConversionRule, today: date | None) -> Iterator[Advice]:
    if rule.benchmark is not None and today is not None and (today - rule.benchmark.day).days > BENCHMARK_AGE:
        yield Advice(AdviceKind.OLD_BENCHMARK, f"conversions.{rule.key}.benchmark.date", {"day": rule.benchmark.day.isoformat()})

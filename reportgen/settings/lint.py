"""What is allowed and yet unwise: warned of with the reason, never refused."""

from collections.abc import Iterator
from datetime import date, timedelta

from reportgen.errors import Problem
from reportgen.model.journeys import windows
from reportgen.model.settings import CombinedGoal, ConversionRule, Goal, Journey, Settings, Tier
from reportgen.settings.lead_value_checks import old_lifetimes
from reportgen.settings.links import ANY_MACRO, rules_in, supported_macros
from reportgen.settings.placing import Places, placed

BENCHMARK_AGE = 730
"""Days after which an industry figure is called old."""

FEW_MACROS = 2


def lint(settings: Settings, *, today: date | None = None, places: Places | None = None) -> tuple[Problem, ...]:
    """Warnings, each with the option it is about; placed where `places` knows it. Without `today` no benchmark is old."""
    found = [
        *_many_macros(settings),
        *(warning for rule in settings.macros for warning in _macro(settings, rule)),
        *(warning for rule in settings.micros for warning in _micro(settings, rule)),
        *_tiers_without_goal(settings),
        *(warning for goal in settings.goals for warning in _letters(settings, goal)),
        *(warning for goal in settings.goals for warning in _ramp(goal)),
        *(warning for goal in settings.goals for warning in _earlier(goal)),
        *(warning for one in settings.combined for warning in _combined(one)),
        *(warning for rule in settings.rules for warning in _benchmark(rule, today)),
        *old_lifetimes(settings.report.lead_value, today),
    ]
    return tuple(placed(places or {}, path, wrong, right) for path, wrong, right in found)


Advice = tuple[str, str, str]
"""Path, what is unwise, what would be better."""


def _many_macros(settings: Settings) -> Iterator[Advice]:
    n = len(settings.macros)
    if n > FEW_MACROS and settings.report.many_macros is None:
        yield (
            "conversions",
            f"{n} macro conversions: more of them do not mean more success. One or two get closer attention, to what they offer and to"
            " keeping customers; a long list makes tracking laborious",
            "make the lesser ones micro, or say in `many_macros` of report.yaml why this business needs them",
        )
    primary = sum(rule.primary for rule in settings.macros)
    if n > FEW_MACROS and settings.report.many_macros is not None and not 1 <= primary <= FEW_MACROS:
        wrong = f"{n} macro conversions, {primary or 'none'} of them primary: the front page tells them all alike"
        yield "conversions", wrong, "write `primary: true` at the one or two that matter most"


def _macro(settings: Settings, rule: ConversionRule) -> Iterator[Advice]:
    path = f"conversions.{rule.key}"
    if rule.outcome is None:
        yield path, "a macro conversion without `outcome`", "say in a sentence what you want to happen after the visit"
    if rule.journey is Journey.LONG:
        yield from _long_journey(settings, rule)
    horizon = windows(rule).horizon
    if rule.expected_lag is not None and rule.expected_lag > horizon:
        right = f"write `horizon: {min(rule.expected_lag, 400)}`" if rule.journey is Journey.LONG else "write `journey: long`"
        yield f"{path}.expected_lag", f"expected {rule.expected_lag} days after the first visit, but followed for {horizon} only", right


def _long_journey(settings: Settings, macro: ConversionRule) -> Iterator[Advice]:
    """A long way needs micro conversions along it, at every stage."""
    path = f"conversions.{macro.key}.journey"
    micros = [rule for rule in settings.micros if macro.key in supported_macros(settings, rule.key)]
    if len(micros) < 2:
        few = "no micro conversion leads to it" if not micros else f"only `{micros[0].key}` leads to it"
        yield path, f"a long journey, and {few}", f"a long journey needs several: write `supports: {macro.key}` with the micros on its way"
    stages = {rule.stage for rule in micros}
    empty = [stage.key for stage in settings.report.stages if stage.key not in stages]
    if micros and empty:
        shown = ", ".join(f"`{key}`" for key in empty)
        yield path, f"a long journey without a micro conversion at {shown}", "give each stage one, or take the stage out of `stages`"


def _micro(settings: Settings, rule: ConversionRule) -> Iterator[Advice]:
    if not supported_macros(settings, rule.key):
        yield (
            f"conversions.{rule.key}",
            "an orphan: this micro conversion leads to no macro",
            "write `supports:` with the macro it pushes towards, or ask whether it is worth tracking",
        )


def _tiers_without_goal(settings: Settings) -> Iterator[Advice]:
    tiers = {tier for goal in settings.goals for tier in goal_tiers(settings, goal)}
    for tier, rules in ((Tier.MACRO, settings.macros), (Tier.MICRO, settings.micros)):
        if rules and tier not in tiers:
            yield "goals", f"no goal on a {tier} conversion", "set goals for both: macros show success, micros its signs"


def goal_tiers(settings: Settings, goal: Goal) -> frozenset[Tier]:
    """The tiers of the rules that a goal counts; none for sessions, visitors and other context."""
    tiers = {rule.key: rule.tier for rule in settings.rules} | {ANY_MACRO: Tier.MACRO}
    return frozenset(tiers[key] for key in rules_in(goal.metric) if key in tiers)


def _letters(settings: Settings, goal: Goal) -> Iterator[Advice]:
    """SMART, letter by letter. M and T cannot be missing: a goal without metric, target, `from` or `by` is refused."""
    path = f"goals.{goal.key}"
    if goal.owner is None:
        yield path, "nobody owns this goal", "write `owner:` with a name"
    if goal.strategy is None:
        yield path, "S is missing: nothing says which aim of the business it serves", "write `strategy:` in a sentence"
    if goal.baseline is None and goal.attainable is None:
        yield path, "A is missing: nothing says that the target can be reached", "write `baseline:`, or the reason in `attainable:`"
    if not is_relevant(settings, goal):
        yield path, "R is missing: it leads to no macro conversion", "write `supports:` with a macro, or the reason in `relevant:`"


def is_relevant(settings: Settings, goal: Goal) -> bool:
    """A goal is relevant when it counts a macro, leads to one, or says why in words."""
    return bool(goal.relevant or Tier.MACRO in goal_tiers(settings, goal) or supported_macros(settings, goal.key))


def _ramp(goal: Goal) -> Iterator[Advice]:
    if goal.ramp is None:
        return
    ends = (goal.ramp.begin or goal.begin) + timedelta(weeks=goal.ramp.weeks)
    if ends > goal.end:
        last = ends - timedelta(days=1)
        wrong = f"a ramp that ends on {last}, after the deadline: the goal would never be judged on its way"
        yield f"goals.{goal.key}.ramp", wrong, "write fewer `weeks`"


def _earlier(goal: Goal) -> Iterator[Advice]:
    for n, version in enumerate(goal.earlier):
        if version.why is None:
            yield f"goals.{goal.key}.earlier.{n}", "the goal was changed, and nothing says why", "write `why:` in a sentence"


def _combined(one: CombinedGoal) -> Iterator[Advice]:
    if one.owner is None:
        yield f"combined.{one.key}", "nobody owns this goal", "write `owner:` with a name"


def _benchmark(rule: ConversionRule, today: date | None) -> Iterator[Advice]:
    if rule.benchmark is not None and today is not None and (today - rule.benchmark.day).days > BENCHMARK_AGE:
        path = f"conversions.{rule.key}.benchmark.date"
        yield path, f"the benchmark is from {rule.benchmark.day}, more than two years old", "look for a newer one"

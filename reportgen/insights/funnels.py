"""Funnels: how many go from step to step, beside what is usual, and what the strict order leaves out (statistics 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen import stats
from reportgen.insights.leaks import caught_findings, stall_findings
from reportgen.insights.rungs import ladder
from reportgen.insights.step_rates import Cell, Judged, judged, step_time
from reportgen.model.counts import Counts
from reportgen.model.funnel_findings import Abandoned, FunnelFinding, FunnelFindings, StepFinding
from reportgen.model.journeys import Funnel
from reportgen.model.settings import Settings
from reportgen.periods import Period
from reportgen.stats import Dispersion, Rate

CART, ADDED = "cart", "add_to_cart"
EXACT = float("inf")
Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What every funnel is told from: the reported period, each funnel's age, the judged rates by steps and age, the primary macros."""

    period: Period
    ages: Mapping[str, int]
    rates: Mapping[tuple[Steps, int], Judged]
    primary: frozenset[str]


def funnels(settings: Settings, counts: Counts) -> FunnelFindings | None:
    """Everything about steps and leaks; None where nobody was seen at a step, a rung, a stage or a watched page."""
    primary = frozenset(rule.key for rule in settings.macros if rule.primary)
    alive = [funnel for funnel in counts.journeys.funnels if funnel.cohorts or any(funnel.seen)]
    ordered = sorted(alive, key=lambda funnel: (funnel.key == CART, funnel.key not in primary))
    told = [funnel for place, funnel in enumerate(ordered) if not _within(funnel, ordered, place)]
    ages = {funnel.key: _age(funnel, counts.current.period) for funnel in told}
    asked = Asked(counts.current.period, ages, judged(_cells(told, ages), _current(told, counts.current.period)), primary)
    found = FunnelFindings(
        funnels=tuple(_finding(funnel, told[:place], asked) for place, funnel in enumerate(told)),
        ladder=ladder(counts),
        caught=caught_findings(counts),
        stalls=stall_findings(settings, counts),
    )
    return found if found.funnels or found.ladder or found.caught or found.stalls else None


def _within(funnel: Funnel, ordered: Sequence[Funnel], place: int) -> bool:
    """Whether another funnel of the same window begins with all steps of this one: it then tells them. Of equals the first does."""
    return any(
        other.window == funnel.window
        and other.steps[: len(funnel.steps)] == funnel.steps
        and (len(other.steps) > len(funnel.steps) or at < place)
        for at, other in enumerate(ordered)
        if at != place
    )


def _current(told: Sequence[Funnel], period: Period) -> Period:
    """The part of the reported period that the counts have seen."""
    return next((cohort.period for funnel in told for cohort in funnel.cohorts if cohort.period.begin == period.begin), period)


def _age(funnel: Funnel, period: Period) -> int:
    """The longest time for which at least half of the period's entrants have been followed, or the shortest told."""
    at: dict[int, int] = {}
    for cohort in funnel.cohorts:
        if cohort.period.begin == period.begin:
            at[cohort.age] = at.get(cohort.age, 0) + cohort.reached[0]
    ages = sorted(age for age in {cohort.age for cohort in funnel.cohorts} if age) or [min(7, funnel.window)]
    return next((age for age in reversed(ages) if at.get(age, 0) * 2 >= at.get(0, 0) > 0), ages[0])


def _keys(funnel: Funnel, place: int) -> Steps:
    return tuple(step.key for step in funnel.steps[: place + 1])


def _cells(told: Sequence[Funnel], ages: Mapping[str, int]) -> dict[tuple[Steps, int], list[Cell]]:
    """The rates of every step, by the steps up to it and the age; steps that funnels share are judged once. The cart's last entry, under
    the name of the funnel, are those who left it."""
    found: dict[tuple[Steps, int], list[Cell]] = {}
    for funnel in told:
        age = ages[funnel.key]
        held = [cohort for cohort in funnel.cohorts if cohort.age == age]
        for place in range(1, len(funnel.steps)):
            rates = [Rate(cohort.reached[place], cohort.reached[place - 1]) for cohort in held]
            found[_keys(funnel, place), age] = [Cell(cohort.period, cohort.channel, rate) for cohort, rate in zip(held, rates, strict=True)]
        if funnel.key == CART:
            cart = _cart_place(funnel)
            left = [Rate(cohort.reached[cart] - cohort.reached[-1], cohort.reached[cart]) for cohort in held]
            found[(CART,), age] = [Cell(cohort.period, cohort.channel, rate) for cohort, rate in zip(held, left, strict=True)]
    return found


def _cart_place(funnel: Funnel) -> int:
    """The step at which something is in the cart: adding to it, or the last before the purchase."""
    return next((place for place, step in enumerate(funnel.steps) if step.key == ADDED), len(funnel.steps) - 2)


def _finding(funnel: Funnel, earlier: Sequence[Funnel], asked: Asked) -> FunnelFinding:
    age, rates = asked.ages[funnel.key], asked.rates
    now = [cohort for cohort in funnel.cohorts if cohort.period.begin == asked.period.begin]
    entered = sum(cohort.reached[0] for cohort in now if cohort.age == 0)
    reached = [sum(cohort.reached[place] for cohort in now if cohort.age == age) for place in range(len(funnel.steps))]
    own = {step.key: rates[_keys(funnel, place), age] for place, step in enumerate(funnel.steps) if place}
    shared = max((_shared(funnel, other) for other in earlier), default=0)
    news = [(key, one) for place, (key, one) in enumerate(own.items(), start=1) if place >= shared]
    left = rates.get(((CART,), age)) if funnel.key == CART else None
    last = funnel.lags[-1] if funnel.lags else ()
    return FunnelFinding(
        key=funnel.key,
        macro=funnel.steps[-1].rules[0],
        primary=funnel.key in asked.primary,
        window=funnel.window,
        age=age,
        entered=entered,
        still_open=entered - reached[0],
        steps=tuple(_step(funnel, place, reached, own) for place in range(len(funnel.steps))),
        in_order=Rate(sum(wait.count for wait in last if wait.happened), funnel.skipped_ever[-1].of if funnel.skipped_ever else 0),
        shared=shared,
        unlike_before=tuple(each for key, one in news for each in one.unlike_before(key)),
        unlike_others=tuple(each for key, one in news for each in one.unlike_others(key)),
        abandoned=Abandoned(funnel.steps[_cart_place(funnel)].key, left.estimate, left.change) if left else None,
    )


def _shared(funnel: Funnel, other: Funnel) -> int:
    """How many steps both begin with."""
    pairs = zip(funnel.steps, other.steps, strict=False)
    return next((place for place, (own, its) in enumerate(pairs) if own != its), min(len(funnel.steps), len(other.steps)))


def _step(funnel: Funnel, place: int, reached: Sequence[int], own: Mapping[str, Judged]) -> StepFinding:
    step, last = funnel.steps[place], place == len(funnel.steps) - 1
    one = own.get(step.key)
    phi = Dispersion(one.change.phi, assumed=False, df=EXACT) if one else None
    return StepFinding(
        key=step.key,
        rules=step.rules,
        reached=reached[place],
        seen=funnel.seen[place],
        of_last=one.estimate if one else None,
        of_first=stats.estimate_rate(Rate(reached[place], reached[0]), phi) if phi else None,
        change=one.change if one else None,
        time=step_time(funnel.lags[place - 1], funnel.window) if place else None,
        skipped=None if last else funnel.skipped[place],
        skipped_ever=None if last else funnel.skipped_ever[place],
        standing=funnel.standing[place],
    )

"""Steps, leaks and the ladder as findings: what is told, at which age, what is marked and what is left open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from reportgen import periods
from reportgen.insights import find
from reportgen.model.counts import Counts, PeriodCounts, Profile, Series, Traffic
from reportgen.model.funnel_findings import FunnelFinding, FunnelFindings
from reportgen.model.journeys import Caught, Cohort, Funnel, FunnelCohort, FunnelStep, Journeys, Rung, Stall
from reportgen.model.settings import ConversionRule, InputSettings, Match, ReportSettings, Settings, Site, Stalls, Tier
from reportgen.periods import Period
from reportgen.stats import Rate, Verdict, Wait

OCTOBER = periods.month("2026-10")
WEEKS = [Period(OCTOBER.begin - timedelta(weeks=back), OCTOBER.begin - timedelta(weeks=back - 1)) for back in range(1, 25)]
VISIT, LEAD, SALE = FunnelStep("intent", ("pricing",)), FunnelStep("quote", ("quote",)), FunnelStep("order", ("order",))


def rule(key: str, tier: Tier, **more: object) -> ConversionRule:
    return ConversionRule.model_validate({"key": key, "label": key.title(), "tier": tier, "match": (Match(event=(key,)),), **more})


QUOTE, ORDER = rule("quote", Tier.MACRO), rule("order", Tier.MACRO, primary=True, rate_base="quote")
PRICING = rule("pricing", Tier.MICRO, stage="intent", match=(Match(page=("pricing",)),))
Reached = Mapping[int, Sequence[int]]


def funnel(
    now: Mapping[str, Reached], before: Mapping[str, Reached], key: str = "order", steps: tuple[FunnelStep, ...] = (VISIT, LEAD, SALE)
) -> Funnel:
    """By channel and age how many came to each step in October, and in each week before it."""
    depth = len(steps)
    cohorts = [
        FunnelCohort(span, channel, age, tuple(reached))
        for span, given in ((OCTOBER, now), *((week, before) for week in WEEKS))
        for channel, ages in given.items()
        for age, reached in ages.items()
    ]
    waits = (Wait(0, happened=True, count=10), Wait(4, happened=True, count=12), Wait(30, happened=False, count=78))
    ever = (Rate(30, 50),) * (depth - 1)
    return Funnel(key, steps, 30, tuple(cohorts), (waits,) * (depth - 1), ever, ever, tuple(range(depth)), tuple(range(depth)))


def found(watching: Stalls | None = None, /, **journeys: object) -> FunnelFindings | None:
    report = ReportSettings(
        site=Site(name="Site", zone="UTC"), inputs=(InputSettings(key="web", files=("x",)),), stalls=watching or Stalls()
    )
    nothing = Series((), (), (), (), {})
    current = PeriodCounts(OCTOBER, Traffic(100, 120, 80, 300), {}, {}, {}, {})
    counted = Journeys(visitors=5_000, **journeys)  # type: ignore[arg-type]
    counts = Counts(
        date(2026, 10, 31), current, None, None, nothing, nothing, nothing, (), {}, Profile((), (), {}, 0, {}, (), {}, {}, ()), counted
    )
    return find(Settings(report=report, rules=(QUOTE, ORDER, PRICING)), counts).funnels


def told(*funnels: Funnel) -> list[FunnelFinding]:
    seen = found(funnels=funnels)
    assert seen is not None
    return list(seen.funnels)


STEADY: Reached = {0: (100, 10, 2), 7: (100, 30, 3), 30: (100, 40, 8)}
OCTOBERS: Reached = {0: (400, 40, 8), 7: (300, 90, 9), 30: (20, 8, 1)}


def test_the_age_that_at_least_half_have_reached() -> None:
    """Three of four entrants are seven days old, one in twenty is thirty days old: seven it is, and 100 are open."""
    # checklist 004-1
    (seen,) = told(funnel({"Email": OCTOBERS}, {"Email": STEADY}))
    assert (seen.macro, seen.primary, seen.age, seen.entered, seen.still_open) == ("order", True, 7, 400, 100)
    assert [step.reached for step in seen.steps] == [300, 90, 9]
    assert [step.of_last and step.of_last.rate for step in seen.steps] == [None, Rate(90, 300), Rate(9, 90)]
    assert [step.of_first and step.of_first.rate for step in seen.steps] == [None, Rate(90, 300), Rate(9, 300)]
    older = told(funnel({"Email": {0: (400, 0, 0), 7: (380, 90, 9), 30: (200, 80, 40)}}, {"Email": STEADY}))
    assert (older[0].age, older[0].still_open) == (30, 200)


def test_a_steady_step_is_not_marked_and_a_fallen_one_is() -> None:
    (steady,) = told(funnel({"Email": OCTOBERS}, {"Email": STEADY}))
    change = steady.steps[1].change
    assert change is not None
    assert change.verdict is Verdict.NOT_ENOUGH_DATA
    assert change.usual is not None
    assert change.usual.low < 0.3 < change.usual.high
    (fallen,) = told(funnel({"Email": {**OCTOBERS, 7: (300, 30, 9)}}, {"Email": STEADY}))
    assert fallen.steps[1].change is not None
    assert fallen.steps[1].change.verdict is Verdict.DOWN
    assert fallen.unlike_before == ()


def test_a_channel_unlike_its_past_and_unlike_the_others_is_named() -> None:
    """Ads fall from 30 to 10 %; Direct has always been at 12 %."""
    weeks: Mapping[str, Reached] = {"Ads": STEADY, "Direct": {**STEADY, 7: (100, 12, 1)}, "Email": STEADY}
    now: Mapping[str, Reached] = {"Ads": {**OCTOBERS, 7: (300, 30, 3)}, "Direct": {**OCTOBERS, 7: (300, 36, 4)}, "Email": OCTOBERS}
    (seen,) = told(funnel(now, weeks))
    assert [(one.step, one.channel, one.change.verdict) for one in seen.unlike_before] == [("quote", "Ads", Verdict.DOWN)]
    marked = {(one.step, one.channel): one.gap.verdict for one in seen.unlike_others}
    assert marked["quote", "Direct"] is Verdict.DOWN
    assert marked["quote", "Email"] is Verdict.UP


def test_few_visitors_are_counted_only() -> None:
    (seen,) = told(funnel({"Email": {0: (9, 2, 1), 7: (8, 2, 1)}}, {"Email": {0: (3, 1, 0), 7: (3, 1, 0)}}))
    assert [step.change and step.change.verdict for step in seen.steps[1:]] == [Verdict.COUNTS_ONLY] * 2
    assert seen.steps[1].change is not None
    assert seen.steps[1].change.usual is None


def test_a_period_that_nobody_entered() -> None:
    """Entrants before it alone: nothing is divided by nothing."""
    (seen,) = told(funnel({}, {"Email": STEADY}))
    assert (seen.entered, seen.still_open, seen.age) == (0, 0, 7)
    assert seen.steps[1].of_last is not None
    assert seen.steps[1].of_last.interval is None


def test_time_and_skipped_steps() -> None:
    # checklist 004-2, 004-3
    (seen,) = told(funnel({"Email": OCTOBERS}, {"Email": STEADY}))
    assert seen.steps[0].time is None
    time = seen.steps[1].time
    assert time is not None
    assert time.share == pytest.approx(0.22)
    assert (time.half, time.late, time.visitors, time.events) == (4, 4, 100, 22)
    assert [step.skipped for step in seen.steps] == [Rate(30, 50), Rate(30, 50), None]
    assert seen.in_order == Rate(22, 50)


def test_a_funnel_inside_another_is_told_there_and_shared_steps_once() -> None:
    """The quote is a step on the way to the order. A contact's way begins alike and ends elsewhere."""
    order = funnel({"Email": OCTOBERS}, {"Email": STEADY})
    cut: Reached = {age: reached[:2] for age, reached in OCTOBERS.items()}
    quote = funnel({"Email": cut}, {"Email": cut}, "quote", (VISIT, LEAD))
    contact = funnel({"Email": OCTOBERS}, {"Email": STEADY}, "contact", (VISIT, LEAD, FunnelStep("contact", ("contact",))))
    seen = told(quote, contact, order)
    assert [(each.key, each.shared) for each in seen] == [("order", 0), ("contact", 2)]
    assert [each.key for each in told(quote, quote)] == ["quote"]


def test_the_cart_that_is_left() -> None:
    """Of 90 with something in the cart 9 buy: 81 leave it, where weeks lose 27 of 30; the cart stands last."""
    # checklist 004-9
    steps = (FunnelStep("view_item", ("view",)), FunnelStep("add_to_cart", ("cart",)), FunnelStep("purchase", ("order",)))
    seen = told(funnel({"Email": OCTOBERS}, {"Email": STEADY}, "cart", steps), funnel({"Email": OCTOBERS}, {"Email": STEADY}))
    assert [each.key for each in seen] == ["order", "cart"]
    left = seen[1].abandoned
    assert left is not None
    assert (left.step, left.estimate.rate, left.change.before) == ("add_to_cart", Rate(81, 90), Rate(27 * 24, 30 * 24))
    assert seen[0].abandoned is None


def test_the_ladder_stands_from_its_foot_and_young_months_are_stamped() -> None:
    # checklist 000-17, 004-21
    waits = (Wait(3, happened=True, count=30), Wait(30, happened=False, count=70))
    young = (Wait(2, happened=True, count=1), Wait(3, happened=False, count=19))
    months = (Cohort("2026-08", 100, 12, waits), Cohort("2026-10", 20, 1, young))
    seen = found(
        rungs=(
            Rung("quote", "order", 30, months),
            Rung("chat", "quote", 30, (Cohort("2026-08", 5, 0, (Wait(30, happened=False, count=5),)),)),
            Rung("a", "b", 30, ()),
        ),
        funnels=(funnel({}, {"Email": STEADY}),),
    )
    assert seen is not None
    assert [(rung.before, rung.after) for rung in seen.ladder] == [("chat", "quote"), ("quote", "order")]
    low, full = seen.ladder
    assert (low.so_far, low.time) == (Rate(0, 5), None)
    assert full.so_far == Rate(31, 120)
    assert [(month.so_far, month.same_month, month.immature) for month in full.months] == [
        (Rate(30, 100), Rate(12, 100), False),
        (Rate(1, 20), Rate(1, 20), True),
    ]
    assert full.time is not None
    assert full.time.half == 3


def stall(target: str, stopped: Sequence[int], weeks: Sequence[int], *, channel: str = "Email") -> list[Stall]:
    spans = [(OCTOBER, stopped), *((week, weeks) for week in WEEKS)]
    return [Stall(target, is_group=True, period=span, channel=channel, stopped=Rate(*numbers)) for span, numbers in spans]


def test_stalls_are_ranked_by_the_visitors_they_lose() -> None:
    """Many who stop as always, few who stop more often than before: the first loses more, the second alone is marked."""
    # checklist 004-18
    pages = (*stall("blog", (700, 1_000), (70, 100)), *stall("pricing", (244, 300), (26, 50)))
    seen = found(Stalls(playbook={"pricing": ("Call them.",)}), stalls=pages)
    assert seen is not None
    assert [(one.target, one.intent, one.change.verdict) for one in seen.stalls] == [
        ("blog", False, Verdict.NOT_ENOUGH_DATA),
        ("pricing", True, Verdict.UP),
    ]
    # checklist 004-19
    assert [one.suggestions for one in seen.stalls] == [(), ("Call them.",)]
    own = found(Stalls(suggestions=("Ask them.",)), stalls=pages)
    assert own is not None
    assert [one.suggestions for one in own.stalls] == [("Ask them.",), ("Ask them.",)]


def test_a_page_that_nobody_saw_lately_is_no_stall() -> None:
    assert found(stalls=tuple(one for one in stall("blog", (0, 0), (70, 100)) if one.period != OCTOBER)) is None


def test_who_was_caught_has_a_range() -> None:
    # checklist 002-15
    seen = found(caught=(Caught("intent", 7, OCTOBER, Rate(23, 553), 20),))
    assert seen is not None
    (one,) = seen.caught
    assert (one.on.rate, one.macros) == (Rate(23, 553), 20)
    assert one.on.interval is not None
    assert one.on.interval.low < 23 / 553 < one.on.interval.high


def test_no_steps_at_all() -> None:
    nobody = replace(funnel({}, {}), seen=(0, 0, 0))
    assert found() is None
    assert found(funnels=(nobody,), rungs=(Rung("quote", "order", 30, ()),)) is None
    assert found(funnels=(funnel({}, {}),)) is not None, "somebody was seen at a step"

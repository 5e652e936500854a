"""Whether a target was ever attainable: judged from the history before the goal, and targets proposed in its plausible range."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from goals_world import QUOTES, RATE, VALUE, at_most, counted, filled, find, found, make_goal
from hypothesis import given
from hypothesis import strategies as st

from reportgen import stats
from reportgen.goals.plan import rounded
from reportgen.model.counts import Measured
from reportgen.model.findings import Plan
from reportgen.model.reasons import PlanReason
from reportgen.model.settings import Baseline, BaselineKind, Goal, Measure, Target
from reportgen.periods import Period
from reportgen.stats import Attainable, Daily

BEGIN = date(2025, 7, 1)
EVE = date(2025, 12, 31)
QUARTER = {"begin": date(2026, 1, 1), "end": date(2026, 4, 1)}


def bumpy(day: date) -> float:
    return float(day.toordinal() * 37 % 7)


HISTORY = filled(BEGIN, EVE, bumpy)
SERIES = Daily(BEGIN, tuple(value for _, value in HISTORY))
FUTURES = stats.forecast_total(SERIES, 90)


def plan_of(goal: Goal, as_of: date = EVE, **more: object) -> Plan:
    made = find(goal, replace(counted(goal, filled(BEGIN, as_of, bumpy), as_of), looks=(), **more), as_of).plan  # type: ignore[arg-type]
    assert made is not None
    return made


def quarter(target: Target | float, **more: object) -> Goal:
    return make_goal(QUOTES, target, **(QUARTER | more))


@pytest.mark.parametrize(
    ("chance", "below", "above"),
    [
        (0.80, Attainable.WITHIN_REACH, Attainable.REALISTIC),
        (0.30, Attainable.REALISTIC, Attainable.STRETCH),
        (0.10, Attainable.STRETCH, Attainable.VERY_AMBITIOUS),
        (0.02, Attainable.VERY_AMBITIOUS, Attainable.IMPLAUSIBLE),
    ],
)
def test_labels_change_at_their_borders(chance: float, below: Attainable, above: Attainable) -> None:
    """Statistics 1.7: a target that just so many of the futures meet, and the next larger one."""
    ordered = sorted(float(total) for total in FUTURES.draws[:, -1])
    border = ordered[round((1 - chance) * len(ordered))]
    just, beyond = plan_of(quarter(border)), plan_of(quarter(border + 1e-6))
    assert (just.label, beyond.label) == (below, above)
    assert just.probability == pytest.approx(chance)


def test_at_most_the_other_way() -> None:
    ordered = sorted(float(total) for total in FUTURES.draws[:, -1])
    border = ordered[round(0.8 * len(ordered)) - 1]
    assert plan_of(quarter(at_most(border))).label is Attainable.WITHIN_REACH
    assert plan_of(quarter(at_most(border - 1e-6))).label is Attainable.REALISTIC


def test_what_is_plausible_is_simulated_from_the_eve() -> None:
    plan = plan_of(quarter(270))
    low, high = stats.quantiles(FUTURES, 0.0, (0.1, 0.9))
    assert plan.plausible is not None
    assert (plan.plausible.low, plan.plausible.high, plan.plausible.level) == (pytest.approx(low), pytest.approx(high), 0.8)
    assert plan.place == pytest.approx((270 - low) / (high - low))


def test_what_happens_inside_the_goal_changes_no_plan() -> None:
    goal = quarter(300)
    later = filled(date(2026, 1, 1), date(2026, 2, 20), lambda _day: 90.0)
    seen = found(goal, [*HISTORY, *later], date(2026, 2, 20))
    assert seen.plan == plan_of(goal)


@pytest.mark.parametrize("target", [300, at_most(300)], ids=["at least", "at most"])
def test_proposals_are_ordered_and_as_likely_as_they_say(target: Target | float) -> None:
    """About 60 and 30 %: the bold one asks for more, or allows less. Judged by themselves they are realistic, or a stretch by rounding."""
    plan = plan_of(quarter(target))
    assert plan.proposed is not None
    likely, bold = plan.proposed
    assert likely < bold if isinstance(target, int) else bold < likely
    for value, chance in ((likely, 0.6), (bold, 0.3)):
        again = plan_of(quarter(value if isinstance(target, int) else at_most(value)))
        assert again.probability == pytest.approx(chance, abs=0.12)


def test_as_long_before_and_the_best_as_long() -> None:
    plan = plan_of(quarter(300))
    assert plan.before == SERIES.last(90).total
    window = stats.best_window(SERIES, 90)
    assert window is not None
    assert (plan.best, plan.best_last) == (window.total, window.last)
    least = stats.best_window(SERIES, 90, at_most=True)
    assert least is not None
    assert plan_of(quarter(at_most(300))).best == least.total


def test_the_history_is_too_short_for_as_long_a_stretch() -> None:
    plan = plan_of(make_goal(QUOTES, 1_000))
    assert (plan.before, plan.best, plan.best_last) == (None, None, None)
    assert plan.label is not Attainable.NO_HISTORY


def test_a_goal_to_come_is_judged_from_today_over_the_days_between() -> None:
    """As of 30 November: the month before the goal is simulated too, and does not count."""
    as_of = date(2025, 11, 30)
    cut = Daily(BEGIN, tuple(value for _, value in filled(BEGIN, as_of, bumpy)))
    expected = stats.between(stats.forecast_total(cut, 31 + 90), 31, 121)
    plan = plan_of(quarter(300), as_of)
    low, high = stats.quantiles(expected, 0.0, (0.1, 0.9))
    assert plan.plausible is not None
    assert (plan.plausible.low, plan.plausible.high) == (pytest.approx(low), pytest.approx(high))
    assert plan.before == cut.last(90).total


def test_longer_than_400_days_nobody_can_say() -> None:
    assert plan_of(make_goal(QUOTES, 1_000, end=date(2027, 2, 5))).label is not Attainable.NO_HISTORY
    assert plan_of(make_goal(QUOTES, 1_000, end=date(2027, 2, 6))) == Plan(Attainable.NO_HISTORY, reason=PlanReason.TOO_LONG)


@pytest.mark.parametrize(
    "goal", [quarter(9), make_goal(VALUE, 900, **QUARTER), make_goal(RATE, 0.02, **QUARTER)], ids=["count", "money", "rate"]
)
def test_what_hardly_happened_before_proposes_no_targets(goal: Goal) -> None:
    """Nine times in half a year, and ten: amounts count by the day, rates by who did it."""
    for often, proposes in ((9, False), (10, True)):
        busy = {BEGIN + timedelta(days=18 * place) for place in range(often)}
        daily = filled(BEGIN, EVE, lambda day, busy=busy: 100.0 * (day in busy) if goal.metric is VALUE else float(day in busy))  # type: ignore[misc]
        sides = [(value or 0.0, 40.0) for _, value in daily] if goal.metric is RATE else ()
        plan = found(goal, daily, EVE, sides=sides).plan
        assert plan is not None
        assert plan.plausible is not None
        assert ((plan.proposed is not None), plan.events, plan.reason) == (
            proposes,
            *((None, None) if proposes else (9, PlanReason.TOO_RARE)),
        )


def test_without_history_nobody_can_say() -> None:
    goal = quarter(300)
    inside = filled(date(2026, 1, 1), date(2026, 2, 20), bumpy)
    assert found(goal, inside, date(2026, 2, 20)).plan == Plan(Attainable.NO_HISTORY)
    assert found(goal, [], date(2026, 2, 20)).plan == Plan(Attainable.NO_HISTORY)
    few = [*filled(date(2025, 12, 19), EVE, lambda _day: 3.0), *inside]
    assert found(goal, few, date(2026, 2, 20)).plan == Plan(Attainable.NO_HISTORY)


def test_without_a_target_there_is_no_plan() -> None:
    goal = quarter(Target(change=0.1), baseline=Baseline(kind=BaselineKind.SAME_PERIOD_LAST_YEAR))
    assert found(goal, HISTORY, EVE).plan is None


def test_a_monthly_average_is_planned_a_month() -> None:
    plan, whole = plan_of(quarter(100, measure=Measure.MONTHLY_AVERAGE)), plan_of(quarter(300))
    assert plan.probability == whole.probability
    assert plan.plausible is not None
    assert whole.plausible is not None
    assert plan.plausible.low * 3 == pytest.approx(whole.plausible.low)


def test_a_last_month_is_planned_by_that_month() -> None:
    """March: days 59 to 90 of the quarter, against December's 31."""
    march = stats.between(FUTURES, 59, 90)
    plan = plan_of(quarter(100, measure=Measure.LAST_MONTH))
    assert plan.plausible is not None
    assert plan.plausible.high == pytest.approx(stats.quantiles(march, 0.0, (0.9,))[0])
    assert plan.before == SERIES.last(31).total
    within = quarter(100, measure=Measure.LAST_MONTH, begin=date(2026, 1, 10), end=date(2026, 2, 20))
    assert plan_of(within) == Plan(Attainable.NO_HISTORY)


def test_a_rate_is_planned_on_the_scale_of_its_people() -> None:
    """2 % of each day's people, but 3 % of the distinct ones of the baseline's quarter, so 3 % is what goes on."""
    baseline = Baseline(kind=BaselineKind.RANGE, begin=date(2025, 10, 1), end=date(2026, 1, 1))
    goal = make_goal(RATE, 0.03, baseline=baseline, **QUARTER)
    made = counted(goal, filled(BEGIN, EVE, lambda _day: 0.02), EVE, sides=[(6.0, 300.0)] * len(HISTORY))
    seen = find(goal, replace(made, baseline=Measured(Period(date(2025, 10, 1), date(2026, 1, 1)), 600, 20_000)), EVE)
    assert seen.plan is not None
    assert seen.plan.before == pytest.approx(0.03)
    assert seen.plan.plausible is not None
    assert seen.plan.plausible.low < 0.03 < seen.plan.plausible.high
    unscaled = find(make_goal(RATE, 0.03, **QUARTER), replace(made, baseline=None), EVE).plan
    assert unscaled is not None
    assert unscaled.before == pytest.approx(0.02)


@pytest.mark.parametrize(
    ("value", "text"), [(0, 0), (1234, 1200), (0.03456, 0.035), (99.6, 100), (-1234, -1200), (7, 7), (0.000999, 0.001), (18_765.7, 19_000)]
)
def test_proposals_have_two_figures(value: float, text: float) -> None:
    assert rounded(value) == text


@given(st.floats(1e-6, 1e9) | st.floats(-1e9, -1e-6))
def test_rounding_stays_within_five_percent(value: float) -> None:
    assert abs(rounded(value) - value) <= abs(value) * 0.05 * (1 + 1e-9)
    assert float(f"{rounded(value):.1e}") == rounded(value)


def test_days_with_holes_are_no_best_window() -> None:
    """Half of autumn is missing: what is left is as short as it looks, so neither a best nor an as-long-before is claimed."""
    goal = quarter(300)
    holed = filled(BEGIN, EVE, lambda day: None if day.month in (10, 11) and day.day % 2 else bumpy(day))
    plan = found(goal, holed, EVE).plan
    assert plan is not None
    assert plan.before is None
    assert plan.best_last is not None
    assert plan.best_last < date(2025, 10, 1) + timedelta(days=2)

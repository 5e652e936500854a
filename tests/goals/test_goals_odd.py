"""Reported, not refused: whatever the data or the goal is like, there is a finding with a sensible status, and no warning on the way."""

from collections.abc import Callable, Sequence
from datetime import date
from math import isfinite

import pytest
from goals_world import BY_30_JUNE, COST_PER_LEAD, LAST_YEAR, QUOTES, RATE, SESSIONS, VALUE, Days, at_most, counted, filled, find, make_goal

from reportgen.model.findings import Basis, GoalFinding, GoalStatus
from reportgen.model.reasons import GoalReason, PathBasis
from reportgen.model.settings import Baseline, BaselineKind, Goal, Measure, Metric, MetricKind, Target
from reportgen.stats import Attainable, TrendVerdict

S = GoalStatus
YEAR_AND_A_HALF = date(2025, 1, 1)
A_YEAR_BEFORE = date(2025, 5, 1)
VISITORS = Metric(kind=MetricKind.VISITORS)


def bumpy(day: date) -> float:
    return float(day.toordinal() * 37 % 7)


def short(metric: Metric, target: Target | float, **more: object) -> Goal:
    """A goal from 1 May to 31 July, with one month's end before today."""
    return make_goal(metric, target, **({"begin": date(2026, 5, 1), "end": date(2026, 8, 1)} | more))


GOALS: dict[str, Goal] = {
    "at least": short(QUOTES, 300),
    "more than last year": short(QUOTES, Target(change=0.15), baseline=LAST_YEAR),
    "less than last year": short(QUOTES, at_most(change=-0.15), baseline=LAST_YEAR),
    "at most": short(QUOTES, at_most(120)),
    "value": short(VALUE, 120),
    "rate": short(RATE, 0.03),
    "rate at most": short(RATE, at_most(0.03)),
    "ratio": short(COST_PER_LEAD, at_most(40)),
    "visitors": short(VISITORS, 120),
    "last month": short(QUOTES, 40, measure=Measure.LAST_MONTH),
    "average": short(QUOTES, 40, measure=Measure.MONTHLY_AVERAGE),
}
EVERYWHERE = ("at least", "more than last year", "at most", "value", "rate", "ratio", "visitors", "last month")
Number = Callable[[date], float | None]
DAYS: dict[str, tuple[date, Number]] = {
    "no history": (date(2026, 5, 1), bumpy),
    "nothing at all": (A_YEAR_BEFORE, lambda _day: None),
    "all zeros": (A_YEAR_BEFORE, lambda _day: 0.0),
    "one day": (BY_30_JUNE, bumpy),
    "one old day": (A_YEAR_BEFORE, lambda day: 3.0 if day == date(2025, 6, 1) else None),
    "every other day": (A_YEAR_BEFORE, lambda day: bumpy(day) if day.toordinal() % 2 else None),
    "weekends missing": (A_YEAR_BEFORE, lambda day: bumpy(day) if day.weekday() < 5 else None),
    "two dark weeks": (A_YEAR_BEFORE, lambda day: None if date(2026, 5, 10) <= day < date(2026, 5, 24) else bumpy(day)),
    "an outage in the baseline": (A_YEAR_BEFORE, lambda day: None if date(2025, 6, 10) <= day < date(2025, 6, 24) else bumpy(day)),
    "silent since May": (A_YEAR_BEFORE, lambda day: None if day > date(2026, 5, 31) else bumpy(day)),
    "one giant": (A_YEAR_BEFORE, lambda day: 1e9 if day == date(2026, 6, 3) else bumpy(day)),
}


def odd(goal: Goal, begin: date, number: Number, as_of: date = BY_30_JUNE) -> GoalFinding:
    daily = filled(begin, as_of, number)
    sides = [None if value is None else (min(value, 200.0), 200.0 if value else 0.0) for _, value in daily]
    with_sides = goal.metric in (RATE, COST_PER_LEAD)
    pulse = [value for _, value in daily] if goal.metric == VISITORS else ()
    return find(goal, counted(goal, daily, as_of, sides=sides if with_sides else (), pulse=pulse), as_of)


@pytest.fixture(scope="module")
def reported() -> dict[tuple[str, str], GoalFinding]:
    return {(kind, data): odd(GOALS[kind], *days) for kind in EVERYWHERE for data, days in DAYS.items()}


def test_every_goal_on_any_data_is_reported(reported: dict[tuple[str, str], GoalFinding]) -> None:
    """Warnings are errors here, so no division by nothing went by either."""
    for (kind, data), found in reported.items():
        assert isinstance(found.status, S), (kind, data)
        numbers = [found.actual, found.target, found.expected, found.pace, found.growth, found.required_per_day, found.progress]
        made = found.projection
        numbers += [made.value, made.interval.low, made.interval.high, made.probability] if made else []
        assert all(number is None or isfinite(number) for number in numbers), (kind, data)
        assert (found.basis is Basis.PROJECTION) <= (made is not None), (kind, data)
        assert [look.day for look in found.history] == [date(2026, 5, 31), BY_30_JUNE]


def statuses(reported: dict[tuple[str, str], GoalFinding], data: str) -> dict[str, GoalStatus]:
    return {kind: reported[kind, data].status for kind in EVERYWHERE}


def test_nothing_recorded_is_never_behind(reported: dict[tuple[str, str], GoalFinding]) -> None:
    for data in ("nothing at all", "one old day"):
        found = statuses(reported, data)
        assert found.pop("more than last year") is S.NOT_COMPARABLE
        assert set(found.values()) == {S.NOT_ENOUGH_DATA}
    assert {reported[kind, "silent since May"].reason for kind in EVERYWHERE} == {GoalReason.STALE}


def test_half_recorded_goals_are_not_judged_by_what_is_there(reported: dict[tuple[str, str], GoalFinding]) -> None:
    """One day of 61, and not even the baseline of a year before; a rate's day is as good as any but alone."""
    found = statuses(reported, "one day")
    assert found["more than last year"] is S.NOT_COMPARABLE
    assert {found[kind] for kind in ("at least", "rate", "ratio", "visitors", "value")} == {S.NOT_ENOUGH_DATA}
    assert S.NOT_ENOUGH_DATA not in statuses(reported, "two dark weeks").values()


def test_all_zeros_are_data(reported: dict[tuple[str, str], GoalFinding]) -> None:
    """Recorded noughts: nobody came, so a total is far behind, an allowance untouched, a rate unknown and a growth on nothing none."""
    found = statuses(reported, "all zeros")
    assert (found["at least"], found["value"], found["visitors"]) == (S.OFF_TRACK, S.OFF_TRACK, S.OFF_TRACK)
    assert found["at most"] is S.AHEAD
    assert (found["rate"], found["ratio"]) == (S.NOT_ENOUGH_DATA, S.NOT_ENOUGH_DATA)
    zero = reported["more than last year", "all zeros"]
    assert (zero.status, zero.reason, zero.plan) == (S.NOT_COMPARABLE, GoalReason.BASELINE_ZERO, None)
    assert reported["at least", "all zeros"].projection is None


def test_without_history_there_is_no_plan_and_a_straight_path(reported: dict[tuple[str, str], GoalFinding]) -> None:
    found = reported["at least", "no history"]
    assert found.plan is not None
    assert (found.plan.label, found.path_basis) == (Attainable.NO_HISTORY, PathBasis.LINEAR)
    assert found.basis is Basis.PROJECTION
    assert found.trend is not None
    assert found.trend.verdict is not TrendVerdict.PROGRESSING


def test_an_outage_in_the_baseline_is_filled_not_counted_as_nothing(reported: dict[tuple[str, str], GoalFinding]) -> None:
    """14 of its 92 days are missing; filled by weekday it is close to the whole one."""
    broken, whole = reported["more than last year", "an outage in the baseline"], odd(GOALS["more than last year"], A_YEAR_BEFORE, bumpy)
    assert broken.baseline_recorded == pytest.approx(78 / 92)
    assert broken.baseline == pytest.approx(whole.baseline, rel=0.05)
    assert broken.status is whole.status


def test_gaps_are_not_days_without_anybody(reported: dict[tuple[str, str], GoalFinding]) -> None:
    """Weekends that were never recorded do not pull the projection down: it counts every coming day, those weekends too."""
    found = reported["at least", "weekends missing"]
    assert found.projection is not None
    assert found.actual is not None
    recorded = [value for _, value in filled(date(2026, 1, 1), BY_30_JUNE, bumpy) if value is not None]
    assert found.projection.value - found.actual == pytest.approx(31 * sum(recorded) / len(recorded), rel=0.25)


def test_a_target_already_passed(reported: dict[tuple[str, str], GoalFinding]) -> None:
    """On its first day: a total is achieved, a limit missed, a level only ahead or off track until it is over."""
    first = date(2026, 5, 1)
    assert odd(short(QUOTES, 0.5), YEAR_AND_A_HALF, lambda _day: 3.0, first).status is S.ACHIEVED
    assert odd(short(QUOTES, 0.0), YEAR_AND_A_HALF, lambda _day: 3.0, first).status is S.ACHIEVED
    assert odd(short(QUOTES, at_most(2)), YEAR_AND_A_HALF, lambda _day: 3.0, first).status is S.MISSED
    assert odd(short(QUOTES, 5, measure=Measure.MONTHLY_AVERAGE), YEAR_AND_A_HALF, lambda _day: 3.0, BY_30_JUNE).status is S.AHEAD
    below = short(QUOTES, Target(change=-0.5), baseline=LAST_YEAR)
    assert odd(below, YEAR_AND_A_HALF, bumpy, BY_30_JUNE).status is S.ACHIEVED
    passed = reported["at least", "one giant"]
    assert (passed.status, passed.projection) == (S.ACHIEVED, None)


# --- the calendar -----------------------------------------------------------------------------------------------------------


def one_a_day(goal: Goal, begin: date, as_of: date) -> GoalFinding:
    return odd(goal, begin, lambda _day: 1.0, as_of)


def test_a_leap_day_inside_the_goal() -> None:
    """2024 has 366 days: one a day against 365 in 2023, and every day is due the same; it may go either way."""
    goal = make_goal(SESSIONS, Target(change=0.0), baseline=LAST_YEAR, begin=date(2024, 1, 1), end=date(2025, 1, 1))
    found = one_a_day(goal, date(2023, 1, 1), date(2024, 2, 29))
    assert (found.actual, found.baseline, found.target, found.total_days) == (60, 365, 365, 366)
    assert [look.day for look in found.history] == [date(2024, 1, 31), date(2024, 2, 29)]
    assert found.expected == pytest.approx(365 * 60 / 366)
    assert found.growth == pytest.approx(60 / 59 - 1)
    assert found.status in (S.AT_RISK, S.ON_TRACK)


def test_a_leap_day_in_the_baseline_alone() -> None:
    """1 January to 28 February 2025 is compared with the same dates, so the 29th counts only in the whole of 2024."""
    goal = make_goal(SESSIONS, Target(change=0.0), baseline=LAST_YEAR, begin=date(2025, 1, 1), end=date(2026, 1, 1))
    found = one_a_day(goal, date(2024, 1, 1), date(2025, 2, 28))
    assert (found.actual, found.baseline, found.growth) == (59, 366, 0)
    month = make_goal(SESSIONS, Target(change=0.0), baseline=LAST_YEAR, begin=date(2025, 2, 1), end=date(2025, 3, 1))
    assert one_a_day(month, date(2024, 1, 1), date(2025, 2, 20)).baseline == 28


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_days_number_is_its_days_however_long_it_was(day: date, hours: int) -> None:
    """Site-local days: the clocks' change makes one shorter or longer, which moves no other day and no sum."""
    goal = make_goal(SESSIONS, 7_500)
    found = odd(goal, YEAR_AND_A_HALF, lambda each: float(hours if each == day else 24), day)
    days = (day - goal.begin).days
    assert (found.actual, found.elapsed_days) == (24 * days + hours, days + 1)
    assert found.path[days].actual == found.actual
    assert found.status is S.AHEAD


@pytest.mark.parametrize(
    "days",
    [[None], [0.0], [5.0], [5.0, None], [None, 5.0], [None] * 40 + [2.0], [2.0] * 13, [0.0] * 500 + [1.0] * 3],
    ids=["missing", "nought", "one", "then gone", "late", "very late", "a day short", "sudden"],
)
@pytest.mark.parametrize("goal", GOALS.values(), ids=GOALS)
def test_the_shortest_data(goal: Goal, days: Sequence[float | None]) -> None:
    begin = date.fromordinal(BY_30_JUNE.toordinal() - len(days) + 1)
    numbers: Days = [(date.fromordinal(begin.toordinal() + i), value) for i, value in enumerate(days)]
    found = odd(goal, begin, dict(numbers).__getitem__)
    assert found.status not in (S.AHEAD, S.ON_TRACK) or found.at_most or found.actual


def test_a_goal_of_one_day() -> None:
    goal = make_goal(QUOTES, 3, begin=BY_30_JUNE, end=date(2026, 7, 1))
    found = odd(goal, YEAR_AND_A_HALF, bumpy)
    assert (found.elapsed_days, found.total_days, found.projection) == (1, 1, None)
    assert found.status in (S.ACHIEVED, S.MISSED)


def test_a_baseline_given_as_nought() -> None:
    goal = short(QUOTES, Target(change=0.1), baseline=Baseline(kind=BaselineKind.VALUE, value=0))
    found = odd(goal, YEAR_AND_A_HALF, bumpy)
    assert (found.status, found.reason) == (S.NOT_COMPARABLE, GoalReason.BASELINE_ZERO)

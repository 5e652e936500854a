"""Looks made again from the data: each month's end by what was visible then, by the version of the goal that held, ramps included."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from goals_world import QUOTES, RATE, SESSIONS, counted, filled, find, found, make_goal
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.goals.replay import history, judged
from reportgen.goals.status import by_chance
from reportgen.model.counts import Measured
from reportgen.model.findings import Basis, GoalFinding, GoalStatus, PastLook
from reportgen.model.reasons import GoalReason
from reportgen.model.settings import EarlierCampaign, EarlierVersion, Goal, Metric, MetricKind, Ramp, Scope, Target, Thresholds
from reportgen.periods import Period

S = GoalStatus
BEGIN = date(2025, 9, 1)
HALF_A_YEAR = {"begin": date(2026, 1, 1), "end": date(2026, 7, 1)}
MAY_20 = date(2026, 5, 20)
MONTH_ENDS = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def bumpy(day: date) -> float:
    return float(day.toordinal() * 37 % 7)


def looks(goal: Goal, as_of: date = MAY_20, number: object = bumpy, begin: date = BEGIN) -> tuple[PastLook, ...]:
    return found(goal, filled(begin, as_of, number), as_of).history  # type: ignore[arg-type]


def half_a_year(target: Target | float = 600, **more: object) -> Goal:
    return make_goal(QUOTES, target, **(HALF_A_YEAR | more))


def test_a_look_at_each_months_end_and_today() -> None:
    made = looks(half_a_year())
    assert [look.day for look in made] == [*MONTH_ENDS, MAY_20]
    assert [look.actual for look in made] == [sum(bumpy(day) for day, _ in filled(date(2026, 1, 1), look.day, bumpy)) for look in made]
    assert all(look.expected is not None and 0 < look.expected < 600 for look in made)


def test_a_months_end_today_is_looked_at_once() -> None:
    assert [look.day for look in looks(half_a_year(), MONTH_ENDS[3])] == MONTH_ENDS


def test_before_the_first_day_there_is_no_look() -> None:
    assert looks(half_a_year(), date(2025, 12, 31)) == ()


@pytest.mark.parametrize("goal", [half_a_year(), make_goal(RATE, 0.02, **HALF_A_YEAR)], ids=["total", "rate"])
def test_a_goal_that_is_over_is_seen_as_it_ended(goal: Goal) -> None:
    """Looked at in August, its last look is that of 30 June, and so is all it says."""
    daily = filled(BEGIN, date(2026, 8, 15), bumpy)
    sides = [(value or 0.0, 150.0) for _, value in daily] if goal.metric is RATE else ()
    then, later = (found(goal, daily, day, sides=sides) for day in (date(2026, 6, 30), date(2026, 8, 15)))
    assert [look.day for look in later.history] == [*MONTH_ENDS, date(2026, 5, 31), date(2026, 6, 30)]
    assert later == then
    assert later.path[-1].actual == pytest.approx(later.actual)


KINDS: list[Goal] = [
    half_a_year(),
    half_a_year(Target(change=0.1), baseline={"kind": "range", "begin": date(2025, 10, 1), "end": date(2026, 1, 1)}),
    make_goal(Metric(kind=MetricKind.VISITORS), 800, **HALF_A_YEAR),
    make_goal(RATE, 0.02, **HALF_A_YEAR),
    half_a_year(120, measure="last_month"),
    half_a_year(100, measure="monthly_average"),
]


@pytest.mark.parametrize("goal", KINDS, ids=["total", "more", "visitors", "rate", "last month", "average"])
@settings(max_examples=3)
@given(later=st.lists(st.integers(0, 30) | st.none(), min_size=20, max_size=20))
def test_later_days_never_change_earlier_looks(goal: Goal, later: list[float | None]) -> None:
    """Whatever May brings, January to April stay as they were seen: status, chance, what had come and what was due."""
    may = dict(zip((date(2026, 5, 1) + timedelta(days=i) for i in range(20)), later, strict=True))
    daily = filled(BEGIN, MAY_20, lambda day: may[day] if day in may else bumpy(day))
    sides = [None if value is None else (value, 150.0) for _, value in daily] if goal.metric is RATE else ()
    pulse = [value for _, value in daily] if goal.metric.kind is MetricKind.VISITORS else ()

    def seen(as_of: date) -> tuple[PastLook, ...]:
        return history(judged(goal, counted(goal, daily, as_of, sides=sides, pulse=pulse), as_of))

    assert seen(MAY_20)[:4] == seen(MONTH_ENDS[3])


def test_earlier_looks_are_what_earlier_reports_said() -> None:
    goal = half_a_year()
    newest = [looks(goal, day)[-1] for day in MONTH_ENDS]
    assert looks(goal)[:4] == tuple(newest)


def test_each_look_leans_on_the_one_before_it() -> None:
    """Every word on a chance is the word for that chance, after the word of the look before where that stood on a chance."""
    for target in (540, 560, 580, 600, 620):
        goal = half_a_year(target)
        before: GoalStatus | None = None
        for look in looks(goal):
            if look.basis is Basis.PROJECTION:
                assert look.probability is not None
                assert look.status is by_chance(look.probability, goal.thresholds, before)
            before = look.status if look.basis is Basis.PROJECTION else None


def test_without_history_the_first_looks_go_by_pace_and_bind_nobody() -> None:
    """The data begin with the year: nothing is known on 10 January, yet a month is enough for a chance."""
    goal = half_a_year()
    early = looks(goal, date(2026, 1, 10), begin=date(2026, 1, 1))
    assert [(look.status, look.basis, look.probability) for look in early] == [(S.NOT_ENOUGH_DATA, Basis.PACE, None)]
    made = looks(goal, begin=date(2026, 1, 1))
    assert made[0].basis is Basis.PROJECTION


# --- versions -------------------------------------------------------------------------------------------------------------


def test_the_past_is_judged_by_the_version_of_its_day() -> None:
    """The target went from 450 to 600 after 31 March, the word `ahead` from 70 to 90 % after February."""
    loose = Thresholds(ahead=0.7)
    versions = (EarlierVersion(until=date(2026, 2, 28), target=Target(value=450), thresholds=loose),)
    versions += (EarlierVersion(until=date(2026, 3, 31), target=Target(value=450), why="The board raised it"),)
    made = looks(half_a_year(earlier=versions))
    assert [look.version_target for look in made] == [450, 450, 450, 600, 600]
    then = looks(half_a_year(450, thresholds=loose), MONTH_ENDS[1])
    assert made[:2] == then


def test_raising_a_target_leaves_past_looks_as_they_were() -> None:
    """With an `earlier` entry for what held; without one the past is judged anew."""
    before = looks(half_a_year(500), MONTH_ENDS[3])
    kept = EarlierVersion(until=MONTH_ENDS[3], target=Target(value=500))
    assert looks(half_a_year(700, earlier=(kept,)))[:4] == before
    assert looks(half_a_year(700))[:4] != before


def test_changing_thresholds_leaves_past_looks_as_they_were() -> None:
    strict = Thresholds(ahead=0.99, on_track=0.95, at_risk=0.9)
    before = looks(half_a_year(560), MONTH_ENDS[3])
    kept = EarlierVersion(until=MONTH_ENDS[3], thresholds=Thresholds())
    assert looks(half_a_year(560, thresholds=strict, earlier=(kept,)))[:4] == before
    assert [look.status for look in looks(half_a_year(560, thresholds=strict))[:4]] != [look.status for look in before]


def test_a_version_begins_afresh() -> None:
    """A chance that has fallen a hair under the border leaves last month's word standing, unless that was said of another version."""
    chances = [look.probability or 0.0 for look in looks(half_a_year(540))]
    place = next(index for index in range(1, 4) if chances[index] < chances[0] - 0.01)
    limits = Thresholds(ahead=0.999, on_track=chances[place] + 0.005, at_risk=0.002)
    assert [look.status for look in looks(half_a_year(540, thresholds=limits))[: place + 1]] == [S.ON_TRACK] * (place + 1)
    earlier = EarlierVersion(until=MONTH_ENDS[place - 1], thresholds=limits.model_copy(update={"at_risk": 0.001}))
    seen = looks(half_a_year(540, thresholds=limits, earlier=(earlier,)))
    assert [look.status for look in seen[place - 1 : place + 1]] == [S.ON_TRACK, S.AT_RISK]


def test_changes_are_told_from_the_day_on_which_they_held() -> None:
    versions = (EarlierVersion(until=date(2025, 12, 31), target=Target(value=1)),)
    versions += (EarlierVersion(until=date(2026, 3, 31), target=Target(value=450), why="The board raised it"),)
    versions += (EarlierVersion(until=date(2026, 4, 30), thresholds=Thresholds(ahead=0.8)),)
    versions += (EarlierVersion(until=date(2026, 5, 31), target=Target(value=500)),)
    told = found(half_a_year(earlier=versions), filled(BEGIN, MAY_20, bumpy), MAY_20).changes
    assert [(each.day, each.target, each.why) for each in told] == [
        (date(2026, 4, 1), 450, "The board raised it"),
        (date(2026, 5, 1), None, None),
    ]


def test_an_earlier_relative_target_is_told_as_a_number() -> None:
    goal = half_a_year(
        Target(change=0.2),
        baseline={"kind": "value", "value": 500},
        earlier=(EarlierVersion(until=MONTH_ENDS[2], target=Target(change=0.1)),),
    )
    seen = found(goal, filled(BEGIN, MAY_20, bumpy), MAY_20)
    assert (seen.target, [each.target for each in seen.changes]) == (pytest.approx(600), [pytest.approx(550)])
    assert [look.version_target for look in seen.history] == pytest.approx([550, 550, 550, 600, 600])


# --- ramps ----------------------------------------------------------------------------------------------------------------

AUTUMN = Metric(kind=MetricKind.SESSIONS, scope=Scope(campaign=("autumn-*",)))
LIKE = (
    EarlierCampaign(campaign="spring-*", begin=date(2025, 3, 2), label="Spring"),
    EarlierCampaign(campaign="xmas", begin=date(2024, 12, 1)),
)


def campaign(**more: object) -> Goal:
    fields = {"begin": date(2026, 5, 1), "end": date(2026, 9, 1), "ramp": Ramp(weeks=6, like=LIKE)}
    return make_goal(AUTUMN, 500, **(fields | more))


def measured(number: float, begin: date, days: int) -> Measured:
    return Measured(Period(begin, begin + timedelta(days=days)), number)


def ramped(goal: Goal, as_of: date, number: float = 1.0, begin: date = date(2026, 5, 1)) -> GoalFinding:
    daily = filled(begin, as_of, lambda _day: number)
    age = (as_of - goal.begin).days + 1
    ages = [measured(14, LIKE[0].begin, age), measured(30, LIKE[1].begin, age)]
    return find(goal, counted(goal, daily, as_of, ramp=measured(number * age, goal.begin, age), ages=ages), as_of)


def test_inside_its_weeks_a_campaign_is_ramping_whatever_it_brings() -> None:
    """One session a day cannot make 500 in four months; on its ninth day nobody calls that behind."""
    seen = ramped(campaign(), date(2026, 5, 9))
    assert (seen.status, seen.reason, seen.basis) == (S.RAMPING, GoalReason.RAMPING, Basis.PACE)
    assert seen.ramp is not None
    assert (seen.ramp.begin, seen.ramp.week, seen.ramp.weeks, seen.ramp.value) == (date(2026, 5, 1), 2, 6, 9)
    assert [(each.label, each.value) for each in seen.ramp.earlier] == [("Spring", 14), ("xmas", 30)]


def test_after_its_weeks_it_is_judged_like_any_other() -> None:
    """Day 42 is its last ramping day. The looks of its ramp stay what they were."""
    last, over = (ramped(campaign(), date(2026, 6, day)) for day in (11, 12))
    assert (last.status, last.ramp.week if last.ramp else None) == (S.RAMPING, 6)
    assert (over.status, over.ramp) == (S.OFF_TRACK, None)
    assert [look.status for look in over.history] == [S.RAMPING, S.OFF_TRACK]


def test_a_campaign_inside_a_longer_goal_ramps_from_its_own_day() -> None:
    goal = campaign(begin=date(2026, 1, 1), ramp=Ramp(weeks=6, begin=date(2026, 5, 1)))
    seen = ramped(goal, date(2026, 5, 9), begin=date(2026, 1, 1))
    assert [look.status for look in seen.history][-2:] == [S.OFF_TRACK, S.RAMPING]
    assert seen.ramp is not None
    assert (seen.ramp.begin, seen.ramp.week, seen.ramp.earlier) == (date(2026, 5, 1), 2, ())


def test_what_is_reached_while_ramping_is_achieved() -> None:
    seen = ramped(campaign(), date(2026, 5, 9), number=60)
    assert (seen.status, seen.reason) == (S.ACHIEVED, GoalReason.REACHED)


def test_ramping_without_data_is_not_enough_data() -> None:
    goal = campaign()
    as_of = date(2026, 5, 9)
    seen = find(goal, counted(goal, filled(date(2026, 5, 1), as_of, lambda _day: None), as_of), as_of)
    assert (seen.status, seen.reason) == (S.NOT_ENOUGH_DATA, GoalReason.NOTHING_RECORDED)
    assert seen.ramp is not None
    assert (seen.ramp.value, seen.ramp.earlier) == (None, ())


def test_half_of_the_days_missing_is_not_ramping() -> None:
    goal = campaign()
    as_of = date(2026, 5, 10)
    seen = find(goal, counted(goal, filled(date(2026, 5, 1), as_of, lambda day: 1.0 if day.day > 6 else None), as_of), as_of)
    assert (seen.status, seen.reason) == (S.NOT_ENOUGH_DATA, GoalReason.HALF_RECORDED)


def test_an_earlier_campaign_without_data_at_that_age_is_left_out() -> None:
    goal = campaign()
    as_of = date(2026, 5, 9)
    nothing = replace(measured(0, LIKE[0].begin, 9), of=0)
    made = counted(goal, filled(goal.begin, as_of, lambda _day: 1.0), as_of, ages=[nothing, measured(3, LIKE[1].begin, 9)])
    seen = find(goal, made, as_of)
    assert seen.ramp is not None
    assert [(each.label, each.value) for each in seen.ramp.earlier] == [("xmas", 3)]


def test_before_a_ramp_begins_there_is_none() -> None:
    goal = campaign(begin=date(2026, 1, 1), ramp=Ramp(weeks=6, begin=date(2026, 5, 1)))
    assert ramped(goal, date(2026, 4, 30), begin=date(2026, 1, 1)).ramp is None


def test_judging_makes_one_look_for_a_goal_to_come() -> None:
    goal = make_goal(SESSIONS, 100, begin=date(2026, 7, 1))
    made = judged(goal, counted(goal, filled(BEGIN, MAY_20, bumpy), MAY_20), MAY_20)
    assert [(each.seen.as_of, each.decision.status, each.chance) for each in made] == [(MAY_20, S.NOT_STARTED, None)]

"""What is due on the way: targets by month and quarter, milestones, thresholds, earlier versions and ramps."""

from datetime import date

import pytest
from settings_workspace import GoalText, Refused, Workspace

from reportgen.model.settings import (
    Direction,
    EarlierCampaign,
    EarlierVersion,
    Goal,
    Milestone,
    PeriodTarget,
    Ramp,
    Target,
    Thresholds,
)
from reportgen.settings import target_periods

TOTAL = "metric: {conversions: contact}\n"
RATE = "metric: {rate: contact}\n"
CAMPAIGN = "metric: {sessions: {campaign: autumn-*}}\ntarget: 90\n"


def read(workspace: Workspace, text: str) -> Goal:
    return workspace.write(goals=text).load().goals[0]


def test_targets_of_quarters_and_months_add_up_to_the_target(workspace: Workspace, goal: GoalText) -> None:
    """In the order of time, however they are written; December ends with the year."""
    found = read(workspace, goal(f"{TOTAL}targets: {{2026-12: 5.5, 2026-Q1: 100, 2026-Q2: 120}}"))
    assert found.targets == (
        PeriodTarget(begin=date(2026, 1, 1), end=date(2026, 4, 1), value=100),
        PeriodTarget(begin=date(2026, 4, 1), end=date(2026, 7, 1), value=120),
        PeriodTarget(begin=date(2026, 12, 1), end=date(2027, 1, 1), value=5.5),
    )
    assert found.target == Target(value=225.5)


def test_a_target_beside_targets_may_say_their_sum_and_a_direction(workspace: Workspace, goal: GoalText) -> None:
    found = read(workspace, goal(f"{TOTAL}target: {{at_most: 220}}\ntargets: {{2026-Q1: 100, 2026-Q2: 120}}"))
    assert found.target == Target(direction=Direction.AT_MOST, value=220)


def test_monthly_visitors_add_up(workspace: Workspace, goal: GoalText) -> None:
    assert read(workspace, goal("metric: visitors\ntargets: {2026-01: 10, 2026-02: 20}")).target == Target(value=30)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (f"{TOTAL}targets: {{2026-Q5: 1}}", "7: goals.one.targets.2026-Q5: is neither a month nor a quarter; write one such as 2026-07"),
        (f"{TOTAL}targets: {{2026-13: 1}}", "7: goals.one.targets.2026-13: is neither a month nor a quarter"),
        (f"{TOTAL}targets: {{2026-Q1: many}}", "7: goals.one.targets.2026-Q1: `many` is not a number; write digits"),
        (f"{TOTAL}targets: {{2026-Q1: -1}}", "7: goals.one.targets.2026-Q1: -1.0 is too small; it has to be 0 or more"),
        (f"{TOTAL}targets: [100, 120]", "7: goals.one.targets: is no mapping of months or quarters; write `targets: {2026-Q1: 100"),
        (f"{TOTAL}targets: {{}}", "7: goals.one.targets: is no mapping of months or quarters"),
        (f"{TOTAL}targets: {{2026-Q3: 1, 2026-07: 1}}", "7: goals.one.targets.2026-Q3: overlaps 2026-07; let each day belong to one"),
        (
            f"{TOTAL}targets: {{2026-Q4: 1, 2027-Q1: 1}}",
            "7: goals.one.targets.2027-Q1: ends on 2027-03-31, after the deadline on 2026-12-31; take a day of the goal",
        ),
        (
            f"{TOTAL}targets: {{2025-12: 1}}",
            "7: goals.one.targets.2025-12: begins on 2025-12-01, before the goal begins on 2026-01-01; take a day of the goal",
        ),
        (
            f"{TOTAL}targets: {{2026-Q1: 100}}\ntarget: 120",
            "8: goals.one.target: says 120, and `targets` add up to 100; remove it: `targets` together are the target",
        ),
        (
            f"{TOTAL}targets: {{2026-Q1: 100}}\ntarget: +5%\nbaseline: {{year: 2025}}",
            "8: goals.one.target: says a change, and `targets` say numbers; keep one of them",
        ),
        (
            f"{RATE}targets: {{2026-Q1: 1}}",
            "7: goals.one.targets: only a total has a target for each month or quarter; write one `target:`",
        ),
        (f"{TOTAL}measure: last_month\ntargets: {{2026-Q1: 1}}", "8: goals.one.targets: only a total has a target for each month"),
        (
            "metric: {visitors: {add: distinct}}\ntargets: {2026-Q1: 1}",
            "7: goals.one.targets: people counted once do not add up over months or quarters; write one `target:`, and `milestones:`",
        ),
    ],
    ids=lambda value: value.replace("\n", " ")[:60],
)
def test_targets_that_cannot_be(refused: Refused, goal: GoalText, lines: str, said: str) -> None:
    assert placed(refused(goals=goal(lines))).startswith(said)


@pytest.mark.parametrize("year", [1999, 2024, 2026])
def test_every_month_and_quarter_keeps_its_name(year: int) -> None:
    """And a year's months are as long together as its quarters."""
    lengths = []
    for names in ([f"{year}-{month:02d}" for month in range(1, 13)], [f"{year}-Q{quarter}" for quarter in range(1, 5)]):
        spans = [span for span in map(target_periods.span, names) if span is not None]
        assert [target_periods.name_of(PeriodTarget(begin=begin, end=end, value=1)) for begin, end in spans] == names
        lengths.append(sum((end - begin).days for begin, end in spans))
    assert lengths == [(date(year + 1, 1, 1) - date(year, 1, 1)).days] * 2


@pytest.mark.parametrize("name", ["2026", "2026-0", "2026-00", "2026-Q0", "2026-q1", "Q1", "26-01", "0000-01", "9999-12", "2026-07 "])
def test_what_is_neither_month_nor_quarter(name: str) -> None:
    assert target_periods.span(name) is None


def placed(problem: str) -> str:
    """Line and sentence."""
    file, line, _, rest = problem.split(":", 3)
    assert file == "config/goals.yaml"
    return f"{line}:{rest}"


def test_milestones(workspace: Workspace, goal: GoalText) -> None:
    found = read(
        workspace, goal(f"{TOTAL}target: 400\nmilestones: [{{by: 2026-06-30, value: 200, label: Half}}, {{by: 2026-12-31, value: 400}}]")
    )
    assert found.milestones == (
        Milestone(by=date(2026, 6, 30), value=200, label="Half"),
        Milestone(by=date(2026, 12, 31), value=400),
    )


def test_a_milestone_of_a_goal_to_stay_under_may_stand_still(workspace: Workspace, goal: GoalText) -> None:
    milestones = "[{by: 2026-06-30, value: 20}, {by: 2026-09-30, value: 20}]"
    assert len(read(workspace, goal(f"{TOTAL}target: {{at_most: 40}}\nmilestones: {milestones}")).milestones) == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            f"{TOTAL}target: 400\nmilestones: {{by: 2027-01-01, value: 200}}",
            "8: goals.one.milestones.0.by: 2027-01-01 is after the deadline on 2026-12-31; take a day of the goal",
        ),
        (
            f"{TOTAL}target: 400\nmilestones: [{{by: 2025-12-31, value: 200}}]",
            "8: goals.one.milestones.0.by: 2025-12-31 is before the goal begins on 2026-01-01; take a day of the goal",
        ),
        (
            f"{TOTAL}target: 400\nmilestones: [{{by: 2026-06-30, value: 401}}]",
            "8: goals.one.milestones.0.value: 401 is more than the target of 400; lower it",
        ),
        (
            f"{TOTAL}target: 400\nmilestones: [{{by: 2026-06-30, value: 0}}]",
            "8: goals.one.milestones.0.value: 0.0 is too small; it has to be more than 0",
        ),
        (
            f"{TOTAL}target: 400\nmilestones: [{{by: 2026-06-30, value: 200}}, {{by: 2026-06-30, value: 300}}]",
            "8: goals.one.milestones.1.by: 2026-06-30 is not after 2026-06-30, the milestone before it; put them in order",
        ),
        (
            f"{TOTAL}target: 400\nmilestones: [{{by: 2026-06-30, value: 200}}, {{by: 2026-09-30, value: 200}}]",
            "8: goals.one.milestones.1.value: 200 is not more than 200, the milestone before it; raise it",
        ),
        (
            f"{RATE}target: 3%\nmilestones: [{{by: 2026-06-30, value: 2}}]",
            "8: goals.one.milestones: only a total has milestones on its way; remove them",
        ),
        (
            f"{TOTAL}targets: {{2026-Q1: 9}}\nmilestones: [{{by: 2026-02-01, value: 2}}]",
            "8: goals.one.milestones: stand beside `targets`, which say already what is due when; keep one of them",
        ),
    ],
    ids=lambda value: value.replace("\n", " ")[:60],
)
def test_milestones_that_cannot_be(refused: Refused, goal: GoalText, lines: str, said: str) -> None:
    assert placed(refused(goals=goal(lines))) == said


def test_thresholds(workspace: Workspace, goal: GoalText) -> None:
    """As percentages or shares; what is not said stays as usual."""
    found = read(workspace, goal(f"{TOTAL}target: 4\nthresholds: {{ahead: 95%, at_risk: 0.3}}"))
    assert found.thresholds == Thresholds(ahead=0.95, on_track=0.60, at_risk=0.3)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "{ahead: 50%}",
            "8: goals.one.thresholds: 50% for `ahead` is not above 60% for `on_track`;"
            " write them falling, such as `{ahead: 90%, on_track: 60%, at_risk: 25%}`",
        ),
        (
            "{on_track: 60%, at_risk: 60%}",
            "8: goals.one.thresholds: 60% for `on_track` is not above 60% for `at_risk`;"
            " write them falling, such as `{ahead: 90%, on_track: 60%, at_risk: 25%}`",
        ),
        ("{ahead: 100%}", "8: goals.one.thresholds.ahead: 1.0 is too large; it has to be less than 1"),
        ("{ahed: 95%}", "8: goals.one.thresholds.ahed: is not a setting; did you mean `ahead`?"),
    ],
)
def test_thresholds_that_cannot_be(refused: Refused, goal: GoalText, written: str, said: str) -> None:
    assert placed(refused(goals=goal(f"{TOTAL}target: 4\nthresholds: {written}"))) == said


def test_earlier_versions_and_the_days_they_held(workspace: Workspace, goal: GoalText) -> None:
    earlier = "[{until: 2026-03-31, target: +10%, why: The board raised it}, {until: 2026-06-30, thresholds: {ahead: 80%}}]"
    found = read(workspace, goal(f"{TOTAL}target: +15%\nbaseline: {{year: 2025}}\nearlier: {earlier}"))
    assert found.earlier == (
        EarlierVersion(until=date(2026, 3, 31), target=Target(change=0.1), why="The board raised it"),
        EarlierVersion(until=date(2026, 6, 30), thresholds=Thresholds(ahead=0.8)),
    )
    assert [found.on(date(2026, month, 1)).target.change for month in (3, 4, 7)] == [0.1, 0.15, 0.15]
    assert [found.on(date(2026, month, 1)).thresholds.ahead for month in (6, 7)] == [0.8, 0.9]


@pytest.mark.parametrize(
    ("metric", "written", "target"),
    [
        ("bounce_rate", "40%", Target(direction=Direction.AT_MOST, value=0.4)),
        ("{conversions: contact}", "{at_most: 40}", Target(direction=Direction.AT_MOST, value=40)),
        ("{conversions: contact}", "-5%", Target(direction=Direction.AT_MOST, change=-0.05)),
    ],
)
def test_an_earlier_target_is_written_as_the_goals_own(
    workspace: Workspace, goal: GoalText, metric: str, written: str, target: Target
) -> None:
    lines = f"metric: {metric}\ntarget: {{at_most: -10%}}\nbaseline: {{year: 2025}}\nearlier: {{until: 2026-06-30, target: {written}}}"
    assert read(workspace, goal(lines)).earlier == (EarlierVersion(until=date(2026, 6, 30), target=target),)


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (
            "{until: 2026-06-30, target: 15%}",
            "8: goals.one.earlier.0.target: `15%` can be read in two ways; write +15% for that much more than the baseline;"
            " a share to reach needs a rate as the metric",
        ),
        (
            "[{until: 2026-06-30, target: +15%}]",
            "8: goals.one.earlier.0.target: +15% can be read in two ways without a baseline;"
            " write `baseline: same_period_last_year` for a change on the same days a year before,"
            " or `baseline: {value: ...}` (or `{from: DAY, to: DAY}`) for a change on a fixed start",
        ),
        ("[{until: 2026-06-30}]", "8: goals.one.earlier.0: says neither `target` nor `thresholds`; write what was different until then"),
        (
            "[{until: 2026-12-31, target: 3}]",
            "8: goals.one.earlier.0.until: 2026-12-31 is the deadline: the goal would never have been changed; write the last day it held",
        ),
        (
            "[{until: 2025-12-31, target: 3}]",
            "8: goals.one.earlier.0.until: 2025-12-31 is before the goal begins on 2026-01-01; take a day of the goal",
        ),
        (
            "[{until: 2027-01-31, target: 3}]",
            "8: goals.one.earlier.0.until: 2027-01-31 is after the deadline on 2026-12-31; take a day of the goal",
        ),
        (
            "[{until: 2026-06-30, target: 3}, {until: 2026-03-31, target: 2}]",
            "8: goals.one.earlier.1.until: 2026-03-31 is not after 2026-06-30, the version before it; put the oldest first",
        ),
        (
            "[{until: 2026-06-30, thresholds: {at_risk: 95%}}]",
            "8: goals.one.earlier.0.thresholds: 60% for `on_track` is not above 95% for `at_risk`;"
            " write them falling, such as `{ahead: 90%, on_track: 60%, at_risk: 25%}`",
        ),
    ],
    ids=lambda value: value[:60],
)
def test_earlier_versions_that_cannot_be(refused: Refused, goal: GoalText, earlier: str, said: str) -> None:
    assert placed(refused(goals=goal(f"{TOTAL}target: 4\nearlier: {earlier}"))) == said


# checklist 002-8
def test_ramps(workspace: Workspace, goal: GoalText) -> None:
    assert read(workspace, goal(f"{TOTAL}target: 4\nramp: 6")).ramp == Ramp(weeks=6)
    like = "{campaign: spring-*, from: 2026-03-02, label: Spring}"
    for written in (like, f"[{like}]"):
        found = read(workspace, goal(f"{CAMPAIGN}ramp: {{weeks: 6, from: 2026-10-05, like: {written}}}")).ramp
        earlier = EarlierCampaign(campaign="spring-*", begin=date(2026, 3, 2), label="Spring")
        assert found == Ramp(weeks=6, begin=date(2026, 10, 5), like=(earlier,))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (f"{CAMPAIGN}ramp: six", "8: goals.one.ramp: `six` is not a number; write digits, such as 1200 or 0.5"),
        (f"{CAMPAIGN}ramp: 0", "8: goals.one.ramp: 0 is too small; it has to be 1 or more"),
        (f"{CAMPAIGN}ramp: {{from: 2026-10-05}}", "8: goals.one.ramp.weeks: is missing; add it"),
        (f"{CAMPAIGN}ramp: {{weeks: 6, from: 2027-01-01}}", "8: goals.one.ramp.from: 2027-01-01 is after the deadline on 2026-12-31"),
        (
            f"{CAMPAIGN}ramp: {{weeks: 6, like: {{campaign: a, from: 2026-01-01}}}}",
            "8: goals.one.ramp.like.0.from: 2026-01-01 is not before 2026-01-01, when this one begins; compare with earlier campaigns",
        ),
        (
            f"{TOTAL}target: 4\nramp: {{weeks: 6, like: {{campaign: a, from: 2025-01-01}}}}",
            "6: goals.one.metric: names no campaign, and `ramp: {like: ...}` compares campaigns; put `campaign:` in its filters",
        ),
    ],
    ids=lambda value: value.replace("\n", " ")[:60],
)
def test_ramps_that_cannot_be(refused: Refused, goal: GoalText, lines: str, said: str) -> None:
    assert placed(refused(goals=goal(lines))).startswith(said)

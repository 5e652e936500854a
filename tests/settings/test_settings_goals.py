"""Goals as people write them: Megan's, every metric, every target, every baseline, and what can be read in two ways."""

from datetime import date

import pytest
from settings_workspace import GoalText, Refused, Workspace

from reportgen.model.settings import (
    Add,
    Baseline,
    BaselineKind,
    Direction,
    Goal,
    Metric,
    MetricKind,
    Scope,
    Target,
    Term,
)

MEGAN = """
goals:
  megan_blog:
    label: Organic blog traffic
    owner: Megan
    strategy: Be found by people who need software             # S
    metric: {sessions: {channel: Organic Search, landing_page: /blog/*}} # M
    baseline: {year: 2013}                                     # A: what it is compared with
    target: +15%
    supports: contact
    from: 2014-01-01
    by: 2014-12-31                                             # T
"""


# checklist 000-6 000-5
def test_megan_is_responsible_for_organic_blog_traffic(workspace: Workspace) -> None:
    """The goal of the article: organic traffic to the blog, 15 % more by the end of 2014."""
    assert workspace.write(goals=MEGAN).load().goals == (
        Goal(
            key="megan_blog",
            label="Organic blog traffic",
            owner="Megan",
            strategy="Be found by people who need software",
            metric=Metric(kind=MetricKind.SESSIONS, scope=Scope(channel=("Organic Search",), landing_page=("/blog/*",))),
            target=Target(change=0.15),
            baseline=Baseline(kind=BaselineKind.RANGE, begin=date(2013, 1, 1), end=date(2014, 1, 1)),
            supports=("contact",),
            begin=date(2014, 1, 1),
            end=date(2015, 1, 1),
        ),
    )
    assert [warning for warning in workspace.warnings() if "megan" in warning] == []


CONTACTS = Metric(kind=MetricKind.CONVERSIONS, rule="contact")


# checklist 001-19 001-27
@pytest.mark.parametrize(
    ("written", "metric"),
    [
        ("sessions", Metric(kind=MetricKind.SESSIONS)),
        ("{sessions: }", Metric(kind=MetricKind.SESSIONS)),
        ("{bounce_rate: {}}", Metric(kind=MetricKind.BOUNCE_RATE)),
        ("{conversions: contact}", CONTACTS),
        ("{value: any_macro}", Metric(kind=MetricKind.VALUE, rule="any_macro")),
        (
            "{visitors: {add: distinct, device: mobile}}",
            Metric(kind=MetricKind.VISITORS, add=Add.DISTINCT, scope=Scope(device=("mobile",))),
        ),
        (
            "{rate: {rule: contact, channel: [Email, Direct]}}",
            Metric(kind=MetricKind.RATE, rule="contact", scope=Scope(channel=("Email", "Direct"))),
        ),
        (
            "{ratio: {of: {value: contact}, to: {conversions: contact}}}",
            Metric(kind=MetricKind.RATIO, numerator=Metric(kind=MetricKind.VALUE, rule="contact"), denominator=CONTACTS),
        ),
        (
            "{sum: [{metric: {conversions: contact}, weight: 2}, {conversions: download}]}",
            Metric(
                kind=MetricKind.SUM,
                terms=(Term(metric=CONTACTS, weight=2), Term(metric=Metric(kind=MetricKind.CONVERSIONS, rule="download"))),
            ),
        ),
    ],
)
def test_metrics(workspace: Workspace, goal: GoalText, written: str, metric: Metric) -> None:
    assert workspace.write(goals=goal(f"metric: {written}\ntarget: 0.5")).load().goals[0].metric == metric


@pytest.mark.parametrize(
    ("metric", "written", "target"),
    [
        ("{conversions: contact}", "120", Target(value=120)),
        ("{conversions: contact}", "1e3", Target(value=1000)),
        ("{conversions: contact}", "{at_least: 120}", Target(value=120)),
        ("{conversions: contact}", "{at_most: 40}", Target(direction=Direction.AT_MOST, value=40)),
        ("{conversions: contact}", "+15%", Target(change=0.15)),
        ("{conversions: contact}", '"+2.5 %"', Target(change=0.025)),
        ("{conversions: contact}", "-10%", Target(direction=Direction.AT_MOST, change=-0.1)),
        ("{conversions: contact}", "{at_least: +5%}", Target(change=0.05)),
        ("{conversions: contact}", "{at_most: -5%}", Target(direction=Direction.AT_MOST, change=-0.05)),
        ("{rate: contact}", "3%", Target(value=0.03)),
        ("{rate: contact}", "0.03", Target(value=0.03)),
        ("{rate: contact}", "+3%", Target(change=0.03)),
        ("bounce_rate", "40%", Target(direction=Direction.AT_MOST, value=0.4)),
        ("bounce_rate", "{at_least: 40%}", Target(value=0.4)),
        ("engagement_rate", "60%", Target(value=0.6)),
    ],
)
def test_targets(workspace: Workspace, goal: GoalText, metric: str, written: str, target: Target) -> None:
    lines = f"metric: {metric}\ntarget: {written}\nbaseline: same_period_last_year"
    assert workspace.write(goals=goal(lines)).load().goals[0].target == target


@pytest.mark.parametrize(
    ("written", "baseline"),
    [
        ("same_period_last_year", Baseline(kind=BaselineKind.SAME_PERIOD_LAST_YEAR)),
        ("{year: 2025}", Baseline(kind=BaselineKind.RANGE, begin=date(2025, 1, 1), end=date(2026, 1, 1))),
        ("{from: 2025-09-01, to: 2025-12-31}", Baseline(kind=BaselineKind.RANGE, begin=date(2025, 9, 1), end=date(2026, 1, 1))),
        ("{from: 2024-02-29, to: 2024-02-29}", Baseline(kind=BaselineKind.RANGE, begin=date(2024, 2, 29), end=date(2024, 3, 1))),
        ("{value: 1000}", Baseline(kind=BaselineKind.VALUE, value=1000)),
    ],
)
def test_baselines(workspace: Workspace, goal: GoalText, written: str, baseline: Baseline) -> None:
    lines = f"metric: {{conversions: contact}}\ntarget: +15%\nbaseline: {written}"
    assert workspace.write(goals=goal(lines)).load().goals[0].baseline == baseline


def test_the_baseline_of_a_rate_is_a_share(workspace: Workspace, goal: GoalText) -> None:
    lines = "metric: {rate: contact}\ntarget: +15%\nbaseline: {value: 2.5%}"
    assert workspace.write(goals=goal(lines)).load().goals[0].baseline == Baseline(kind=BaselineKind.VALUE, value=0.025)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "metric: {conversions: contact}\ntarget: 15%",
            "goals.one.target: `15%` can be read in two ways; write +15% for that much more than the baseline;"
            " a share to reach needs a rate as the metric",
        ),
        (
            "metric: {conversions: contact}\ntarget: +40",
            "goals.one.target: `+40` can be read in two ways; write +40% for a change against the baseline, or 40 for the number to reach",
        ),
        (
            "metric: {conversions: contact}\ntarget: +15%",
            "goals.one.target: +15% can be read in two ways without a baseline; write `baseline: same_period_last_year` for a change on"
            " the same days a year before, or `baseline: {value: ...}` (or `{from: DAY, to: DAY}`) for a change on a fixed start",
        ),
        (
            "metric: {conversions: contact}\ntarget: 120\nbaseline: 2025",
            "goals.one.baseline: `2025` can be read in two ways; write `{year: 2025}` for the calendar year, or `{value: 2025}`",
        ),
        ("metric: {rate: contact}\ntarget: 3", "goals.one.target: `3` is more than a rate can be; write 3% for a share of 3 in 100"),
        (
            "metric: {conversions: contact}\ntarget: {at_mots: 3}",
            "goals.one.target.at_mots: is not a target; did you mean `at_most`?",
        ),
        ("metric: {conversions: contact}\ntarget: [1]", "goals.one.target: is not a target; write `120`, `3%`, `+15%`"),
        (
            "metric: {conversions: contact}\ntarget: 3\nbaseline: {from: 2025-12-31, to: 2025-01-01}",
            "goals.one.baseline.to: 2025-01-01 is before `from` 2025-12-31; swap the two days",
        ),
        ("metric: {conversions: contact}\ntarget: 3\nbaseline: {value: 0}", "goals.one.baseline.value: 0 cannot be compared with"),
        ("metric: {conversions: contact}\ntarget: 3\nbaseline: last_year", "goals.one.baseline: `last_year` is not a baseline"),
        (
            "metric: {conversions: contact}\ntarget: 3\nbaseline: {from: 2025-06-01, to: 2026-06-01}",
            "goals.one.baseline: ends after the goal begins on 2026-01-01; compare with days before the goal",
        ),
        ("metric: {sesions: {}}\ntarget: 3", "goals.one.metric.sesions: `sesions` is not a metric; did you mean `sessions`?"),
        ("metric: {sessions: {chanel: Email}}\ntarget: 3", "goals.one.metric.sessions.chanel: is not a filter; did you mean `channel`?"),
        ("metric: {sessions: Email}\ntarget: 3", "goals.one.metric.sessions: `sessions` takes filters, not `Email`"),
        (
            "metric: {sessions: {}, visitors: {}}\ntarget: 3",
            "goals.one.metric: one key names what is measured, here are `sessions`, `visitors`",
        ),
        ("metric: {rate: {channel: Email}}\ntarget: 3%", "goals.one.metric.rate: `rate` needs a conversion rule; write `rate: KEY`"),
        ("metric: {ratio: {of: sessions}}\ntarget: 3", "goals.one.metric.ratio: a ratio has two parts"),
        ("metric: {sum: [sessions]}\ntarget: 3", "goals.one.metric.sum: a sum has two or more parts"),
        ("metric: {conversions: contcat}\ntarget: 3", "goals.one.metric: there is no conversion `contcat`; did you mean `contact`?"),
        ("metric: sessions", "goals.one.target: is missing; add it"),
    ],
    ids=lambda value: value.replace("\n", " ")[:60],
)
def test_what_nobody_can_read_for_sure_is_refused(refused: Refused, goal: GoalText, lines: str, said: str) -> None:
    problem = refused(goals=goal(lines))
    assert problem.startswith("config/goals.yaml:")
    assert f": {said}" in problem


def test_a_goal_needs_its_two_days(workspace: Workspace) -> None:
    problems = workspace.write(goals="goals:\n  one: {label: One, metric: sessions, target: 3}\n").problems()
    assert problems == [
        "config/goals.yaml:2:3: goals.one.from: is missing; add it",
        "config/goals.yaml:2:3: goals.one.by: is missing; add it",
    ]


def test_from_after_by(refused: Refused) -> None:
    said = refused(goals="goals:\n  one: {label: One, metric: sessions, target: 3, from: 2026-02-01, by: 2026-01-31}\n")
    assert said == "config/goals.yaml:2:68: goals.one.by: is before `from`; swap the two days"


def test_a_goal_of_one_day(workspace: Workspace) -> None:
    goal = (
        workspace.write(goals="goals:\n  one: {label: One, metric: sessions, target: 3, from: 2026-02-01, by: 2026-02-01}\n")
        .load()
        .goals[0]
    )
    assert (goal.end - goal.begin).days == 1

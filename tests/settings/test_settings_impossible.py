"""Goals that cannot be meant: backwards in time, worse than where they start, more than a rate can be."""

import pytest
from settings_workspace import GoalText, Refused, Workspace

COUNT = "metric: {conversions: contact}\n"
RATE = "metric: {rate: contact}\n"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            f"{COUNT}target: 80\nbaseline: {{value: 100}}",
            "7: goals.one.target: at least 80 is below the baseline of 100;"
            " write `{at_most: 80}` if it is to fall, or a target above the baseline",
        ),
        (
            f"{COUNT}target: {{at_least: -10%}}\nbaseline: {{value: 100}}",
            "7: goals.one.target: at least -10% is below the baseline;"
            " write `{at_most: -10%}` if it is to fall, or a target above the baseline",
        ),
        (
            f"{COUNT}target: {{at_most: 120}}\nbaseline: {{value: 100}}",
            "7: goals.one.target: at most 120 is above the baseline of 100;"
            " write `{at_least: 120}` if it is to rise, or a target below the baseline",
        ),
        (
            f"{COUNT}target: {{at_most: +5%}}\nbaseline: {{year: 2025}}",
            "7: goals.one.target: at most +5% is above the baseline;"
            " write `{at_least: +5%}` if it is to rise, or a target below the baseline",
        ),
        (
            "metric: bounce_rate\ntarget: 30%\nbaseline: {value: 25%}",
            "7: goals.one.target: at most 30% is above the baseline of 25%;"
            " write `{at_least: 30%}` if it is to rise, or a target below the baseline",
        ),
        (
            "metric: {value: contact}\ntarget: 1350000\nbaseline: {value: 1400000}",
            "7: goals.one.target: at least 1350000 is below the baseline of 1400000;"
            " write `{at_most: 1350000}` if it is to fall, or a target above the baseline",
        ),
        (
            f"{COUNT}targets: {{2026-Q1: 80}}\nbaseline: {{value: 100}}",
            "7: goals.one.target: at least 80 is below the baseline of 100;"
            " write `{at_most: 80}` if it is to fall, or a target above the baseline",
        ),
        (
            f"{COUNT}target: 120\nbaseline: {{value: 100}}\nearlier: [{{until: 2026-06-30, target: 90}}]",
            "9: goals.one.earlier.0.target: at least 90 is below the baseline of 100;"
            " write `{at_most: 90}` if it is to fall, or a target above the baseline",
        ),
        (
            f"{COUNT}target: +5%\nbaseline: {{value: 0}}",
            "8: goals.one.baseline.value: 0 cannot be compared with; write a number above zero",
        ),
        (
            f"{COUNT}target: +5%\nbaseline: {{value: -3}}",
            "8: goals.one.baseline.value: -3 cannot be compared with; write a number above zero",
        ),
        (
            f"{COUNT}target: +5%\nbaseline: 2025",
            "8: goals.one.baseline: `2025` can be read in two ways;"
            " write `{year: 2025}` for the calendar year, or `{value: 2025}` for that number",
        ),
        (f"{RATE}target: 150%", "7: goals.one.target: `150%` is more than a rate can be; write 100% or less"),
        (f"{RATE}target: 3", "7: goals.one.target: `3` is more than a rate can be; write 3% for a share of 3 in 100"),
        (f"{RATE}target: {{at_most: 300}}", "7: goals.one.target.at_most: `300` is more than a rate can be; write 100% or less"),
        (
            f"{RATE}target: 90%\nbaseline: {{value: 2.5}}",
            "8: goals.one.baseline.value: `2.5` is more than a rate can be; write 2.5% for a share of 2.5 in 100",
        ),
        (
            f"{RATE}target: 90%\nbaseline: {{value: 120%}}",
            "8: goals.one.baseline.value: `120%` is more than a rate can be; write 100% or less",
        ),
        (
            f"{RATE}target: +80%\nbaseline: {{value: 60%}}",
            "7: goals.one.target: +80% on a baseline of 60% is 108%, more than a rate can be; write a smaller change",
        ),
        (
            f"{RATE}target: 3%\nearlier: [{{until: 2026-06-30, target: 2}}]",
            "8: goals.one.earlier.0.target: `2` is more than a rate can be; write 2% for a share of 2 in 100",
        ),
        ("metric: bounce_rate\ntarget: 140%", "7: goals.one.target: `140%` is more than a rate can be; write 100% or less"),
    ],
    ids=lambda value: value.replace("\n", " ")[:70],
)
def test_one_sentence_at_its_line(refused: Refused, goal: GoalText, lines: str, said: str) -> None:
    file, line, _, rest = refused(goals=goal(lines)).split(":", 3)
    assert (file, f"{line}:{rest}") == ("config/goals.yaml", said)


@pytest.mark.parametrize(
    "lines",
    [
        f"{COUNT}target: 100\nbaseline: {{value: 100}}",
        f"{COUNT}target: {{at_most: 80}}\nbaseline: {{value: 100}}",
        f"{COUNT}target: 80\nbaseline: {{year: 2025}}",
        f"{RATE}target: 100%\nbaseline: {{value: 90%}}",
        "metric: {ratio: {of: {value: contact}, to: {conversions: contact}}}\ntarget: 300\nbaseline: {value: 2}",
    ],
)
def test_what_may_be_meant_is_read(workspace: Workspace, goal: GoalText, lines: str) -> None:
    """Against days before the goal only the data can tell; a ratio may be any number."""
    assert workspace.write(goals=goal(lines)).problems() == []


def test_a_deadline_before_the_start_is_said_once(refused: Refused) -> None:
    """And not every milestone that then lies outside the goal as well."""
    days = "from: 2026-12-31, by: 2026-01-01, milestones: [{by: 2026-06-30, value: 2}], ramp: 6"
    said = refused(goals=f"goals:\n  one: {{label: One, metric: sessions, target: 3, {days}}}\n")
    assert said == "config/goals.yaml:2:68: goals.one.by: is before `from`; swap the two days"


def test_all_at_once(workspace: Workspace) -> None:
    goals = """goals:
  rate: {label: R, metric: {rate: contact}, target: 3, baseline: {value: 4}, milestones: {by: 2026-06-30, value: 2},
    from: 2026-01-01, by: 2026-12-31}
  total:
    label: T
    metric: {conversions: {rule: contact, segment: loyl}}
    targets: {2026-Q1: ten, 2027-Q1: 5}
    thresholds: {ahead: 10%}
    earlier: {until: 2027-06-30, target: 15%}
    ramp: {weeks: 0, like: {campaign: a}}
    from: 2026-01-01
    by: 2026-12-31
combined:
  total: {label: C, all_of: [rate, rates]}
"""
    report = "site: {name: N, zone: UTC}\ninputs: {web: data/*}\nsegments: {loyal: {visit: retuning}}\n"
    found = [f"{file}:{line}:{rest}" for file, line, _, rest in (said.split(":", 3) for said in every(workspace, goals, report))]
    assert found == [
        "config/goals.yaml:2: goals.rate.target: `3` is more than a rate can be; write 3% for a share of 3 in 100",
        "config/goals.yaml:2: goals.rate.baseline.value: `4` is more than a rate can be; write 4% for a share of 4 in 100",
        "config/goals.yaml:2: goals.rate.milestones: only a total has milestones on its way; remove them",
        "config/goals.yaml:6: goals.total.metric.conversions.segment: there is no segment `loyl`; did you mean `loyal`?",
        "config/goals.yaml:7: goals.total.targets.2026-Q1: `ten` is not a number; write digits, such as 1200 or 0.5",
        "config/goals.yaml:8: goals.total.thresholds: 10% for `ahead` is not above 60% for `on_track`;"
        " write them falling, such as `{ahead: 90%, on_track: 60%, at_risk: 25%}`",
        "config/goals.yaml:9: goals.total.earlier.0.until: 2027-06-30 is after the deadline on 2026-12-31; take a day of the goal",
        "config/goals.yaml:9: goals.total.earlier.0.target: `15%` can be read in two ways; write +15% for that much more than the"
        " baseline; a share to reach needs a rate as the metric",
        "config/goals.yaml:10: goals.total.ramp.weeks: 0 is too small; it has to be 1 or more",
        "config/goals.yaml:10: goals.total.ramp.like.0.from: is missing; add it",
        "config/goals.yaml:14: combined.total: the key `total` is a goal's already (line 4); take another key",
        "config/goals.yaml:14: combined.total.all_of.1: there is no goal `rates`; did you mean `rate`?",
        "config/report.yaml:3: segments.loyal.visit: `retuning` is not one of its values; did you mean `returning`?",
    ]


def every(workspace: Workspace, goals: str, report: str) -> list[str]:
    return workspace.write(goals=goals, report=report).problems()

"""The two charts of a goal: the bullet of its board line and the path of its card."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate

from reportgen.model.charts import BulletChart, Chart, PathChart, Waypoint, Words
from reportgen.model.document import Cell, Column, Figure, Mark, Row, Table
from reportgen.model.findings import FanDay, GoalFinding, GoalStatus, PathPoint, Step, Unit
from reportgen.model.reasons import PathBasis
from reportgen.wording import dates, goal_facts, measures, projections, ticks
from reportgen.wording.draft import Draft

NEAR = 0.5
"""A rate that never falls below this share of its highest value is drawn without the zero."""


def bullet_id(goal: GoalFinding) -> str:
    return f"bullet-{goal.key}"


def has_bullet(goal: GoalFinding) -> bool:
    """A bullet needs something to draw: a number so far and a target above zero."""
    return goal.actual is not None and bool(goal.target and goal.target > 0)


def bullets(draft: Draft) -> tuple[Figure, ...]:
    """The small charts of the goal board."""
    return tuple(Figure(bullet_id(goal), _bullet(draft, goal)) for goal in draft.findings.goals if has_bullet(goal))


def as_bullet(chart: Chart | None) -> BulletChart | None:
    """The chart where it is a goal's bar."""
    return chart if isinstance(chart, BulletChart) else None


def _bullet(draft: Draft, goal: GoalFinding) -> BulletChart:
    assert goal.actual is not None
    assert goal.target is not None
    told = {"label": goal.label, "actual": goal_facts.value(draft, goal, goal.actual), "target": goal_facts.target(draft, goal)}
    if goal.expected is None:
        alt = draft.say("chart.bullet_alt", **told)
    else:
        alt = draft.say("chart.bullet_alt_expected", **told, expected=draft.about(goal.unit, goal.expected))
    words = Words(draft.say("chart.bullet_title", **told), alt, {}, {}, {})
    return BulletChart(goal.actual, goal.expected, goal.target, goal.at_most, words)


def has_path(goal: GoalFinding) -> bool:
    """A path is drawn once the goal has started and something is recorded."""
    return goal.status is not GoalStatus.NOT_STARTED and any(point.actual is not None for point in goal.path)


def path(draft: Draft, goal: GoalFinding) -> Figure | None:
    """Actual against the path to the target, with the dated notes from its first point on. None where `has_path` is False."""
    if not has_path(goal):
        return None
    notes = tuple(note for note in draft.notes_in(goal.period, _rule_of(draft, goal)) if note.day >= goal.path[0].day)
    chart = PathChart(
        days=tuple(point.day for point in goal.path),
        actual=tuple(point.actual for point in goal.path),
        expected=tuple(point.expected for point in goal.path),
        target=goal.target,
        deadline=goal.period.last_day,
        fan=_fan(goal),
        notes=notes,
        words=_path_words(draft, goal),
        waypoints=_waypoints(draft.on_chart(), goal),
    )
    return Figure(f"path-{goal.key}", chart, data=_table(draft, goal), notes=draft.noted(notes))


def _fan(goal: GoalFinding) -> tuple[FanDay, ...]:
    """The fan of an open goal, from the last recorded day on, where there is nothing uncertain yet."""
    found = projections.of(goal)
    known = [point for point in goal.path if point.actual is not None]
    if found is None or not found.fan or not known or known[-1].actual is None:
        return ()
    here = known[-1]
    start = FanDay(here.day, known[-1].actual, known[-1].actual, known[-1].actual)
    return (start, *(day for day in found.fan if day.day > here.day))


def _waypoints(draft: Draft, goal: GoalFinding) -> tuple[Waypoint, ...]:
    """Milestones as they are; the targets of months or quarters where they add up to on the path, without the deadline's own."""
    totals = [step.target for step in goal.steps]
    values = totals if goal.steps and goal.steps[0].cumulative else list(accumulate(totals))
    return tuple(
        Waypoint(step.period.last_day, value, _waypoint_label(draft, goal, step, value), step.reached)
        for step, value in zip(goal.steps, values, strict=True)
        if step.period.last_day < goal.period.last_day
    )


def _waypoint_label(draft: Draft, goal: GoalFinding, step: Step, value: float) -> str:
    number = measures.target_value(draft, goal, value)
    if step.label or not step.cumulative:
        name = step.label or dates.stretch_name(draft.voice.calendar, step.period)
        return draft.say("chart.waypoint", name=name, value=number)
    return number


def _rule_of(draft: Draft, goal: GoalFinding) -> str | None:
    given = measures.settings_of(draft, goal)
    return given.metric.rule if given else None


def _path_words(draft: Draft, goal: GoalFinding) -> Words:
    actual = goal_facts.value(draft, goal, goal.actual)
    known = [number for point in goal.path for number in (point.actual, point.expected) if number is not None]
    fan = [number for day in _fan(goal) for number in (day.low, day.high)]
    steps = [waypoint.value for waypoint in _waypoints(draft, goal)]
    top = max([*known, *fan, *steps, goal.target or 0.0])
    whole = goal.unit is Unit.COUNT
    short = draft.on_chart()
    marks = ticks.values(top, lambda number: goal_facts.tick(short, goal, number), low=_foot(goal, [*known, *fan]), whole=whole)
    days = ticks.long_days(draft.voice.calendar, tuple(point.day for point in goal.path))
    last = "chart.final" if goal_facts.final(goal) else "chart.actual"
    labels = {"actual": draft.say(last, value=actual), "today": draft.say("chart.today", day=draft.day(goal.as_of))}
    labels["missing"] = draft.say("chart.missing")
    labels["deadline"] = draft.say("chart.deadline", day=draft.day(goal.period.last_day))
    if goal.expected is not None:
        labels["expected"] = draft.say("chart.expected", value=short.about(goal.unit, goal.expected))
    if goal.target is not None:
        said = measures.target_value(short, goal, goal.target)
        labels["target"] = draft.say("chart.target_at_most" if goal.at_most else "chart.target", value=said)
    labels |= projections.labels(short, goal)
    alt = [_path_alt(draft, goal, actual), projections.alt(draft, goal)]
    return Words(_path_title(draft, goal, actual), draft.together([text for text in alt if text]), labels, marks, days)


def _foot(goal: GoalFinding, values: Sequence[float]) -> float:
    """Where the axis begins: at zero, or below it; a rate's or a stock's line fills its frame where it stays far from zero."""
    low, target = min(values, default=0.0), goal.target
    if goal.path_basis not in (PathBasis.LEVEL, PathBasis.STOCK) or target is None or min(low, target) < NEAR * max([*values, target]):
        return min(0.0, low)
    return min(low, target)


def _path_title(draft: Draft, goal: GoalFinding, actual: str) -> str:
    found = projections.of(goal)
    if found is not None and goal.target is not None:
        landing = projections.landing(draft, goal, found).value
        return draft.say("chart.heading", label=goal.label, value=landing, target=goal_facts.target(draft, goal))
    key = f"chart.{'limit' if goal.at_most else 'path'}_{goal.status}"
    return draft.say(key, label=goal.label) if draft.voice.knows(key) else draft.say("chart.path_plain", label=goal.label, actual=actual)


def _path_alt(draft: Draft, goal: GoalFinding, actual: str) -> str:
    told = {
        "label": goal.label,
        "begin": draft.day(goal.period.begin),
        "deadline": draft.day(goal.period.last_day),
        "actual": actual,
        "as_of": draft.day(goal.as_of),
    }
    if goal.expected is None or goal.target is None:
        return draft.say("chart.path_alt_bare", **told)
    expected = draft.about(goal.unit, goal.expected)
    return draft.say("chart.path_alt", **told, expected=expected, target=goal_facts.target(draft, goal))


def _table(draft: Draft, goal: GoalFinding) -> Table:
    """The path at month ends (every day of goals up to a month), so that the table stays readable."""
    fan = {day.day: day for day in _fan(goal)[1:]}
    names = ("day", "actual", "expected", *(["forecast"] if fan else []))
    columns = tuple(Column(draft.say(f"chart.path_column_{name}"), numeric=name != "day") for name in names)
    rows = tuple(Row(_cells(draft, goal, point, fan)) for point in _shown(goal))
    return Table(f"path-{goal.key}-data", draft.say("chart.path_table", label=goal.label), columns, rows)


def _cells(draft: Draft, goal: GoalFinding, point: PathPoint, fan: Mapping[date, FanDay]) -> tuple[Cell, ...]:
    later = (_forecast(draft, goal, fan.get(point.day)),) if fan else ()
    return (Cell(draft.day(point.day), sort=point.day.isoformat()), _cell(draft, goal, point), _expected(draft, goal, point), *later)


def _shown(goal: GoalFinding) -> tuple[PathPoint, ...]:
    if len(goal.path) <= 31:
        return goal.path
    last = max((point.day for point in goal.path if point.actual is not None), default=goal.as_of)
    later = [day.day for day in _fan(goal)[1:]]
    ends = {goal.path[-1].day, last, *{(day.year, day.month): day for day in later}.values()}
    following = zip(goal.path, goal.path[1:], strict=False)
    return tuple(
        point
        for point, after in [*following, (goal.path[-1], goal.path[-1])]
        if point.day in ends or (point.day.month != after.day.month and (not later or point.day <= last))
    )


def _forecast(draft: Draft, goal: GoalFinding, day: FanDay | None) -> Cell:
    if day is None:
        return Cell("")
    ends = projections.fan_day(draft, goal, day.low, day.median, day.high)
    return Cell(ends.value, note=draft.say("number.range", low=ends.low, high=ends.high), sort=day.median)


def _cell(draft: Draft, goal: GoalFinding, point: PathPoint) -> Cell:
    if point.actual is not None:
        return _value(draft, goal, point.actual)
    return Cell("", mark=Mark.NOT_YET if point.day > goal.as_of else Mark.MISSING)


def _expected(draft: Draft, goal: GoalFinding, point: PathPoint) -> Cell:
    if point.expected is None:
        return Cell("", mark=Mark.MISSING)
    return Cell(draft.about(goal.unit, point.expected), sort=point.expected)


def _value(draft: Draft, goal: GoalFinding, number: float | None) -> Cell:
    return Cell("", mark=Mark.MISSING) if number is None else Cell(goal_facts.value(draft, goal, number), sort=number)

"""The two charts of a goal: the bullet of its board line and the path of its card."""

from reportgen.model.charts import BulletChart, PathChart, Words
from reportgen.model.document import Cell, Column, Figure, Mark, Row, Table
from reportgen.model.findings import GoalFinding, GoalStatus, PathPoint, Unit
from reportgen.wording import goal_facts, measures, ticks
from reportgen.wording.draft import Draft


def bullet_id(goal: GoalFinding) -> str:
    return f"bullet-{goal.key}"


def has_bullet(goal: GoalFinding) -> bool:
    """A bullet needs something to draw: a number so far and a target above zero."""
    return goal.actual is not None and bool(goal.target and goal.target > 0)


def bullets(draft: Draft) -> tuple[Figure, ...]:
    """The small charts of the goal board."""
    return tuple(Figure(bullet_id(goal), _bullet(draft, goal)) for goal in draft.findings.goals if has_bullet(goal))


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
    """Actual against the path to the target. None where `has_path` is False."""
    if not has_path(goal):
        return None
    notes = draft.notes_in(goal.period, _rule_of(draft, goal))
    chart = PathChart(
        days=tuple(point.day for point in goal.path),
        actual=tuple(point.actual for point in goal.path),
        expected=tuple(point.expected for point in goal.path),
        target=goal.target,
        deadline=goal.period.last_day,
        fan=(),
        notes=notes,
        words=_path_words(draft, goal),
    )
    return Figure(f"path-{goal.key}", chart, data=_table(draft, goal), notes=draft.noted(notes))


def _rule_of(draft: Draft, goal: GoalFinding) -> str | None:
    given = measures.settings_of(draft, goal)
    return given.metric.rule if given else None


def _path_words(draft: Draft, goal: GoalFinding) -> Words:
    actual = goal_facts.value(draft, goal, goal.actual)
    known = [number for point in goal.path for number in (point.actual, point.expected) if number is not None]
    top = max([*known, goal.target or 0.0])
    whole = goal.unit is Unit.COUNT
    marks = ticks.values(top, lambda number: goal_facts.tick(draft, goal, number), low=min([0.0, *known]), whole=whole)
    days = ticks.long_days(draft.voice.calendar, tuple(point.day for point in goal.path))
    labels = {"actual": draft.say("chart.actual", value=actual), "today": draft.say("chart.today", day=draft.day(goal.as_of))}
    labels["missing"] = draft.say("chart.missing")
    labels["deadline"] = draft.say("chart.deadline", day=draft.day(goal.period.last_day))
    if goal.expected is not None:
        labels["expected"] = draft.say("chart.expected", value=draft.about(goal.unit, goal.expected))
    if goal.target is not None:
        said = measures.target_value(draft, goal, goal.target)
        labels["target"] = draft.say("chart.target_at_most" if goal.at_most else "chart.target", value=said)
    return Words(_path_title(draft, goal, actual), _path_alt(draft, goal, actual), labels, marks, days)


def _path_title(draft: Draft, goal: GoalFinding, actual: str) -> str:
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
    columns = (
        Column(draft.say("chart.path_column_day")),
        Column(draft.say("chart.path_column_actual"), numeric=True),
        Column(draft.say("chart.path_column_expected"), numeric=True),
    )
    rows = tuple(Row((Cell(draft.day(point.day)), _cell(draft, goal, point), _expected(draft, goal, point))) for point in _shown(goal))
    return Table(f"path-{goal.key}-data", draft.say("chart.path_table", label=goal.label), columns, rows)


def _shown(goal: GoalFinding) -> tuple[PathPoint, ...]:
    if len(goal.path) <= 31:
        return goal.path
    last = max((point.day for point in goal.path if point.actual is not None), default=goal.as_of)
    ends = {goal.path[-1].day, last}
    following = zip(goal.path, goal.path[1:], strict=False)
    return tuple(
        point for point, after in [*following, (goal.path[-1], goal.path[-1])] if point.day in ends or point.day.month != after.day.month
    )


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

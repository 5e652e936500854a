"""Which signal of one week tells more of the next week's macros, where these land at its pace, and a goal on it (statistics 3.4)."""

from collections.abc import Sequence
from datetime import date, timedelta

from reportgen import stats
from reportgen.model.counts import Counts
from reportgen.model.lead_findings import GoalProposal, Landing, LeadingFinding
from reportgen.model.settings import Direction, Goal, Measure, Metric, MetricKind, Scope, Settings
from reportgen.periods import Period, add_months
from reportgen.stats import LEADING_WEEKS, Interval, Leading, Pace, Weekly

WEEK = 7
MIN_RECORDED = 4
"""Days of a week with data below which it says nothing of the whole week (statistics 1.3)."""
WEEKS_AHEAD, MOST_WEEKS_AHEAD = 4, 26
CHANGE = 0.10
MONTHS = 3


def leading(settings: Settings, counts: Counts, macro: str) -> LeadingFinding:
    """All listed micros tested together before one macro."""
    weeks = full_weeks(counts)
    micros = [rule.key for rule in settings.micros if any(one.conversions for one in counts.weeks.converted.get(rule.key, ()))]
    history = Weekly(
        _series(counts, weeks, macro), [round(counts.weeks.traffic[at].visitors * scale) for at, scale in weeks],
        {micro: _series(counts, weeks, micro) for micro in micros},
    )  # fmt: skip
    tested = sorted(stats.leading(history), key=lambda one: (not one.leads, one.q_value, -one.skill, one.key))
    best = tested[0] if tested and tested[0].leads else None
    return LeadingFinding(
        macro=macro,
        weeks=len(weeks),
        needed=LEADING_WEEKS,
        tested=tuple(tested),
        best=best.key if best else None,
        landing=_landing(settings, counts, macro, best, history) if best else None,
        proposal=_proposal(settings, counts, macro, best.key) if best and not _has_goal(settings, best.key) else None,
        has_goal=best is not None and _has_goal(settings, best.key),
    )


def full_weeks(counts: Counts) -> list[tuple[int, float]]:
    """Positions of the newest whole weeks that follow each other without a gap, each with what its counts are multiplied by: a week with
    some days missing, but four of them there, stands for seven."""
    recorded = counts.profile.recorded
    found: list[tuple[int, float]] = []
    for at, week in enumerate(counts.weeks.periods):
        if week.days < WEEK or week.last_day > counts.as_of:
            continue
        known = sum(week.begin + timedelta(days=day) in recorded for day in range(WEEK)) if counts.weeks.missing[at] else WEEK
        found = [*found, (at, WEEK / known)] if known >= MIN_RECORDED else []
    return found


def _series(counts: Counts, weeks: Sequence[tuple[int, float]], rule: str) -> list[int]:
    series = counts.weeks.converted.get(rule, ())
    return [round(series[at].conversions * scale) for at, scale in weeks] if series else [0] * len(weeks)


# --- where it lands -------------------------------------------------------------------------------------------------


def _landing(settings: Settings, counts: Counts, macro: str, best: Leading, history: Weekly) -> Landing | None:
    """Up to the deadline of a goal on the macro within half a year, else over the coming four weeks."""
    goal = next((goal for goal in settings.goals if _counts_all(goal, macro) and _runs(goal, counts.as_of)), None)
    done = counts.goals[goal.key].to_date if goal and goal.key in counts.goals else None
    if goal is None or done is None:
        pace = stats.at_this_pace(history, best, WEEKS_AHEAD)
        return Landing(best.key, pace, counts.as_of + timedelta(weeks=WEEKS_AHEAD)) if pace else None
    days = (goal.end - counts.as_of).days - 1
    weeks = max(1, round(days / WEEK))
    pace = stats.at_this_pace(history, best, weeks)
    if pace is None:
        return None
    last = goal.end - timedelta(days=1)
    return Landing(best.key, _stretched(pace, days / (weeks * WEEK)), last, goal.key, done.n, goal.on(counts.as_of).target.value)


def _counts_all(goal: Goal, macro: str) -> bool:
    """Whether it is about how many of the macro there are, all of them."""
    plain = goal.metric == Metric(kind=MetricKind.CONVERSIONS, rule=macro, scope=Scope())
    return plain and goal.measure is Measure.TOTAL and goal.target.direction is Direction.AT_LEAST


def _runs(goal: Goal, as_of: date) -> bool:
    return goal.begin <= as_of < goal.end - timedelta(days=1) and (goal.end - as_of).days <= MOST_WEEKS_AHEAD * WEEK


def _stretched(pace: Pace, scale: float) -> Pace:
    """Over part of a week more or less."""
    likely = Interval(pace.likely.low * scale, pace.likely.high * scale, pace.likely.level)
    return Pace(pace.macros * scale, likely, pace.weeks)


# --- a goal on it ---------------------------------------------------------------------------------------------------


def _has_goal(settings: Settings, micro: str) -> bool:
    return any(goal.metric.rule == micro for goal in settings.goals)


def _proposal(settings: Settings, counts: Counts, macro: str, micro: str) -> GoalProposal:
    """The three months to come against the three before, with the owner and strategy of a goal on the macro."""
    following = counts.as_of + timedelta(days=1)
    whole = following.replace(day=1)
    begin = whole if following.day == 1 else add_months(whole, 1)
    near = next((goal for goal in settings.goals if goal.metric.rule == macro), None)
    return GoalProposal(
        key=_free_key(settings, f"more_{micro}"[:60]),
        micro=micro,
        macro=macro,
        owner=near.owner if near else None,
        strategy=near.strategy if near else None,
        change=CHANGE,
        baseline=Period(add_months(whole, -MONTHS), whole),
        period=Period(begin, add_months(begin, MONTHS)),
    )


def _free_key(settings: Settings, wanted: str) -> str:
    taken = {goal.key for goal in settings.goals} | {one.key for one in settings.combined} | {rule.key for rule in settings.rules}
    return next(key for n in range(1, len(taken) + 2) if (key := wanted if n == 1 else f"{wanted}_{n}") not in taken)

"""Goals and their counts, made by hand: each day's number in, what the metrics room would deliver out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from reportgen import goals, periods
from reportgen.model.counts import Counts, GoalCounts, Measured, PeriodCounts, Profile, Series, Traffic
from reportgen.model.findings import GoalFinding
from reportgen.model.settings import (
    Baseline,
    BaselineKind,
    CombinedGoal,
    ConversionRule,
    Direction,
    Goal,
    InputSettings,
    Match,
    Metric,
    MetricKind,
    ReportSettings,
    Settings,
    Site,
    Target,
    Tier,
)
from reportgen.periods import Grain, Period

Days = Sequence[tuple[date, float | None]]
Pair = tuple[float, float] | None
BY_30_JUNE = date(2026, 6, 30)
CONTACT = ConversionRule(key="contact", label="Contact", tier=Tier.MACRO, match=(Match(event=("contact",)),))
DOWNLOAD = ConversionRule(key="download", label="Download", tier=Tier.MICRO, match=(Match(event=("file_download",)),))
LAST_YEAR = Baseline(kind=BaselineKind.SAME_PERIOD_LAST_YEAR)
QUOTES = Metric(kind=MetricKind.CONVERSIONS, rule="contact")
DOWNLOADS = Metric(kind=MetricKind.CONVERSIONS, rule="download")
SESSIONS = Metric(kind=MetricKind.SESSIONS)
VALUE = Metric(kind=MetricKind.VALUE, rule="contact")
RATE = Metric(kind=MetricKind.RATE, rule="contact")
COST_PER_LEAD = Metric(kind=MetricKind.RATIO, numerator=Metric(kind=MetricKind.VALUE, rule="download"), denominator=QUOTES)
NO_SERIES = Series((), (), (), (), {})


def at_most(value: float | None = None, change: float | None = None) -> Target:
    return Target(direction=Direction.AT_MOST, value=value, change=change)


def make_goal(metric: Metric = QUOTES, target: Target | float | None = None, **more: object) -> Goal:
    """A goal for 2026, by default of 120 contacts."""
    fields = {
        "key": "g",
        "label": "A goal",
        "metric": metric,
        "target": target if isinstance(target, Target) else Target(value=120 if target is None else target),
        "begin": date(2026, 1, 1),
        "end": date(2027, 1, 1),
    }
    return Goal(**(fields | more))


def run(begin: date, values: Sequence[float | None]) -> list[tuple[date, float | None]]:
    return [(begin + timedelta(days=i), value) for i, value in enumerate(values)]


def filled(begin: date, last: date, number: Callable[[date], float | None]) -> list[tuple[date, float | None]]:
    """A number for each day from `begin` to `last`."""
    return [(begin + timedelta(days=i), number(begin + timedelta(days=i))) for i in range((last - begin).days + 1)]


def baseline_of(goal: Goal) -> Period | None:
    if goal.baseline is None or goal.baseline.kind is BaselineKind.VALUE:
        return None
    if goal.baseline.begin and goal.baseline.end:
        return Period(goal.baseline.begin, goal.baseline.end)
    return periods.year_before(Period(goal.begin, goal.end))


def counted(
    goal: Goal,
    daily: Days,
    as_of: date = BY_30_JUNE,
    *,
    sides: Sequence[Pair] = (),
    pulse: Sequence[float | None] = (),
    ramp: Measured | None = None,
    ages: Sequence[Measured] = (),
) -> GoalCounts:
    """What metrics would deliver of these days (with `sides`, of these pairs) as of a day: totals, looks and months are their sums."""
    known = [(day, value) for day, value in daily if day <= min(as_of, goal.end - timedelta(days=1))]
    pairs = dict(zip((day for day, _ in daily), sides, strict=True)) if sides else {}
    there = {day for day, value in known if value is not None or pairs.get(day)}

    def total(period: Period) -> Measured:
        if sides:
            both = [pair for day, pair in pairs.items() if day in period and pair]
            return Measured(period, sum(x for x, _ in both), sum(n for _, n in both))
        return Measured(period, sum(value for day, value in known if value is not None and day in period))

    def share(period: Period | None) -> float:
        return sum(day in period for day in there) / period.days if period else 0.0

    end = min(goal.end, as_of + timedelta(days=1))
    to_date = Period(goal.begin, end) if end > goal.begin else None
    baseline = baseline_of(goal)
    same = periods.year_before(to_date) if to_date and baseline else None
    same = same if same and baseline and baseline.begin <= same.begin and same.end <= baseline.end else None
    own = min(goal.begin, baseline.begin) if baseline else goal.begin
    span = Period(own, known[-1][0] + timedelta(days=1)) if known and known[-1][0] >= own else None
    pieces = periods.split(span, Grain.MONTH) if span else ()
    ends = [piece.last_day for piece in periods.split(to_date, Grain.MONTH)[:-1]] if to_date else []
    return GoalCounts(
        to_date=total(to_date) if to_date else None,
        daily=tuple(known),
        baseline=total(baseline) if baseline else None,
        baseline_to_date=total(same) if same else None,
        recorded=share(to_date),
        baseline_recorded=share(baseline),
        last_recorded=max(there, default=None),
        months=tuple(total(piece) for piece in pieces if periods.is_whole(piece, Grain.MONTH)),
        sides=tuple(pairs.get(day) for day, _ in known) if sides else (),
        pulse=tuple(pulse[: len(known)]),
        looks=tuple(total(periods.of(goal.begin, day)) for day in ends),
        ramp=ramp,
        ages=tuple(ages),
    )


def make_settings(*some: Goal, combined: Sequence[CombinedGoal] = ()) -> Settings:
    report = ReportSettings(site=Site(name="Site", zone="UTC"), inputs=(InputSettings(key="web", files=("x",)),))
    return Settings(report=report, rules=(CONTACT, DOWNLOAD), goals=some, combined=tuple(combined))


def everything(as_of: date, counts: Mapping[str, GoalCounts], weeks: Series = NO_SERIES) -> Counts:
    current = PeriodCounts(periods.month(f"{as_of:%Y-%m}"), Traffic(), {}, {}, {}, {})
    profile = Profile((), (), {}, 0, {}, (), {}, {}, ())
    return Counts(as_of, current, None, None, NO_SERIES, weeks, NO_SERIES, (), counts, profile)


def find(goal: Goal, counts: GoalCounts, as_of: date = BY_30_JUNE, weeks: Series = NO_SERIES, other: Sequence[Goal] = ()) -> GoalFinding:
    """The goal through the room's door."""
    return goals.find(make_settings(goal, *other), everything(as_of, {goal.key: counts}, weeks))[0]


def found(goal: Goal, daily: Days, as_of: date = BY_30_JUNE, **more: object) -> GoalFinding:
    """The goal as these days show it."""
    return find(goal, counted(goal, daily, as_of, **more), as_of)  # type: ignore[arg-type]

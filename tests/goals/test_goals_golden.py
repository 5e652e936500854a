"""Two goals of statistics 9 through the whole room: golden_daily.csv and golden_daily_large.csv, kept beside the tests of `stats`."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from goals_world import LAST_YEAR, QUOTES, SESSIONS, found, make_goal, run

from reportgen import stats
from reportgen.model.findings import Basis, GoalFinding, GoalStatus
from reportgen.model.reasons import PathBasis
from reportgen.model.settings import Target
from reportgen.stats import Attainable, Daily, Method, TrendVerdict

FIRST = date(2024, 11, 1)


def read(name: str) -> list[tuple[date, float | None]]:
    text = (Path(__file__).parents[1] / "stats" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return run(FIRST, [float(number) for line in lines for number in line.split(",")])


def series(name: str) -> Daily:
    return Daily(FIRST, tuple(value for _, value in read(name)))


@pytest.fixture(scope="module")
def quotes() -> GoalFinding:
    """120 quote requests in 2026, as of 30 June."""
    return found(make_goal(QUOTES, 120), read("quote_requests.csv"))


@pytest.fixture(scope="module")
def visits() -> GoalFinding:
    """Organic visits +15 % on 2025, as of 30 June 2026."""
    return found(make_goal(SESSIONS, Target(change=0.15), baseline=LAST_YEAR), read("organic_visits.csv"))


def test_golden_daily(quotes: GoalFinding) -> None:
    """Statistics 9: 66 of 120, expected 53.63, projection 147 (110 to 208), P .82, on track."""
    assert (quotes.actual, quotes.target, quotes.path_basis) == (66, 120, PathBasis.SEASON)
    assert quotes.expected == pytest.approx(53.63, abs=0.01)
    made = quotes.projection
    assert made is not None
    assert (made.method, made.scaled) == (Method.SEASON, 1.0)
    assert [made.value, made.interval.low, made.interval.high] == pytest.approx([147, 110, 208], rel=0.02)
    assert made.probability == pytest.approx(0.82, abs=0.015)
    assert (quotes.status, quotes.basis, quotes.reason) == (GoalStatus.ON_TRACK, Basis.PROJECTION, None)


def test_golden_trends_with_the_year_taken_out(quotes: GoalFinding, visits: GoalFinding) -> None:
    """Statistics 9 gives "no clear trend" (-6 %) and "stagnating" (+5.9 %) with the year left in, as tests/stats has them. The room takes
    the year out (1.6): what winter takes from the visits is then no change, and the few quotes are just inside the steady band."""
    plain = [stats.trend(series("quote_requests.csv"), season=False), stats.trend(series("organic_visits.csv"), season=False)]
    assert [found.verdict for found in plain] == [TrendVerdict.NO_CLEAR_TREND, TrendVerdict.STAGNATING]
    assert [quotes.trend, visits.trend] == [stats.trend(series("quote_requests.csv")), stats.trend(series("organic_visits.csv"))]
    assert [found.trend and (found.trend.verdict, found.trend.seasonal) for found in (quotes, visits)] == [
        (TrendVerdict.STAGNATING, True),
        (TrendVerdict.STAGNATING, True),
    ]


def test_golden_daily_by_when(quotes: GoalFinding) -> None:
    """The median passes 120 about where the required 54 are come, well before the year's end; the slowest tenth does not."""
    made = quotes.projection
    assert made is not None
    assert made.reached is not None
    assert made.reached_early is not None
    assert date(2026, 8, 1) < made.reached_early < made.reached < date(2026, 12, 1)
    assert made.reached_late is None
    assert (made.fan[0].day, made.fan[0].low, made.fan[0].high) == (date(2026, 6, 30), 66, 66)
    last = made.fan[-1]
    assert (last.day, last.low, last.median, last.high) == (date(2026, 12, 31), made.interval.low, made.value, made.interval.high)
    assert [point.day for point in made.fan][1:3] == [date(2026, 7, 7), date(2026, 7, 14)]


def test_golden_daily_looks(quotes: GoalFinding) -> None:
    """A look at each month's end so far, and today's; 14 months of data before the first."""
    days = [look.day for look in quotes.history]
    assert days == [date(2026, month, 1) - timedelta(days=1) for month in range(2, 8)]
    assert {(look.basis, look.version_target) for look in quotes.history} == {(Basis.PROJECTION, 120)}
    newest = quotes.history[-1]
    assert quotes.projection is not None
    assert (newest.status, newest.probability, newest.actual) == (quotes.status, quotes.projection.probability, 66)


def test_golden_daily_plan(quotes: GoalFinding) -> None:
    """From 14 months of history: its range holds what a year so far brought, and the proposals lie on both sides of its median."""
    plan = quotes.plan
    assert plan is not None
    assert plan.plausible is not None
    assert plan.before is not None
    assert plan.before == sum(value or 0 for day, value in read("quote_requests.csv") if day.year == 2025)
    assert plan.plausible.low < plan.before < plan.plausible.high
    assert plan.best is not None
    assert plan.best >= plan.before
    assert plan.label in (Attainable.WITHIN_REACH, Attainable.REALISTIC, Attainable.STRETCH)


def test_golden_daily_large(visits: GoalFinding) -> None:
    """Statistics 9: +15 % on 16,318 is 18,765.7; 7,757 so far, expected 8,317.5, projection 17,407 (16,155 to 18,715), P .093."""
    assert (visits.baseline, visits.actual) == (16_318, 7_757)
    assert visits.target == pytest.approx(18_765.7)
    assert visits.expected == pytest.approx(8_317.5, abs=0.5)
    made = visits.projection
    assert made is not None
    assert [made.value, made.interval.low, made.interval.high] == pytest.approx([17_407, 16_155, 18_715], rel=0.01)
    assert made.probability == pytest.approx(0.093, abs=0.015)
    assert (visits.status, visits.basis) == (GoalStatus.OFF_TRACK, Basis.PROJECTION)

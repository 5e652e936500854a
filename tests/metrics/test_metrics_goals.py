"""What goals are given, for every kind of metric, on numbers counted by hand."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest
from metrics_world import Loader, World, conversion, profile, rule, settings, view, visit

from reportgen import metrics, periods
from reportgen.engine import Engine
from reportgen.metrics import Ask
from reportgen.metrics.goals import window
from reportgen.model.counts import GoalCounts, Measured
from reportgen.model.settings import Goal
from reportgen.periods import Period

pytestmark = pytest.mark.usefixtures("people_only", "totals_only")

Metric = Mapping[str, object]
JUNE = date(2026, 6, 1)
AS_OF = date(2026, 7, 10)
TO_DATE = periods.of(JUNE, AS_OF)
LAST_YEAR = periods.of(date(2025, 6, 1), date(2025, 8, 31))


def goal(metric: Metric, **options: object) -> Goal:
    """A goal for June to August 2026 against the same months of 2025."""
    base = {"key": "g", "label": "G", "metric": metric, "target": {"value": 1}, "baseline": {"kind": "same_period_last_year"}}
    return Goal.model_validate(base | {"begin": JUNE, "end": date(2026, 9, 1)} | options)


DAYS = [date(2025, 6, 1) + timedelta(days=offset) for offset in range(405)]
"""1 June 2025 to 10 July 2026, but one day of each summer is missing."""
KNOWN = profile(*(day for day in DAYS if day not in (date(2025, 8, 1), date(2026, 7, 1))))


def first(day: int, month: int = 6, year: int = 2026) -> date:
    return date(year, month, day)


WORLD = World(
    [
        visit("ann", first(1), channel="Email", landing_page="/blog/a", engaged=True, page_views=3),
        visit("ann", first(20), channel="Direct"),
        visit("ann", first(2, 7), channel="Direct"),
        visit("bob", first(3), channel="email", landing_page="/"),
        visit("cem", first(3, 7), channel="Direct", landing_page="/blog/b", page_views=2),
        visit(None, first(3, 7), "loose", channel="Direct"),
        visit("ann", first(5, 6, 2025), channel="Email"),
        visit("dee", first(30, 7, 2025), channel="Direct"),
    ],
    [view("ann", first(1), "/blog/a", views=2), view("ann", first(1), "/"), view("cem", first(3, 7), "/pricing", views=2)],
    [
        conversion("ann", first(20), "quote", amount=1_500_000, platform="web"),
        conversion("ann", first(21), "quote", amount=2_250_000, platform="web", session=None, offline=True),
        conversion("cem", first(3, 7), "purchase", platform="app"),
        conversion("dee", first(30, 7, 2025), "quote", amount=1_000_000),
        conversion(None, first(4), "quote"),
        conversion("cem", first(3, 7), "care", platform="app"),
        conversion("ann", first(3, 7), "care"),
    ],
)
RULES = (rule("quote"), rule("purchase"), rule("care", "micro", rate_base="purchase"))


TOTALS: list[tuple[Metric, float, float]] = [
    ({"kind": "sessions"}, 6, 2),
    ({"kind": "sessions", "scope": {"channel": ["EMAIL"]}}, 2, 1),
    ({"kind": "sessions", "scope": {"channel": ["Email"], "landing_page": ["blog"]}}, 1, 0),
    ({"kind": "sessions", "scope": {"page": ["/pricing"]}}, 1, 0),
    ({"kind": "page_views"}, 9, 2),
    ({"kind": "page_views", "scope": {"page": ["/blog/*"]}}, 2, 0),
    ({"kind": "page_views", "scope": {"page": ["/*"], "channel": ["Direct"]}}, 2, 0),
    ({"kind": "conversions", "rule": "quote"}, 3, 1),
    ({"kind": "conversions", "rule": "any_macro"}, 4, 1),
    ({"kind": "conversions", "rule": "quote", "scope": {"channel": ["Email"]}}, 1, 0),
    ({"kind": "conversions", "rule": "any_macro", "scope": {"platform": ["app"]}}, 1, 0),
    ({"kind": "value", "rule": "quote"}, 3.75, 1),
    ({"kind": "visitors"}, 4, 2),
    ({"kind": "visitors", "add": "distinct"}, 3, 2),
    ({"kind": "visitors", "scope": {"channel": ["Direct"]}, "add": "distinct"}, 2, 1),
    ({"kind": "converters", "rule": "any_macro"}, 2, 1),
    ({"kind": "converters", "rule": "quote", "scope": {"channel": ["Email"]}}, 1, 0),
    (
        {"kind": "sum", "terms": [{"metric": {"kind": "conversions", "rule": "quote"}, "weight": 2}, {"metric": {"kind": "visitors"}}]},
        10,
        4,
    ),
]
"""A metric, its total to date, and its total over the baseline."""
SIDES: list[tuple[Metric, float, float]] = [
    ({"kind": "rate", "rule": "quote"}, 1, 3),
    ({"kind": "rate", "rule": "any_macro"}, 2, 3),
    ({"kind": "rate", "rule": "quote", "scope": {"channel": ["Email"]}}, 1, 2),
    ({"kind": "rate", "rule": "care"}, 1, 1),
    ({"kind": "engagement_rate"}, 1, 6),
    ({"kind": "bounce_rate"}, 5, 6),
    ({"kind": "ratio", "numerator": {"kind": "value", "rule": "quote"}, "denominator": {"kind": "sessions"}}, 3.75, 6),
]
"""A metric and both sides of it to date."""
CHANNELS = ("Email", "Direct", "Paid Search")
QUOTES: dict[str, Metric] = {name: {"kind": "conversions", "rule": "quote", "scope": {"channel": [name]}} for name in CHANNELS}
NOWHERE: Metric = {"kind": "rate", "rule": "quote", "scope": {"channel": ["Nowhere"]}}
PER_NOBODY: Metric = {"kind": "ratio", "numerator": {"kind": "sessions"}, "denominator": NOWHERE}
METRICS = [*(metric for metric, *_ in (*TOTALS, *SIDES)), *QUOTES.values(), PER_NOBODY]
Measure = Callable[[Metric], GoalCounts]


@pytest.fixture(scope="module")
def measured(engine: Engine, tables: Loader) -> Measure:
    """What a goal of each metric is given, from one count of them all."""
    goals = [goal(metric, key=f"g{place}") for place, metric in enumerate(METRICS)]
    firm = settings(*RULES, goals=goals, page_groups={"blog": ["/blog/*"]})
    found = metrics.count(engine, tables(WORLD), firm, Ask(periods.month("2026-06"), AS_OF), KNOWN).goals
    return lambda metric: found[f"g{METRICS.index(metric)}"]


def nonzero(counts: GoalCounts) -> dict[date, float]:
    return {day: number for day, number in counts.daily if number}


@pytest.mark.parametrize(("metric", "to_date", "baseline"), TOTALS)
def test_totals(measured: Measure, metric: Metric, to_date: float, baseline: float) -> None:
    """To date, over the baseline, and daily numbers that sum to the total."""
    counts = measured(metric)
    assert counts.to_date == Measured(TO_DATE, to_date)
    assert counts.baseline == Measured(LAST_YEAR, baseline)
    assert sum(number for day, number in nonzero(counts).items() if day in TO_DATE) == to_date
    assert sum(number for day, number in nonzero(counts).items() if day in LAST_YEAR) == baseline


@pytest.mark.parametrize(("metric", "n", "of"), SIDES)
def test_rates_and_ratios_keep_both_sides(measured: Measure, metric: Metric, n: float, of: float) -> None:
    assert measured(metric).to_date == Measured(TO_DATE, n, of)


def test_a_daily_rate_is_none_without_visitors_and_distinct_within_the_day(measured: Measure) -> None:
    counts = measured({"kind": "rate", "rule": "any_macro"})
    daily = dict(counts.daily)
    assert (daily[first(20)], daily[first(3)], daily[first(4)], daily[first(3, 7)]) == (1.0, 0.0, None, 1.0)
    assert [month.n for month in counts.months if month.period == periods.month("2026-06")] == [1]


def test_missing_days_are_none_and_recorded_zeros_are_zero(measured: Measure) -> None:
    counts = measured({"kind": "sessions"})
    daily = dict(counts.daily)
    assert (counts.daily[0][0], counts.daily[-1][0], len(daily)) == (LAST_YEAR.begin, AS_OF, 405)
    assert (daily[first(1, 7)], daily[first(4)]) == (None, 0.0)
    assert counts.recorded == pytest.approx(39 / 40)
    assert counts.baseline_recorded == pytest.approx(91 / 92)
    assert counts.last_recorded == AS_OF


def test_like_for_like_days_and_whole_months(measured: Measure) -> None:
    counts = measured({"kind": "visitors"})
    assert counts.baseline_to_date == Measured(periods.of(first(1, 6, 2025), first(10, 7, 2025)), 1)
    assert (counts.months[0].period, counts.months[-1].period) == (periods.month("2025-06"), periods.month("2026-06"))
    assert {periods.key(month.period): month.n for month in counts.months if month.n} == {"2025-06": 1, "2025-07": 1, "2026-06": 2}


def test_an_offline_conversion_is_in_a_scope_its_visitor_came_by_before(measured: Measure) -> None:
    """Ann's offline quote of 21 June: she had come by Email (1 June) and Direct (20 June), never by Paid Search."""
    days = {name: [day for day in nonzero(measured(metric)) if day in TO_DATE] for name, metric in QUOTES.items()}
    assert days == {"Email": [first(21)], "Direct": [first(20), first(21)], "Paid Search": []}


def test_a_ratio_without_denominator_has_no_value(measured: Measure) -> None:
    counts = measured(PER_NOBODY)
    assert counts.to_date == Measured(TO_DATE, 0.0, 0.0)
    assert all(number is None for _, number in counts.daily)


@pytest.mark.parametrize(
    ("baseline", "as_of", "expected"),
    [
        ({"kind": "range", "begin": date(2013, 1, 1), "end": date(2014, 1, 1)}, date(2014, 6, 30), (date(2013, 1, 1), date(2013, 7, 1))),
        ({"kind": "range", "begin": date(2012, 1, 1), "end": date(2013, 1, 1)}, date(2014, 2, 28), (date(2012, 1, 1), date(2012, 2, 29))),
        ({"kind": "range", "begin": date(2013, 7, 1), "end": date(2014, 1, 1)}, date(2014, 12, 31), (date(2013, 7, 1), date(2014, 1, 1))),
        ({"kind": "range", "begin": date(2013, 7, 1), "end": date(2014, 1, 1)}, date(2014, 1, 1), (date(2013, 7, 1), date(2013, 7, 2))),
        ({"kind": "same_period_last_year"}, date(2014, 3, 1), (date(2013, 1, 1), date(2013, 3, 2))),
    ],
)
def test_the_baselines_like_for_like_days(baseline: object, as_of: date, expected: tuple[date, date]) -> None:
    """Megan's year 2014: the same dates of an earlier year, else as large a part of the baseline."""
    year = goal({"kind": "sessions"}, baseline=baseline, begin=date(2014, 1, 1), end=date(2015, 1, 1))
    assert window(year, as_of).baseline_to_date == Period(*expected)


def test_a_goal_still_to_come_has_no_numbers_to_date() -> None:
    asked = window(goal({"kind": "sessions"}, baseline=None), date(2026, 5, 31))
    assert (asked.to_date, asked.stretches, asked.days) == (None, (), ())
    after = window(goal({"kind": "sessions"}), date(2027, 1, 31))
    assert after.to_date == Period(JUNE, date(2026, 9, 1))
    assert after.days[-1] == date(2026, 8, 31)


def test_megans_organic_blog_traffic(engine: Engine, tables: Loader) -> None:  # checklist 001-27
    metric = {"kind": "sessions", "scope": {"channel": ["Organic Search"], "landing_page": ["/blog/*"]}}
    megan = Goal.model_validate(
        {"key": "megan_blog", "label": "Organic blog traffic", "metric": metric, "target": {"change": 0.15}}
        | {"baseline": {"kind": "range", "begin": date(2013, 1, 1), "end": date(2014, 1, 1)}}
        | {"begin": date(2014, 1, 1), "end": date(2015, 1, 1)}
    )
    organic = {"channel": "Organic Search", "landing_page": "/blog/x"}
    rows = [visit(f"v{number}", date(2013, 1, 1) + timedelta(days=73 * number), **organic) for number in range(8)]
    rows += [
        visit("p", date(2014, 2, 1), channel="Paid Search", landing_page="/blog/x"),
        visit("h", date(2014, 2, 1), channel="Organic Search"),
    ]
    known = profile(*(date(2013, 1, 1) + timedelta(days=offset) for offset in range(365 + 181)))
    ask = Ask(periods.month("2014-06"), date(2014, 6, 30))
    found = metrics.count(engine, tables(World(rows)), settings(rule("quote"), goals=[megan]), ask, known).goals["megan_blog"]
    assert found.baseline is not None and found.to_date is not None and found.baseline_to_date is not None
    assert (found.baseline.n, found.baseline_to_date.n, found.to_date.n) == (5, 3, 3)

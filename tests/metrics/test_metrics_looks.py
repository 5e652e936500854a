"""What goals are given of their past: looks as reports of those days would have counted them, both sides of rates, people of each day,
history for forecasts, and earlier campaigns at the same age."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

import pytest
from metrics_world import Loader, World, conversion, profile, rule, settings, view, visit

from reportgen.engine import Engine
from reportgen.metrics.ask import recorded
from reportgen.metrics.count import facts_of
from reportgen.metrics.goals import HISTORY, goal_counts, of_campaign, window
from reportgen.metrics.source import Source
from reportgen.model.counts import GoalCounts, Measured
from reportgen.model.settings import Goal, Metric
from reportgen.periods import Period

MAY = date(2026, 5, 1)
AS_OF = date(2026, 7, 10)
LOOKS = (date(2026, 5, 31), date(2026, 6, 30))
FIRST = date(2026, 4, 1)
DAYS = [FIRST + timedelta(days=i) for i in range((AS_OF - FIRST).days + 1)]
MISSING = (date(2026, 4, 9), date(2026, 5, 20), date(2026, 6, 30), date(2026, 7, 1))
KNOWN = profile(*(day for day in DAYS if day not in MISSING))


def made_world() -> World:
    """Ninety days of two dozen people: some come again, by other channels; quotes, some refunded or offline; purchases, and care after."""
    random = Random(7)
    sessions, pages, conversions = [], [], []
    came: dict[str, int] = {}
    for day in DAYS:
        for name in random.sample("abcdefghijklmnopqrstuvwx", random.randint(0, 4)) if day not in MISSING else ():
            came[name] = came.get(name, 0) + 1
            channel = random.choice(("Email", "Direct", "Organic Search"))
            more = {"channel": channel, "engaged": random.random() < 0.5, "page_views": random.randint(1, 4), "visit_number": came[name]}
            sessions.append(
                visit(name, day, landing_page=random.choice(("/", "/blog/a")), campaign=random.choice(("spring", "autumn")), **more)
            )
            pages.append(view(name, day, random.choice(("/pricing", "/blog/a")), views=2))
            for key, chance in (("quote", 0.3), ("purchase", 0.25), ("care", 0.3)):
                if random.random() < chance:
                    conversions.append(conversion(name, day, key, amount=random.choice((2_000_000, 500_000, -1_000_000))))
        if day not in MISSING and random.random() < 0.2:
            conversions.append(conversion(random.choice("abcxyz"), day, "quote", session=None, offline=True, amount=1_000_000))
            sessions.append(visit(None, day, f"loose-{day}", channel="Direct", visit_number=None))
    return World(sessions, pages, conversions)


RULES = (rule("quote"), rule("purchase"), rule("care", "micro", rate_base="purchase"))
Written = Mapping[str, object]
QUOTE: Written = {"kind": "conversions", "rule": "quote"}
EMAIL: Written = {"channel": ["Email"]}
VISITORS: Written = {"kind": "visitors"}
METRICS: dict[str, Written] = {
    "sessions": {"kind": "sessions"},
    "sessions, scoped": {"kind": "sessions", "scope": {"page": ["/pricing"], "channel": ["Email", "Direct"]}},
    "page views": {"kind": "page_views", "scope": {"page": ["/blog/*"]}},
    "conversions": QUOTE,
    "any macro": {"kind": "conversions", "rule": "any_macro", "scope": EMAIL},
    "value": {"kind": "value", "rule": "quote"},
    "visitors": VISITORS,
    "visitors, distinct": {"kind": "visitors", "add": "distinct", "scope": EMAIL},
    "converters": {"kind": "converters", "rule": "any_macro"},
    "converters, distinct": {"kind": "converters", "rule": "quote", "add": "distinct", "scope": EMAIL},
    "rate": {"kind": "rate", "rule": "quote"},
    "rate, any macro": {"kind": "rate", "rule": "any_macro"},
    "rate, scoped": {"kind": "rate", "rule": "any_macro", "scope": EMAIL},
    "rate on a base": {"kind": "rate", "rule": "care"},
    "rate of the new": {"kind": "rate", "rule": "quote", "scope": {"visit": ["new"]}},
    "engagement rate": {"kind": "engagement_rate", "scope": {"segment": ["loyal"]}},
    "bounce rate": {"kind": "bounce_rate"},
    "ratio": {"kind": "ratio", "numerator": {"kind": "value", "rule": "quote"}, "denominator": {"kind": "sessions"}},
    "ratio of people": {"kind": "ratio", "numerator": VISITORS, "denominator": QUOTE},
    "sum": {"kind": "sum", "terms": [{"metric": QUOTE, "weight": 2}, {"metric": VISITORS}]},
}
LOYAL = {"loyal": {"visit": ["returning"], "channel": ["Email"]}}


def goal(metric: Written, **options: object) -> Goal:
    """A goal for May to August 2026."""
    return Goal.model_validate(
        {"key": "g", "label": "G", "metric": metric, "target": {"value": 1}, "begin": MAY, "end": date(2026, 9, 1)} | options
    )


Counted = Callable[[Goal, date], GoalCounts]


@pytest.fixture(scope="module")
def counted(engine: Engine, tables: Loader) -> Counted:
    """A goal's counts as of a day, from the made-up days or (with another world) any."""
    world = tables(made_world())
    source = Source(facts_of(world, settings(*RULES, segments=LOYAL)), engine, recorded(KNOWN))
    return lambda goal, as_of: goal_counts(source, goal, as_of)


@pytest.fixture(scope="module", params=METRICS)
def both(request: pytest.FixtureRequest, counted: Counted) -> tuple[GoalCounts, GoalCounts]:
    """One metric's counts as of July, and as of the last look before."""
    asked = goal(METRICS[request.param])
    return counted(asked, AS_OF), counted(asked, LOOKS[-1])


@pytest.mark.slow
def test_looks_equal_what_a_report_of_that_day_would_measure(both: tuple[GoalCounts, GoalCounts]) -> None:
    now, then = both
    assert now.looks == (*then.looks, then.to_date)
    assert [look.period for look in now.looks] == [Period(MAY, look + timedelta(days=1)) for look in LOOKS]
    assert any(look.n for look in now.looks)


@pytest.mark.parametrize("name", ["conversions", "visitors", "rate", "rate on a base"])
def test_the_first_look_too(counted: Counted, name: str) -> None:
    asked = goal(METRICS[name])
    assert counted(asked, AS_OF).looks[0] == counted(asked, LOOKS[0]).to_date


@pytest.mark.slow
def test_days_are_as_a_report_of_an_earlier_day_would_give_them(both: tuple[GoalCounts, GoalCounts]) -> None:
    """So nothing that is made of them for a look can change later."""
    now, then = both
    days = len(then.daily)
    assert days == (LOOKS[-1] - FIRST).days + 1
    assert (now.daily[:days], now.sides[:days], now.pulse[:days]) == (then.daily, then.sides, then.pulse)
    assert now.months[: len(then.months)] == then.months


@pytest.mark.slow
def test_sides_are_both_counts_of_each_recorded_day(both: tuple[GoalCounts, GoalCounts]) -> None:
    now, _ = both
    assert now.to_date is not None
    if now.to_date.of is None:
        assert now.sides == ()
        return
    assert [side is None for side in now.sides] == [day in MISSING for day, _ in now.daily]
    for (_, number), side in zip(now.daily, now.sides, strict=True):
        if side is not None:
            assert number == (side[0] / side[1] if side[1] else None)
    own = [side for (day, _), side in zip(now.daily, now.sides, strict=True) if side and day >= MAY]
    assert sum(below for _, below in own) >= now.to_date.of, "people of single days are never fewer than the distinct ones"


@pytest.mark.parametrize("name", ["engagement rate", "bounce rate", "ratio"])
def test_sides_that_add_up_are_the_whole(counted: Counted, name: str) -> None:
    now = counted(goal(METRICS[name]), AS_OF)
    own = [side for (day, _), side in zip(now.daily, now.sides, strict=True) if side and day >= MAY]
    assert now.to_date == Measured(Period(MAY, AS_OF + timedelta(days=1)), pytest.approx(sum(n for n, _ in own)), sum(of for _, of in own))


def people(day: date, world: World) -> float:
    return float(len({row["visitor"] for row in world.sessions if row["visitor"] and row["session"] == f"{row['visitor']}-{day}-0"}))


def test_the_pulse_is_the_distinct_people_of_each_day(counted: Counted) -> None:
    now, world = counted(goal(VISITORS), AS_OF), made_world()
    assert now.pulse == tuple(None if day in MISSING else people(day, world) for day, _ in now.daily)
    weighted = counted(goal(METRICS["sum"]), AS_OF)
    quotes = counted(goal(QUOTE), AS_OF)
    expected = [None if each is None else each + 2 * (number or 0) for each, (_, number) in zip(now.pulse, quotes.daily, strict=True)]
    assert weighted.pulse == tuple(expected)


@pytest.mark.parametrize("name", ["sessions", "visitors, distinct", "rate", "ratio of people"])
def test_what_needs_no_pulse_has_none(counted: Counted, name: str) -> None:
    assert counted(goal(METRICS[name]), AS_OF).pulse == ()


# --- history --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_of", [date(2025, 12, 1), date(2026, 5, 1), AS_OF, date(2027, 3, 1)])
def test_history_reaches_160_weeks_before_the_goal_however_late_it_is(as_of: date) -> None:
    """Before the goal begins: 160 weeks before today."""
    days = window(goal(QUOTE), as_of, date(2019, 1, 1)).days
    assert days[0] == min(MAY, as_of) - HISTORY
    assert days[-1] == min(as_of, date(2026, 8, 31))
    assert timedelta(days=1120) == HISTORY


def test_history_begins_with_the_data_or_with_a_baseline_before_them() -> None:
    assert window(goal(QUOTE), AS_OF, FIRST).days[0] == FIRST
    assert window(goal(QUOTE), AS_OF, date(2026, 6, 5)).days[0] == MAY
    old = goal(QUOTE, baseline={"kind": "range", "begin": date(2013, 1, 1), "end": date(2014, 1, 1)})
    assert (window(old, AS_OF, FIRST).days[0], window(old, AS_OF, FIRST).own) == (date(2013, 1, 1),) * 2
    assert window(goal(QUOTE), AS_OF).days[0] == MAY


def test_months_begin_with_the_goal_or_its_baseline_not_with_the_history() -> None:
    asked = window(goal(QUOTE), AS_OF, FIRST)
    assert [month.begin for month in asked.months] == [MAY, date(2026, 6, 1)]
    assert asked.looks == LOOKS


# --- campaigns ------------------------------------------------------------------------------------------------------------

RAMP = {"weeks": 6, "begin": date(2026, 6, 1), "like": [{"campaign": "spring", "begin": FIRST}, {"campaign": "none", "begin": MAY}]}
OF_AUTUMN: Written = {"kind": "sessions", "scope": {"campaign": ["autumn"], "channel": ["Email"]}}


def visits(campaign: str, begin: date, days: int) -> int:
    rows = [row for row in made_world().sessions if (row["campaign"], row["channel"]) == (campaign, "Email")]
    return sum(f"{begin + timedelta(days=i)}" in str(row["session"]) for row in rows for i in range(days))


def test_earlier_campaigns_are_counted_at_the_same_age(counted: Counted) -> None:
    """On 20 June the campaign of 1 June is twenty days old."""
    now = counted(goal(OF_AUTUMN, ramp=RAMP), date(2026, 6, 20))
    june = Period(date(2026, 6, 1), date(2026, 6, 21))
    assert now.ramp == Measured(june, visits("autumn", june.begin, 20))
    assert now.ages == (
        Measured(Period(FIRST, date(2026, 4, 21)), visits("spring", FIRST, 20)),
        Measured(Period(MAY, date(2026, 5, 21)), 0),
    )
    assert now.ramp.n > 0
    assert now.ages[0].n > 0


@pytest.mark.parametrize(
    ("as_of", "there"), [(date(2026, 5, 31), False), (date(2026, 6, 1), True), (date(2026, 7, 12), True), (date(2026, 7, 13), False)]
)
def test_a_ramp_is_counted_inside_its_weeks_only(counted: Counted, as_of: date, there: bool) -> None:
    now = counted(goal(OF_AUTUMN, ramp=RAMP), as_of)
    assert ((now.ramp is not None), len(now.ages)) == (there, 2 * there)


def test_a_ramp_without_a_day_of_its_own_begins_with_the_goal(counted: Counted) -> None:
    now = counted(goal(OF_AUTUMN, ramp={"weeks": 2}), date(2026, 5, 4))
    assert now.ramp == Measured(Period(MAY, date(2026, 5, 5)), visits("autumn", MAY, 4))


def test_a_campaign_is_replaced_wherever_one_is_named() -> None:
    nested = Metric.model_validate(
        {
            "kind": "sum",
            "terms": [
                {"metric": {"kind": "ratio", "numerator": OF_AUTUMN, "denominator": {"kind": "sessions"}}},
                {"metric": OF_AUTUMN, "weight": 2},
            ],
        }
    )
    found = of_campaign(nested, "spring-*")
    ratio, plain = (term.metric for term in found.terms)
    assert ratio.numerator is not None
    assert ratio.denominator is not None
    assert (ratio.numerator.scope.campaign, ratio.denominator.scope.campaign, plain.scope.campaign) == (("spring-*",), (), ("spring-*",))
    assert (plain.scope.channel, found.terms[1].weight) == (("Email",), 2)


# --- new, returning, segments ---------------------------------------------------------------------------------------------


def sessions_of(counted: Counted, **scope: object) -> float:
    found = counted(goal({"kind": "sessions", "scope": scope}), AS_OF).to_date
    assert found is not None
    return found.n


def test_new_and_returning_visits_are_all_of_the_named(counted: Counted) -> None:
    rows = [row for row in made_world().sessions if row["visitor"] and int(str(row["day"])) >= (MAY - date(1970, 1, 1)).days]
    new = sum(row["visit_number"] == 1 for row in rows)
    assert (sessions_of(counted, visit=["new"]), sessions_of(counted, visit=["returning"])) == (new, len(rows) - new)
    assert sessions_of(counted, visit=["new", "returning"]) == len(rows)
    assert new > 0


def test_a_segment_is_its_filters_beside_the_scopes_own(counted: Counted) -> None:
    loyal = sessions_of(counted, segment=["loyal"])
    assert loyal == sessions_of(counted, visit=["returning"], channel=["Email"]) > 0
    assert sessions_of(counted, segment=["loyal"], channel=["Direct"]) == 0
    both = sessions_of(counted, segment=["loyal"], landing_page=["/blog/*"])
    assert both == sessions_of(counted, visit=["returning"], channel=["Email"], landing_page=["/blog/*"])

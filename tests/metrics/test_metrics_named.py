"""Metrics by formula, counted: each against the numbers of a small site, its costs and its counters."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from metrics_world import World, conversion, load, profile, rule, settings, visit

from reportgen import periods
from reportgen.engine import Engine
from reportgen.metrics import Ask
from reportgen.metrics.ask import recorded
from reportgen.metrics.count import facts_of
from reportgen.metrics.measure import Grid, Readings, measure, value
from reportgen.metrics.named import named_counts
from reportgen.metrics.source import Facts, Source
from reportgen.model.counts import NamedCounts
from reportgen.model.settings import InputSettings, Metric, Named, NamedMetric
from reportgen.model.tables import COSTS, COUNTERS
from reportgen.periods import Period, day_number
from reportgen.settings.convert import Trace
from reportgen.settings.formula_names import Known
from reportgen.settings.named import named_metrics
from reportgen.settings.names import Names
from reportgen.settings.outside import counters_of, dimensions

MICRO = 1_000_000
OCTOBER = periods.month("2026-10")
INPUTS = [
    InputSettings.model_validate(each)
    for each in (
        {"key": "web", "files": ["data"]},
        {
            "key": "shop",
            "files": ["s"],
            "platform": "Shop",
            "counters": [
                {
                    "date": ["d"],
                    "measures": [
                        {"key": "people", "column": ["p"], "kind": "flow"},
                        {"key": "members", "column": ["m"], "kind": "stock"},
                    ],
                }
            ],
        },
        {"key": "ads", "files": ["a"], "costs": [{"date": ["d"], "amount": ["c"]}]},
    )
]


def day(number: int) -> date:
    return date(2026, 10, number)


def told(metric: str, on: date, number: float, kind: str = "flow") -> dict[str, object]:
    row = {"day": day_number(on), "source": "shop", "platform": None, "metric": metric, "kind": kind, "dimension": None}
    return row | {"value": round(number * MICRO)}


def named(**formulas: str) -> tuple[Named, ...]:
    """As the settings read them."""
    trace = Trace()
    names = Names(rules=("quote", "sale"), goals=(), combined=(), stages=(), page_groups=(), segments=(), counters=dimensions(INPUTS))
    written = [NamedMetric(key=key, label=key, formula=text) for key, text in formulas.items()]
    found = named_metrics(written, Known(names, counters_of(INPUTS)), None, trace)
    assert trace.problems == []
    return found


def metric(text: str) -> Metric:
    return named(one=text)[0].metric


@pytest.fixture(scope="module")
def source(engine: Engine) -> Source:
    """Ann comes on the first ten days, Bob (by e-mail) on the fifth, Cem on the twentieth; two quotes by Ann, a sale of 90 by Bob. 10 a day
    are spent on the first ten days of October; 4 a day came to the shop on the days 6 to 15; 50 members, 54 from the eighth on."""
    visits = [*(visit("ann", day(n), engaged=n < 4) for n in range(1, 11)), visit("bob", day(5), channel="Email"), visit("cem", day(20))]
    done = [conversion("ann", day(2), "quote"), conversion("ann", day(3), "quote"), conversion("bob", day(5), "sale", amount=90 * MICRO)]
    tables = load(engine, World(visits, [], done))
    counters = [told("people", day(n), 4) for n in range(6, 16)]
    counters += [told("members", day(1), 50, "stock"), told("members", day(8), 54, "stock")]
    costs = [{"day": day_number(day(n)), "source": "ads", "channel": "Email", "campaign": "x", "amount": 10 * MICRO} for n in range(1, 11)]
    facts = facts_of(tables, settings(rule("quote"), rule("sale"), inputs=INPUTS))
    whole = Facts(
        facts.visits, facts.pages, facts.conversions, facts.settings, engine.memtable(counters, COUNTERS), engine.memtable(costs, COSTS)
    )
    return Source(whole, engine, recorded(profile(*(day(n) for n in range(1, 32)))))


def over(source: Source, text: str, *stretches: Period) -> Readings:
    return measure(source, metric(text), Grid(stretches or (OCTOBER,), ()))


FORMULAS = {
    "1 - engaged_sessions / sessions": 9 / 12,
    "converters(quote) / visitors": 1 / 3,
    "conversions(quote) * (value(sale) / conversions(sale))": 180.0,
    "cost / conversions(quote)[channel: Email]": None,
}
MORE = {
    "visitors": 3.0,
    "sessions - engaged_sessions": 9.0,
    "conversions(quote) / visitors": 2 / 3,
    "converters(any_macro) / visitors": 2 / 3,
    "value(sale) / visitors[channel: Email]": 90.0,
    "3 * conversions(quote) + conversions(sale)": 7.0,
    "cost * 1.5": 150.0,
    "value(sale) / visitors / (value(sale) / sessions)": 4.0,
}


@pytest.mark.parametrize(
    ("text", "wanted"), [*FORMULAS.items(), *(pytest.param(text, wanted, marks=pytest.mark.slow) for text, wanted in MORE.items())]
)
def test_a_formula_comes_to_what_its_parts_say(source: Source, text: str, wanted: float | None) -> None:
    found = value(over(source, text).stretches[OCTOBER])
    assert found == (None if wanted is None else pytest.approx(wanted))


def test_what_is_divided_counts_on_the_days_that_both_sides_know(source: Source) -> None:
    """Costs are known on the first ten days, when two visitors came; the shop's people on the days 6 to 15, when Ann alone did."""
    spent = over(source, "cost / visitors").stretches[OCTOBER]
    assert (spent.n, spent.of) == (100, 2)
    people = over(source, "counter(shop.people) / visitors").stretches[OCTOBER]
    assert (people.n, people.of) == (40, 1)


@pytest.mark.slow
def test_a_product_counts_on_the_days_that_all_its_parts_know(source: Source) -> None:
    assert over(source, "(cost / visitors) * visitors").stretches[OCTOBER].n == 100


def test_a_stock_is_its_last_number_and_never_a_sum(source: Source) -> None:
    first = Period(day(1), day(8))
    found = over(source, "counter(shop.members)", OCTOBER, first, periods.month("2026-09")).stretches
    assert [value(one) for one in found.values()] == [54, 50, None]
    per = over(source, "cost / counter(shop.members)", OCTOBER).stretches[OCTOBER]
    assert (per.n, per.of) == (80, 54), "costs on the days 1 to 8, on which a number of members is known"
    days = measure(source, metric("counter(shop.members)"), Grid((OCTOBER,), (day(3), day(9)))).days
    assert [value(one) for one in days.values()] == [50, 54]


def test_without_any_costs_nothing_is_known(source: Source) -> None:
    bare = replace(source, facts=replace(source.facts, costs=None, counters=None))
    for text in ("cost / visitors", "cost / counter(shop.members)", "counter(shop.people)"):
        found = measure(bare, metric(text), Grid((OCTOBER,), ())).stretches[OCTOBER]
        assert not value(found), text


@pytest.fixture
def counted(source: Source) -> Callable[[str], NamedCounts]:
    def one(text: str) -> NamedCounts:
        own = source.settings.model_copy(update={"named": named(one=text)})
        facts = source.facts
        seen = Facts(facts.visits, facts.pages, facts.conversions, own, facts.counters, facts.costs)
        return named_counts(Source(seen, source.engine, source.known), Ask(OCTOBER, OCTOBER.last_day))["one"]

    return one


def test_a_report_has_its_period_the_one_before_and_its_weeks(counted: Callable[[str], NamedCounts]) -> None:
    found = counted("sessions / visitors")
    assert (found.current.n, found.current.of, found.previous.of) == (12, 3, 0)
    assert found.known == (1.0, 0.0, 0.0)
    assert [week.period.begin for week in found.weeks] == [day(4), day(11), day(18), day(25)], "weeks begin when the data do"
    assert [week.of for week in found.weeks] == [2, 0, 1, 0]


def test_outside_parts_decide_which_days_are_known(counted: Callable[[str], NamedCounts]) -> None:
    found = counted("cost / sessions")
    assert found.known[0] == pytest.approx(10 / 31)
    assert [week.period.begin + timedelta(days=7) for week in found.weeks] == [day(11)]

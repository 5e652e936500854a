"""What people say beside the channel of their first session: every conversion of the rule stands in one cell."""

from datetime import date

import ibis
import pytest
from metrics_world import Loader, World, conversion, profile, rule, settings, visit

from reportgen import periods
from reportgen.engine import Engine
from reportgen.metrics.ask import Ask, recorded
from reportgen.metrics.count import facts_of
from reportgen.metrics.source import Source
from reportgen.metrics.stated import _cells, _done, _quotes, stated
from reportgen.model.settings import Settings
from reportgen.model.stated import StatedCounts

OCTOBER = periods.month("2026-10")
DAY, JUNE, LAST_YEAR = date(2026, 10, 20), date(2026, 6, 1), date(2025, 9, 30)
KNOWN = profile(date(2025, 1, 1), DAY)

WORLD = World(
    [
        visit("ann", date(2026, 10, 1), channel="Email", visit_number=1),
        visit("ann", date(2026, 10, 19), channel="Direct", visit_number=2),
        visit("bob", date(2026, 8, 1), channel="Organic Search", visit_number=1),
        visit("bob", date(2026, 10, 18), channel="Paid Search", visit_number=2),
        visit("cem", JUNE, channel="Referral", visit_number=1),
        visit("dee", DAY, channel="Email", second=500, visit_number=1),
        visit("old", LAST_YEAR, channel="Email", visit_number=1),
    ],
    conversions=[
        conversion("ann", DAY, "quote", second=9, heard="newsletter", convinced="price", quote="Fair price"),
        conversion("bob", DAY, "quote", heard="search"),
        conversion("cem", JUNE, "quote", second=9, heard="search", convinced="(other)", quote="Ok"),
        conversion("dee", DAY, "quote", heard="event"),
        conversion(None, DAY, "quote", second=5, heard="event", convinced="price", quote="Cheap"),
        conversion("old", LAST_YEAR, "quote", second=9, heard="event"),
        conversion("ann", DAY, "quote", second=10, amount=-5, heard="event"),
        conversion("ann", DAY, "lead", second=9),
    ],
)


def asked(**more: object) -> Settings:
    return settings(rule("quote"), rule("lead"), stated={"rules": ["quote"], **more})


def source(engine: Engine, tables: Loader, chosen: Settings) -> Source:
    loaded = tables(WORLD)
    return Source(facts_of(loaded, chosen), engine, recorded(KNOWN))


def counted(engine: Engine, tables: Loader, as_of: date = OCTOBER.last_day, **more: object) -> dict[str, StatedCounts]:
    return stated(source(engine, tables, asked(**more)), Ask(OCTOBER, as_of))


def test_each_conversion_stands_under_its_answer_and_first_channel(engine: Engine, tables: Loader) -> None:  # checklist 000-21
    """Twelve months, look-back 30 days: Bob's search in August is too old, so that his first channel is the paid one; Dee's session
    begins after the conversion, and one names nobody. A refund is none; what is older than a year is left out."""
    found = counted(engine, tables)["quote"]
    assert (found.span, found.lookback, found.quotes) == (periods.Period(date(2025, 11, 1), OCTOBER.end), 30, ())
    assert {(cell.heard, cell.convinced, cell.channel, cell.named, cell.recent): cell.n for cell in found.cells} == {
        ("newsletter", "price", "Email", True, True): 1,
        ("search", "", "Paid Search", True, True): 1,
        ("search", "(other)", "Referral", True, False): 1,
        ("event", "", None, True, True): 1,
        ("event", "price", None, False, True): 1,
    }


def test_a_build_as_of_an_earlier_day_knows_nothing_later(engine: Engine, tables: Loader) -> None:
    found = counted(engine, tables, as_of=date(2026, 10, 19))["quote"]
    assert [(cell.heard, cell.n) for cell in found.cells] == [("search", 1)]


def test_quotes_are_the_newest_ones_and_only_where_wanted(engine: Engine, tables: Loader) -> None:
    found = counted(engine, tables, quotes=True)["quote"].quotes
    assert [(one.day, one.reason, one.text) for one in found] == [
        (DAY, "price", "Fair price"),
        (DAY, "price", "Cheap"),
        (JUNE, "(other)", "Ok"),
    ]


def test_nothing_is_asked_of_the_engine_where_nobody_is_asked(engine: Engine, tables: Loader) -> None:
    assert stated(source(engine, tables, settings(rule("quote"))), Ask(OCTOBER, DAY)) == {}


@pytest.mark.parametrize("dialect", ["bigquery", "pyspark"])
def test_its_expressions_compile_for_other_engines(engine: Engine, tables: Loader, dialect: str) -> None:
    rules, of = [rule("quote")], source(engine, tables, asked(quotes=True))
    done = _done(of, rules, periods.Period(date(2025, 11, 1), OCTOBER.end), Ask(OCTOBER, DAY))
    for expression in (_cells(of, done, rules, OCTOBER), _quotes(done)):
        assert str(ibis.to_sql(expression, dialect=dialect)).startswith(("SELECT", "WITH"))

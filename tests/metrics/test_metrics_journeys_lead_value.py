"""Leads, the customers they become, what was spent meanwhile, and a CRM's records, beside plain Python."""

from collections import Counter
from datetime import date
from functools import partial

import journeys_world
import pytest
from hypothesis import given
from hypothesis import settings as effort
from journeys_world import AS_OF, LONG_AGO, OCTOBER, Event, Outside, Ways, at, random_ways, way
from metrics_world import Loader, World, conversion, rule, settings

from reportgen.engine import Engine
from reportgen.metrics import Ask
from reportgen.metrics.ask import recorded
from reportgen.metrics.count import facts_of
from reportgen.metrics.journeys.find import journeys, stepped, valued
from reportgen.metrics.journeys.lead_value import grown_day
from reportgen.metrics.source import Source
from reportgen.model.lead_value import LeadCounts, LeadSlice, Records
from reportgen.model.settings import Settings
from reportgen.model.tables import COSTS
from reportgen.periods import Period, day_number
from reportgen.stats import Rate

LIFETIME = [{"value": 900, "per": "customer", "source": "Accounts", "date": "2026-01-15"}]
counted = partial(journeys_world.counted, parts=[stepped, valued])


def firm(**more: object) -> Settings:
    asked = {"lead": "quote", "customer": "buy", "lifetime": LIFETIME, **more}
    rules = [rule("quote", by=["service"]), rule("buy", funnel_window=9), rule("chat", "micro")]
    rules += [rule("opened", "micro", by=["service", "has"], hidden=True), rule("lost", "micro", hidden=True)]
    return settings(*rules, lead_value=asked)


def told(found: LeadCounts | None) -> LeadCounts:
    assert found is not None
    return found


@pytest.mark.slow
@given(random_ways())
@effort(max_examples=10)
def test_leads_are_those_of_the_ladder_s_old_enough_months(engine: Engine, tables: Loader, ways: Ways) -> None:
    """One definition of lead to customer: the panel's rate is the sum of the ladder's months."""
    found = counted(engine, tables, ways, firm())
    (rung,) = found.rungs
    old = [cohort for cohort in rung.cohorts if cohort.month < f"{grown_day(AS_OF, 9):%Y-%m}"]
    done = sum(wait.count for cohort in old for wait in cohort.lags if wait.happened)
    assert sum((one.matured for one in told(found.lead_value).slices), Rate(0, 0)) == Rate(done, sum(cohort.visitors for cohort in old))


def test_leads_by_the_channel_of_the_first_visit_and_the_settings_own_values(engine: Engine, tables: Loader) -> None:
    """Ann asks and buys in September, Bob asks by mail and never buys; Cem's lead is young, and so is Dee's, who bought; Eve never came."""
    visits = [way("ann", "/", "quote:Web", day=35), way("ann", "buy", day=40), way("bob", "/", "quote:Web", day=36, channel="Paid Search")]
    visits += [way("cem", "/", "quote:Brand", day=85), way("dee", "/", "quote", day=84), way("dee", "buy", day=85)]
    ways = Ways(visits, [Outside("eve", Event(at(37), rule="quote"))])
    web = {**LIFETIME[0], "for": {"service": ["Web"]}}
    found = told(counted(engine, tables, ways, firm(lifetime=[*LIFETIME, web]), parts=[valued]).lead_value)
    assert (found.window, found.grown, found.young) == (9, date(2026, 10, 1), 1)
    assert set(found.slices) == {
        LeadSlice("Email", "Web", Rate(1, 1), 0),
        LeadSlice("Paid Search", "Web", Rate(0, 1), 0),
        LeadSlice("Email", "", Rate(0, 0), 0),
        LeadSlice("(none)", "", Rate(0, 1), 0),
    }


@pytest.mark.parametrize(
    ("as_of", "window", "day"), [(date(2026, 10, 31), 30, date(2026, 10, 1)), (date(2026, 10, 30), 30, date(2026, 10, 1))]
)
def test_a_month_is_old_enough_once_its_last_day_is(as_of: date, window: int, day: date) -> None:
    assert grown_day(as_of, window) == day


def with_rows(engine: Engine, tables: Loader, firm: Settings, rows: list[dict[str, object]], costs: list[dict[str, object]]) -> LeadCounts:
    """The panel's counts from conversions and costs that are given row by row."""
    loaded = tables(World([*journeys_world.world(Ways([way("zed", "/", day=5)])).sessions], (), rows))
    source = Source(facts_of(loaded, firm), engine, recorded(LONG_AGO))
    facts = source.facts
    held = type(facts)(facts.visits, facts.pages, facts.conversions, firm, None, engine.memtable(costs, COSTS) if costs else None)
    return told(journeys(Source(held, engine, source.known), Ask(OCTOBER, AS_OF), [valued]).lead_value)


def record(number: str, key: str, day: date, **more: object) -> dict[str, object]:
    return conversion(None, day, key, transaction_id=number, session=None, offline=True, **more)


def test_records_are_open_until_won_or_lost(engine: Engine, tables: Loader) -> None:
    # checklist 002-5, 002-18, 002-19
    september, october = date(2026, 9, 10), date(2026, 10, 25)
    rows = [record(f"D{n}", "opened", september, by_2="email+name+phone") for n in range(4)]
    rows += [record("D0", "buy", date(2026, 9, 12)), record("D1", "buy", date(2026, 10, 20)), record("D2", "lost", october)]
    rows += [record(f"E{n}", "opened", october, by_2=has) for n, has in enumerate(("email+name", "email+name+phone", None))]
    rows += [record("E1", "lost", october), record("X", "buy", october), record("E0", "buy", date(2026, 11, 2))]
    rows += [conversion("ann", october, "opened"), record("F", "opened", date(2026, 7, 1)), record("F", "buy", date(2026, 7, 2))]
    found = with_rows(engine, tables, firm(pipeline={"opened": "opened", "lost": "lost"}, ready=["name"]), rows, [])
    assert found.records == Records(open=3, old=1, matured=Rate(1, 4))
    assert found.opened == {"": 2, "email+name": 1, "email+name+phone": 1}
    assert (found.span, found.spent) == (None, {})


def test_costs_are_of_the_last_year_as_far_as_they_are_told(engine: Engine, tables: Loader) -> None:
    def cost(day: date, channel: str, amount: int) -> dict[str, object]:
        return {"day": day_number(day), "source": "ads", "channel": channel, "campaign": "c", "amount": amount}

    rows = [conversion("ann", date(2026, 9, 30), "quote"), conversion("bob", date(2026, 10, 10), "quote")]
    costs = [cost(date(2025, 10, 31), "Email", 7), cost(date(2025, 11, 1), "Email", 2), cost(date(2026, 9, 30), "Paid Search", 5)]
    found = with_rows(engine, tables, firm(), rows, [*costs, cost(date(2026, 11, 1), "Email", 100)])
    assert found.span == Period(date(2025, 11, 1), date(2026, 10, 1))
    assert found.spent == {"Email": 2, "Paid Search": 5}
    assert Counter({one.channel: one.recent for one in found.slices}) == {"(none)": 1}


def test_nothing_is_counted_without_the_setting(engine: Engine, tables: Loader) -> None:
    assert counted(engine, tables, Ways([way("ann", "/", "quote")]), journeys_world.FIRM, parts=[valued]).lead_value is None

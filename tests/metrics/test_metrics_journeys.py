"""Risk rows and pairs of micros and macros, counted by intervals, against one row a page view in plain Python (statistics 3.1)."""

from collections import Counter, defaultdict
from datetime import date
from functools import partial

import journeys_world
import pytest
from hypothesis import given
from hypothesis import settings as effort
from journeys_world import AS_OF, BEGIN, FIRM, Event, Outside, Ways, at, number_of, random_ways, way
from metrics_world import Loader, rule, settings

from reportgen.engine import Engine
from reportgen.metrics.journeys.find import bridged
from reportgen.metrics.journeys.risk import STEPS
from reportgen.metrics.journeys.ways import views_pages
from reportgen.model.journeys import Journeys, Micro, Place, Unit, Windows, windows
from reportgen.periods import day_number
from reportgen.stats.bridge import Stratum
from reportgen.stats.lag import Wait
from reportgen.stats.measures import Rate
from reportgen.stats.value import Orders

TODAY = day_number(AS_OF)
MICROS = ("download", "chat", "pricing")

counted = partial(journeys_world.counted, parts=[bridged])


def step_class(number: int) -> int:
    return next(first for first, last in STEPS if first <= number <= last)


def brute_strata(ways: Ways, macro: str, micro: str) -> dict[Place, Stratum]:
    """One row for each page view of each person up to their first macro."""
    found: defaultdict[Place, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for visitor in ways.visitors:
        visits = ways.of(visitor)
        views = [(event, number) for number, each in enumerate(visits) for event in each.views]
        times = [event.time for event, _ in views]
        macros, micros = ways.done(visitor, macro), ways.done(visitor, micro)
        last = number_of(times, macros[0].time) if macros else len(views) - 1
        linked = bool(macros) and last >= 0 and _within(ways, macros[0], views[last][0], visitor, macro)
        exposed = len(views) if not micros else number_of(times, micros[0].time) + (0 if micro == "pricing" else 1)
        for place, (_, number) in enumerate(views[: last + 1]):
            row = found[Place(visits[0].channel, min(number, 6), step_class(place))]
            row[0] += 1
            row[1] += linked and place == last
            row[2] += place >= exposed
            row[3] += linked and place == last and place >= exposed
    return {place: Stratum(*row) for place, row in found.items()}


def _within(ways: Ways, macro: Event, seen: Event, visitor: str, key: str) -> bool:
    """Facts from outside need a page view within the look-back."""
    outside = any(each.event is macro for each in ways.outside if each.visitor == visitor)
    return not outside or macro.day - seen.day <= windows(FIRM.rule(key)).lookback


def brute_lags(ways: Ways, macro: str, micro: str) -> tuple[Counter[tuple[int, bool]], Rate]:
    horizon = windows(FIRM.rule(macro)).horizon
    found: Counter[tuple[int, bool]] = Counter()
    matured = Rate(0, 0)
    for visitor in sorted({*ways.visitors, *(each.visitor for each in ways.outside if each.visitor)}):
        micros, macros = ways.done(visitor, micro), ways.done(visitor, macro)
        if not micros or (macros and macros[0].time <= micros[0].time):
            continue
        known = min(TODAY - micros[0].day, horizon)
        event = bool(macros) and macros[0].day - micros[0].day <= known
        found[macros[0].day - micros[0].day if event else known, event] += 1
        if micros[0].day + horizon <= TODAY:
            matured += Rate(int(event), 1)
    return found, matured


def brute_orders(ways: Ways, macro: str, micro: str) -> Orders:
    horizon = windows(FIRM.rule(macro)).horizon
    amounts = [
        event.amount / 1_000_000
        for visitor in ways.visitors
        if (micros := ways.done(visitor, micro))
        for event in ways.done(visitor, macro)
        if event.amount is not None and event.time > micros[0].time and event.day - micros[0].day <= horizon
    ]
    return Orders.of(amounts)


@pytest.mark.slow
@given(random_ways())
@effort(max_examples=3)
def test_intervals_count_what_rows_would(engine: Engine, tables: Loader, ways: Ways) -> None:
    found = counted(engine, tables, ways)
    assert found.visitors == len(ways.visitors)
    for macro in ("quote", "buy"):
        for micro in MICROS:
            pair = found.macros[macro].pairs[Micro(micro)]
            assert pair.strata == brute_strata(ways, macro, micro)
            lags, matured = brute_lags(ways, macro, micro)
            assert {(wait.day, wait.happened): wait.count for wait in pair.lags} == lags
            assert pair.matured == matured
            assert pair.orders == brute_orders(ways, macro, micro)
            had = [visitor for visitor in ways.visitors if (done := ways.done(visitor, micro)) and done]
            assert pair.visitors == len(had)
    check_totals(found, ways)


def check_totals(found: Journeys, ways: Ways) -> None:
    people = {*ways.visitors, *(each.visitor for each in ways.outside if each.visitor)}
    for macro in ("quote", "buy"):
        journey, lookback = found.macros[macro], windows(FIRM.rule(macro)).lookback
        have = {visitor: done for visitor in people if (done := ways.done(visitor, macro))}
        seasoned = {visitor for visitor in have if _first_day(ways, visitor) - lookback >= day_number(BEGIN)}
        assert (journey.visitors, journey.seasoned) == (len(have), len(seasoned))
        assert journey.linked == sum(rate.n for rate in journey.places.values())
        for micro in MICROS:
            before = {visitor for visitor, done in have.items() if (m := ways.done(visitor, micro)) and m[0].time < done[0].time}
            pair = journey.pairs[Micro(micro)]
            assert (pair.assisted, pair.assisted_seasoned) == (Rate(len(before), len(have)), Rate(len(before & seasoned), len(seasoned)))


def _first_day(ways: Ways, visitor: str) -> int:
    visits = ways.of(visitor)
    return min((event.day for each in visits for event in each.events), default=0)


def test_windows_come_from_the_journey_unless_given() -> None:
    assert windows(rule("quote")) == Windows(30, 30, 30)
    assert windows(rule("deal", journey="long", lookback=400)) == Windows(365, 400, 180)


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ({"page": ["/a"]}, True),
        ({"event": ["page_view"], "page": ["/a"]}, True),
        ({"event": ["scroll"], "page": ["/a"]}, False),
        ({"page": ["/a"], "engagement": 30}, False),
        ({"params": {"x": ["1"]}}, False),
    ],
)
def test_a_micro_may_itself_be_a_page_view(match: dict[str, object], expected: bool) -> None:
    assert views_pages(rule("m", "micro", match=[match]), FIRM) is expected


def strata(found: Journeys, macro: str, micro: Micro) -> Stratum:
    """All strata of a pair added up."""
    parts = found.macros[macro].pairs[micro].strata.values()
    return Stratum(*(sum(getattr(part, name) for part in parts) for name in ("n", "d", "n1", "d1")))


@pytest.mark.slow
def test_a_micro_on_the_macros_own_page_view_is_not_before_it(engine: Engine, tables: Loader) -> None:
    """Ann downloads and asks on one page; Bob downloads, reads on and asks; Cem sees the pricing page, which is the micro, and asks."""
    ways = Ways(
        [way("ann", "/", "download", "quote"), way("bob", "/", "download", "/", "quote", "/"), way("cem", "/", "/pricing", "quote")]
    )
    found = counted(engine, tables, ways)
    assert strata(found, "quote", Micro("download")) == Stratum(5, 3, 1, 1)
    assert strata(found, "quote", Micro("pricing")) == Stratum(5, 3, 1, 1)
    assert found.macros["quote"].pairs[Micro("download")].assisted == Rate(2, 3)


@pytest.mark.slow
def test_a_macro_that_never_happened_leaves_only_rows(engine: Engine, tables: Loader) -> None:
    found = counted(engine, tables, Ways([way("ann", "/", "chat", "/", "/")]))
    buy = found.macros["buy"]
    assert (buy.visitors, buy.linked, buy.unnamed, buy.orders) == (0, 0, 0, Orders(0, 0.0, 0.0))
    assert strata(found, "buy", Micro("chat")) == Stratum(3, 0, 2, 0)
    assert buy.pairs[Micro("chat")].lags == (Wait(20, False, 1),)


@pytest.mark.slow
def test_a_micro_that_everyone_does_first_exposes_every_row(engine: Engine, tables: Loader) -> None:
    ways = Ways([way(name, "/pricing", "/", "quote") for name in ("ann", "bob")])
    assert strata(counted(engine, tables, ways), "quote", Micro("pricing")) == Stratum(4, 2, 4, 2)


@pytest.mark.slow
def test_one_visitor_doing_everything_has_one_macro(engine: Engine, tables: Loader) -> None:
    ways = Ways([way("ann", *(["/", "chat", "download:a", "/pricing", "quote", "buy=1"] * 3), day=day) for day in range(60, 75)])
    found = counted(engine, tables, ways)
    assert (found.macros["quote"].visitors, found.macros["buy"].orders.n) == (1, 45)
    assert strata(found, "quote", Micro("chat")) == Stratum(2, 1, 1, 1)


@pytest.mark.slow
def test_everything_at_one_instant_comes_before_nothing(engine: Engine, tables: Loader) -> None:
    each = way("ann", "/", "chat", "quote")
    instant = type(each)("ann", "s", "Email", [Event(at(3), event.page, event.rule) for event in each.events])
    found = counted(engine, tables, Ways([instant]))
    pair = found.macros["quote"].pairs[Micro("chat")]
    assert (strata(found, "quote", Micro("chat")), pair.assisted, pair.lags) == (Stratum(1, 1, 0, 0), Rate(0, 1), ())


@pytest.mark.slow
def test_a_macro_before_the_micro_ends_the_rows(engine: Engine, tables: Loader) -> None:
    found = counted(engine, tables, Ways([way("ann", "/", "quote", "chat", "/", "/")]))
    assert strata(found, "quote", Micro("chat")) == Stratum(1, 1, 0, 0)
    assert found.macros["quote"].pairs[Micro("chat")].matured == Rate(0, 0)


def test_offline_macros_are_linked_within_the_look_back_and_counted_beside_people(engine: Engine, tables: Loader) -> None:
    """Ann's proposal comes five days after her visit, Bob's eleven (his look-back is ten), one names nobody, Eve was never seen."""
    ways = Ways(
        [way("ann", "/", "/"), way("bob", "/", "chat")],
        [
            Outside("ann", Event(at(75), rule="buy", amount=4_000_000)),
            Outside("bob", Event(at(81), rule="buy")),
            Outside(None, Event(at(80), rule="buy")),
            Outside("eve", Event(at(80), rule="buy")),
        ],
    )
    found = counted(engine, tables, ways)
    buy = found.macros["buy"]
    assert (buy.visitors, buy.linked, buy.unnamed) == (3, 1, 1)
    assert strata(found, "buy", Micro("chat")) == Stratum(3, 1, 0, 0)
    assert buy.pairs[Micro("chat")].assisted == Rate(1, 3)
    assert buy.orders == Orders(1, 4.0, 16.0)


@pytest.mark.slow
def test_refunds_fulfil_nothing_and_missing_amounts_are_no_orders(engine: Engine, tables: Loader) -> None:
    ways = Ways([way("ann", "/", "chat", "buy=-5"), way("bob", "/", "chat", "buy", "buy=7"), way("cem", "chat", "buy=0")])
    buy = counted(engine, tables, ways).macros["buy"]
    assert (buy.visitors, buy.orders) == (2, Orders(2, 7.0, 49.0))
    assert buy.pairs[Micro("chat")].orders == Orders(2, 7.0, 49.0)


@pytest.mark.slow
def test_amounts_of_any_currency_are_squared_without_loss(engine: Engine, tables: Loader) -> None:
    """Orders of a thousand milliards and of four milliards and a bit, whose squares no whole number of 64 bits holds."""
    ways = Ways([way("ann", "/", "chat", "buy=999999999999"), way("bob", "/", "chat", "buy=4000000007")])
    amounts = [999_999_999_999, 4_000_000_007]
    expected = Orders(2, float(sum(amounts)), float(sum(amount * amount for amount in amounts)))
    assert counted(engine, tables, ways).macros["buy"].orders == expected


@pytest.mark.slow
def test_several_micros_together_are_a_micro_of_their_own(engine: Engine, tables: Loader) -> None:
    """Ann's second different micro comes on her second page; on the third she asks, having had two."""
    ways = Ways([way("ann", "/", "chat", "chat", "/", "download:a", "/", "quote"), way("bob", "/", "chat", "/", "quote")])
    found = counted(engine, tables, ways)
    assert strata(found, "quote", Micro(at_least=2)) == Stratum(5, 2, 1, 1)
    assert found.macros["quote"].pairs[Micro(at_least=2)].visitors == 1
    assert Micro(at_least=3) not in found.macros["quote"].pairs


@pytest.mark.slow
def test_frequent_items_of_a_rule_are_micros_of_their_own(engine: Engine, tables: Loader) -> None:
    """Twenty people took a guide, nineteen a list; empty names are no item."""
    takers = [way(f"v{number}", "/", f"download:{'guide' if number < 20 else 'list'}", "/", "quote") for number in range(39)]
    found = counted(engine, tables, Ways([*takers, way("ann", "/", "download")]))
    pairs = found.macros["quote"].pairs
    assert [micro for micro in pairs if micro.rule and micro.item] == [Micro("download", "guide")]
    assert strata(found, "quote", Micro("download", "guide")) == Stratum(79, 39, 20, 20)
    assert pairs[Micro("download", "guide")].assisted == Rate(20, 39)


@pytest.mark.slow
def test_exports_without_page_views_are_counted_by_visits(engine: Engine, tables: Loader) -> None:
    """Ann chats on her first visit and asks on her third; Bob chats and asks on one."""
    ways = Ways([way("ann", "chat", day=1), way("ann", "login", day=2), way("ann", "quote", day=3), way("bob", "chat", "quote", day=2)])
    found = counted(engine, tables, ways)
    assert found.unit is Unit.SESSION
    assert strata(found, "quote", Micro("chat")) == Stratum(4, 2, 2, 1)


@pytest.mark.slow
def test_a_lag_of_more_than_half_a_year_is_followed(engine: Engine, tables: Loader) -> None:
    """A long journey: 300 days from the newsletter to the contract."""
    firm = settings(rule("deal", journey="long"), rule("chat", "micro"))
    ways = Ways([way("ann", "/", "chat", day=-210), way("bob", "/", "chat", day=-300)], [Outside("ann", Event(at(90), rule="deal"))])
    pair = counted(engine, tables, ways, firm).macros["deal"].pairs[Micro("chat")]
    assert pair.lags == (Wait(300, True, 1), Wait(365, False, 1))
    assert pair.matured == Rate(0, 1)


def test_nothing_after_as_of_counts(engine: Engine, tables: Loader) -> None:
    ways = Ways([way("ann", "/", "chat", day=70), way("ann", "/", "quote", day=80), way("bob", "/", day=85)])
    found = counted(engine, tables, ways, as_of=date(2026, 10, 15))
    assert (found.visitors, found.macros["quote"].visitors) == (1, 0)
    assert found.macros["quote"].pairs[Micro("chat")].lags == (Wait(5, False, 1),)


@pytest.mark.slow
def test_without_macros_or_data_nothing_is_counted(engine: Engine, tables: Loader) -> None:
    assert counted(engine, tables, Ways([way("ann", "/")]), settings(rule("chat", "micro"))) == Journeys()
    empty = counted(engine, tables, Ways())
    assert (empty.visitors, empty.macros["quote"].places, empty.macros["quote"].pairs[Micro("chat")].strata) == (0, {}, {})

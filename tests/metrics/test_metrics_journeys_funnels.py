"""Ordered funnels, first match greedy, and pages after which people stop, beside plain Python (statistics 4)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import journeys_world
import pytest
from hypothesis import given
from hypothesis import settings as effort
from journeys_world import AS_OF, BEGIN, FIRM, OCTOBER, Event, Outside, Ways, at, random_ways, way
from metrics_world import Loader, rule, settings

from reportgen.engine import Engine
from reportgen.metrics.journeys.find import stepped
from reportgen.metrics.journeys.funnels import plans
from reportgen.metrics.journeys.stalls import watched
from reportgen.model.journeys import Funnel, FunnelStep
from reportgen.periods import Period, day_number
from reportgen.stats import Wait
from reportgen.stats.measures import Rate

TODAY = day_number(AS_OF)

counted = partial(journeys_world.counted, parts=[stepped])


def events_of(ways: Ways, visitor: str, rules: Sequence[str]) -> list[Event]:
    return sorted((event for key in rules for event in ways.done(visitor, key)), key=lambda event: event.time)


def greedy(ways: Ways, visitor: str, funnel: Funnel, span: Period) -> list[Event]:
    """The steps that a visitor took in order, entering in the stretch."""
    low, high = day_number(span.begin), day_number(span.end)
    taken = [event for event in events_of(ways, visitor, funnel.steps[0].rules) if low <= event.day < high][:1]
    while taken and len(taken) < len(funnel.steps):
        later = [
            event
            for event in events_of(ways, visitor, funnel.steps[len(taken)].rules)
            if event.time > taken[-1].time and event.day <= taken[0].day + funnel.window
        ]
        if not later:
            break
        taken.append(later[0])
    return taken


def brute_cohorts(ways: Ways, funnel: Funnel) -> dict[tuple[Period, str, int], list[int]]:
    begin = OCTOBER.begin
    weeks = [Period(begin - timedelta(days=7 * back), begin - timedelta(days=7 * (back - 1))) for back in range(1, 25)]
    found: defaultdict[tuple[Period, str, int], list[int]] = defaultdict(lambda: [0] * len(funnel.steps))
    for visitor in people(ways):
        channel = ways.of(visitor)[0].channel if ways.of(visitor) else "(none)"
        for span in (OCTOBER, *(week for week in weeks if week.begin >= BEGIN)):
            taken = greedy(ways, visitor, funnel, span)
            for age in {0, 7, 30, funnel.window} if taken else ():
                if age <= funnel.window and taken[0].day + age <= TODAY:
                    for place, event in enumerate(taken):
                        found[span, channel, age][place] += event.day <= taken[0].day + age
    return dict(found)


def people(ways: Ways) -> set[str]:
    return {*ways.visitors, *(each.visitor for each in ways.outside if each.visitor)}


@pytest.mark.slow
@given(random_ways())
@effort(max_examples=10)
def test_funnels_agree_with_plain_python(engine: Engine, tables: Loader, ways: Ways) -> None:
    found = counted(engine, tables, ways)
    assert [funnel.key for funnel in found.funnels] == ["quote", "buy"]
    ever = Period(BEGIN - timedelta(days=1000), AS_OF + timedelta(days=1))
    for funnel in found.funnels:
        cohorts = {(cohort.period, cohort.channel, cohort.age): list(cohort.reached) for cohort in funnel.cohorts}
        assert cohorts == brute_cohorts(ways, funnel)
        taken = [greedy(ways, visitor, funnel, ever) for visitor in people(ways)]
        for place, waits in enumerate(funnel.lags):
            at_step = [each for each in taken if len(each) > place]
            assert sum(wait.count for wait in waits) == len(at_step)
            went_on = Counter(each[place + 1].day - each[place].day for each in at_step if len(each) > place + 1)
            assert {wait.day: wait.count for wait in waits if wait.happened} == went_on
        check_standing_and_skipped(ways, funnel)


def check_standing_and_skipped(ways: Ways, funnel: Funnel) -> None:
    standing, skipped, last, seen = [0] * len(funnel.steps), [0] * len(funnel.steps), 0, [0] * len(funnel.steps)
    for visitor in people(ways):
        taken = [events_of(ways, visitor, step.rules) for step in funnel.steps]
        recent = [place for place, events in enumerate(taken) if any(event.day > TODAY - funnel.window for event in events)]
        if recent:
            standing[recent[-1]] += 1
        for place, events in enumerate(taken):
            seen[place] += any(day_number(OCTOBER.begin) <= event.day < day_number(OCTOBER.end) for event in events)
        if taken[-1]:
            last += 1
            for place, events in enumerate(taken):
                skipped[place] += not events or events[0].time > taken[-1][0].time
    assert funnel.standing == tuple(standing)
    assert funnel.seen == tuple(seen)
    assert funnel.skipped_ever == tuple(Rate(n, last) for n in skipped[:-1])


def test_a_funnel_leads_through_stages_and_the_macros_that_come_before() -> None:
    """Proposals are measured on quotes, so a quote is the step before; stages without a rule are no step."""
    firm = settings(
        rule("proposal", rate_base="quote", journey="long"), rule("quote"), rule("chat", "micro", stage="intent"), rule("read", "micro")
    )
    assert [(plan.key, [step.key for step in plan.steps], plan.window) for plan in plans(firm)] == [
        ("proposal", ["intent", "quote", "proposal"], 180),
        ("quote", ["intent", "quote"], 30),
    ]
    assert plans(settings(rule("quote"))) == ()


def test_a_shop_has_its_cart_funnel_ready() -> None:
    cart = rule("cart", "micro", match=[{"event": ["add_to_cart"]}])
    order = rule("order", match=[{"event": ["purchase"]}])
    checkout = rule("checkout", "micro", match=[{"event": ["begin_checkout"]}])
    (plan,) = plans(settings(order, cart, checkout))
    assert (plan.key, plan.steps[0], plan.steps[-1]) == ("cart", FunnelStep("add_to_cart", ("cart",)), FunnelStep("purchase", ("order",)))
    assert plans(settings(rule("quote"), cart, checkout)) == ()


@pytest.mark.slow
def test_cart_abandonment_by_week_with_young_entrants_left_out(engine: Engine, tables: Loader) -> None:
    """Ann buys the next day, Bob leaves his cart, Cem's cart is three days old, Dee filled hers in the week before October."""
    firm = settings(rule("order", match=[{"event": ["purchase"]}]), rule("cart", "micro", match=[{"event": ["add_to_cart"]}]))
    visits = [way("ann", "/", "cart", day=62), way("ann", "order", day=63), way("bob", "/", "cart", "cart", day=63)]
    visits += [way("cem", "/", "cart", day=88), way("dee", "/", "cart", "order", day=58)]
    (funnel,) = counted(engine, tables, Ways(visits), firm).funnels
    seven = {cohort.period.begin: cohort.reached for cohort in funnel.cohorts if cohort.age == 7}
    assert seven == {date(2026, 10, 1): (2, 1), date(2026, 9, 24): (1, 1)}
    assert funnel.standing == (2, 1)
    assert funnel.lags == ((Wait(0, True, 1), Wait(1, True, 1), Wait(3, False, 1), Wait(28, False, 1)),)


def test_customers_who_never_appeared_as_leads(engine: Engine, tables: Loader) -> None:
    """Ann chats and asks; Bob asks first and chats then; Eve's fact comes from outside; in September Dee asked without a chat."""
    firm = settings(rule("quote"), rule("chat", "micro", stage="intent"))
    visits = [way("ann", "/", "chat", "quote"), way("bob", "/", "quote", "chat"), way("dee", "/", "quote", day=40)]
    (funnel,) = counted(engine, tables, Ways(visits, [Outside("eve", Event(at(70), rule="quote"))]), firm).funnels
    assert (funnel.skipped, funnel.skipped_ever) == ((Rate(2, 3),), (Rate(3, 4),))


def brute_stalls(ways: Ways, page: str) -> dict[tuple[Period, str], Rate]:
    begin = OCTOBER.begin
    weeks = [Period(begin - timedelta(days=7 * back), begin - timedelta(days=7 * (back - 1))) for back in range(1, 25)]
    found: defaultdict[tuple[Period, str], Rate] = defaultdict(lambda: Rate(0, 0))
    for visitor in ways.visitors:
        steps = events_of(ways, visitor, ("download", "chat", "quote", "buy"))
        for span in (OCTOBER, *(week for week in weeks if week.begin >= BEGIN)):
            low, high = day_number(span.begin), min(day_number(span.end), TODAY - 6)
            views = sorted(
                event.time for each in ways.of(visitor) for event in each.views if event.page == page and low <= event.day < high
            )
            if views:
                day = views[0] // 86_400_000_000
                went_on = any(step.time > views[0] and step.day <= day + 7 for step in steps)
                found[span, ways.of(visitor)[0].channel] += Rate(int(not went_on), 1)
    return dict(found)


@pytest.mark.slow
@given(random_ways())
@effort(max_examples=10)
def test_pages_after_which_people_stop_agree_with_plain_python(engine: Engine, tables: Loader, ways: Ways) -> None:
    found = counted(engine, tables, ways).stalls
    targets = {stall.target for stall in found if stall.is_group}
    assert targets <= {"blog", "pricing"}
    for name, page in (("blog", "/blog"), ("pricing", "/pricing")):
        stops = {(stall.period, stall.channel): stall.stopped for stall in found if stall.is_group and stall.target == name}
        assert stops == brute_stalls(ways, page)


@pytest.mark.slow
@given(random_ways())
@effort(max_examples=10)
def test_the_most_visited_pages_are_told_where_nothing_is_watched(engine: Engine, tables: Loader, ways: Ways) -> None:
    bare = FIRM.model_copy(update={"report": FIRM.report.model_copy(update={"page_groups": {}}), "rules": FIRM.rules[:4]})
    found = counted(engine, tables, ways, bare).stalls
    assert not any(stall.is_group for stall in found)
    for page in {stall.target for stall in found}:
        assert {(stall.period, stall.channel): stall.stopped for stall in found if stall.target == page} == brute_stalls(ways, page)


def test_what_is_watched() -> None:
    """Page groups and the pages of readiness to buy; or what the settings name, and nothing else."""
    pricing = rule("pricing", "micro", match=[{"page": ["/prices"]}], stage="intent")
    groups = {"blog": ["/blog*"], "shop": ["/shop", "/cart"]}
    assert watched(settings(pricing, page_groups=groups)) == {"blog": ("/blog*",), "shop": ("/shop", "/cart"), "/prices": ("/prices",)}
    same = watched(settings(pricing, page_groups={"prices": ["/prices"]}))
    assert same == {"prices": ("/prices",)}
    named = settings(pricing, page_groups=groups, stalls={"watch": ["shop", "/about*"]})
    assert watched(named) == {"shop": ("/shop", "/cart"), "/about*": ("/about*",)}
    assert watched(settings(rule("quote"))) == {}

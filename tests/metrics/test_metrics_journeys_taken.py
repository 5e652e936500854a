"""The ways that people really took to a macro, and the parts of the site they saw before it, beside plain Python."""

from collections import Counter
from functools import partial

import journeys_world
import pytest
from hypothesis import Phase, given
from hypothesis import settings as effort
from journeys_world import FIRM, Event, Outside, Ways, at, random_ways, way
from metrics_world import Loader, rule, settings

from reportgen.engine import Engine
from reportgen.metrics.journeys.find import bridged, walked
from reportgen.model.journeys import Micro, windows
from reportgen.model.ways import Reading, Taken, TakenWay, Walk
from reportgen.stats.measures import Rate

counted = partial(journeys_world.counted, parts=[walked])
DECLARED = {"chat": "engagement", "download": "consideration", "pricing": "intent"}
ORDER = ["engagement", "consideration", "intent"]
STAGED = settings(
    rule("quote"),
    rule("chat", "micro", stage="engagement"),
    rule("download", "micro", stage="consideration"),
    rule("pricing", "micro", match=[{"page": ["/pricing"]}], stage="intent"),
    rule("noise", "micro"),
    page_groups={"blog": ["/blog*"], "price": ["/pricing"]},
)


def brute_walk(ways: Ways, macro: str, visitor: str) -> tuple[tuple[str, ...], tuple[str, ...], bool] | None:
    """The stages and the page groups in the order of their first time before the macro, and whether any micro was; None if not linked."""
    lookback, end = windows(FIRM.rule(macro)).lookback, ways.done(visitor, macro)[0]
    views = [event for each in ways.of(visitor) for event in each.views if event.time <= end.time]
    outside = any(each.event is end for each in ways.outside)
    if not views or (outside and end.day - max(event.day for event in views) > lookback):
        return None
    done = [(event, DECLARED[rule]) for rule in DECLARED for event in ways.done(visitor, rule)]
    seen = [(event, "blog" if event.page == "/blog" else "pricing") for event in views if event.page in ("/blog", "/pricing")]

    def order(steps: list[tuple[Event, str]], names: list[str]) -> tuple[str, ...]:
        inside = [(event.time, names.index(name)) for event, name in steps if event.time < end.time and event.day >= end.day - lookback]
        first = {place: min(time for time, other in inside if other == place) for _, place in inside}
        return tuple(names[place] for place in sorted(first, key=lambda place: (first[place], place)))

    stages = order(done, ORDER)
    return stages, order(seen, ["blog", "pricing"]), bool(stages)


@pytest.mark.slow
@given(random_ways())
@effort(max_examples=10, phases=[Phase.generate])
def test_ways_are_those_of_each_visitor(engine: Engine, tables: Loader, ways: Ways) -> None:
    found = counted(engine, tables, ways)
    people = {*ways.visitors, *(each.visitor for each in ways.outside if each.visitor)}
    for macro in ("quote", "buy"):
        walks = [walk for visitor in people if ways.done(visitor, macro) and (walk := brute_walk(ways, macro, visitor))]
        own = found.macros[macro].taken
        assert own.linked == len(walks)
        forward = [stages for stages, _, _ in walks if stages and list(stages) == sorted(stages, key=ORDER.index)]
        whole = sum(len(stages) == 3 for stages in forward)
        none = sum(not stages for stages, _, _ in walks)
        assert (own.whole, own.skipping, own.none) == (whole, len(forward) - whole, none)
        assert own.otherwise == len(walks) - len(forward) - none
        assert own.signalled == sum(signalled for _, _, signalled in walks)
        for at_, kind in enumerate(Walk):
            often = {steps: n for steps, n in Counter(walk[at_] for walk in walks).items() if n >= 3}
            assert {one.steps: one.visitors for one in own.ways[kind]} == often


@pytest.mark.slow
def test_the_declared_order_and_the_others(engine: Engine, tables: Loader) -> None:
    """Three go all the way at once, one skips a step, one goes back, one is never seen at a step, one came too long after."""
    # checklist 004-4
    visits = [way(name, "/blog", "chat", "download", "/pricing", "quote") for name in ("ann", "bob", "cem")]
    visits += [way("dee", "/", "chat", "/pricing", "quote"), way("eve", "/pricing", "chat", "quote", channel="Direct")]
    visits += [way("fay", "/", "noise", "quote"), way("gil", "chat", "/blog", day=10), way("gil", "/", "quote", day=80)]
    taken = counted(engine, tables, Ways(visits), STAGED).macros["quote"].taken
    assert taken == Taken(
        linked=7,
        declared=("engagement", "consideration", "intent"),
        whole=3,
        skipping=1,
        otherwise=1,
        none=2,
        signalled=6,
        ways={
            Walk.STAGES: (TakenWay(("engagement", "consideration", "intent"), False, 3, "Email", 3),),
            Walk.PAGES: (TakenWay(("blog", "price"), False, 3, "Email", 3),),
        },
    )


@pytest.mark.slow
def test_fewer_than_three_visitors_are_never_listed(engine: Engine, tables: Loader) -> None:
    """Two on one way are not told apart, and of three the channel of two is not named."""
    visits = [way(name, "/blog", "quote", channel=channel) for name, channel in (("ann", "Email"), ("bob", "Email"), ("cem", "Direct"))]
    visits += [way(name, "/pricing", "quote") for name in ("dee", "eve")]
    ways = counted(engine, tables, Ways(visits), STAGED).macros["quote"].taken.ways
    assert ways == {Walk.STAGES: (TakenWay((), False, 3, None, 0),), Walk.PAGES: (TakenWay(("blog",), False, 3, None, 0),)}


def test_a_long_way_is_cut_after_six_steps(engine: Engine, tables: Loader) -> None:
    pages = [f"/{name}" for name in "abcdefg"]
    firm = settings(rule("quote"), rule("chat", "micro"), page_groups={page[1:]: [page] for page in pages})
    taken = counted(engine, tables, Ways([way(name, *pages, "quote") for name in ("ann", "bob", "cem")]), firm).macros["quote"].taken
    assert taken.ways == {Walk.PAGES: (TakenWay(tuple("abcdef"), True, 3, "Email", 3),)}
    assert taken.declared == ()


@pytest.mark.slow
def test_facts_of_people_never_seen_have_no_way(engine: Engine, tables: Loader) -> None:
    ways = Ways([way("ann", "/blog", "quote")], [Outside(name, Event(at(75), rule="quote")) for name in ("zoe", None)])
    assert counted(engine, tables, ways, STAGED).macros["quote"].taken.linked == 1


@pytest.mark.slow
def test_page_groups_are_compared_as_micros_are(engine: Engine, tables: Loader) -> None:
    """A page that is a micro of its own and a page group: the same risk rows, while no page is seen twice."""
    visits = [way("ann", "/", "/blog", "/pricing", "quote", day=60), way("bob", "/pricing", "/", "/blog", day=61)]
    visits += [way("bob", "/blog", "/pricing", "quote", day=70), way("cem", "/", "/blog", "quote"), way("dee", "/", day=66)]
    pairs = journeys_world.counted(engine, tables, Ways(visits), STAGED, parts=[bridged]).macros["quote"].pairs
    of_pages, of_rule = pairs[Micro("", "price")], pairs[Micro("pricing")]
    assert of_pages.strata == of_rule.strata
    assert (of_pages.visitors, of_pages.assisted, of_pages.assisted_seasoned) == (2, Rate(2, 3), of_rule.assisted_seasoned)
    assert pairs[Micro("", "blog")].assisted == Rate(3, 3)


def test_reading_before_the_first_macro(engine: Engine, tables: Loader) -> None:
    """Two views of the blog come before Ann's quote request, one after it; Bob's only one leads nowhere."""
    visits = [way("ann", "/blog", "/blog", "quote", "/pricing", day=60), way("ann", "/blog", day=62), way("bob", "/blog")]
    reading = counted(engine, tables, Ways(visits), STAGED).reading
    assert {name: (found.views, found.views_before) for name, found in reading.items()} == {"blog": (4, 2), "price": (1, 0)}
    assert isinstance(reading["blog"], Reading)


@pytest.mark.slow
def test_without_stages_and_page_groups_there_are_no_ways(engine: Engine, tables: Loader) -> None:
    firm = settings(rule("quote"), rule("chat", "micro"))
    found = counted(engine, tables, Ways([way("ann", "/", "chat", "quote")]), firm)
    assert found.macros["quote"].taken == Taken(linked=1, signalled=1)
    assert found.reading == {}

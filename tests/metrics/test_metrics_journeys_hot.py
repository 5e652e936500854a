"""Hot leads: several different micros within some days, beside plain Python."""

from functools import partial

import journeys_world
import pytest
from hypothesis import given
from hypothesis import settings as effort
from journeys_world import AS_OF, FIRM, Ways, number_of, random_ways, way
from metrics_world import Loader

from reportgen.engine import Engine
from reportgen.metrics.journeys.find import bridged, waiting
from reportgen.model.hot import HotRule, hot_rule
from reportgen.model.journeys import HOT, Journeys, Micro
from reportgen.model.settings import HotLeads, Settings
from reportgen.periods import day_number
from reportgen.stats import Rate

TODAY = day_number(AS_OF)
counted = partial(journeys_world.counted, parts=[bridged, waiting])


def with_rule(rule: HotLeads) -> Settings:
    return FIRM.model_copy(update={"report": FIRM.report.model_copy(update={"hot_leads": rule})})


THREE = with_rule(HotLeads(any_of=("download", "chat", "pricing"), at_least=2, within=7))


def brute_since(ways: Ways, visitor: str, rule: HotRule, level: int) -> int | None:
    """The first page view after so many different micros came within the days."""
    times = [event.time for each in ways.of(visitor) for event in each.views]
    done = sorted((event.time, event.day, key) for key in rule.micros for event in ways.done(visitor, key))
    found = []
    for at, (time, day, key) in enumerate(done):
        if len({other for _, earlier, other in done[: at + 1] if day - earlier < rule.within}) >= level:
            found.append(max(number_of(times, time) + (0 if key == "pricing" else 1), 0))
    return min(found, default=None)


def brute_standing(ways: Ways, rule: HotRule, macro: str, back: int) -> dict[int, Rate]:
    day = TODAY - back
    found: dict[int, Rate] = {}
    for visitor in ways.visitors:
        macros = ways.done(visitor, macro)
        if not any(event.day <= day for each in ways.of(visitor) for event in each.events) or (macros and macros[0].day <= day):
            continue
        hot = sum(any(day - rule.within < event.day <= day for event in ways.done(visitor, key)) for key in rule.micros)
        after = bool(macros) and macros[0].day <= day + 30
        found[hot] = found.get(hot, Rate(0, 0)) + Rate(int(after), 1)
    return found


@pytest.mark.slow
@given(random_ways())
@effort(max_examples=10)
def test_hot_leads_agree_with_plain_python(engine: Engine, tables: Loader, ways: Ways) -> None:
    rule, found = hot_rule(THREE), counted(engine, tables, ways, THREE)
    assert rule is not None
    for level in rule.levels:
        since = [at for visitor in ways.visitors if (at := brute_since(ways, visitor, rule, level)) is not None]
        pair = found.macros["quote"].pairs.get(Micro("", HOT, level))
        assert (pair.visitors if pair else 0) == len(since)
    for macro in ("quote", "buy"):
        assert list(found.macros[macro].standing) == [0, 30, 60]
        for back in (60, 30, 0):
            assert found.macros[macro].standing[back] == brute_standing(ways, rule, macro, back)


def ann_is_hot() -> Ways:
    """Ann chats on day 50 and downloads on day 55; Bob does it nine days apart; both ask for a quote on day 70."""
    ann = [way("ann", "/", "chat", day=50), way("ann", "/", "download:a", "/", day=55), way("ann", "/", "quote", day=70)]
    bob = [way("bob", "/", "chat", day=50), way("bob", "/", "download:a", "/", day=59), way("bob", "/", "quote", day=70)]
    return Ways([*ann, *bob])


def rows_after(found: Journeys, level: int) -> int:
    return sum(stratum.n1 for stratum in found.macros["quote"].pairs[Micro("", HOT, level)].strata.values())


def test_different_micros_count_together_only_within_the_days(engine: Engine, tables: Loader) -> None:
    # checklist 003-6
    found = counted(engine, tables, ann_is_hot(), THREE)
    pairs = found.macros["quote"].pairs
    assert pairs[Micro("", HOT, 1)].visitors == 2
    assert pairs[Micro("", HOT, 2)].visitors == 1
    assert pairs[Micro("", HOT, 2)].assisted == Rate(1, 2)
    assert rows_after(found, 2) == 2  # Ann's last page view of day 55, and that of day 70
    assert rows_after(found, 1) == 6
    assert Micro("", HOT, 3) not in pairs
    assert found.macros["quote"].standing[30] == {1: Rate(2, 2)}  # on day 61 the chats are eleven days old
    assert found.macros["quote"].standing[0] == {}
    assert found.macros["quote"].standing[60] == {}  # nobody has been seen yet


@pytest.mark.slow
def test_all_of_them_is_one_level_more(engine: Engine, tables: Loader) -> None:
    rule = hot_rule(with_rule(HotLeads(all_of=("download", "chat"), within=10)))
    assert rule == HotRule(("download", "chat"), 2, 10, True)
    found = counted(engine, tables, ann_is_hot(), with_rule(HotLeads(all_of=("download", "chat"), within=10)))
    assert found.macros["quote"].pairs[Micro("", HOT, 2)].visitors == 2


def test_the_usual_rule_takes_two_micros_of_pipeline_stages() -> None:
    assert hot_rule(FIRM) == HotRule(("download", "pricing"), 2, 30, False)
    only = FIRM.model_copy(update={"rules": tuple(rule for rule in FIRM.rules if rule.key in {"quote", "chat"})})
    assert hot_rule(only) == HotRule(("chat",), 1, 30, False)
    assert hot_rule(only.model_copy(update={"rules": only.macros})) is None


def test_any_one_is_enough_unless_more_are_asked_for() -> None:
    rule = hot_rule(with_rule(HotLeads(any_of=("download", "chat"))))
    assert rule == HotRule(("download", "chat"), 1, 30, True)
    assert rule.levels == (1, 2)

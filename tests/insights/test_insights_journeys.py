"""Links between micros and macros: what is judged, in which order, and what is left open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from reportgen import periods
from reportgen.insights import find
from reportgen.model.counts import Converted, Counts, PeriodCounts, Profile, Series, Traffic
from reportgen.model.journeys import Cohort, Journeys, MacroJourney, Micro, Pair, Place, Windows
from reportgen.model.journeys_findings import BridgeFinding, JourneyFindings, LinkFinding
from reportgen.model.settings import (
    ConversionRule,
    Goal,
    InputSettings,
    Match,
    Metric,
    MetricKind,
    ReportSettings,
    Settings,
    Site,
    Target,
    Tier,
    Value,
)
from reportgen.stats import Bridge, Orders, Rate, Stratum, Wait

PLACE = Place("Direct", 1, 0)
SHORT = Windows(30, 30, 30)
STRONG = Stratum(4_000, 200, 1_000, 100)
NOTHING = Stratum(4_000, 200, 1_000, 50)


def rule(key: str, tier: Tier, **more: object) -> ConversionRule:
    return ConversionRule.model_validate({"key": key, "label": key.title(), "tier": tier, "match": (Match(event=(key,)),), **more})


QUOTE = rule("quote", Tier.MACRO, value=Value(fixed=2_000.0))
SALE = rule("order", Tier.MACRO, primary=True)
DOWNLOAD = rule("download", Tier.MICRO, by=("asset",), supports=("quote", "trust"))
CHAT, PROFILE = rule("chat", Tier.MICRO, supports=("quote",)), rule("profile", Tier.MICRO)
GOAL = Goal(
    key="quotes",
    label="Quotes",
    metric=Metric(kind=MetricKind.CONVERSIONS, rule="quote"),
    target=Target(value=10.0),
    begin=date(2026, 1, 1),
    end=date(2027, 1, 1),
)


def pair(stratum: Stratum = NOTHING, **more: object) -> Pair:
    values: dict[str, object] = {"assisted": Rate(stratum.d1, stratum.d), "assisted_seasoned": Rate(stratum.d1, stratum.d), **more}
    return Pair({PLACE: stratum}, 900, **values)  # type: ignore[arg-type]


def way(pairs: Mapping[Micro, Pair], **more: object) -> MacroJourney:
    values: dict[str, object] = {"visitors": 200, "linked": 200, "seasoned": 200, "pairs": pairs, **more}
    return MacroJourney(SHORT, **values)  # type: ignore[arg-type]


def found(macros: Mapping[str, MacroJourney], converted: Mapping[str, Converted] | None = None, visitors: int = 10_000) -> JourneyFindings:
    report = ReportSettings(site=Site(name="Site", zone="UTC"), inputs=(InputSettings(key="web", files=("x",)),))
    settings = Settings(report=report, rules=(QUOTE, SALE, DOWNLOAD, CHAT, PROFILE), goals=(GOAL,))
    nothing = Series((), (), (), (), {})
    current = PeriodCounts(periods.month("2026-10"), Traffic(100, 120, 80, 300), converted or {}, {}, {}, {})
    profile = Profile((), (), {}, 0, {}, (), {}, {}, ())
    journeys = Journeys(visitors=visitors, macros=macros)
    counts = Counts(date(2026, 10, 31), current, None, None, nothing, nothing, nothing, (), {}, profile, journeys)
    seen = find(settings, counts).journeys
    assert seen is not None
    return seen


def bridge(pairs: Mapping[Micro, Pair], **more: object) -> BridgeFinding:
    return found({"quote": way(pairs, **more)}).bridges[0]


def links(seen: BridgeFinding) -> dict[str, LinkFinding]:
    return {link.micro: link for link in seen.links}


ALL = {Micro("download"): pair(STRONG), Micro("chat"): pair(), Micro("profile"): pair(Stratum(4_000, 200, 40, 2))}


def test_the_clearest_link_stands_first_and_too_little_data_last() -> None:
    seen = bridge(ALL)
    assert [link.micro for link in seen.links] == ["download", "chat", "profile"]
    assert [link.link.bridge for link in seen.links] == [Bridge.STRONG, Bridge.NO_LINK_SHOWN, Bridge.NOT_ENOUGH_DATA]
    # profile expects 200 x 40 / 4,000 = 2 macros after it: 5 take 500 macros, 300 more than there are
    assert seen.links[2].needed == 300


def test_values_of_a_rule_are_judged_with_the_rules() -> None:
    """The same strata: five of them judged together have q five times (or more) p / rank; small ones are counted only."""
    items = {Micro("download", name): pair(STRONG) for name in ("guide", "checklist")} | {
        Micro("download", "rare"): pair(Stratum(90, 5, 4, 0))
    }
    seen = links(bridge({**ALL, **items}))["download"]
    assert [item.item for item in seen.items] == ["checklist", "guide"]
    assert seen.few_items == 1
    assert seen.link.q_value == seen.items[0].link.q_value
    assert seen.link.p_value is not None
    assert seen.link.q_value == pytest.approx(seen.link.p_value * 4 / 3)


def test_several_different_micros_are_no_micro_of_their_own() -> None:
    assert len(bridge({**ALL, Micro(at_least=2): pair(STRONG)}).links) == 3


def test_a_fixed_value_is_worth_its_chance_and_the_part_above() -> None:
    """18 of 240 at 200 of 10,000: the golden value 145.60 (88.07 to 216.04) of statistics 9, and 1 - 1/OR of it above others."""
    seen = links(bridge({**ALL, Micro("download"): pair(STRONG, matured=Rate(18, 240))}))["download"]
    assert seen.worth is not None
    assert seen.worth.value == pytest.approx(145.60)
    assert seen.link.odds_ratio is not None
    assert seen.worth.above == pytest.approx(145.60 * (1 - 1 / seen.link.odds_ratio))


def test_no_value_from_a_few_or_without_orders() -> None:
    assert links(bridge({**ALL, Micro("download"): pair(STRONG, matured=Rate(3, 29))}))["download"].worth is None
    seen = found({"order": way({Micro("download"): pair(STRONG, matured=Rate(18, 240))})}).bridges[0]
    assert seen.links[0].worth is None
    orders = Orders.of([100.0, 200.0, 300.0, 400.0, 500.0])
    priced = way({Micro("download"): pair(STRONG, matured=Rate(18, 240))}, orders=orders)
    assert found({"order": priced}).bridges[0].links[0].worth is not None


def test_the_typical_lag_takes_twenty() -> None:
    few = tuple(Wait(day, happened=True, count=1) for day in range(19))
    assert links(bridge({**ALL, Micro("chat"): pair(lags=few)}))["chat"].lag is None
    lag = links(bridge({**ALL, Micro("chat"): pair(lags=(*few, Wait(19, happened=True), Wait(30, happened=False, count=5)))}))["chat"].lag
    assert lag is not None
    assert (lag.early, lag.half, lag.late, lag.horizon, lag.events) == (4, 9, 14, 30, 20)


def test_a_declared_step_that_all_take_is_structural() -> None:
    everybody = Stratum(4_000, 200, 3_900, 198)
    seen = links(bridge({**ALL, Micro("chat"): pair(everybody), Micro("profile"): pair(everybody)}))
    assert seen["chat"].link.bridge is Bridge.STRUCTURAL
    assert seen["profile"].link.bridge is not Bridge.STRUCTURAL


def test_primary_macros_first_and_the_map() -> None:
    # checklist 002-11
    seen = found({"quote": way(ALL), "order": way(ALL)})
    assert [each.macro for each in seen.bridges] == ["order", "quote"]
    assert [(edge.micro, edge.target, edge.goals) for edge in seen.edges] == [
        ("download", "quote", ("quotes",)),
        ("download", "trust", ()),
        ("chat", "quote", ("quotes",)),
    ]
    assert seen.orphans == ("profile",)


def test_signals_that_name_nobody_cannot_be_linked() -> None:
    nobody = replace(pair(Stratum(4_000, 200, 0, 0)), visitors=0)
    seen = found({"quote": way({**ALL, Micro("chat"): nobody})}, {"chat": Converted(40, 0, 40)})
    assert seen.unlinkable == ("chat",)
    assert links(seen.bridges[0])["chat"].needed is None


def test_a_month_still_waits_for_what_earlier_months_have() -> None:
    """Half of what comes comes on the first day, the rest on day 20: a cohort seen for ten days still waits for half of it."""
    full = (Wait(0, happened=True, count=30), Wait(20, happened=True, count=30), Wait(30, happened=False, count=940))
    young = (Wait(0, happened=True, count=6), Wait(10, happened=False, count=194))
    cohorts = (Cohort("2026-08", 1_000, 60, full), Cohort("2026-10", 200, 6, young))
    seen = bridge(ALL, cohorts=cohorts).cohorts
    assert [(cohort.same_month, cohort.so_far, cohort.immature) for cohort in seen] == [
        (Rate(60, 1_000), Rate(60, 1_000), False),
        (Rate(6, 200), Rate(6, 200), True),
    ]
    assert seen[1].maturity is not None
    assert seen[1].maturity.still == pytest.approx(0.5, abs=0.02)
    assert seen[0].maturity is not None
    assert (seen[0].maturity.come, seen[0].maturity.still, seen[0].maturity.interval) == (1, 0, None)


def test_nothing_to_link() -> None:
    report = ReportSettings(site=Site(name="Site", zone="UTC"), inputs=(InputSettings(key="web", files=("x",)),))
    nothing = Series((), (), (), (), {})
    current = PeriodCounts(periods.month("2026-10"), Traffic(), {}, {}, {}, {})
    counts = Counts(
        date(2026, 10, 31), current, None, None, nothing, nothing, nothing, (), {}, Profile((), (), {}, 0, {}, (), {}, {}, ()), Journeys()
    )
    assert find(Settings(report=report, rules=(QUOTE, CHAT)), counts).journeys is None


def test_a_macro_that_never_happened_is_told_as_too_little() -> None:
    """No macro at all: nothing is divided by nothing."""
    never = way({Micro("chat"): replace(pair(Stratum(4_000, 0, 1_000, 0)), assisted=Rate(0, 0), assisted_seasoned=Rate(0, 0))}, visitors=0)
    seen = found({"quote": never}).bridges[0].links[0]
    assert seen.link.bridge is Bridge.NOT_ENOUGH_DATA
    assert seen.needed is None
    assert seen.assist.interval is None
    assert seen.worth is None

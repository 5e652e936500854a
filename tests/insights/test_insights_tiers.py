"""Both tiers together, and each macro's way: what the settings say of it beside what was counted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reportgen.insights import find
from reportgen.model.counts import Converted, Counts, TierCounts
from reportgen.model.journeys import Cohort, Journeys, MacroJourney, Windows
from reportgen.model.settings import ConversionRule, InputSettings, Journey, Match, ReportSettings, Settings, Site, Tier
from reportgen.model.tier_findings import TierFindings
from reportgen.stats import Rate, Wait

Make = Callable[..., Any]


def rule(key: str, tier: Tier = Tier.MACRO, **more: object) -> ConversionRule:
    return ConversionRule.model_validate({"key": key, "label": key.title(), "tier": tier, "match": (Match(event=(key,)),), **more})


CONTACT = rule("contact", supports=("deal", "read"))
DEAL = rule("deal", primary=True, journey="long", expected_lag=90, value={"fixed": 900.0, "source": "Invoices"})
READ = rule("read", Tier.MICRO)


def tiers(counts: Counts, *rules: ConversionRule) -> TierFindings | None:
    report = ReportSettings(site=Site(name="Site", zone="UTC"), inputs=(InputSettings(key="web", files=("x",)),))
    return find(Settings(report=report, rules=rules), counts).tiers


def test_shares_are_of_all_visitors_and_the_overlap_is_of_the_macros(site: Make) -> None:
    # checklist 003-1
    counts: Counts = site(current={"any_macro": Converted(70, 60)}).counts()
    both = replace(counts, current=replace(counts.current, tiers=TierCounts(engaged=800, micro=400, macro=60, both=45)))
    found = tiers(both, CONTACT, DEAL, READ)
    assert found is not None
    assert (found.engaged.rate, found.micro.rate, found.macro.rate) == (Rate(800, 1_000), Rate(400, 1_000), Rate(60, 1_000))
    assert found.both == Rate(45, 60)
    assert found.micro.interval is not None
    assert found.micro.interval.low < 0.4 < found.micro.interval.high
    assert tiers(both, READ) is None


def test_a_way_is_what_the_settings_say_beside_what_was_counted(site: Make) -> None:
    """Twenty-one deals 60 to 80 days after the first visit: half by day 70. Of the contacts too few are known."""
    # checklist 002-4, 003-19
    late = tuple(Wait(day, happened=True) for day in range(60, 81))
    way = MacroJourney(Windows(365, 180, 180), cohorts=(Cohort("2026-05", 21, 0, late),))
    counts: Counts = site().counts()
    found = tiers(replace(counts, journeys=Journeys(visitors=21, macros={"deal": way})), CONTACT, DEAL, READ)
    assert found is not None
    deal, contact = found.ways
    assert (deal.macro, deal.journey, deal.horizon, deal.expected, deal.value, deal.source) == (
        "deal", Journey.LONG, 365, 90, 900.0, "Invoices",
    )  # fmt: skip
    assert deal.lag is not None
    assert (deal.lag.early, deal.lag.half, deal.lag.late, deal.lag.events) == (65, 70, 75, 21)
    assert (contact.journey, contact.horizon, contact.expected, contact.lag, contact.value) == (Journey.SHORT, 30, None, None, None)
    assert contact.leads_to == ("deal",)

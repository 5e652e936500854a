"""Counts in, findings out."""

from dataclasses import dataclass

from reportgen.insights.breakdowns import breakdowns
from reportgen.insights.change import change
from reportgen.insights.channels import channels
from reportgen.insights.comparison import Comparisons
from reportgen.insights.context import context
from reportgen.insights.funnels import funnels
from reportgen.insights.interest import interest
from reportgen.insights.journeys import journeys
from reportgen.insights.leads import leads
from reportgen.insights.named import named
from reportgen.insights.outside import outside
from reportgen.insights.rules import any_macro_finding, rule_finding
from reportgen.insights.stated import stated
from reportgen.insights.tiers import tiers
from reportgen.insights.ways import taken_ways
from reportgen.model.change_findings import ChangeFindings
from reportgen.model.channel_findings import ChannelFindings
from reportgen.model.counts import Counts
from reportgen.model.findings import BreakdownFinding, ContextFinding, RuleFinding
from reportgen.model.funnel_findings import FunnelFindings
from reportgen.model.interest import InterestFinding
from reportgen.model.journeys_findings import JourneyFindings
from reportgen.model.lead_findings import LeadFindings
from reportgen.model.named_findings import NamedFinding
from reportgen.model.outside_findings import OutsideFindings
from reportgen.model.settings import Settings
from reportgen.model.stated_findings import StatedFinding
from reportgen.model.tier_findings import TierFindings
from reportgen.model.way_findings import WayFindings


@dataclass(frozen=True, slots=True)
class Insights:
    """Every listed rule in the order of the settings, people over all macros once, every dimension, the context metrics, and ways to
    macros (None where nothing can be linked)."""

    macros: tuple[RuleFinding, ...]
    any_macro: RuleFinding
    micros: tuple[RuleFinding, ...]
    breakdowns: tuple[BreakdownFinding, ...]
    context: ContextFinding
    journeys: JourneyFindings | None = None
    leads: LeadFindings | None = None
    funnels: FunnelFindings | None = None
    change: ChangeFindings | None = None
    channels: ChannelFindings | None = None
    ways: WayFindings | None = None
    interest: InterestFinding | None = None
    outside: OutsideFindings | None = None
    named: tuple[NamedFinding, ...] = ()
    stated: tuple[StatedFinding, ...] = ()
    tiers: TierFindings | None = None


def find(settings: Settings, counts: Counts) -> Insights:
    """Findings on all rules, macro and micro, even at zero."""
    sides = Comparisons.of(counts)
    ways, taken = journeys(settings, counts), taken_ways(settings, counts)
    any_macro = any_macro_finding(counts, sides)
    return Insights(
        macros=tuple(rule_finding(rule, counts, sides) for rule in settings.macros),
        any_macro=any_macro,
        micros=tuple(rule_finding(rule, counts, sides) for rule in settings.micros),
        breakdowns=breakdowns(settings, counts),
        context=context(counts, sides),
        journeys=ways,
        leads=leads(settings, counts, ways),
        funnels=funnels(settings, counts),
        change=change(settings, counts, sides),
        channels=channels(settings, counts, sides, ways),
        ways=taken,
        interest=interest(settings, counts, ways, taken),
        outside=outside(settings, counts),
        named=named(settings, counts, sides),
        stated=stated(settings, counts.stated),
        tiers=tiers(settings, counts, any_macro.estimate),
    )

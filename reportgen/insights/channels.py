"""Channels, campaigns and messages: what of each the section tells."""

from reportgen.insights.attribution import attributions
from reportgen.insights.campaigns import comparisons
from reportgen.insights.comparison import Comparisons
from reportgen.insights.messages import messages
from reportgen.insights.protect import protect
from reportgen.insights.repeats import repeats
from reportgen.insights.spread import link_spreads
from reportgen.insights.supporters import supporters, told_macro
from reportgen.model.channel_findings import ChannelFindings
from reportgen.model.counts import Counts
from reportgen.model.journeys_findings import JourneyFindings
from reportgen.model.settings import Settings


def channels(settings: Settings, counts: Counts, sides: Comparisons, journeys: JourneyFindings | None) -> ChannelFindings:
    """Everything beside the breakdowns."""
    macro = told_macro(settings, counts)
    micros = supporters(settings, counts, journeys, macro.key) if macro else ()
    return ChannelFindings(
        attributions=attributions(settings, counts),
        comparisons=comparisons(counts, macro, micros),
        links=link_spreads(counts, journeys),
        messages=messages(counts, macro, micros),
        protect=protect(settings, counts, sides),
        repeats=repeats(settings, counts),
    )

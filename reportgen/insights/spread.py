"""Whether a micro's link to a macro differs between channels."""

from collections.abc import Sequence
from dataclasses import replace

from reportgen import stats
from reportgen.model.channel_findings import ChannelLink, LinkSpread
from reportgen.model.counts import Counts
from reportgen.model.journeys import Micro, Pair
from reportgen.model.journeys_findings import BridgeFinding, JourneyFindings
from reportgen.stats import Bridge, Stratum

LIMIT = 0.05
"""Stricter than marks elsewhere: with few macros in a channel the test is too quick."""


def link_spreads(counts: Counts, journeys: JourneyFindings | None) -> tuple[LinkSpread, ...]:
    """Links of the primary macros (of the first where none is), corrected together; those that could be tested, the clearest first."""
    bridges = journeys.bridges if journeys else ()
    chosen = [bridge for bridge in bridges if bridge.primary] or bridges[:1]
    found = [one for bridge in chosen for one in _of_macro(counts, bridge)]
    q_values = stats.false_discovery([one.q_value or 0.0 for one in found])
    judged = [replace(one, q_value=q, differs=q < LIMIT) for one, q in zip(found, q_values, strict=True)]
    return tuple(sorted(judged, key=lambda one: (one.q_value or 0.0, one.macro, one.micro)))


def _of_macro(counts: Counts, bridge: BridgeFinding) -> list[LinkSpread]:
    """Uncorrected: `q_value` holds the p value."""
    pairs = counts.journeys.macros[bridge.macro].pairs
    able = [link for link in bridge.links if link.link.enough and link.link.bridge is not Bridge.STRUCTURAL and Micro(link.micro) in pairs]
    found = [(link.micro, _by_channel(pairs[Micro(link.micro)])) for link in able]
    tested = [(micro, channels, stats.heterogeneity([one.link for one in channels])) for micro, channels in found]
    return [LinkSpread(bridge.macro, micro, channels, p, differs=False) for micro, channels, p in tested if p is not None]


def _by_channel(pair: Pair) -> tuple[ChannelLink, ...]:
    """The channels with enough data, most macros first."""
    strata: dict[str, list[Stratum]] = {}
    for place, stratum in sorted(pair.strata.items()):
        strata.setdefault(place.channel, []).append(stratum)
    links = [ChannelLink(channel, stats.bridge(own)) for channel, own in strata.items()]
    return tuple(sorted(_enough(links), key=lambda one: (-one.link.macros, one.channel)))


def _enough(links: Sequence[ChannelLink]) -> list[ChannelLink]:
    return [one for one in links if one.link.enough and one.link.interval]

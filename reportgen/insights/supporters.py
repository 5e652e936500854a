"""Which macro channels are judged by, and which micro stands in where macros are too few to tell."""

from reportgen.model.counts import Counts
from reportgen.model.journeys_findings import BridgeFinding, JourneyFindings
from reportgen.model.settings import ConversionRule, Settings
from reportgen.stats import Bridge

RANKS = {Bridge.STRONG: 0, Bridge.SUGGESTIVE: 1}
OTHERS = 2


def told_macro(settings: Settings, counts: Counts) -> ConversionRule | None:
    """The first primary macro that visitors of the period had and whose rate is of all visitors; else the first such macro, else any."""
    able = [rule for rule in settings.macros if not rule.rate_base]
    ordered = sorted(able, key=lambda rule: (_converters(counts, rule) == 0, not rule.primary))
    return next(iter(ordered), None)


def supporters(settings: Settings, counts: Counts, journeys: JourneyFindings | None, macro: str) -> tuple[ConversionRule, ...]:
    """Micros that support the macro: strong links first, then suggestive ones, then by how many visitors did them.

    Chosen before any two slices are compared, so that the one that happens to differ most is not picked.
    """
    labels = {link.micro: link.link.bridge for each in _bridges(journeys) if each.macro == macro for link in each.links}
    able = [rule for rule in settings.micros if macro in rule.supports and not rule.rate_base and _converters(counts, rule)]
    return tuple(sorted(able, key=lambda rule: (_rank(labels.get(rule.key)), -_converters(counts, rule), rule.key)))


def _bridges(journeys: JourneyFindings | None) -> tuple[BridgeFinding, ...]:
    return journeys.bridges if journeys else ()


def _rank(label: Bridge | None) -> int:
    return OTHERS if label is None else RANKS.get(label, OTHERS)


def _converters(counts: Counts, rule: ConversionRule) -> int:
    found = counts.current.converted.get(rule.key)
    return found.converters if found else 0

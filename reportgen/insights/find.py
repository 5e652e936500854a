"""Counts in, findings out."""

from dataclasses import dataclass

from reportgen.insights.breakdowns import breakdowns
from reportgen.insights.comparison import Comparisons
from reportgen.insights.context import context
from reportgen.insights.rules import any_macro_finding, rule_finding
from reportgen.model.counts import Counts
from reportgen.model.findings import BreakdownFinding, ContextFinding, RuleFinding
from reportgen.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Insights:
    """Every listed rule in the order of the settings, people over all macros once, every dimension, and the context metrics."""

    macros: tuple[RuleFinding, ...]
    any_macro: RuleFinding
    micros: tuple[RuleFinding, ...]
    breakdowns: tuple[BreakdownFinding, ...]
    context: ContextFinding


def find(settings: Settings, counts: Counts) -> Insights:
    """Findings on all rules, macro and micro, even at zero."""
    sides = Comparisons.of(counts)
    return Insights(
        macros=tuple(rule_finding(rule, counts, sides) for rule in settings.macros),
        any_macro=any_macro_finding(counts, sides),
        micros=tuple(rule_finding(rule, counts, sides) for rule in settings.micros),
        breakdowns=breakdowns(settings, counts),
        context=context(counts, sides),
    )

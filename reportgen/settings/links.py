"""Which rule or goal leads to which: the `supports` links, followed to their end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportgen.model.settings import ConversionRule, Goal, Metric, Settings, Tier

ANY_MACRO = "any_macro"
"""Stands for all macros together; no rule may take the name."""

Links = Mapping[str, Sequence[str]]


def links_of(rules: Iterable[ConversionRule], goals: Iterable[Goal]) -> dict[str, tuple[str, ...]]:
    """Key -> the keys it supports. Where a rule and a goal share a key, both their links."""
    links: dict[str, tuple[str, ...]] = {rule.key: rule.supports for rule in rules}
    for goal in goals:
        links[goal.key] = (*links.get(goal.key, ()), *goal.supports)
    return links


def reached(start: str, links: Links) -> frozenset[str]:
    """Every key that can be come to from `start`; `start` itself only by a cycle."""
    seen: set[str] = set()
    waiting = list(links.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting.extend(links.get(key, ()))
    return frozenset(seen)


def metrics_in(metric: Metric) -> Iterator[Metric]:
    """The metric and all inside it."""
    yield metric
    for inner in (metric.numerator, metric.denominator, *(term.metric for term in metric.terms)):
        if inner is not None:
            yield from metrics_in(inner)


def rules_in(metric: Metric) -> frozenset[str]:
    """The rules a metric counts, also inside ratios and sums."""
    return frozenset(each.rule for each in metrics_in(metric) if each.rule is not None)


def supported_macros(settings: Settings, key: str) -> frozenset[str]:
    """The macros that a rule or goal leads to: by `supports`, or through what a goal counts."""
    macros = frozenset(rule.key for rule in settings.rules if rule.tier is Tier.MACRO)
    links = links_of(settings.rules, settings.goals)
    for goal in settings.goals:
        links[goal.key] = (*links[goal.key], *sorted(rules_in(goal.metric)))
    ways = reached(key, links)
    return macros if ANY_MACRO in ways else ways & macros

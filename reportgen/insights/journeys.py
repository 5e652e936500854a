"""From micro to macro: how often a macro follows a micro, beside comparable visitors (statistics 3.2 and 3.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportgen import stats
from reportgen.insights.cohorts import month_finding
from reportgen.model.counts import Converted, Counts
from reportgen.model.journeys import MacroJourney, Micro, Pair
from reportgen.model.journeys_findings import BridgeFinding, Edge, JourneyFindings, LinkFinding, TypicalLag
from reportgen.model.settings import ConversionRule, Settings
from reportgen.stats import Bridge, Candidate, Link, Rate, Wait, Worth

MIN_MATURED = 30


def journeys(settings: Settings, counts: Counts) -> JourneyFindings | None:
    """Every listed macro that was counted, primary ones first; None without macros, micros or anybody who came."""
    found = counts.journeys
    ordered = [rule for rule in settings.ranked_macros if rule.key in found.macros]
    if not ordered or not settings.micros or not found.visitors:
        return None
    return JourneyFindings(
        unit=found.unit,
        visitors=found.visitors,
        bridges=tuple(_bridge(settings, counts, rule) for rule in ordered),
        edges=tuple(
            Edge(micro.key, target, _goals(settings, target)) for micro in settings.micros for target in dict.fromkeys(micro.supports)
        ),
        orphans=tuple(micro.key for micro in settings.micros if not micro.supports),
        unlinkable=tuple(micro.key for micro in settings.micros if _names_nobody(counts, micro.key)),
    )


def _goals(settings: Settings, target: str) -> tuple[str, ...]:
    """Goals that are on this rule, or that it names as supported."""
    named = next((rule.supports for rule in settings.rules if rule.key == target), ())
    return tuple(goal.key for goal in settings.goals if goal.metric.rule == target or goal.key in named)


def _names_nobody(counts: Counts, micro: str) -> bool:
    pairs = [way.pairs[Micro(micro)] for way in counts.journeys.macros.values() if Micro(micro) in way.pairs]
    return counts.current.converted.get(micro, Converted()).conversions > 0 and not any(pair.visitors for pair in pairs)


def _bridge(settings: Settings, counts: Counts, macro: ConversionRule) -> BridgeFinding:
    way = counts.journeys.macros[macro.key]
    links = _links(settings, macro, way)
    rules = [_rule_finding(counts, macro, micro, links) for micro in settings.micros if Micro(micro.key) in links]
    curve = stats.lag([wait for cohort in way.cohorts for wait in cohort.lags], way.windows.horizon)
    return BridgeFinding(
        macro=macro.key,
        primary=macro.primary,
        horizon=way.windows.horizon,
        lookback=way.windows.lookback,
        linked=Rate(way.linked, way.visitors),
        unnamed=way.unnamed,
        links=tuple(sorted(rules, key=_rank)),
        cohorts=tuple(month_finding(cohort, curve, counts.as_of, way.windows.horizon) for cohort in way.cohorts),
        followed=curve.horizon if curve else way.windows.horizon,
    )


def _links(settings: Settings, macro: ConversionRule, way: MacroJourney) -> Mapping[Micro, Link]:
    """All micros and their items, judged together."""
    micros = {micro: pair for micro, pair in way.pairs.items() if micro.rule}
    steps = {macro.only_after, macro.rate_base} | {micro.key for micro in settings.micros if macro.key in micro.supports}
    candidates = [
        Candidate(tuple(pair.strata.values()), pair.assisted, declared_step=not micro.item and micro.rule in steps)
        for micro, pair in micros.items()
    ]
    return dict(zip(micros, stats.bridges(candidates), strict=True))


def _rule_finding(counts: Counts, macro: ConversionRule, micro: ConversionRule, links: Mapping[Micro, Link]) -> LinkFinding:
    way = counts.journeys.macros[macro.key]
    whole = Micro(micro.key)
    pair, link = way.pairs[whole], links[whole]
    items = [_finding(one, way.pairs[one], link) for one, link in links.items() if one.rule == micro.key and one.item]
    enough = [item for item in items if item.link.enough]
    return replace(
        _finding(whole, pair, link),
        matured=pair.matured,
        worth=_worth(Rate(way.visitors, counts.journeys.visitors), macro, way, pair, link),
        lag=typical_lag(pair.lags, way.windows.horizon),
        items=tuple(sorted(enough, key=_rank)),
        few_items=len(items) - len(enough),
    )


def _finding(micro: Micro, pair: Pair, link: Link) -> LinkFinding:
    assist = stats.assist(pair.assisted_seasoned, tuple(pair.strata.values()))
    return LinkFinding(micro.rule, micro.item or None, pair.visitors, link, link.vanity, link.fewer, link.more_needed, assist)


def _rank(found: LinkFinding) -> tuple[bool, bool, float, float, str]:
    """Links as specified: by q, then by how far observed and expected are apart. Structural ones before those without enough data."""
    link = found.link
    lacking = link.bridge is Bridge.NOT_ENOUGH_DATA
    return lacking, link.q_value is None, link.q_value or 0.0, -abs(link.observed - link.expected), found.item or found.micro


def _worth(site: Rate, macro: ConversionRule, way: MacroJourney, pair: Pair, link: Link) -> Worth | None:
    if pair.matured.of < MIN_MATURED or not link.enough:
        return None
    if macro.value and macro.value.fixed is not None:
        return stats.worth_at(pair.matured, site, macro.value.fixed, link)
    return stats.worth(pair.matured, site, pair.orders, way.orders, link)


def typical_lag(waits: Sequence[Wait], horizon: int) -> TypicalLag | None:
    """None under twenty macros within the horizon."""
    curve = stats.lag(waits, horizon)
    if curve is None:
        return None
    early, half, late = (curve.quantile(share) for share in (0.25, 0.5, 0.75))
    return TypicalLag(early, half, late, curve.horizon, curve.events)

"""The one entry: ways to macros, counted part by part over the same few tables."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ibis.expr.types import Table

from reportgen.engine import stacked
from reportgen.metrics.ask import Ask
from reportgen.metrics.journeys import cohorts, hot, pairs, risk, viewed
from reportgen.metrics.journeys.bridges import bridges
from reportgen.metrics.journeys.caught import caught
from reportgen.metrics.journeys.funnels import funnels, stretches
from reportgen.metrics.journeys.lead_value import lead_counts
from reportgen.metrics.journeys.leads import leads
from reportgen.metrics.journeys.paths import paths
from reportgen.metrics.journeys.rungs import rungs
from reportgen.metrics.journeys.stalls import stalls
from reportgen.metrics.journeys.taken import taken
from reportgen.metrics.journeys.ways import Ways, ways
from reportgen.metrics.source import Source
from reportgen.model.hot import hot_rule
from reportgen.model.journeys import Journeys, MacroJourney, Unit, windows


def bridged(way: Ways, found: Journeys) -> Journeys:
    """With each micro before each macro, cohorts and repeats."""
    engine = way.engine
    spans, listed, months = risk.spans(way), pairs.macros(way), cohorts.calendar(way)
    parts = [engine.cache(part, "exposures") for part in _exposures(way)]
    exposed = stacked(parts)
    micros = engine.cache(risk.numbered(exposed), "micros")
    first = engine.cache(pairs.macro_firsts(way, listed), "macro_firsts")
    frames = engine.many(
        {
            "places": risk.all_rows(spans),
            "exposed": risk.exposed_rows(spans, exposed, micros),
            "totals": pairs.totals(first),
            "having": pairs.having(exposed),
            "assists": pairs.assists(first, exposed),
            "lags": pairs.micro_lags(way, listed, first),
            "micro_orders": pairs.micro_orders(way, listed),
            "orders": pairs.macro_orders(way, listed),
            "unnamed": pairs.unnamed(way),
            "cohort_lags": cohorts.cohort_lags(way, months, listed, first),
            "often": cohorts.often(way, listed),
            "repeat_lags": cohorts.repeat_lags(way, months, listed),
        }
    )
    engine.drop(spans.ends, spans.classes, listed, months, micros, first, *parts)
    return replace(found, macros=bridges(way.settings, frames))


def walked(way: Ways, found: Journeys) -> Journeys:
    """With the ways to each macro, and the channels before it."""
    by_channel, (own, reading) = paths(way), taken(way)
    macros = {
        key: replace(journey, taken=own[key], attributed=by_channel[key].recent, attributed_ever=by_channel[key].ever)
        for key, journey in found.macros.items()
    }
    return replace(found, macros=macros, reading=reading)


def waiting(way: Ways, found: Journeys) -> Journeys:
    """With the visitors who have not had a macro yet."""
    groups, rule = leads(way), hot_rule(way.settings)
    standing = hot.standing(way, rule) if rule else {}
    macros = {key: replace(journey, leads=groups[key], standing=standing.get(key, {})) for key, journey in found.macros.items()}
    return replace(found, macros=macros)


def stepped(way: Ways, found: Journeys) -> Journeys:
    """With funnels, the ladder of macros, and where people stop; none before the reported period begins."""
    if way.ask.seen is None:
        return found
    spans = stretches(way.ask, way.known)
    return replace(found, funnels=funnels(way, spans), rungs=rungs(way), caught=caught(way), stalls=stalls(way, spans))


def valued(way: Ways, found: Journeys) -> Journeys:
    """With leads and the customers they become, where the settings say what a lead is."""
    return replace(found, lead_value=lead_counts(way))


def _exposures(way: Ways) -> Iterator[Table]:
    """Of micros, of several of them together, and of page groups where exports hold page views: one by one, to hold the rows on the way
    to each no longer than it takes."""
    found, rule = risk.exposures(way), hot_rule(way.settings)
    yield found
    if rule is not None:
        yield hot.exposures(way, rule).select(found.columns)
    if way.unit is not Unit.SESSION and way.settings.report.page_groups:
        yield viewed.exposures(way).select(found.columns)


Part = Callable[[Ways, Journeys], Journeys]
PARTS: tuple[Part, ...] = (bridged, walked, waiting, stepped, valued)


def journeys(source: Source, ask: Ask, parts: Sequence[Part] = PARTS) -> Journeys:
    """Ways to each listed macro, from everything known up to as_of. Empty without macros."""
    if not source.settings.macros:
        return Journeys()
    way = ways(source, ask)
    people = source.engine.scalar(way.people.count())
    found = Journeys(way.unit, people, {rule.key: MacroJourney(windows(rule)) for rule in source.settings.macros})
    for part in parts:
        found = part(way, found)
    way.drop()
    return found

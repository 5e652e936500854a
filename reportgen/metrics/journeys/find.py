"""The one entry: ways to macros, counted."""

from reportgen.metrics.ask import Ask
from reportgen.metrics.journeys import cohorts, pairs, risk
from reportgen.metrics.journeys.bridges import bridges
from reportgen.metrics.journeys.funnels import funnels, stretches
from reportgen.metrics.journeys.leads import leads
from reportgen.metrics.journeys.paths import paths
from reportgen.metrics.journeys.stalls import stalls
from reportgen.metrics.journeys.ways import Ways, ways
from reportgen.metrics.source import Source
from reportgen.model.journeys import Journeys, MacroJourney


def journeys(source: Source, ask: Ask) -> Journeys:
    """Ways to each listed macro, from everything known up to as_of. Empty without macros."""
    if not source.settings.macros:
        return Journeys()
    way = ways(source, ask)
    found = _bridges(way)
    spans = stretches(ask, source.known) if ask.seen else ()
    steps = funnels(way, spans) if spans else ()
    stops = stalls(way, spans) if spans else ()
    people = source.engine.scalar(way.people.count())
    way.drop()
    return Journeys(way.unit, people, found, steps, stops)


def _bridges(way: Ways) -> dict[str, MacroJourney]:
    engine = way.engine
    classes, listed, months = risk.steps(way), pairs.macros(way), cohorts.calendar(way)
    spans, last = risk.cells(way, classes), engine.cache(risk.ends(way), "ends")
    exposed = engine.cache(risk.exposures(way), "exposures")
    first = engine.cache(pairs.macro_firsts(way, listed), "macro_firsts")
    keys = [rule.key for rule in way.settings.macros]
    frames = engine.many(
        {
            "places": risk.all_rows(spans, last, keys),
            "exposed": risk.exposed_rows(spans, last, exposed, keys),
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
    taken = paths(way, listed)
    engine.drop(classes, listed, months, last, exposed, first)
    return bridges(way.settings, frames, taken, leads(way))

"""Micros that are known only when a session is over: nobody has them while they still look around."""

from dataclasses import replace

import pytest
from journeys_world import AS_OF, LONG_AGO, OCTOBER, Ways, way, world
from metrics_world import Loader, rule, settings

from reportgen.engine import Engine
from reportgen.metrics import Ask
from reportgen.metrics.ask import recorded
from reportgen.metrics.count import facts_of
from reportgen.metrics.journeys import journeys
from reportgen.metrics.source import Source
from reportgen.model.journeys import Micro
from reportgen.stats.measures import Rate

FIRM = settings(rule("quote"), rule("stay", "micro", match=[{"engagement": 60}]))


@pytest.mark.slow
def test_a_long_session_counts_from_its_end_on(engine: Engine, tables: Loader) -> None:
    """Three page views and a minute in one session, a page view with the macro in the next: one of four rows comes after the micro."""
    made = world(Ways([way("ann", "/", "/", "/", "stay"), way("ann", "/", "quote", day=71)]))
    rows = [{**row, "view": None} if row["rule"] == "stay" else row for row in made.conversions]
    loaded = tables(replace(made, conversions=rows))
    facts = facts_of(loaded, FIRM)
    found = journeys(Source(facts, engine, recorded(LONG_AGO)), Ask(OCTOBER, AS_OF)).macros["quote"].pairs[Micro("stay")]
    assert sum(stratum.n for stratum in found.strata.values()) == 4
    assert sum(stratum.n1 for stratum in found.strata.values()) == 1
    assert sum(stratum.d1 for stratum in found.strata.values()) == 1
    assert found.assisted == Rate(1, 1)

"""Metrics by formula, as a report tells them: in its period, the one before, the one a year before, and in the weeks up to now."""

from datetime import timedelta

from reportgen import periods
from reportgen.metrics.ask import Ask, Recorded
from reportgen.metrics.measure import Grid, measure
from reportgen.metrics.outside import Spans, spans
from reportgen.metrics.outside_goals import is_outside, known_days
from reportgen.metrics.source import Source
from reportgen.model.counts import NamedCounts
from reportgen.model.settings import Metric
from reportgen.periods import Period

WEEKS = 26
"""So many weeks tell how far chance moves a metric (statistics 1.3, as for rates)."""
WEEK = timedelta(days=7)


def named_counts(source: Source, ask: Ask) -> dict[str, NamedCounts]:
    """Key -> counts of each metric by formula that the settings name. A few queries each."""
    asked = spans(ask, source.settings)
    return {one.key: _counts(source, one.metric, asked) for one in source.settings.named}


def _counts(source: Source, metric: Metric, asked: Spans) -> NamedCounts:
    known = known_days(source, metric) if is_outside(metric) else source.known
    weeks = tuple(week for week in _weeks(asked[0]) if known.complete(week))
    read = measure(source, metric, Grid((*asked, *weeks), ()))
    current, previous, year = (read.stretches[span] for span in asked)
    return NamedCounts(current, previous, year, _shares(known, asked), tuple(read.stretches[week] for week in weeks))


def _shares(known: Recorded, asked: Spans) -> tuple[float, float, float]:
    current, previous, year = (known.share(span) for span in asked)
    return current, previous, year


def _weeks(period: Period) -> tuple[Period, ...]:
    """The weeks that end with the period's last day, oldest first."""
    ends = (period.end - n * WEEK for n in reversed(range(WEEKS)))
    return tuple(periods.of(end - WEEK, end - timedelta(days=1)) for end in ends)

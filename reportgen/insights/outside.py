"""Totals and costs from outside the site: how flows changed. Nothing is linked, since nobody stands behind them."""

from reportgen import stats
from reportgen.model.counts import Counts
from reportgen.model.outside import CounterCounts, Flow, Level
from reportgen.model.outside_findings import CounterFinding, OutsideFindings
from reportgen.model.settings import Settings
from reportgen.stats import CountChange

MICRO = 1_000_000
MIN_WEEKS = 8
"""From so many whole weeks on it is known how far chance moves a counter (statistics 2, as for counts)."""


def outside(settings: Settings, counts: Counts) -> OutsideFindings | None:
    """Every counter and the costs; None where no input has any."""
    if not any(source.outside for source in settings.report.inputs):
        return None
    return OutsideFindings(tuple(_finding(one) for one in counts.outside.counters), counts.outside.costs)


def _finding(counts: CounterCounts) -> CounterFinding:
    whole = counts.whole
    if whole is None:
        return CounterFinding(counts, None, None)
    return CounterFinding(counts, _change(counts, whole.previous), _change(counts, whole.year_before))


def _change(counts: CounterCounts, earlier: Flow | Level | None) -> CountChange | None:
    """None for stocks, and where a day of either period was not told: what is missing is not zero."""
    now = counts.whole.current if counts.whole else None
    if not isinstance(now, Flow) or not isinstance(earlier, Flow) or min(_told(now), _told(earlier)) < 1:
        return None
    if len(counts.weekly) < MIN_WEEKS or min(now.total, earlier.total) < 0:
        return stats.compare_amounts(round(earlier.total * MICRO), round(now.total * MICRO))
    phi = stats.count_dispersion([round(week) for week in counts.weekly], round(now.total)).phi
    return stats.compare_counts(round(earlier.total), round(now.total), phi)


def _told(flow: Flow) -> float:
    """Share of the period's days that were told, 0-1."""
    return flow.days / flow.period.days

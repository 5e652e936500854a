"""The report's weekly counts behind a rate goal."""

from reportgen.goals.nature import ANY_MACRO
from reportgen.model.counts import Counts
from reportgen.model.settings import Metric, MetricKind, Scope, Settings


def weekly_counts(settings: Settings, metric: Metric, counts: Counts) -> tuple[tuple[int, int], ...]:
    """(numerator, denominator) of each whole week up to the as-of day, for an unscoped rate of all visitors or sessions.

    Empty for every other metric: the report has no weeks of just that.
    """
    of_some = any(rule.key == metric.rule and rule.rate_base for rule in settings.rules)
    if metric.scope != Scope() or of_some:
        return ()
    weeks = counts.weeks
    whole = [i for i, week in enumerate(weeks.periods) if week.last_day <= counts.as_of and not weeks.partial[i]]
    if metric.kind is MetricKind.ENGAGEMENT_RATE:
        return tuple((weeks.traffic[i].engaged_sessions, weeks.traffic[i].sessions) for i in whole)
    if metric.kind is MetricKind.BOUNCE_RATE:
        return tuple((weeks.traffic[i].sessions - weeks.traffic[i].engaged_sessions, weeks.traffic[i].sessions) for i in whole)
    converted = weeks.converted.get(metric.rule or ANY_MACRO, ()) if metric.kind is MetricKind.RATE else ()
    return tuple((converted[i].converters, weeks.traffic[i].visitors) for i in whole) if converted else ()

"""A month's people and a macro that may follow: those who had it, and what is still to come."""

from dataclasses import replace
from datetime import date

from reportgen import periods, stats
from reportgen.model.journeys import Cohort
from reportgen.model.journeys_findings import CohortFinding
from reportgen.stats import Lag, Maturity, Rate

NOTHING_LEFT = 1e-9


def month_finding(cohort: Cohort, curve: Lag | None, as_of: date, horizon: int) -> CohortFinding:
    """`curve` is of all months together, None where too few had the macro; a month is immature until its last day is `horizon` days old."""
    month = periods.month(cohort.month)
    done = sum(wait.count for wait in cohort.lags if wait.happened)
    return CohortFinding(
        period=month,
        same_month=Rate(cohort.same_month, cohort.visitors),
        so_far=Rate(done, cohort.visitors),
        immature=(as_of - min(month.last_day, as_of)).days < horizon,
        maturity=_maturity(cohort, curve),
    )


def _maturity(cohort: Cohort, curve: Lag | None) -> Maturity | None:
    """Those still waiting stand for the ages of all: few have had the macro, and whoever has is as old as the others of the month."""
    waiting = [(wait.day, wait.count) for wait in cohort.lags if not wait.happened and wait.count]
    if curve is None or not waiting:
        return None
    found = stats.maturity(curve, waiting)
    if found.still < NOTHING_LEFT:
        return Maturity(1.0, 0.0, None, 0.0)
    return replace(found, expected=found.expected * cohort.visitors / sum(count for _, count in waiting))

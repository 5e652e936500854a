"""The ladder of macros: how many of a month's leads became customers, and how many are still to come."""

from datetime import date

from reportgen import stats
from reportgen.insights.cohorts import month_finding
from reportgen.insights.step_rates import step_time
from reportgen.model.counts import Counts
from reportgen.model.funnel_findings import RungFinding
from reportgen.model.journeys import Rung
from reportgen.stats import Rate


def ladder(counts: Counts) -> tuple[RungFinding, ...]:
    """Every rung that anybody stood on, from the foot up: a rung stands above those that lead to its `before`."""
    found = tuple(rung for rung in counts.journeys.rungs if rung.cohorts)
    ordered = sorted(found, key=lambda rung: _height(rung.before, found, frozenset()))
    return tuple(_rung(rung, counts.as_of) for rung in ordered)


def _height(key: str, found: tuple[Rung, ...], seen: frozenset[str]) -> int:
    below = [rung.before for rung in found if rung.after == key and rung.before not in seen]
    return max((1 + _height(one, found, seen | {key}) for one in below), default=0)


def _rung(rung: Rung, as_of: date) -> RungFinding:
    waits = [wait for cohort in rung.cohorts for wait in cohort.lags]
    curve = stats.lag(waits, rung.window)
    return RungFinding(
        before=rung.before,
        after=rung.after,
        window=rung.window,
        so_far=Rate(sum(wait.count for wait in waits if wait.happened), sum(wait.count for wait in waits)),
        time=step_time(waits, rung.window),
        months=tuple(month_finding(cohort, curve, as_of, rung.window) for cohort in rung.cohorts),
    )

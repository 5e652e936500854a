"""Who does a macro again, how soon, and in which months they began (checklist 003-11)."""

from collections.abc import Sequence
from datetime import date, timedelta

from reportgen import periods, stats
from reportgen.model.channel_findings import Middle, RepeatFinding, RepeatMonth, Within
from reportgen.model.counts import Counts
from reportgen.model.journeys import MacroJourney, RepeatCohort
from reportgen.model.settings import BusinessType, ConversionRule, Journey, Settings
from reportgen.stats import Lag, Rate, Wait

DAYS = (30, 90, 180, 365)
SHORT, LONG = 30, 90
FEW = 5
"""More visitors than this did it again: then it is told of any firm, else only of those that sell."""


def repeats(settings: Settings, counts: Counts) -> tuple[RepeatFinding, ...]:
    """Macros that some did again, primary ones first; of a firm that sells, every macro that twenty visitors had."""
    sells = settings.report.business_type is not BusinessType.LEAD
    journeys = counts.journeys.macros
    return tuple(
        _repeat(rule, journeys[rule.key], counts.as_of)
        for rule in settings.ranked_macros
        if rule.key in journeys and _worth_telling(journeys[rule.key], sells)
    )


def _worth_telling(journey: MacroJourney, sells: bool) -> bool:
    again = sum(visitors for often, visitors in journey.repeats.items() if often > 1)
    return again > FEW or (sells and again > 0 and stats.enough_macros(sum(journey.repeats.values())))


def _repeat(rule: ConversionRule, journey: MacroJourney, as_of: date) -> RepeatFinding:
    waits = [wait for cohort in journey.repeat_cohorts for wait in cohort.lags]
    known = [day for day in DAYS if _followed(waits, day) >= stats.MIN_VISITORS]
    found = stats.repeat(waits, known[-1] if known else DAYS[0])
    window = LONG if rule.journey is Journey.LONG else SHORT
    return RepeatFinding(
        macro=rule.key,
        so_far=found.so_far,
        curve=tuple(_within(found.curve, day) for day in known) if found.curve else (),
        days=Middle(*(found.curve.quantile(share) for share in (0.25, 0.5, 0.75))) if found.curve else None,
        window=window,
        cohorts=tuple(_month(cohort, window, as_of) for cohort in journey.repeat_cohorts),
        often=dict(sorted(journey.repeats.items())),
    )


def _followed(waits: Sequence[Wait], day: int) -> int:
    """Visitors who were still waiting on that day."""
    return sum(wait.count for wait in waits if wait.day >= day)


def _within(curve: Lag, day: int) -> Within:
    point = curve.at(day)
    return Within(day, point.share, point.interval) if point else Within(day, 0.0, stats.Interval(0.0, 0.0))


def _month(cohort: RepeatCohort, window: int, as_of: date) -> RepeatMonth:
    month = periods.month(cohort.month)
    done = sum(wait.count for wait in cohort.lags if wait.happened)
    soon = sum(wait.count for wait in cohort.lags if wait.happened and wait.day <= window)
    mature = month.last_day + timedelta(days=window) <= as_of
    return RepeatMonth(month, Rate(done, cohort.visitors), Rate(soon, cohort.visitors) if mature else None)

"""Both tiers together, and each macro's way: how soon it follows the first visit, and what one is worth."""

from reportgen import stats
from reportgen.insights.journeys import typical_lag
from reportgen.model.counts import Counts
from reportgen.model.journeys import windows
from reportgen.model.settings import ConversionRule, Settings
from reportgen.model.tier_findings import TierFindings, WayFinding
from reportgen.stats import Rate, RateEstimate


def tiers(settings: Settings, counts: Counts, macro: RateEstimate) -> TierFindings | None:
    """None without a macro; `macro` is the rate of any of them. The spread of the other shares over the weeks is assumed: weeks do not
    count them."""
    if not settings.macros:
        return None
    found, visitors = counts.current.tiers, counts.current.traffic.visitors
    return TierFindings(
        engaged=_share(found.engaged, visitors),
        micro=_share(found.micro, visitors),
        macro=macro,
        both=Rate(found.both, found.macro),
        ways=tuple(_way(settings, counts, rule) for rule in settings.ranked_macros),
    )


def _share(n: int, of: int) -> RateEstimate:
    return stats.estimate_rate(Rate(n, of), stats.dispersion((), of))


def _way(settings: Settings, counts: Counts, rule: ConversionRule) -> WayFinding:
    way, horizon = counts.journeys.macros.get(rule.key), windows(rule).horizon
    waits = [wait for cohort in way.cohorts for wait in cohort.lags] if way else []
    macros = {one.key for one in settings.macros}
    return WayFinding(
        macro=rule.key,
        journey=rule.journey,
        horizon=horizon,
        expected=rule.expected_lag,
        lag=typical_lag(waits, horizon),
        value=rule.value.fixed if rule.value else None,
        source=rule.value.source if rule.value else None,
        leads_to=tuple(key for key in rule.supports if key in macros),
    )

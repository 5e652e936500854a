"""Visits, visitors and bounce rate: context that no colour judges."""

from reportgen import stats
from reportgen.insights.comparison import Comparisons, count_change, rate_change
from reportgen.insights.weeks import count_phi, rate_dispersion
from reportgen.model.counts import Counts, Traffic
from reportgen.model.findings import ContextFinding
from reportgen.stats import Rate


def engaged(traffic: Traffic) -> Rate:
    """Engaged sessions of all sessions (GA4's engagement rate)."""
    return Rate(traffic.engaged_sessions, traffic.sessions)


def bounced(traffic: Traffic) -> Rate:
    """GA4's bounce rate: sessions that were not engaged, of all sessions."""
    return Rate(traffic.sessions - traffic.engaged_sessions, traffic.sessions)


def context(counts: Counts, sides: Comparisons) -> ContextFinding:
    """The period's traffic beside the earlier periods'."""
    now = counts.current.traffic
    visitors_phi = count_phi(counts, None, lambda traffic, _: traffic.visitors)
    sessions_phi = count_phi(counts, None, lambda traffic, _: traffic.sessions)
    spread = rate_dispersion(counts, None, lambda traffic, _: engaged(traffic))
    previous, year = sides.previous, sides.year
    return ContextFinding(
        traffic=now,
        previous=previous.counts.traffic if previous.counts else None,
        year_before=year.counts.traffic if year.counts else None,
        visitors_against_previous=count_change(previous, now.visitors, visitors_phi, lambda part: part.traffic.visitors),
        visitors_against_year=count_change(year, now.visitors, visitors_phi, lambda part: part.traffic.visitors),
        sessions_against_previous=count_change(previous, now.sessions, sessions_phi, lambda part: part.traffic.sessions),
        sessions_against_year=count_change(year, now.sessions, sessions_phi, lambda part: part.traffic.sessions),
        bounce=stats.estimate_rate(bounced(now), spread),
        engaged_against_previous=rate_change(previous, engaged(now), spread, lambda part: engaged(part.traffic)),
    )

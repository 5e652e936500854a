"""Those who have not had a macro yet: hot leads, signals together, chances, and how long it takes (statistics 3.4)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from reportgen import stats
from reportgen.insights.leading import leading
from reportgen.insights.weeks import rate_dispersion
from reportgen.model.counts import Counts
from reportgen.model.hot import HotRule, hot_rule
from reportgen.model.journeys import HOT, MacroJourney, Micro
from reportgen.model.journeys_findings import BridgeFinding, JourneyFindings
from reportgen.model.lead_findings import (
    ChanceGroup,
    HotLeads,
    HotLevel,
    IntentLevel,
    LagCurve,
    LeadFindings,
    LeadScore,
    MacroLeads,
    RankedGroup,
)
from reportgen.model.settings import Settings
from reportgen.stats import SCORE_MACROS, Candidate, Dispersion, LeadGroup, Rate, Wait

LEARNT, JUDGED, NOW = 60, 30, 0
"""Landmarks, in days before as_of."""
FOLLOWED = 30
MOST_SIGNALS = 4
MOST_LINKS = 2
MOST_RANKED = 5
NOBODY = Rate(0, 0)


def leads(settings: Settings, counts: Counts, ways: JourneyFindings | None) -> LeadFindings | None:
    """Primary macros, the first where none is primary; None where nothing was linked."""
    if ways is None:
        return None
    told = [each for each in ways.bridges if each.primary] or list(ways.bridges[:1])
    return LeadFindings(
        macros=tuple(_macro(settings, counts, each) for each in told),
        leading=tuple(leading(settings, counts, each.macro) for each in told),
    )


def _macro(settings: Settings, counts: Counts, bridge: BridgeFinding) -> MacroLeads:
    way, rule = counts.journeys.macros[bridge.macro], hot_rule(settings)
    spread = rate_dispersion(counts, bridge.macro, lambda traffic, done: Rate(done.converters, traffic.visitors))
    return MacroLeads(
        macro=bridge.macro,
        hot=_hot(counts, way, rule, spread) if rule and way.standing.get(JUDGED) else None,
        score=_score(settings, way, bridge),
        intent=_intent(way, spread),
        curves=_curves(way, bridge),
    )


# --- hot leads ------------------------------------------------------------------------------------------------------


def _hot(counts: Counts, way: MacroJourney, rule: HotRule, spread: Dispersion) -> HotLeads:
    strata = [_strata(way, level) for level in rule.levels]
    chosen = stats.hot_rule(strata)
    links = stats.bridges([Candidate(each) for each in strata])
    levels = []
    for level, link in zip(rule.levels, links, strict=True):
        before, pair = way.standing[JUDGED], way.pairs.get(Micro("", HOT, level))
        levels.append(
            HotLevel(
                at_least=level,
                visitors=pair.visitors if pair else 0,
                standing=_of(way.standing.get(NOW, {}), level).of,
                hot=stats.estimate_rate(_of(before, level), spread),
                others=stats.estimate_rate(sum((rate for held, rate in before.items() if held < level), NOBODY), spread),
                link=link,
            )
        )
    return HotLeads(
        micros=rule.micros,
        within=rule.within,
        declared=rule.declared,
        all_of=rule.declared and rule.at_least == len(rule.micros) > 1,
        levels=tuple(levels),
        own=rule.levels.index(rule.at_least),
        clearest=chosen.chosen if chosen else None,
        landmark=counts.as_of - timedelta(days=JUDGED),
        days=FOLLOWED,
    )


def _strata(way: MacroJourney, level: int) -> tuple[stats.Stratum, ...]:
    pair = way.pairs.get(Micro("", HOT, level))
    return tuple(pair.strata.values()) if pair else ()


def _of(standing: Mapping[int, Rate], level: int) -> Rate:
    return sum((rate for held, rate in standing.items() if held >= level), NOBODY)


# --- chances --------------------------------------------------------------------------------------------------------


def _score(settings: Settings, way: MacroJourney, bridge: BridgeFinding) -> LeadScore | None:
    """Learnt on the first landmark, judged on the second; ranked without chances where there is too little to learn from."""
    learnt, judged, now = (way.leads.get(back, ()) for back in (LEARNT, JUDGED, NOW))
    if not now:
        return None
    score, macros = stats.train_score(learnt), sum(one.k for one in learnt)
    if score is None or not judged:
        return LeadScore(macros, SCORE_MACROS, None, (), _ranked(settings, now, bridge))
    today = stats.judge_score(score, now)
    groups = tuple(ChanceGroup(one.happened.of, one.said) for one in today.bins)
    return LeadScore(macros, SCORE_MACROS, stats.judge_score(score, judged), groups, ())


def _ranked(settings: Settings, now: Sequence[LeadGroup], bridge: BridgeFinding) -> tuple[RankedGroup, ...]:
    links = {link.micro: link.link.marked and not link.fewer for link in bridge.links}
    marked = [links.get(micro.key, False) for micro in settings.micros]
    found: dict[tuple[int, int], int] = {}
    for at in stats.rank_leads([one.profile for one in now], marked):
        profile = now[at].profile
        alike = profile.recency, sum(done and counts for done, counts in zip(profile.marks, marked, strict=True))
        found[alike] = found.get(alike, 0) + now[at].n
    return tuple(RankedGroup(recency, held, visitors) for (recency, held), visitors in list(found.items())[:MOST_RANKED])


# --- signals together -----------------------------------------------------------------------------------------------


def _intent(way: MacroJourney, spread: Dispersion) -> tuple[IntentLevel, ...]:
    said, happened, now = (_by_number(way.leads.get(back, ())) for back in (LEARNT, JUDGED, NOW))
    if not happened:
        return ()
    levels = []
    for level in range(MOST_SIGNALS + 1):
        before, after = (stats.estimate_rate(each.get(level, NOBODY), spread) for each in (said, happened))
        if before.rate.of or after.rate.of:
            levels.append(IntentLevel(level, level == MOST_SIGNALS, before, after, now.get(level, NOBODY).of))
    return tuple(levels)


def _by_number(groups: Sequence[LeadGroup]) -> Mapping[int, Rate]:
    found: dict[int, Rate] = {}
    for one in groups:
        held = min(sum(one.profile.marks), MOST_SIGNALS)
        found[held] = found.get(held, NOBODY) + Rate(one.k, one.n)
    return found


# --- how long it takes ----------------------------------------------------------------------------------------------


def _curves(way: MacroJourney, bridge: BridgeFinding) -> tuple[LagCurve, ...]:
    """From the first visit, and from the clearest links that stand out with more of the macro."""
    marked = [link.micro for link in bridge.links if link.link.marked and not link.fewer]
    first = _curve(None, [wait for cohort in way.cohorts for wait in cohort.lags], way)
    found = [curve for micro in marked if (curve := _curve(micro, way.pairs[Micro(micro)].lags, way))]
    return tuple(([first] if first else []) + found[: MOST_LINKS if first else MOST_LINKS + 1])


def _curve(micro: str | None, waits: Sequence[Wait], way: MacroJourney) -> LagCurve | None:
    curve = stats.lag(waits, way.windows.horizon)
    if curve is None:
        return None
    whole = curve.points[-1].share
    early, half, late = (curve.quantile(share) for share in (0.25, 0.5, 0.75))
    points = tuple((point.day, point.share / whole) for point in curve.points)
    return LagCurve(micro, points, early, half, late, curve.horizon, curve.visitors, curve.events)

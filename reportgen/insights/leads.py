"""Those who have not had a macro yet: hot leads, signals together, chances, and how long it takes (statistics 3.4)."""

from collections.abc import Collection, Iterable, Mapping, Sequence

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
    IntentLevel,
    LagCurve,
    LeadFindings,
    LeadScore,
    MacroLeads,
    RankedGroup,
)
from reportgen.model.settings import Settings
from reportgen.stats import SCORE_MACROS, Candidate, Dispersion, LeadGroup, Link, Rate, Stratum, Wait

LEARNT, JUDGED, NOW = 60, 30, 0
"""Landmarks, in days before as_of."""
FOLLOWED = 30
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
        hot=_hot(way, rule, spread) if rule else None,
        score=_score(settings, way, bridge),
        curves=_curves(way, bridge),
    )


# --- hot leads ------------------------------------------------------------------------------------------------------


def _hot(way: MacroJourney, rule: HotRule, spread: Dispersion) -> HotLeads | None:
    past = {back: held for back, held in way.standing.items() if back}
    if not past:
        return None
    strata = [_strata(way, level) for level in rule.levels]
    links = dict(zip(rule.levels, stats.bridges([Candidate(each) for each in strata]), strict=True))
    chosen, own = stats.hot_rule(strata), way.pairs.get(Micro("", HOT, rule.at_least))
    numbers = sorted({*range(rule.levels[-1] + 1)})
    return HotLeads(
        micros=rule.micros,
        at_least=rule.at_least,
        within=rule.within,
        declared=rule.declared,
        all_of=rule.declared and rule.at_least == len(rule.micros) > 1,
        visitors=own.visitors if own else 0,
        standing=sum(rate.of for held, rate in way.standing.get(NOW, {}).items() if held >= rule.at_least),
        hot=stats.estimate_rate(_summed(past.values(), range(rule.at_least, numbers[-1] + 1)), spread),
        others=stats.estimate_rate(_summed(past.values(), range(rule.at_least)), spread),
        link=links[rule.at_least],
        levels=tuple(_level(way, number, number == numbers[-1] < len(rule.micros), links, spread) for number in numbers),
        clearest=rule.levels[chosen.chosen] if chosen else None,
        stretches=len(past),
        days=FOLLOWED,
    )


def _level(way: MacroJourney, number: int, more: bool, links: Mapping[int, Link], spread: Dispersion) -> IntentLevel:
    backs = sorted(back for back in way.standing if back)
    newer, older = backs[: len(backs) // 2], backs[len(backs) // 2 :]
    said, happened = (stats.estimate_rate(_summed([way.standing[at] for at in half], [number]), spread) for half in (older, newer))
    return IntentLevel(number, more, said, happened, way.standing.get(NOW, {}).get(number, NOBODY).of, links.get(number))


def _strata(way: MacroJourney, level: int) -> tuple[Stratum, ...]:
    pair = way.pairs.get(Micro("", HOT, level))
    return tuple(pair.strata.values()) if pair else ()


def _summed(parts: Iterable[Mapping[int, Rate]], numbers: Collection[int]) -> Rate:
    return sum((rate for part in parts for held, rate in part.items() if held in numbers), NOBODY)


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

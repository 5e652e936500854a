"""Where people stop: stages they go no further from, and pages after which they take no step (statistics 4)."""

from reportgen import stats
from reportgen.insights.step_rates import Cell, judged
from reportgen.model.counts import Counts
from reportgen.model.funnel_findings import CaughtFinding, StallFinding
from reportgen.model.settings import Settings
from reportgen.periods import Period
from reportgen.stats import Dispersion

INTENT = "intent"


def caught_findings(counts: Counts) -> tuple[CaughtFinding, ...]:
    """As counted, with intervals."""
    chance = Dispersion(1.0, assumed=True, df=float("inf"))
    found = counts.journeys.caught
    return tuple(CaughtFinding(one.stage, one.days, one.period, stats.estimate_rate(one.on, chance), one.macros) for one in found)


def stall_findings(settings: Settings, counts: Counts) -> tuple[StallFinding, ...]:
    """Every watched page that somebody saw in the period a week ago or more, those that lose most visitors first."""
    found = counts.journeys.stalls
    current = next((stall.period for stall in found if stall.period.begin == counts.current.period.begin), counts.current.period)
    targets = list(dict.fromkeys(stall.target for stall in found if stall.period == current))
    cells = {target: [Cell(stall.period, stall.channel, stall.stopped) for stall in found if stall.target == target] for target in targets}
    return _ranked(settings, {stall.target for stall in found if stall.is_group}, cells, current)


def _ranked(settings: Settings, groups: set[str], cells: dict[str, list[Cell]], current: Period) -> tuple[StallFinding, ...]:
    rates = judged(cells, current)
    lost = dict(zip(rates, stats.lost([one.change.now for one in rates.values()]), strict=True))
    intent = {page for rule in settings.micros if rule.stage == INTENT for part in rule.match for page in part.page}
    stalls = settings.report.stalls
    ordered = sorted(rates, key=lambda target: (-lost[target], target))
    return tuple(
        StallFinding(
            target=target,
            is_group=target in groups,
            intent=target in intent,
            stopped=rates[target].estimate,
            change=rates[target].change,
            lost=lost[target],
            unlike_before=rates[target].unlike_before(target),
            unlike_others=rates[target].unlike_others(target),
            suggestions=stalls.playbook.get(target) or stalls.suggestions,
        )
        for target in ordered
    )

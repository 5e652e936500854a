"""Small words about steps and pages that several parts of the section on leaks share."""

from datetime import timedelta

from reportgen.model.document import Cell, Mark, Tone
from reportgen.model.funnel_findings import ChannelGap, FunnelFinding, StallFinding, StepFinding
from reportgen.stats import CLEAR, RateEstimate, StepChange, Verdict
from reportgen.wording import changes, link_charts
from reportgen.wording.draft import Draft
from reportgen.wording.topics import topic

LEAST_NOW, LEAST_BEFORE = 30, 100
"""Visitors from which on a step is held against the weeks before."""


def step_label(draft: Draft, funnel: FunnelFinding, step: StepFinding) -> str:
    """A stage's label, else the labels of the step's rules."""
    stages = draft.stages()
    if step.key in stages and not funnel.abandoned:
        return stages[step.key]
    return draft.listed(map(draft.rule_label, step.rules))


def followed_day(draft: Draft, funnel: FunnelFinding) -> str:
    """The last day whose entrants have been followed for as long as the step rates look."""
    return draft.day(draft.findings.as_of - timedelta(days=funnel.age))


def label_of(draft: Draft, funnel: FunnelFinding, key: str) -> str:
    """The label of the step with this key."""
    return next((step_label(draft, funnel, step) for step in funnel.steps if step.key == key), key)


def target_label(draft: Draft, stall: StallFinding) -> str:
    """A page group by its name, a page or pattern as it is."""
    return topic(draft, stall.target) if stall.is_group else stall.target


def rate_cell(draft: Draft, estimate: RateEstimate | None) -> Cell:
    """A rate with n/N and interval; under thirty visitors its counts alone, and how many more it takes."""
    if estimate is None:
        return Cell("")
    if estimate.rate.of < LEAST_NOW:
        counted = draft.say("number.of", n=estimate.rate.n, of=estimate.rate.of)
        more = draft.say("funnel.more_needed", n=LEAST_NOW - estimate.rate.of)
        note = draft.say("number.beside", left=counted, right=more)
        return Cell("", note=note, mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    return changes.rate_cell(draft, estimate)


def usual_cell(draft: Draft, change: StepChange | None, *, more_is_better: bool) -> Cell:
    """The range in which the rate usually lies, and whether it is outside on evidence."""
    if change is None:
        return Cell("")
    if change.usual is None:
        before = LEAST_BEFORE - change.before.of
        note = draft.say("funnel.before_needed", n=before) if before > 0 and change.now.of >= LEAST_NOW else None
        return Cell("", note=note, mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    text = draft.range(change.usual)
    if change.verdict not in CLEAR:
        return Cell(text, sort=change.usual.low)
    good = (change.verdict is Verdict.UP) is more_is_better
    return Cell(text, note=draft.say(f"funnel.{change.verdict}"), tone=Tone.GOOD if good else Tone.BAD, sort=change.usual.low)


def gap_facts(draft: Draft, found: ChannelGap) -> dict[str, str]:
    """A channel beside the others: both rates, the odds ratio and its range."""
    gap = found.gap
    assert gap.odds_ratio is not None
    assert gap.interval is not None
    return {
        "channel": found.channel,
        "rate": changes.rate_text(draft, gap.channel),
        "counted": draft.say("number.of", n=gap.channel.n, of=gap.channel.of),
        "rest": changes.rate_text(draft, gap.rest),
        "ratio": link_charts.number(draft, gap.odds_ratio),
        "level": draft.level(gap.interval),
        "low": link_charts.number(draft, gap.interval.low),
        "high": link_charts.number(draft, gap.interval.high),
    }


def change_facts(draft: Draft, change: StepChange) -> dict[str, str]:
    """A rate beside its usual range."""
    assert change.usual is not None
    counted = draft.say("number.of", n=change.now.n, of=change.now.of)
    return {"rate": changes.rate_text(draft, change.now), "counted": counted, "usual": draft.range(change.usual)}

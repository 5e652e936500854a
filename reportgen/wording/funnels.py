"""The section on steps and leaks: how many go from step to step, beside what is usual; where they stop, and what to look at there."""

from collections.abc import Sequence

from reportgen.model.document import Block, Figure, Paragraph, Section, Subheading
from reportgen.model.funnel_findings import FunnelFinding, FunnelFindings
from reportgen.stats import CLEAR, StepChange, Verdict
from reportgen.wording import changes, funnel_chart, funnel_steps, funnel_words, ladder, lead_pipeline, leaks
from reportgen.wording.draft import Draft


def section(draft: Draft) -> Section:
    """Primary macros' funnels whole, the others in a few sentences; the ladder; who was caught; where people stop."""
    kicker, found = draft.say("funnel.kicker"), draft.findings.funnels
    if found is None:
        return Section("funnel", kicker, draft.say("funnel.none_heading"), draft.say("funnel.none"), tuple(lead_pipeline.blocks(draft)))
    blocks: list[Block] = []
    for place, each in enumerate(found.funnels):
        blocks.extend(_whole(draft, each) if each.primary or not place or each.abandoned else _short(draft, each))
    blocks.extend(ladder.blocks(draft, found.ladder))
    blocks.extend(lead_pipeline.blocks(draft))
    blocks.extend(leaks.caught_blocks(draft, found.caught))
    blocks.extend(leaks.stall_blocks(draft, found.stalls))
    return Section("funnel", kicker, _heading(draft, found), _lead(draft, found), tuple(blocks))


def _heading(draft: Draft, found: FunnelFindings) -> str:
    """What is unlike before: steps, then pages; that nothing is; or that nothing can be told."""
    steps = [(funnel, step) for funnel in found.funnels for step in funnel.steps[max(funnel.shared, 1) :]]
    for verdict in (Verdict.DOWN, Verdict.UP):
        marked = [funnel_words.step_label(draft, funnel, step) for funnel, step in steps if step.change and step.change.verdict is verdict]
        if marked:
            return draft.say(f"funnel.heading_{verdict}", labels=draft.listed(marked))
        stalled = {Verdict.DOWN: Verdict.UP, Verdict.UP: Verdict.DOWN}[verdict]
        pages = [funnel_words.target_label(draft, one) for one in found.stalls if one.change.verdict is stalled]
        if pages:
            return draft.say(f"funnel.heading_stall_{stalled}", labels=draft.listed(pages))
    if _told_any([step.change for _, step in steps]):
        return draft.say("funnel.heading_still")
    return draft.say("funnel.heading_still_pages" if _told_any([stall.change for stall in found.stalls]) else "funnel.heading_few")


def _told_any(changes: Sequence[StepChange | None]) -> bool:
    """Whether any was more than counted."""
    return any(change and change.verdict is not Verdict.COUNTS_ONLY for change in changes)


def _lead(draft: Draft, found: FunnelFindings) -> str:
    """The first step of the first funnel, and how few go step by step; without a funnel, the page that loses most."""
    if not found.funnels:
        return leaks.sentence(draft, found.stalls[0]) if found.stalls else draft.say("funnel.lead_open")
    return draft.together([_first_step(draft, found.funnels[0]), *funnel_steps.in_order(draft, found.funnels[0])])


def _first_step(draft: Draft, funnel: FunnelFinding) -> str:
    first, second = (funnel_words.step_label(draft, funnel, step) for step in funnel.steps[:2])
    change = funnel.steps[1].change
    told = {"first": first, "second": second, "days": draft.count(funnel.age)}
    day = funnel_words.followed_day(draft, funnel)
    if change is None or not change.now.of:
        return draft.say("funnel.first_nobody", first=first, day=day)
    counted = {"rate": changes.rate_text(draft, change.now), "took": draft.count(change.now.n), "day": day}
    if change.usual is None:
        return draft.say("funnel.first", n=change.now.of, **told, **counted)
    usual = draft.range(change.usual)
    key = f"funnel.first_{change.verdict}" if change.verdict in CLEAR else "funnel.first_usual"
    return draft.say(key, n=change.now.of, usual=usual, **told, **counted)


def _whole(draft: Draft, funnel: FunnelFinding) -> list[Block]:
    blocks: list[Block] = [Subheading(f"funnel-{funnel.key}", funnel_steps.statement(draft, funnel))]
    blocks.extend(Paragraph(text) for text in funnel_steps.marked(draft, funnel))
    chart = funnel_chart.chart(draft, funnel)
    blocks.extend([Figure(f"funnel-chart-{funnel.key}", chart)] if chart else [])
    blocks.append(funnel_steps.steps_table(draft, funnel))
    blocks.append(funnel_steps.times_table(draft, funnel))
    return [*blocks, *_told(draft, funnel)]


def _short(draft: Draft, funnel: FunnelFinding) -> list[Block]:
    """What a funnel that shares its first steps with one told before adds to it."""
    marked = [Paragraph(text) for text in funnel_steps.marked(draft, funnel)]
    told = [*funnel_steps.in_order(draft, funnel), *funnel_steps.beside(draft, funnel)]
    text = [Paragraph(draft.together(told))] if told else []
    return [Subheading(f"funnel-{funnel.key}", funnel_steps.statement(draft, funnel)), *marked, *text]


def _told(draft: Draft, funnel: FunnelFinding) -> list[Block]:
    told = funnel_steps.beside(draft, funnel)
    return [Paragraph(draft.together(told))] if told else []

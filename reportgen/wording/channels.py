"""The section on channels and campaigns: rates, who leads, messages, attribution, and whether what works still works."""

from reportgen.model.counts import Dimension
from reportgen.model.document import Block, Paragraph, Section
from reportgen.model.findings import BreakdownFinding, RuleFinding, SliceFinding
from reportgen.model.settings import SectionName
from reportgen.stats.measures import Rate
from reportgen.wording import (
    attribution,
    breakdowns,
    campaigns,
    changes,
    costs,
    figures,
    lead_value,
    link_spread,
    messages,
    numbers,
    protect,
)
from reportgen.wording.calls import Action, Call
from reportgen.wording.draft import Draft
from reportgen.wording.figures import slice_name

Found = dict[Dimension, BreakdownFinding]
SPENT = (Dimension.CAMPAIGN, Dimension.TACTIC, Dimension.INITIATIVE)
"""What money and work go into."""
SHORT = (Dimension.SOURCE, Dimension.COUNTRY)


def section(draft: Draft) -> Section:
    """One table a dimension that has more than one value, a line for the others; between them what they lead to."""
    kicker = draft.say("breakdown.kicker")
    found = {one.dimension: one for one in draft.findings.breakdowns if one.slices}
    if not found or draft.findings.context.traffic.visitors == 0:
        nobody = draft.say("breakdown.none")
        return Section("channels", kicker, draft.say("breakdown.heading_plain"), nobody, tuple(lead_value.blocks(draft)))
    channels = found.get(Dimension.CHANNEL)
    rule = _told_of(draft, channels)
    chart = figures.forest(draft, channels, rule) if channels and rule else None
    spent = costs.table(draft)
    blocks: list[Block] = [
        *([chart] if chart else []),
        *_tables(draft, found, rule, (Dimension.CHANNEL,)),
        *protect.blocks(draft),
        *campaigns.blocks(draft),
        *_tables(draft, found, rule, SPENT),
        *([spent] if spent else []),
        *lead_value.blocks(draft),
        *messages.blocks(draft),
        *attribution.blocks(draft),
        *link_spread.blocks(draft),
        *_tables(draft, found, None, (Dimension.DEVICE,)),
        *_platforms(draft, found),
    ]
    blocks.extend(breakdowns.short(draft, found[one], rule) for one in SHORT if rule and one in found and len(found[one].slices) > 1)
    blocks.append(Paragraph(draft.say("breakdown.note_first"), "note"))
    if any(_has_marks(one) for one in found.values()):
        blocks.append(Paragraph(draft.say("breakdown.note_marks"), "note"))
    return Section("channels", kicker, _heading(draft, channels), _lead(draft, channels), tuple(blocks))


def _has_marks(found: BreakdownFinding) -> bool:
    """Whether a row of its table stands out, or says that it is too small to be ranked with the others."""
    ranked = [each for each in found.slices if each.rankable]
    return bool(ranked) and (len(ranked) < len(found.slices) or any(mark for each in ranked for mark in each.marked.values()))


def _tables(draft: Draft, found: Found, rule: RuleFinding | None, wanted: tuple[Dimension, ...]) -> list[Block]:
    """A table each; a line on a dimension of one value, or of the groups that one before it has."""
    told: list[Block | None] = []
    for place, one in enumerate(wanted):
        if one not in found:
            continue
        if len(found[one].slices) < 2:
            told.append(breakdowns.single(draft, found[one]))
            continue
        before = (found[other] for other in wanted[:place] if other in found)
        again = next((line for other in before if (line := breakdowns.same(draft, found[one], other))), None)
        told.append(again or breakdowns.table(draft, found[one], shares_of=rule))
    return [block for block in told if block]


def _platforms(draft: Draft, found: Found) -> list[Block]:
    """Split and combined where people come by several platforms; nothing where all come by one."""
    platforms = found.get(Dimension.PLATFORM)
    if platforms is None or len(platforms.slices) < 2:
        return []
    tables = _tables(draft, found, None, (Dimension.PLATFORM,))
    split = breakdowns.split(draft, platforms)
    return [*tables, split] if split else tables


def _told_of(draft: Draft, channels: BreakdownFinding | None) -> RuleFinding | None:
    """The macro that the section speaks of: the first with a rate by channel that sets one apart, else the first with any."""
    ordered = sorted(draft.findings.macros, key=lambda rule: rule is not draft.primary)
    able = [rule for rule in ordered if channels and any(rule.key in one.estimates for one in channels.slices)]
    marked = [rule for rule in able if channels and any(one.marked.get(rule.key) for one in channels.slices)]
    return next(iter([*marked, *able]), None)


def _standout(draft: Draft, channels: BreakdownFinding | None) -> SliceFinding | None:
    """The channel marked for the primary macro; with several, the one with most visitors."""
    primary = _told_of(draft, channels)
    if channels is None or primary is None:
        return None
    return next((one for one in channels.slices if one.marked.get(primary.key)), None)


def keep(draft: Draft) -> list[Action]:
    """The channel whose visitors do the macro more often than all others; empty where none stands above them."""
    channels = next((one for one in draft.findings.breakdowns if one.dimension is Dimension.CHANNEL), None)
    standout, rule = _standout(draft, channels), _told_of(draft, channels)
    if standout is None or rule is None or standout.marked[rule.key] < 0:
        return []
    channel, (own, others) = slice_name(draft, standout.value), _beside(draft, standout, rule)
    number = draft.say("breakdown.keep_number", rate=own, others=others, label=draft.label(rule))
    return [Action(Call.KEEP, channel, draft.say("breakdown.keep", value=channel), number, draft.place(SectionName.CHANNELS))]


def _beside(draft: Draft, one: SliceFinding, rule: RuleFinding) -> tuple[str, str]:
    """The rate of a channel's visitors, and that of all others."""
    own, everyone = one.estimates[rule.key].rate, rule.estimate.rate
    return changes.rate_text(draft, own), changes.rate_text(draft, Rate(everyone.n - own.n, everyone.of - own.of))


def _heading(draft: Draft, channels: BreakdownFinding | None) -> str:
    primary, standout = _told_of(draft, channels), _standout(draft, channels)
    if primary and standout:
        key = "above" if standout.marked[primary.key] > 0 else "below"
        return draft.say(f"breakdown.heading_{key}", value=slice_name(draft, standout.value), label=draft.label(primary))
    if primary and channels and sum(one.rankable for one in channels.slices) > 1:
        return draft.say("breakdown.heading_none", label=draft.label(primary))
    return draft.say("breakdown.heading_plain")


def _lead(draft: Draft, channels: BreakdownFinding | None) -> str | None:
    if channels is None:
        return None
    first, total = channels.slices[0], draft.findings.context.traffic.visitors
    standout, primary = _standout(draft, channels), _told_of(draft, channels)
    if standout and primary and standout.estimates[primary.key].rate.of < primary.estimate.rate.of:
        own, others = _beside(draft, standout, primary)
        told = {"value": slice_name(draft, standout.value), "rate": own, "others": others}
        return draft.say("breakdown.lead_marked", **told, label=draft.label(primary))
    share = numbers.rate(draft.voice.locale, Rate(first.traffic.visitors, total)) or draft.say("number.none")
    return draft.say("breakdown.lead", value=slice_name(draft, first.value), visitors=first.traffic.visitors, of=total, share=share)

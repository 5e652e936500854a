"""Whether a signal goes along with a macro as much in one channel as in another."""

from reportgen.model.channel_findings import ChannelLink, LinkSpread
from reportgen.model.document import Block, Cell, Column, Paragraph, Row, Subheading, Table
from reportgen.wording import link_charts, numbers
from reportgen.wording.draft import Draft
from reportgen.wording.figures import slice_name


def blocks(draft: Draft) -> tuple[Block, ...]:
    """A table for each signal that differs; one sentence where none does; nothing where none could be compared."""
    found = draft.findings.channels.links if draft.findings.channels else ()
    differing = [one for one in found if one.differs]
    if not found:
        return ()
    if not differing:
        macros = draft.listed(map(draft.rule_label, dict.fromkeys(one.macro for one in found)))
        return (Paragraph(draft.say("spread.same", n=len({one.micro for one in found}), macros=macros), "note"),)
    signals = list(dict.fromkeys(draft.rule_label(one.micro) for one in differing))
    heading = Subheading("link-spread", draft.say("spread.heading", n=len(signals), labels=draft.listed(signals)))
    return (heading, *(_table(draft, one) for one in differing))


def _table(draft: Draft, found: LinkSpread) -> Table:
    level = numbers.exact_share(draft.voice.locale, 0.95)
    head = (
        Column(draft.say("spread.column_channel")),
        Column(draft.say("spread.column_observed"), numeric=True),
        Column(draft.say("spread.column_expected"), numeric=True),
        Column(draft.say("spread.column_ratio"), numeric=True),
        Column(draft.say("spread.column_range", level=level), numeric=True),
    )
    caption = draft.say("spread.table", micro=draft.rule_label(found.micro), macro=draft.rule_label(found.macro))
    return Table(f"spread-{found.macro}-{found.micro}", caption, head, tuple(_row(draft, one) for one in found.channels))


def _row(draft: Draft, one: ChannelLink) -> Row:
    link = one.link
    assert link.interval is not None
    assert link.odds_ratio is not None
    low, high = (link_charts.number(draft, end) for end in (link.interval.low, link.interval.high))
    return Row(
        (
            Cell(slice_name(draft, one.channel)),
            Cell(draft.count(link.observed), sort=link.observed),
            Cell(draft.count(round(link.expected)), sort=link.expected),
            Cell(link_charts.number(draft, link.odds_ratio), sort=link.odds_ratio),
            Cell(draft.say("number.range", low=low, high=high)),
        )
    )

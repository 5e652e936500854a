"""The section on outside counters: totals without people behind them, flows and stocks apart."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Section, Table
from reportgen.model.outside import CounterCounts, Flow, Level
from reportgen.model.outside_findings import CounterFinding, NetSlice
from reportgen.model.settings import About
from reportgen.periods import Grain, Period
from reportgen.wording import counters_cells as cells
from reportgen.wording import counters_more, counters_values
from reportgen.wording.draft import Draft

Places = frozenset[tuple[str, str]]
"""Counters by their input and key."""


def section(draft: Draft) -> Section:
    """Flows with their changes, stocks with their net changes, one for each of another; none of them linked to a conversion."""
    found = draft.findings.outside
    kicker, counters = draft.say("counters.kicker"), found.counters if found else ()
    told = told_of(draft)
    if not found or not told:
        return Section("counters", kicker, draft.say("counters.none_heading"), draft.say("counters.none", n=len(counters)), ())
    values = counters_values.shown_there(told)
    here = [one for one in told if one.counts.whole or (one.counts.input, one.counts.key) not in values]
    tables = (
        _table(draft, [one for one in here if not one.counts.stock], values, stock=False),
        _table(draft, [one for one in here if one.counts.stock], values, stock=True),
        *counters_values.tables(draft, told),
        counters_more.ratios(draft, found.ratios, _earlier(told)),
        counters_more.tabulated(draft, told, Grain.MONTH),
        counters_more.tabulated(draft, told, Grain.WEEK),
    )
    blocks: list[Block] = [table for table in tables if table]
    blocks.extend(Paragraph(text, "note") for text in _notes(draft, counters, told))
    return Section("counters", kicker, heading(draft, told), draft.say("counters.lead"), tuple(blocks))


def told_of(draft: Draft) -> list[CounterFinding]:
    """The counters of which a number is known, in the order in which they are told."""
    found = draft.findings.outside
    return ordered([one for one in found.counters if _is_told(one.counts)]) if found else []


def ordered(counters: Sequence[CounterFinding]) -> list[CounterFinding]:
    """What is about the same thing stands together, in the order of `About`; what says nothing comes last."""
    place = {about: index for index, about in enumerate(About)}
    return sorted(counters, key=lambda one: place[one.about] if one.about else len(place))


def _notes(draft: Draft, counters: Sequence[CounterFinding], told: Sequence[CounterFinding]) -> Iterator[str]:
    if any(one.counts.grain is not Grain.DAY and not one.counts.stock for one in told):
        yield draft.say("counters.spread")
    if any(one.counts.people for one in told):
        yield draft.say("counters.people")
    silent = [draft.say("counters.named", label=one.counts.label, platform=where(one.counts)) for one in counters if one not in told]
    if silent:
        yield draft.say("counters.silent", n=len(silent), labels=draft.listed(silent))


def _is_told(counts: CounterCounts) -> bool:
    """Whether any number is known of the periods that the tables show."""
    slices = [part for part in (counts.whole, *counts.slices) if part]
    parts = [each for part in slices for each in (part.current, part.previous, part.year_before) if each]
    return any(part.days > 0 if isinstance(part, Flow) else part.value is not None for part in parts)


def heading(draft: Draft, told: Sequence[CounterFinding]) -> str:
    """The first stock that is told whole, else the first flow; else how many counters there are."""
    for one in told:
        level = one.counts.whole.current if one.counts.whole else None
        if isinstance(level, Level) and level.value is not None and level.net is not None:
            way = "rose" if level.net > 0 else "fell" if level.net < 0 else "stayed"
            change, value = (cells.number(draft, one.unit, each) for each in (abs(level.net), level.value))
            return draft.say(f"counters.heading_{way}", label=one.counts.label, change=change, value=value)
    for one in told:
        flow = one.counts.whole.current if one.counts.whole else None
        if isinstance(flow, Flow) and flow.days:
            return draft.say(
                "counters.heading_flow", label=one.counts.label, value=cells.number(draft, one.unit, flow.total), period=draft.period
            )
    return draft.say("counters.heading_plain", n=len(told))


def _earlier(counters: Sequence[CounterFinding]) -> tuple[Period, Period] | None:
    """The period before and the one a year before, as all counters have them."""
    parts = (part for one in counters for part in (one.counts.whole, *one.counts.slices) if part)
    return next(((part.previous.period, part.year_before.period) for part in parts if part.previous and part.year_before), None)


def _table(draft: Draft, counters: Sequence[CounterFinding], values: Places, *, stock: bool) -> Table | None:
    earlier = _earlier(counters)
    if earlier is None:
        return None
    kind, previous, year = "stocks" if stock else "flows", *map(draft.span, earlier)
    heads = (
        [draft.say("counters.column_level"), *(draft.say("counters.column_net", period=each) for each in (draft.period, previous))]
        if stock
        else [draft.period, draft.say("counters.column_against", period=previous)]
    )
    last = draft.say("counters.column_net_year") if stock else draft.say("counters.column_against", period=year)
    head = (Column(draft.say("counters.column_name")), *(Column(text, numeric=True) for text in (*heads, last)))
    grouped = len(counters) > 1 and any(one.about for one in counters)
    groups = [counters_more.group(draft, one.about) if grouped else None for one in counters]
    rows = tuple(
        row
        for one, group in zip(counters, groups, strict=True)
        for row in _rows(draft, one, group, apart=(one.counts.input, one.counts.key) not in values)
    )
    notes = [draft.say("counters.stock_note")] if stock else []
    changes = [change for one in counters for change in (one.against_previous, one.against_year) if change and change.relative is not None]
    if any(change.interval is None for change in changes):
        notes.append(draft.say("counters.no_range"))
    return Table(f"counters-{kind}", draft.say(f"counters.{kind}", period=draft.period), head, rows, tuple(notes))


def _rows(draft: Draft, one: CounterFinding, group: str | None, *, apart: bool) -> Iterator[Row]:
    """The counter, below it the net of those who came and left and, if `apart`, each value of its dimension. What does not add up over a
    dimension has no number of its own; of a single value the counter's row tells."""
    counts = one.counts
    nets = {net.value: net for net in one.net}
    single = len(counts.slices) == 1 and not counts.left_out
    whole = counts.whole or (counts.slices[0] if single else None)
    if whole is None:
        none = Cell("", mark=Mark.MISSING, note=draft.say("counters.apart"))
        yield Row((_name(draft, one), none, *_blank(3 if counts.stock else 2)), group)
    else:
        yield Row((_name(draft, one), *cells.cells(draft, whole, one.unit, one if counts.whole else None)), group)
        yield from _net_row(draft, one, nets.get(None), group)
    if single or not apart:
        return
    for part in counts.slices:
        own = cells.cells(draft, part, one.unit, None)
        bare = own if counts.stock else [replace(cell, note=None) for cell in own]
        yield Row((Cell(part.value or draft.say("number.not_set")), *bare), group, sub=True)
    if counts.left_out:
        more = Cell(draft.say("counters.more", n=counts.left_out))
        yield Row((more, *_blank(4 if counts.stock else 3)), group, sub=True, muted=True)


def _net_row(draft: Draft, one: CounterFinding, net: NetSlice | None, group: str | None) -> Iterator[Row]:
    if net is not None:
        parts = (net.current, net.previous, net.year_before)
        yield Row((Cell(draft.say("counters.net_row")), *(cells.net(draft, one.unit, part) for part in parts)), group, sub=True)


def _name(draft: Draft, one: CounterFinding) -> Cell:
    """The counter and whose number it is; every counter names its platform, and the only value of its dimension."""
    counts = one.counts
    grain = draft.say(f"counters.by_{counts.grain}")
    value = counts.slices[0].value if len(counts.slices) == 1 and not counts.left_out else None
    platform = draft.say("counters.of", platform=where(counts), value=value) if value else where(counts)
    key = "counters.where_people" if counts.people else "counters.where"
    return Cell(counts.label, note=draft.say(key, platform=platform, grain=grain))


def where(counts: CounterCounts) -> str:
    """The counter's platform; its input's name without one."""
    return counts.platform or counts.input


def _blank(n: int) -> tuple[Cell, ...]:
    return (Cell(""),) * n

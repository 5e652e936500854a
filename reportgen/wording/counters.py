"""The section on outside counters: totals without people behind them, flows and stocks apart."""

from collections.abc import Iterator, Sequence

from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Section, Table, Tone
from reportgen.model.outside import CounterCounts, CounterSlice, Flow, Level
from reportgen.model.outside_findings import CounterFinding
from reportgen.periods import Grain
from reportgen.stats.measures import CountChange, Verdict
from reportgen.wording import numbers
from reportgen.wording.draft import Draft


def section(draft: Draft) -> Section:
    """Flows with their changes, stocks with their net changes; none of them linked to a conversion."""
    found = draft.findings.outside
    kicker, counters = draft.say("counters.kicker"), found.counters if found else ()
    told = [one for one in counters if _is_told(one.counts)]
    if not told:
        return Section("counters", kicker, draft.say("counters.none_heading"), draft.say("counters.none", n=len(counters)), ())
    tables = (_table(draft, [one for one in counters if one.counts.stock is stock], stock=stock) for stock in (False, True))
    blocks: list[Block] = [table for table in tables if table]
    if any(one.counts.grain is not Grain.DAY and not one.counts.stock for one in told):
        blocks.append(Paragraph(draft.say("counters.spread"), "note"))
    return Section("counters", kicker, _heading(draft, told), draft.say("counters.lead"), tuple(blocks))


def _is_told(counts: CounterCounts) -> bool:
    parts = [part.current for part in (counts.whole, *counts.slices) if part]
    return any(part.days > 0 if isinstance(part, Flow) else part.value is not None for part in parts)


def _heading(draft: Draft, told: Sequence[CounterFinding]) -> str:
    """The first stock that is told whole, else the first flow; else how many counters there are."""
    for one in told:
        level = one.counts.whole.current if one.counts.whole else None
        if isinstance(level, Level) and level.value is not None and level.net is not None:
            way = "rose" if level.net > 0 else "fell" if level.net < 0 else "stayed"
            value = _number(draft, level.value)
            return draft.say(f"counters.heading_{way}", label=one.counts.label, change=_number(draft, abs(level.net)), value=value)
    for one in told:
        flow = one.counts.whole.current if one.counts.whole else None
        if isinstance(flow, Flow) and flow.days:
            return draft.say("counters.heading_flow", label=one.counts.label, value=_number(draft, flow.total), period=draft.period)
    return draft.say("counters.heading_plain", n=len(told))


def _table(draft: Draft, counters: Sequence[CounterFinding], *, stock: bool) -> Table | None:
    part = next((part for one in counters for part in (one.counts.whole, *one.counts.slices) if part), None)
    if part is None or part.previous is None or part.year_before is None:
        return None
    kind, previous, year = "stocks" if stock else "flows", draft.span(part.previous.period), draft.span(part.year_before.period)
    heads = (
        [draft.say("counters.column_level"), *(draft.say("counters.column_net", period=each) for each in (draft.period, previous))]
        if stock
        else [draft.period, draft.say("counters.column_against", period=previous)]
    )
    last = draft.say("counters.column_net_year") if stock else draft.say("counters.column_against", period=year)
    head = (Column(draft.say("counters.column_name")), *(Column(text, numeric=True) for text in (*heads, last)))
    rows = tuple(row for one in counters for row in _rows(draft, one))
    notes = [draft.say("counters.stock_note")] if stock else []
    changes = [change for one in counters for change in (one.against_previous, one.against_year) if change and change.relative is not None]
    if any(change.interval is None for change in changes):
        notes.append(draft.say("counters.no_range"))
    return Table(f"counters-{kind}", draft.say(f"counters.{kind}", period=draft.period), head, rows, tuple(notes))


def _rows(draft: Draft, one: CounterFinding) -> Iterator[Row]:
    """The counter, and below it each value of its dimension. A stock told by a dimension has no number of its own."""
    counts = one.counts
    name = Cell(counts.label, note=_where(draft, counts))
    if counts.whole is None:
        yield Row((name, Cell("", mark=Mark.MISSING, note=draft.say("counters.apart")), *_blank(3)))
    else:
        yield Row((name, *_cells(draft, counts.whole, one)))
    for part in counts.slices:
        yield Row((Cell(part.value or draft.say("number.not_set")), *_cells(draft, part, None)), sub=True)
    if counts.left_out:
        width = 5 if counts.stock else 4
        yield Row((Cell(draft.say("counters.more", n=counts.left_out), tone=Tone.MUTED), *_blank(width - 1)), sub=True, muted=True)


def _blank(n: int) -> tuple[Cell, ...]:
    return (Cell(""),) * n


def _where(draft: Draft, counts: CounterCounts) -> str:
    """Whose number it is; every counter names its platform."""
    grain = draft.say(f"counters.by_{counts.grain}")
    return draft.say("counters.where", platform=counts.platform or counts.input, grain=grain)


def _cells(draft: Draft, part: CounterSlice, whole: CounterFinding | None) -> tuple[Cell, ...]:
    if isinstance(part.current, Level):
        return (_level(draft, part.current), _net(draft, part.current), _net(draft, part.previous), _year_net(draft, part))
    changes = (whole.against_previous, whole.against_year) if whole else (None, None)
    earlier = zip((part.previous, part.year_before), changes, strict=True)
    return (_flow(draft, part.current), *(_earlier(draft, flow, change, whole=whole is not None) for flow, change in earlier))


def _flow(draft: Draft, flow: Flow | Level | None) -> Cell:
    if not isinstance(flow, Flow) or not flow.days:
        return Cell("", mark=Mark.MISSING, note=draft.say("counters.not_told"), tone=Tone.MUTED)
    partly = flow.days < flow.period.days
    note = draft.say("counters.days_told", n=flow.days, of=flow.period.days) if partly else None
    return Cell(_number(draft, flow.total), note=note, sort=flow.total)


def _earlier(draft: Draft, flow: Flow | Level | None, change: CountChange | None, *, whole: bool) -> Cell:
    """The change against an earlier period with its range; the earlier number itself where nothing can be compared."""
    if change is None or change.relative is None or not isinstance(flow, Flow):
        cell = _flow(draft, flow)
        return cell if cell.mark or not whole else Cell(draft.say("context.then", value=cell.text), note=cell.note, sort=cell.sort)
    then = draft.say("counters.from", value=_number(draft, flow.total))
    text = numbers.change(draft.voice.locale, change.relative)
    if change.interval is None:
        return Cell(text, note=then, sort=change.relative)
    low, high = (numbers.change_bound(draft.voice.locale, end - 1) for end in (change.interval.low, change.interval.high))
    tone = Tone.NEUTRAL if change.verdict in (Verdict.UP, Verdict.DOWN) else Tone.MUTED
    return Cell(text, note=draft.say("counters.from_range", value=_number(draft, flow.total), low=low, high=high), tone=tone)


def _level(draft: Draft, level: Level) -> Cell:
    if level.value is None or level.day is None:
        return Cell("", mark=Mark.MISSING, note=draft.say("counters.not_told"), tone=Tone.MUTED)
    return Cell(_number(draft, level.value), note=draft.say("counters.on", day=draft.day(level.day)), sort=level.value)


def _net(draft: Draft, level: Flow | Level | None) -> Cell:
    """The change from the last number before the period to the last one in it, and since when that is."""
    if not isinstance(level, Level) or level.net is None or level.before_day is None:
        return Cell("", mark=Mark.MISSING, note=draft.say("counters.no_start"), tone=Tone.MUTED)
    note = draft.say("counters.since", day=draft.day(level.before_day))
    return Cell(_signed(draft, level.net), note=note, sort=level.net)


def _year_net(draft: Draft, part: CounterSlice) -> Cell:
    """The change over the year."""
    now, then = part.current, part.year_before
    if not isinstance(now, Level) or not isinstance(then, Level) or now.value is None or then.value is None or then.day is None:
        return Cell("", mark=Mark.MISSING, note=draft.say("counters.no_start"), tone=Tone.MUTED)
    net = now.value - then.value
    return Cell(_signed(draft, net), note=draft.say("counters.since", day=draft.day(then.day)), sort=net)


def _number(draft: Draft, value: float) -> str:
    """Whole from 10 on."""
    return numbers.decimal(draft.voice.locale, value, 0) if abs(value) >= 10 else numbers.amount(draft.voice.locale, value)


def _signed(draft: Draft, value: float) -> str:
    """With its sign: +120, −4, 0."""
    return f"+{_number(draft, value)}" if value > 0 else _number(draft, value)

"""Why a macro's rate moved, in words: how many came, by which channels, and how the channels themselves did."""

from collections.abc import Sequence
from math import floor

from reportgen.model.change_findings import PartFinding, SplitFinding
from reportgen.model.charts import WaterfallChart, WaterfallRow, Words
from reportgen.model.document import Block, Cell, Column, Figure, Paragraph, Row, Subheading, Table, Tone
from reportgen.stats import Rate, Verdict
from reportgen.wording import changes, dates, figures, numbers, ticks
from reportgen.wording.draft import Draft

MOST_SHARES, MOST_RATES = 3, 4
"""Channels with a row of their own on the chart; the others are one row."""
WHOLE_FROM = 5.0
"""From a part of so many conversions on, all are told whole: nobody counts in tenths of them."""
LEAST = 0.00005
"""Smaller parts of a rate are told as less than a hundredth of a point."""


def blocks(draft: Draft, splits: Sequence[SplitFinding], lead: SplitFinding | None) -> list[Block]:
    """Each comparison of each macro: a statement, the split in a sentence (but for the one that the section's lead has told), the chart
    where something moved, and the channels. Where the lead has told all, no statement stands over a table that print leaves out."""
    told: list[Block] = []
    for one in splits:
        said = [*([] if one is lead else [sentence(draft, one)]), *_details(draft, one)]
        chart = _chart(draft, one)
        told.extend([Subheading(f"change-{one.macro}-{one.against}", _statement(draft, one))] if said or chart else [])
        told.extend([Paragraph(draft.together(said))] if said else [])
        table = _table(draft, one, details=chart is None)
        told.append(Figure(f"waterfall-{one.macro}-{one.against}", chart, data=table) if chart else table)
    return told


def channel(draft: Draft, name: str) -> str:
    return figures.slice_name(draft, name)


def sentence(draft: Draft, one: SplitFinding) -> str:
    """The number of visitors who converted now and then, and its exact split in three."""
    before, after = one.total.before, one.total.after
    told = {
        "macro": draft.rule_label(one.macro),
        "since": draft.span(one.since),
        "after": changes.rate_text(draft, after),
        "before": changes.rate_text(draft, before),
        "after_of": draft.count(after.of),
        "before_n": draft.count(before.n),
        "before_of": draft.count(before.of),
        "change": _signed(draft, float(after.n - before.n), 0),
        **_parts(draft, one),
    }
    noise = not any(part.shown for part in one.parts)
    return draft.say("change.split_noise" if noise else "change.split", n=after.n, **told)


def _statement(draft: Draft, one: SplitFinding) -> str:
    told = {"macro": draft.rule_label(one.macro), "since": draft.span(one.since)}
    shown = [part for part in one.parts if part.shown]
    if shown:
        return draft.say("change.macro_shown", n=len(shown), channels=draft.listed(channel(draft, part.channel) for part in shown), **told)
    if one.total.verdict is Verdict.COUNTS_ONLY:
        return draft.say("change.macro_few", **told)
    shifted = any(part.shifted for part in one.parts)
    return draft.say("change.macro_mix" if shifted else "change.macro_still", **told)


def _details(draft: Draft, one: SplitFinding) -> list[str]:
    """Channels whose own rate moved, and those whose share of the visitors did."""
    told = []
    for part in one.parts:
        if part.shown:
            rates = {name: _counted(draft, rate) for name, rate in (("before", part.before), ("after", part.after))}
            told.append(draft.say("change.shown", channel=channel(draft, part.channel), **rates))
    for part in one.parts:
        if part.shifted:
            before, after = _shares(draft, one, part)
            told.append(draft.say("change.shifted", channel=channel(draft, part.channel), before=before, after=after))
    return told


def _parts(draft: Draft, one: SplitFinding) -> dict[str, str]:
    """The three parts of the change: whole numbers that add up to it where one of them is large, else with a decimal."""
    exact = {"visitors": one.visitors, "mix": one.mix, "rate": one.rate}
    if max(map(abs, exact.values())) < WHOLE_FROM:
        return {name: _signed(draft, value) for name, value in exact.items()}
    return {name: _signed(draft, float(part), 0) for name, part in zip(exact, _whole(tuple(exact.values())), strict=True)}


def _whole(parts: Sequence[float]) -> tuple[int, ...]:
    """The parts as whole numbers with the same rounded sum: those with the largest remainders are rounded up."""
    floors = [floor(part) for part in parts]
    up = sorted(range(len(parts)), key=lambda place: floors[place] - parts[place])[: round(sum(parts)) - sum(floors)]
    return tuple(low + (place in up) for place, low in enumerate(floors))


def _signed(draft: Draft, value: float, digits: int = 1) -> str:
    """A part of a count, with its sign: +2.7, −9.0."""
    rounded = round(value, digits)
    if not rounded:
        return draft.count(0)
    return ("+" if rounded > 0 else "") + numbers.decimal(draft.voice.locale, rounded, digits, keep_zeros=True)


def _points(draft: Draft, share: float) -> str:
    """Points of the rate; under a hundredth without a sign, which nobody could see."""
    text = numbers.points(draft.voice.locale, share)
    return text.lstrip("+" + numbers.MINUS) if abs(share) < LEAST else text


def _counted(draft: Draft, rate: Rate) -> str:
    return draft.say("change.counted", rate=changes.rate_text(draft, rate), n=draft.count(rate.n), of=draft.count(rate.of))


def _shares(draft: Draft, one: SplitFinding, part: PartFinding) -> tuple[str, str]:
    """The channel's share of the visitors before and after."""
    before, after = part.before.of / one.total.before.of, part.after.of / one.total.after.of
    return numbers.share(draft.voice.locale, before, 0), numbers.share(draft.voice.locale, after, 0)


# --- the chart ------------------------------------------------------------------------------------------------------


def _chart(draft: Draft, one: SplitFinding) -> WaterfallChart | None:
    """None where nothing but noise moved, which the sentence says."""
    before, after = one.total.before.value, one.total.after.value
    if before is None or after is None or not any(part.shown or part.shifted for part in one.parts):
        return None
    shares = _steps(draft, one, "mix", MOST_SHARES)
    rates = _steps(draft, one, "rate", MOST_RATES)
    rows, at = [_total(draft, dates.period(draft.voice.calendar, one.since), one.total.before, before)], before
    for label, note, size, shown in (*shares, *rates):
        rows.append(WaterfallRow(label, note, at, at + size, total=False, shown=shown))
        at += size
    rows.append(_total(draft, draft.period, one.total.after, after))
    return WaterfallChart(tuple(rows), _words(draft, one, rows))


def _total(draft: Draft, name: str, rate: Rate, value: float) -> WaterfallRow:
    return WaterfallRow(name, _counted(draft, rate), value, value, total=True, shown=False)


def _steps(draft: Draft, one: SplitFinding, kind: str, most: int) -> list[tuple[str, str, float, bool]]:
    """Label, note, size in shares, whether it is told: the largest parts of a kind, and the rest as one."""
    marked = "shifted" if kind == "mix" else "shown"
    parts = sorted(one.parts, key=lambda part: (not getattr(part, marked), -abs(getattr(part, kind)), part.channel))
    kept = parts if len(parts) <= most + 1 else parts[:most]
    steps = []
    for part in sorted(kept, key=lambda part: -abs(getattr(part, kind))):
        size = getattr(part, kind)
        before, after = _shares(draft, one, part) if kind == "mix" else _rates(draft, part)
        note = draft.say("change.chart_note", before=before, after=after, points=_points(draft, size))
        steps.append((draft.say(f"change.chart_{kind}", channel=channel(draft, part.channel)), note, size, bool(getattr(part, marked))))
    rest = parts[len(kept) :]
    if rest:
        size = sum(getattr(part, kind) for part in rest)
        steps.append((draft.say(f"change.chart_{kind}_rest", n=len(rest)), _points(draft, size), size, False))
    return steps


def _rates(draft: Draft, part: PartFinding) -> tuple[str, str]:
    return changes.rate_text(draft, part.before), changes.rate_text(draft, part.after)


def _words(draft: Draft, one: SplitFinding, rows: Sequence[WaterfallRow]) -> Words:
    ends = [end for row in rows for end in (row.begin, row.end)]
    low, high = min(ends), max(ends)
    marks = ticks.values(high, lambda share: numbers.percent(draft.voice.locale, share, 2, keep_zeros=False), low=low)
    told = {
        "macro": draft.rule_label(one.macro),
        "before": changes.rate_text(draft, one.total.before),
        "after": changes.rate_text(draft, one.total.after),
        "mix": _points(draft, one.mixed),
        "rate": _points(draft, one.rated),
    }
    shown = any(part.shown for part in one.parts)
    rows_told = draft.together([draft.say("change.chart_row", label=row.label, note=row.note) for row in rows[1:-1]])
    title = draft.say("change.chart_title" if shown else "change.chart_title_noise", **told)
    return Words(title, draft.say("change.chart_alt", since=draft.span(one.since), rows=rows_told, **told), {}, marks, {})


# --- the table ------------------------------------------------------------------------------------------------------


def _table(draft: Draft, one: SplitFinding, *, details: bool) -> Table:
    head = (
        Column(draft.say("change.column_channel")),
        Column(draft.say("change.column_share"), numeric=True),
        Column(draft.say("change.column_before"), numeric=True),
        Column(draft.say("change.column_after"), numeric=True),
        Column(draft.say("change.column_mix"), numeric=True, note=draft.say("change.head_points")),
        Column(draft.say("change.column_rate"), numeric=True, note=draft.say("change.head_points")),
    )
    rows = [Row(_cells(draft, one, part)) for part in sorted(one.parts, key=lambda part: (-part.after.of, -part.before.of, part.channel))]
    rows.append(Row(_sums(draft, one), strong=True, total=True))
    caption = draft.say("change.table", macro=draft.rule_label(one.macro), since=draft.span(one.since))
    name = f"split-{one.macro}-{one.against}"
    return Table(name, caption, head, tuple(rows), (draft.say("change.table_note"),), details=details)


def _cells(draft: Draft, one: SplitFinding, part: PartFinding) -> tuple[Cell, ...]:
    before, after = _shares(draft, one, part)
    own = _points(draft, part.rate)
    return (
        Cell(channel(draft, part.channel)),
        Cell(draft.say("change.from_to", before=before, after=after), sort=part.after.of),
        changes.share_or_missing(draft, part.before),
        changes.share_or_missing(draft, part.after),
        Cell(_points(draft, part.mix), sort=part.mix),
        Cell(own, sort=part.rate) if part.shown else Cell(own, note=draft.say("change.noise"), tone=Tone.MUTED, sort=part.rate),
    )


def _sums(draft: Draft, one: SplitFinding) -> tuple[Cell, ...]:
    return (
        Cell(draft.say("change.all")),
        Cell(""),
        changes.share_or_missing(draft, one.total.before),
        changes.share_or_missing(draft, one.total.after),
        Cell(_points(draft, one.mixed)),
        Cell(_points(draft, one.rated)),
    )

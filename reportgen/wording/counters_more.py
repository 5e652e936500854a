"""Outside counters, further: one for each of another, and what joined and left by month."""

from collections.abc import Sequence

from reportgen.model.document import Cell, Column, Row, Table
from reportgen.model.outside_findings import CounterFinding, CounterRatio, Quotient, RatioSlice
from reportgen.model.settings import About, CounterUnit
from reportgen.periods import Grain, Period
from reportgen.wording import counters_cells as cells
from reportgen.wording import dates, numbers
from reportgen.wording.draft import Draft

TABULATED = frozenset({About.MAIL, About.MONEY, About.SHOP})
"""What is tabulated by month and week: lists, sales and people in the shop."""


def group(draft: Draft, about: About | None) -> str:
    """What a counter tells of, in words."""
    return draft.say(f"counters.about_{about}" if about else "counters.about_other")


def ratios(draft: Draft, found: Sequence[CounterRatio], earlier: tuple[Period, Period] | None) -> Table | None:
    """One counter for each of another, by each value of the dimension, beside the earlier periods; None where none was told."""
    told = [one for one in found if any(part.current for part in (one.whole, *one.slices))]
    if not told or earlier is None:
        return None
    spans = (draft.period, *(draft.span(each) for each in earlier))
    head = (Column(draft.say("counters.column_ratio")), *(Column(text, numeric=True) for text in spans))
    rows = tuple(row for one in told for row in _ratio_rows(draft, one))
    return Table("counters-ratios", draft.say("counters.ratios", period=draft.period), head, rows, (draft.say("counters.ratio_note"),))


def _ratio_rows(draft: Draft, one: CounterRatio) -> list[Row]:
    label = one.label or draft.say("counters.each", numerator=one.numerator, denominator=one.denominator)
    note = draft.say("counters.ratio_of", numerator=one.numerator, denominator=one.denominator, platform=one.platform or one.input)
    slices = one.slices if len(one.slices) > 1 else ()
    return [
        Row((Cell(label, note=note), *_quotients(draft, one, one.whole))),
        *(Row((Cell(part.value or draft.say("number.not_set")), *_quotients(draft, one, part)), sub=True) for part in slices),
    ]


def _quotients(draft: Draft, one: CounterRatio, part: RatioSlice) -> tuple[Cell, ...]:
    return tuple(_quotient(draft, one, each) for each in (part.current, part.previous, part.year_before))


def _quotient(draft: Draft, one: CounterRatio, part: Quotient | None) -> Cell:
    """n for each, n / of below it: a share where things are counted for each of others, of which none is more than one."""
    value = part.value if part else None
    if part is None or value is None:
        return cells.missing(draft, "counters.not_told")
    n, of = cells.number(draft, one.unit, part.n), cells.number(draft, one.per_unit, part.of)
    is_share = one.unit is CounterUnit.COUNT and one.per_unit is CounterUnit.COUNT and 0 <= value <= 1
    text = numbers.share(draft.voice.locale, value) if is_share else cells.number(draft, one.unit, value)
    return Cell(text, note=draft.say("counters.fraction", n=n, of=of), sort=value)


def tabulated(draft: Draft, told: Sequence[CounterFinding], grain: Grain) -> Table | None:
    """Those flows month by month, or week by week, whose course people ask for; None where fewer than two parts are known."""
    known = {(one.counts.input, one.counts.key): one.counts.months if grain is Grain.MONTH else one.counts.weeks for one in told}
    chosen = [one for one in told if one.about in TABULATED and known[one.counts.input, one.counts.key]]
    spans = sorted({part.period for one in chosen for part in known[one.counts.input, one.counts.key]}, key=lambda span: span.begin)
    if len(spans) < 2:
        return None
    rows = []
    for one in chosen:
        own = {part.period: part for part in known[one.counts.input, one.counts.key]}
        name = Cell(one.counts.label, note=one.counts.platform or one.counts.input)
        rows.append(Row((name, *(cells.flow(draft, one.unit, own.get(span)) for span in spans))))
    heads = (dates.part(draft.voice.calendar, span, grain) for span in spans)
    head = (Column(draft.say("counters.column_name")), *(Column(text, numeric=True) for text in heads))
    return Table(f"counters-{grain}s", draft.say(f"counters.{grain}s", period=draft.period), head, tuple(rows))

"""What was spent by channel, and what a conversion of the channel's visitors cost."""

from collections.abc import Sequence

from reportgen.model.counts import Dimension
from reportgen.model.document import Cell, Column, Mark, Row, Table, Tone
from reportgen.model.findings import RuleFinding, Unit
from reportgen.model.outside import CostSlice
from reportgen.wording.draft import Draft

MOST_RULES = 3


def table(draft: Draft) -> Table | None:
    """Costs by channel, divided by the macro conversions of that channel's visitors; None without costs in the period."""
    costs = draft.findings.outside.costs if draft.findings.outside else None
    if costs is None or not costs.current:
        return None
    paid = [one for one in costs.channels if one.current]
    macros = sorted(draft.findings.macros, key=lambda rule: rule is not draft.primary)
    rules = [rule for rule in macros if any(_conversions(draft, one.value, rule) for one in paid)][:MOST_RULES]
    head = (
        Column(draft.say("costs.column_channel")),
        Column(draft.say("costs.column_spent", period=draft.period), numeric=True),
        *(Column(draft.say("costs.column_each", rule=draft.label(rule)), numeric=True) for rule in rules),
    )
    rows = [Row(_cells(draft, one, [_conversions(draft, one.value, rule) for rule in rules])) for one in paid]
    if len(paid) > 1:
        whole = CostSlice(draft.say("costs.total"), costs.current, costs.previous, costs.year_before)
        sums = [sum(_conversions(draft, one.value, rule) or 0 for one in paid) for rule in rules]
        rows.append(Row(_cells(draft, whole, sums), strong=True, total=True))
    rows += [Row(_benchmarks(draft, rules))] if any(rule.benchmark_cost is not None for rule in rules) else []
    notes = (draft.say("costs.note" if rules else "costs.note_none"),)
    return Table("costs", draft.say("costs.table", period=draft.period), head, tuple(rows), notes)


def _cells(draft: Draft, one: CostSlice, conversions: Sequence[int | None]) -> tuple[Cell, ...]:
    return (Cell(one.value), _spent(draft, one), *(_each(draft, one.current, n) for n in conversions))


def _benchmarks(draft: Draft, rules: Sequence[RuleFinding]) -> tuple[Cell, ...]:
    """What one costs others, with who says so."""
    return (Cell(draft.say("costs.benchmark")), Cell(""), *(_benchmark(draft, rule) for rule in rules))


def _benchmark(draft: Draft, rule: RuleFinding) -> Cell:
    if rule.benchmark_cost is None or rule.benchmark_source is None or rule.benchmark_day is None:
        return Cell("")
    source = draft.say("lead_value.source", source=rule.benchmark_source, day=draft.day(rule.benchmark_day))
    return Cell(draft.quantity(Unit.MONEY, rule.benchmark_cost), note=source, sort=rule.benchmark_cost)


def _spent(draft: Draft, one: CostSlice) -> Cell:
    earlier, note = draft.findings.previous, None
    if one.previous is not None and earlier is not None:
        note = draft.say("costs.before", value=draft.money(one.previous), period=draft.span(earlier))
    return Cell(draft.money(one.current), note=note, sort=one.current)


def _each(draft: Draft, spent: int, n: int | None) -> Cell:
    """The cost of one with how many there were; none where no visit came by such a channel."""
    if n is None:
        return Cell("", mark=Mark.MISSING, note=draft.say("costs.elsewhere"), tone=Tone.MUTED)
    if not n:
        return Cell(draft.say("costs.none_yet"), mark=Mark.NOT_YET, tone=Tone.MUTED)
    return Cell(draft.money(round(spent / n)), note=draft.say("costs.conversions", n=n), sort=spent / n)


def _conversions(draft: Draft, channel: str, rule: RuleFinding) -> int | None:
    """The rule's conversions by visitors whose first visit came by the channel; None where no visit did."""
    found = next((one for one in draft.findings.breakdowns if one.dimension is Dimension.CHANNEL), None)
    own = next((one for one in found.slices if one.value.casefold() == channel.casefold()), None) if found else None
    return own.converted[rule.key].conversions if own and rule.key in own.converted else None

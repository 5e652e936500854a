"""What was spent by channel, and what a conversion of the channel's visitors cost."""

from reportgen.model.counts import Dimension
from reportgen.model.document import Cell, Column, Mark, Row, Table, Tone
from reportgen.model.findings import RuleFinding
from reportgen.model.outside import CostCounts, CostSlice
from reportgen.wording import numbers
from reportgen.wording.draft import Draft


def table(draft: Draft) -> Table | None:
    """Costs by channel beside the primary macro's conversions of that channel; None without costs in the period."""
    costs = draft.findings.outside.costs if draft.findings.outside else None
    if costs is None or not costs.current:
        return None
    rule = draft.primary
    head = [Column(draft.say("costs.column_channel")), Column(draft.say("costs.column_spent", period=draft.period), numeric=True)]
    if rule:
        head.append(Column(draft.label(rule), numeric=True))
        head.append(Column(draft.say("costs.column_each", rule=draft.label(rule)), numeric=True))
    rows = [Row((Cell(one.value), *_cells(draft, one, rule))) for one in costs.channels if one.current]
    rows.append(Row((Cell(draft.say("costs.total")), *_total(draft, costs, rule)), strong=True))
    return Table("costs", draft.say("costs.table", period=draft.period), tuple(head), tuple(rows), (draft.say("costs.note"),))


def _cells(draft: Draft, one: CostSlice, rule: RuleFinding | None) -> tuple[Cell, ...]:
    spent = _spent(draft, one.current, one.previous)
    if rule is None:
        return (spent,)
    n = _conversions(draft, one.value, rule)
    if n is None:
        return (spent, Cell("", mark=Mark.MISSING, note=draft.say("costs.elsewhere"), tone=Tone.MUTED), Cell("", mark=Mark.MISSING))
    return (spent, Cell(draft.count(n), sort=n), _each(draft, one.current, n))


def _total(draft: Draft, costs: CostCounts, rule: RuleFinding | None) -> tuple[Cell, ...]:
    """All costs beside the conversions of the channels that have any: those of other channels cost nothing that is known."""
    spent = _spent(draft, costs.current, costs.previous)
    if rule is None:
        return (spent,)
    n = sum(_conversions(draft, one.value, rule) or 0 for one in costs.channels if one.current)
    return (spent, Cell(draft.count(n), sort=n), _each(draft, costs.current, n))


def _spent(draft: Draft, now: int, before: int | None) -> Cell:
    earlier = draft.findings.previous
    note = None
    if before is not None and earlier is not None:
        note = draft.say("costs.before", value=draft.money(before), period=draft.span(earlier))
    return Cell(draft.money(now), note=note, sort=now)


def _each(draft: Draft, spent: int, n: int) -> Cell:
    if not n:
        return Cell(draft.say("costs.none_yet"), mark=Mark.NOT_YET, tone=Tone.MUTED)
    return Cell(numbers.money_micro(draft.voice.locale, round(spent / n), draft.findings.currency), sort=spent / n)


def _conversions(draft: Draft, channel: str, rule: RuleFinding) -> int | None:
    """The rule's conversions by visitors whose first visit came by the channel; None where no visit did."""
    found = next((one for one in draft.findings.breakdowns if one.dimension is Dimension.CHANNEL), None)
    own = next((one for one in found.slices if one.value.casefold() == channel.casefold()), None) if found else None
    return own.converted[rule.key].conversions if own and rule.key in own.converted else None

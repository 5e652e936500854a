"""A rule's conversions by item, asset or channel of chat: one table for each parameter of its `by`."""

from reportgen.model.document import Cell, Column, Row, Table
from reportgen.model.findings import ItemFinding, RuleFinding
from reportgen.model.settings import Tier
from reportgen.wording import changes, figures
from reportgen.wording.draft import Draft

MOST = 15


def tables(draft: Draft, rule: RuleFinding) -> tuple[Table, ...]:
    """One table a parameter, most conversions first; micros never show money."""
    return tuple(_table(draft, rule, name, found) for name, found in rule.items.items() if found)


def _table(draft: Draft, rule: RuleFinding, parameter: str, found: tuple[ItemFinding, ...]) -> Table:
    name = parameter.replace("_", " ")
    with_value = rule.tier == Tier.MACRO and any(item.converted.amount is not None for item in found)
    head: tuple[Column, ...] = (
        Column(name[:1].upper() + name[1:]),
        Column(draft.say("macro.column_conversions"), numeric=True),
        Column(draft.say("macro.column_rate"), numeric=True),
    )
    if with_value:
        head = (*head, Column(draft.say("macro.column_value"), numeric=True))
    ordered = sorted(found, key=lambda item: (-item.converted.conversions, item.value))
    rows = tuple(Row(_cells(draft, item, with_value=with_value)) for item in ordered[:MOST])
    left = len(ordered) - len(rows)
    more = draft.say("breakdown.more", n=left) if left else None
    caption = draft.say("macro.items", label=draft.label(rule), dimension=name)
    return Table(f"items-{rule.key}-{parameter}", caption, head, rows, more=more, half=not with_value)


def _cells(draft: Draft, item: ItemFinding, *, with_value: bool) -> tuple[Cell, ...]:
    cells = (
        Cell(figures.slice_name(draft, item.value)),
        Cell(draft.count(item.converted.conversions), sort=item.converted.conversions),
        changes.rate_cell(draft, item.estimate),
    )
    if not with_value:
        return cells
    amount = item.converted.amount or 0
    return (*cells, Cell(draft.money(amount), sort=amount))

"""What campaigns cost beside what their visitors did, in words. A few conversions make no price: it has a cell only where five stand
behind it."""

from collections.abc import Sequence

from reportgen.model.change_findings import SpentFinding
from reportgen.model.document import Block, Cell, Column, Mark, Row, Subheading, Table, Tone
from reportgen.stats import Rate
from reportgen.wording import numbers
from reportgen.wording.draft import Draft
from reportgen.wording.long_lists import known

ENOUGH = 5
MOST = 8


def blocks(draft: Draft, found: Sequence[SpentFinding]) -> list[Block]:
    """A statement and a table; nothing without costs of campaigns."""
    return [Subheading("change-spent", _statement(draft, found)), _table(draft, found)] if found else []


def _statement(draft: Draft, found: Sequence[SpentFinding]) -> str:
    """What a visitor of all these campaigns cost, now and before."""
    now, before = _all(found)
    told = {"spent": draft.money(sum(one.spent for one in found))}
    if now is None:
        return draft.say("change.spent_nobody", n=len(found), **told)
    if before is None:
        return draft.say("change.spent_now", n=len(found), **told, each=_money(draft, now))
    return draft.say("change.spent", n=len(found), **told, each=_money(draft, now), before=_money(draft, before))


def _all(found: Sequence[SpentFinding]) -> tuple[float | None, float | None]:
    """Micro-units a visitor over all campaigns: in the period, and before where every one can be compared."""
    visitors = sum(one.now.of for one in found)
    now = sum(one.spent for one in found) / visitors if visitors else None
    earlier = [(one.spent_before, one.before.of) for one in found if one.spent_before is not None and one.before is not None]
    then = sum(of for _, of in earlier)
    return now, sum(cost for cost, _ in earlier) / then if then and len(earlier) == len(found) else None


def _table(draft: Draft, found: Sequence[SpentFinding]) -> Table:
    head = (
        Column(draft.say("change.column_campaign")),
        Column(draft.say("change.column_spent"), numeric=True),
        Column(draft.say("change.column_spent_visitors"), numeric=True),
        Column(draft.say("change.column_each_visitor"), numeric=True),
        Column(draft.say("change.column_macros"), numeric=True),
        Column(draft.say("change.column_each_macro"), numeric=True),
    )
    rows = tuple(Row(_cells(draft, one)) for one in found[:MOST])
    left = len(found) - MOST
    more = draft.say("change.more_campaign", n=left) if left > 0 else None
    told = draft.say("change.fresh_more", parts=more) if more else None
    note = draft.say("change.spent_note", enough=ENOUGH)
    return Table("campaign-costs", draft.say("change.spent_table", period=draft.period), *known(head, rows), (note,), told)


def _cells(draft: Draft, one: SpentFinding) -> tuple[Cell, ...]:
    earlier = draft.say("change.before", value=draft.money(one.spent_before)) if one.spent_before is not None else None
    return (
        Cell(one.campaign),
        Cell(draft.money(one.spent), note=earlier, sort=one.spent),
        _count(draft, one.now.of, one.before.of if one.before else None),
        _each(draft, one, ("of", 1)),
        _count(draft, one.now.n, one.before.n if one.before else None),
        _each(draft, one, ("n", ENOUGH)),
    )


def _count(draft: Draft, now: int, before: int | None) -> Cell:
    return Cell(draft.count(now), note=draft.say("change.before", value=draft.count(before)) if before is not None else None, sort=now)


def _each(draft: Draft, one: SpentFinding, of: tuple[str, int]) -> Cell:
    """What one cost, now and before; a mark where fewer than enough stand behind it."""
    name, enough = of
    now, before = (_price(spent, rate, name, enough) for spent, rate in ((one.spent, one.now), (one.spent_before, one.before)))
    note = draft.say("change.before", value=_money(draft, before)) if before is not None else None
    if now is None:
        return Cell("", mark=Mark.NOT_ENOUGH, note=note, tone=Tone.MUTED)
    return Cell(_money(draft, now), note=note, sort=now)


def _price(spent: int | None, rate: Rate | None, name: str, enough: int) -> float | None:
    if spent is None or rate is None or getattr(rate, name) < enough:
        return None
    return float(spent / getattr(rate, name))


def _money(draft: Draft, micro: float) -> str:
    return numbers.money_micro(draft.voice.locale, round(micro), draft.findings.currency)

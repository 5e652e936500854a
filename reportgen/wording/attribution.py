"""Attribution in words: the channels before a macro by three ways of counting, side by side."""

from reportgen.model.channel_findings import AttributionFinding, Middle
from reportgen.model.document import Block, Cell, Column, Paragraph, Row, Subheading, Table
from reportgen.stats import Credit
from reportgen.wording import numbers
from reportgen.wording.draft import Draft
from reportgen.wording.figures import slice_name

DIRECT = "Direct"


def blocks(draft: Draft) -> tuple[Block, ...]:
    """Primary macros whole, the others as tables to open; nothing where no macro happened."""
    found = draft.findings.channels
    told = found.attributions if found else ()
    main = [one for one in told if one.primary] or told[:1]
    blocks_: list[Block] = []
    for one in main:
        blocks_.extend(_whole(draft, one))
    blocks_.extend(_table(draft, one, details=True) for one in told if one not in main and one.attribution.credits)
    return (*blocks_, Paragraph(draft.say("attribution.note"), "note")) if blocks_ else ()


def _whole(draft: Draft, found: AttributionFinding) -> tuple[Block, ...]:
    heading = Subheading(f"credit-{found.macro}", _heading(draft, found))
    told = [_typical(draft, found.visits, found.days)] if found.visits and found.days else []
    if found.ever and found.since and found.attribution.credits:
        told.insert(0, draft.say("attribution.ever", period=draft.period, since=draft.day(found.since)))
    text = (Paragraph(draft.together(told)),) if told else ()
    return (heading, *text, _table(draft, found, details=False))


def _heading(draft: Draft, found: AttributionFinding) -> str:
    macro = draft.rule_label(found.macro)
    if not found.attribution.credits:
        return draft.say("attribution.heading_none", macro=macro)
    torn = [slice_name(draft, one.channel) for one in _ordered(found) if one.depends]
    if torn == [DIRECT]:
        return draft.say("attribution.heading_direct", macro=macro)
    if torn:
        return draft.say("attribution.heading_depends", macro=macro, labels=draft.listed(torn))
    return draft.say("attribution.heading_agree", macro=macro)


def _typical(draft: Draft, visits: Middle, days: Middle) -> str:
    """How long the ways were; without the middle half where it is but one number."""
    told = {"sessions": draft.say("attribution.sessions", n=visits.half)}
    if days.half:
        told["days"] = draft.say("attribution.days", n=days.half)
    way = "typical" if days.half else "typical_first" if visits.half == 1 else "typical_same_day"
    if visits.early == visits.late and days.early == days.late:
        return draft.say(f"attribution.{way}_bare", **told)
    middle = {
        "sessions_middle": draft.say("number.range", low=draft.count(visits.early), high=draft.count(visits.late)),
        "days_middle": draft.say("number.range", low=draft.count(days.early), high=draft.count(days.late)),
    }
    return draft.say(f"attribution.{way}", **told, **middle)


def _ordered(found: AttributionFinding) -> list[Credit]:
    return sorted(found.attribution.credits, key=lambda one: (-one.linear, one.channel))


def _table(draft: Draft, found: AttributionFinding, *, details: bool) -> Table:
    macro = draft.rule_label(found.macro)
    since = found.since if found.ever else None
    caption = (
        draft.say("attribution.table_ever", macro=macro, since=draft.day(since))
        if since
        else draft.say("attribution.table", macro=macro, period=draft.period)
    )
    rows = [Row(_cells(draft, found, one)) for one in _ordered(found)]
    rows.extend(_sums(draft, found))
    notes = (_refunds(draft, found),) if _refunded(draft, found) else ()
    return Table(f"attribution-{found.macro}", caption, _columns(draft, found), tuple(rows), notes, details=details)


def _columns(draft: Draft, found: AttributionFinding) -> tuple[Column, ...]:
    say = draft.say
    head = (
        Column(say("attribution.column_channel")),
        Column(say("attribution.column_first"), numeric=True),
        Column(say("attribution.column_last"), numeric=True, note=say("attribution.column_last_note")),
        Column(say("attribution.column_linear"), numeric=True, note=say("attribution.column_linear_note")),
        Column(say("attribution.column_range"), numeric=True),
        Column(say("attribution.column_assists"), numeric=True, note=say("attribution.column_assists_note")),
    )
    if found.value is None:
        return head
    return (*head, Column(say("attribution.column_value"), numeric=True, note=say("attribution.column_value_note")))


def _cells(draft: Draft, found: AttributionFinding, one: Credit) -> tuple[Cell, ...]:
    ways = (one.first, one.last, one.linear)
    low, high = _number(draft, min(ways)), _number(draft, max(ways))
    ends = low if low == high else draft.say("number.range", low=low, high=high)
    assists = found.assists.get(one.channel, 0)
    cells = (
        Cell(slice_name(draft, one.channel)),
        *(Cell(_number(draft, value), sort=value) for value in ways),
        Cell(ends, note=draft.say("attribution.depends") if one.depends else None, sort=max(ways) - min(ways)),
        Cell(draft.count(assists), sort=assists),
    )
    if found.value is None:
        return cells
    money = next((credit.linear for credit in found.value.credits if credit.channel == one.channel), 0.0)
    return (*cells, Cell(draft.money(round(money)), sort=money))


def _number(draft: Draft, value: float) -> str:
    """A share of conversions: whole where it is, else with one decimal."""
    return numbers.decimal(draft.voice.locale, value, 1)


def _sums(draft: Draft, found: AttributionFinding) -> list[Row]:
    """The total, and what of it has no channel and why; the lines add up."""
    shared, value = found.attribution, found.value
    unnamed = found.unnamed + found.total - shared.total
    known = shared.total - shared.pathless
    whole = _sum(draft, Cell(draft.say("attribution.total")), found.total, value.total if value else None)
    last = _row(found, whole, strong=True, total=True)
    if known == found.total:
        return [last]
    why = draft.say("attribution.unnamed", n=unnamed) if unnamed else None
    without = Cell(draft.say("attribution.pathless", days=found.lookback), note=why)
    return [
        _row(found, _sum(draft, Cell(draft.say("attribution.known")), known, value.total - value.pathless if value else None), total=True),
        _row(found, _sum(draft, without, found.total - known, value.pathless if value else None), total=True),
        last,
    ]


def _sum(draft: Draft, label: Cell, n: int, amount: int | None) -> tuple[Cell, ...]:
    money = Cell("") if amount is None else Cell(draft.money(amount), sort=amount)
    return (label, *(Cell(draft.count(n), sort=n) for _ in range(3)), Cell(""), Cell(""), money)


def _row(found: AttributionFinding, cells: tuple[Cell, ...], *, strong: bool = False, total: bool = False) -> Row:
    return Row(cells if found.value else cells[:-1], strong=strong, total=total)


def _refunded(draft: Draft, found: AttributionFinding) -> int:
    """Money of the period that was taken back, in micro-units: below 0, or 0."""
    rule = next((one for one in draft.findings.macros if one.key == found.macro), None)
    if found.ever or found.value is None or rule is None or rule.converted.amount is None:
        return 0
    return min(0, rule.converted.amount - found.value.total)


def _refunds(draft: Draft, found: AttributionFinding) -> str:
    return draft.say("attribution.refunds", amount=draft.money(-_refunded(draft, found)))

"""Which campaign leads: on the macro, on a signal for it, or not to be said yet."""

from reportgen.model.channel_findings import ComparisonFinding, Duel
from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Subheading, Table, Tone
from reportgen.stats import Interval
from reportgen.wording import changes, numbers
from reportgen.wording.draft import Draft

ROUND_FROM = 100
PATIENCE = 100
"""More visitors than so many times those of the period are not told as a number: nobody waits for them."""


def blocks(draft: Draft) -> tuple[Block, ...]:
    """A sentence on the two with most visitors, or on the pair with a leader; all pairs as a table."""
    found = draft.findings.channels.comparisons if draft.findings.channels else ()
    if not found:
        return ()
    first = _first(found)
    macro = draft.rule_label(first.macro.rule)
    return (
        Subheading("who-leads", _heading(draft, first)),
        Paragraph(draft.together(_told(draft, first, macro))),
        _table(draft, found),
        Paragraph(draft.say("compare.note", label=macro), "note"),
    )


def _first(found: tuple[ComparisonFinding, ...]) -> ComparisonFinding:
    """The pair to speak of: decided on the macro, else on the signal, else the two with most visitors."""
    decided = [one for one in found if one.macro.leads]
    signalled = [one for one in found if one.micro and one.micro.leads]
    return next(iter([*decided, *signalled, *found]))


def _names(found: ComparisonFinding, duel: Duel) -> dict[str, str]:
    one, other = (found.one, found.other) if duel.leads > 0 else (found.other, found.one)
    return {"leader": one, "other": other}


def _heading(draft: Draft, first: ComparisonFinding) -> str:
    if first.macro.leads:
        return draft.say("compare.heading_macro", label=draft.rule_label(first.macro.rule), **_names(first, first.macro))
    if first.micro and first.micro.leads:
        return draft.say("compare.heading_micro", **_names(first, first.micro))
    return draft.say("compare.heading_open")


def _told(draft: Draft, found: ComparisonFinding, macro: str) -> list[str]:
    if found.macro.leads:
        return [draft.say("compare.leads", label=macro, **_names(found, found.macro), **_points(draft, found.macro))]
    told = [draft.say("compare.not_enough", one=found.one, other=found.other)]
    if found.micro is None:
        return [*told, draft.say("compare.no_micro", macro=macro)]
    label = draft.rule_label(found.micro.rule)
    if not found.micro.leads:
        return [*told, draft.say("compare.micro_open", label=label, macro=macro)]
    leader = _names(found, found.micro)["leader"]
    return [*told, draft.say("compare.micro_leads", label=label, macro=macro, leader=leader, **_points(draft, found.micro))]


def _points(draft: Draft, duel: Duel) -> dict[str, str]:
    """By how much the leader leads: both ends above 0."""
    interval = duel.change.interval
    assert interval is not None
    if duel.leads < 0:
        interval = Interval(-interval.high, -interval.low, interval.level)
    low, high = (numbers.points(draft.voice.locale, end).lstrip("+") for end in (interval.low, interval.high))
    return {"low": low, "high": high, "level": draft.level(interval)}


def _table(draft: Draft, found: tuple[ComparisonFinding, ...]) -> Table:
    say, micro = draft.say, next((one.micro for one in found if one.micro), None)
    head = [Column(say("compare.column_pair")), Column(draft.rule_label(found[0].macro.rule), note=say("compare.column_macro_note"))]
    if micro:
        head.append(Column(draft.rule_label(micro.rule), note=say("compare.column_micro_note")))
    head.append(Column(say("compare.column_more"), numeric=True, note=say("compare.column_more_note")))
    rows = tuple(_row(draft, one, with_micro=micro is not None) for one in found)
    return Table("compare", say(f"compare.table_{found[0].dimension}"), tuple(head), rows)


def _row(draft: Draft, found: ComparisonFinding, *, with_micro: bool) -> Row:
    cells = [Cell(draft.say("compare.pair", one=found.one, other=found.other)), _duel(draft, found, found.macro)]
    if with_micro:
        cells.append(_duel(draft, found, found.micro) if found.micro else Cell(draft.say("number.none"), tone=Tone.MUTED))
    return Row((*cells, _needed(draft, found.macro)))


def _duel(draft: Draft, found: ComparisonFinding, duel: Duel) -> Cell:
    one, other = duel.change.after, duel.change.before
    counted = draft.say("compare.counted", n=draft.count(one.n), of=draft.count(one.of), m=draft.count(other.n), each=draft.count(other.of))
    if duel.leads:
        ends = _points(draft, duel)
        told = draft.say("compare.points", leader=_names(found, duel)["leader"], low=ends["low"], high=ends["high"])
        return Cell(told, note=counted, sort=_apart(duel))
    if duel.change.interval is None:
        return Cell(draft.say("compare.few"), note=counted, mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    rates = draft.say("compare.rates", one=changes.rate_text(draft, one), other=changes.rate_text(draft, other))
    told = draft.say("number.beside", left=draft.say("compare.open"), right=counted)
    return Cell(rates, note=told, tone=Tone.MUTED, sort=_apart(duel))


def _apart(duel: Duel) -> float | None:
    """How far apart the two rates are, whichever leads."""
    return None if duel.change.difference is None else abs(duel.change.difference)


def _needed(draft: Draft, duel: Duel) -> Cell:
    if duel.leads:
        return Cell(draft.say("compare.decided"), tone=Tone.MUTED, sort=0)
    if duel.more is None:
        return Cell(draft.say("compare.unknown"), mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    if duel.more > PATIENCE * max(duel.change.before.of, duel.change.after.of):
        return Cell(draft.say("compare.too_many"), tone=Tone.MUTED, sort=duel.more)
    return Cell(draft.say("compare.needed", n=rounded(duel.more)), sort=duel.more)


def rounded(n: int) -> int:
    """A computed number of visitors with two figures: nobody knows more."""
    return round(n, 2 - len(str(n))) if n >= ROUND_FROM else n

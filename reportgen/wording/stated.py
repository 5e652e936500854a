"""How people say they heard of the firm, beside what tracking saw, and what convinced them. Never why."""

from reportgen.model.document import Block, Cell, Column, Paragraph, Row, Subheading, Table, Tone
from reportgen.model.stated import NO_ANSWER, OTHER
from reportgen.model.stated_findings import StatedFinding, StatedRow
from reportgen.stats import MIN_VISITORS
from reportgen.wording import changes, figures
from reportgen.wording.draft import Draft

MIN_LEADER = 5
"""Answers that it takes to say which comes first."""


def blocks(draft: Draft) -> list[Block]:
    """Every rule at which people are asked; nothing where nobody is."""
    return [block for found in draft.findings.stated for block in _blocks(draft, found)]


def _blocks(draft: Draft, found: StatedFinding) -> list[Block]:
    heading = Subheading(f"stated-{found.rule}", _heading(draft, found))
    if not (found.answered.n or found.convinced.n):
        return [heading, Paragraph(_silent(draft, found))]
    made: list[Block] = [
        heading,
        Paragraph(draft.together([_told(draft, found), _agreement(draft, found), *_hidden(draft, found)])),
        _table(draft, found),
    ]
    if found.convinced.n:
        reasons = draft.listed(draft.say("stated.reason", label=_reason(draft, one.reason), n=one.n) for one in found.reasons)
        said = draft.say("stated.why", n=draft.count(found.convinced.n), of=draft.count(found.convinced.of), reasons=reasons)
        made.append(Paragraph(said))
    return [*made, *([_quotes(draft, found)] if found.quotes else [])]


def _heading(draft: Draft, found: StatedFinding) -> str:
    leaders = _leaders(found)
    if not leaders:
        return draft.say("stated.heading_few", n=found.answered.n, of=draft.count(found.answered.of))
    counted = {"n": draft.count(leaders[0].n), "of": draft.count(found.answered.n)}
    labels = [_heard(draft, row.heard) for row in leaders]
    return (
        draft.say("stated.heading", label=labels[0], **counted)
        if len(labels) == 1
        else draft.say("stated.heading_tied", labels=draft.listed(labels), **counted)
    )


def _silent(draft: Draft, found: StatedFinding) -> str:
    """That nobody answered, and where answers were looked for."""
    stated = draft.settings.report.stated
    params = draft.listed(dict.fromkeys((*stated.heard, *stated.convinced) if stated else ()))
    return draft.say("stated.nobody", rule=draft.rule_label(found.rule), params=params, since=draft.day(found.span.begin))


def _leaders(found: StatedFinding) -> list[StatedRow]:
    """The answers with most people, at least five of them; none where the most frequent one fits no category."""
    named = [row for row in found.rows if row.heard not in (OTHER, NO_ANSWER)]
    most = max((row.n for row in named), default=0)
    return [row for row in named if row.n == most] if most >= MIN_LEADER else []


def _told(draft: Draft, found: StatedFinding) -> str:
    values = {"rule": draft.rule_label(found.rule), "n": draft.count(found.answered.n), "of": draft.count(found.answered.of)}
    since = draft.day(found.span.begin)
    if found.span == draft.findings.period:
        return draft.say("stated.told_whole", **values, since=since, until=draft.day(draft.findings.as_of))
    recent = {"recent": draft.count(found.recent.n), "recent_of": draft.count(found.recent.of)}
    return draft.say("stated.told", **values, since=since, period=draft.period, **recent)


def _agreement(draft: Draft, found: StatedFinding) -> str:
    rate, interval = found.agreement.rate, found.agreement.interval
    if not rate.of or interval is None:
        return draft.say("stated.agreement_none")
    counted = {"n": draft.count(rate.n), "of": draft.count(rate.of)}
    if not found.agreement_told:
        return draft.say("stated.agreement_few", **counted, floor=draft.count(MIN_VISITORS))
    ends = {"low": draft.bound(interval.low), "high": draft.bound(interval.high), "level": draft.level(interval)}
    return draft.say("stated.agreement", **counted, share=changes.rate_text(draft, rate), **ends)


def _hidden(draft: Draft, found: StatedFinding) -> list[str]:
    """Where the most frequent answer that no tracking can see stands among the channels."""
    row = next((row for row in found.rows if row.heard not in (OTHER, NO_ANSWER) and not row.same and row.n >= MIN_LEADER), None)
    if row is None:
        return []
    by = sorted(zip(row.by_channel, found.channels, strict=True), key=lambda pair: (-pair[0], pair[1]))
    told = [draft.say("stated.hidden_channel", channel=_channel(draft, channel), n=n) for n, channel in by if n]
    told += [draft.say("stated.hidden_unmatched", n=row.unmatched)] if row.unmatched else []
    return [draft.say("stated.hidden", label=_heard(draft, row.heard), n=draft.count(row.n), channels=draft.listed(told))]


def _table(draft: Draft, found: StatedFinding) -> Table:
    head = [Column(draft.say("stated.column_heard")), Column(draft.say("stated.column_all"), numeric=True)]
    if found.span != draft.findings.period:
        head.append(Column(draft.say("stated.column_recent", period=draft.period), numeric=True))
    head += [Column(_channel(draft, channel), numeric=True) for channel in found.channels]
    head.append(Column(draft.say("stated.column_unmatched"), numeric=True))
    rows = [Row(_cells(draft, found, row, _begun(_heard(draft, row.heard))), muted=row.heard in (OTHER, NO_ANSWER)) for row in found.rows]
    rows.append(Row(_cells(draft, found, found.total, draft.say("stated.total")), strong=True, total=True))
    span = {"since": draft.day(found.span.begin), "until": draft.day(draft.findings.as_of)}
    caption = draft.say("stated.table", rule=draft.rule_label(found.rule), **span)
    return Table(f"stated-matrix-{found.rule}", caption, tuple(head), tuple(rows), _notes(draft, found))


def _cells(draft: Draft, found: StatedFinding, row: StatedRow, label: str) -> tuple[Cell, ...]:
    recent = [_number(draft, row.recent)] if found.span != draft.findings.period else []
    same = draft.say("stated.same")
    by_channel = (
        _number(draft, n, note=same if n and channel in row.same else None)
        for n, channel in zip(row.by_channel, found.channels, strict=True)
    )
    return (Cell(label), _number(draft, row.n), *recent, *by_channel, _number(draft, row.unmatched))


def _number(draft: Draft, n: int, note: str | None = None) -> Cell:
    return Cell(draft.count(n), note=note, sort=n, tone=Tone.NEUTRAL if n else Tone.MUTED)


def _notes(draft: Draft, found: StatedFinding) -> tuple[str, ...]:
    notes = [draft.say("stated.note", days=draft.count(found.lookback), same=draft.say("stated.same"))]
    if found.total.unmatched:
        values = {"days": draft.count(found.lookback), "unnamed": draft.count(found.unnamed)}
        notes.append(draft.say("stated.unmatched", n=found.total.unmatched, **values))
    others = next((row.n for row in found.rows if row.heard == OTHER), 0)
    notes += [draft.say("stated.others", n=others)] if others else []
    return (draft.together(notes),)


def _quotes(draft: Draft, found: StatedFinding) -> Table:
    head = tuple(Column(draft.say(f"stated.column_{name}")) for name in ("day", "reason", "quote"))
    rows = tuple(
        Row((Cell(draft.day(one.day), sort=one.day.isoformat()), Cell(_begun(_reason(draft, one.reason))), Cell(one.text)))
        for one in found.quotes
    )
    return Table(f"stated-quotes-{found.rule}", draft.say("stated.quotes"), head, rows, (draft.say("stated.quotes_note"),))


def _channel(draft: Draft, channel: str) -> str:
    return draft.say("stated.other_channels") if channel == OTHER else figures.slice_name(draft, channel)


def _heard(draft: Draft, key: str) -> str:
    stated = draft.settings.report.stated
    return _label(draft, key, "heard", own=bool(stated and stated.categories))


def _reason(draft: Draft, key: str) -> str:
    stated = draft.settings.report.stated
    return _label(draft, key, "convinced", own=bool(stated and stated.reasons))


def _label(draft: Draft, key: str, question: str, *, own: bool) -> str:
    """A category in words: the settings' own name, or the catalogue's."""
    if key in (OTHER, NO_ANSWER):
        return draft.say(f"stated.{question}_other" if key == OTHER else "stated.none")
    return key if own else draft.say(f"stated.{question}.{key}")


def _begun(text: str) -> str:
    """With a capital, as a table's line begins."""
    return text[:1].upper() + text[1:]

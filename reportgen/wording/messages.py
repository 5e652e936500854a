"""Channel by message as a table: rates with their counts, cells with too little withheld."""

from reportgen.model.channel_findings import MessageCell, MessageFinding
from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Subheading, Table, Tone
from reportgen.wording import changes
from reportgen.wording.draft import Draft
from reportgen.wording.figures import slice_name

OTHER = "(other)"


def blocks(draft: Draft) -> tuple[Block, ...]:
    found = draft.findings.channels.messages if draft.findings.channels else None
    if found is None:
        return ()
    told = [Paragraph(_fallback(draft, found))] if found.fallback else []
    return (
        Subheading("message-matrix", _heading(draft, found)),
        *told,
        _table(draft, found),
        Paragraph(draft.say("message.note"), "note"),
    )


def _fallback(draft: Draft, found: MessageFinding) -> str:
    rule = next(rule for rule in draft.settings.rules if rule.key == found.rule)
    listed = [macro.key for macro in draft.findings.macros if macro.key in rule.supports]
    macro = draft.listed(map(draft.rule_label, listed))
    return draft.say("message.fallback", macro=macro, label=draft.rule_label(found.rule))


def _heading(draft: Draft, found: MessageFinding) -> str:
    label = draft.rule_label(found.rule)
    for message, row in zip(found.messages, found.rows, strict=True):
        for channel, cell in zip(found.channels, row, strict=True):
            if cell.marked:
                key = "message.heading_above" if cell.marked > 0 else "message.heading_below"
                return draft.say(key, channel=slice_name(draft, channel), message=message, label=label)
    return draft.say("message.heading_none", label=label)


def _table(draft: Draft, found: MessageFinding) -> Table:
    names = [draft.say("message.other_channels") if one == OTHER else slice_name(draft, one) for one in found.channels]
    head = (Column(draft.say("message.column_message")), *(Column(name, numeric=True) for name in names))
    rows = [
        Row((Cell(_message(draft, message)), *(_cell(draft, cell) for cell in row), _cell(draft, total)), muted=not message)
        for message, row, total in zip(found.messages, found.rows, found.message_totals, strict=True)
    ]
    last = (Cell(draft.say("message.total")), *(_cell(draft, cell) for cell in found.channel_totals), changes.rate_cell(draft, found.total))
    caption = draft.say("message.table", label=draft.rule_label(found.rule), period=draft.period)
    columns = (*head, Column(draft.say("message.column_all"), numeric=True))
    return Table("messages", caption, columns, (*rows, Row(last, strong=True)))


def _message(draft: Draft, message: str) -> str:
    if not message:
        return draft.say("message.none")
    return draft.say("message.other_messages") if message == OTHER else message


def _cell(draft: Draft, cell: MessageCell) -> Cell:
    if not cell.rate.of and not cell.rate.n:
        return Cell(draft.say("number.none"), tone=Tone.MUTED)
    counted = draft.say("number.of", n=draft.count(cell.rate.n), of=draft.count(cell.rate.of))
    if cell.estimate is None or cell.estimate.interval is None:
        return Cell(draft.say("message.few"), note=counted, mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    shown = changes.rate_cell(draft, cell.estimate)
    if not cell.marked or shown.note is None:
        return shown
    said = draft.say("cell.above" if cell.marked > 0 else "cell.below")
    tone = Tone.GOOD if cell.marked > 0 else Tone.BAD
    return Cell(shown.text, note=draft.say("number.beside", left=said, right=shown.note), tone=tone, sort=shown.sort)

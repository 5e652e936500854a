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
    told = [Paragraph(_fallback(draft, found))] if found.rule != found.macro else []
    return (
        Subheading("message-matrix", _heading(draft, found)),
        *told,
        _table(draft, found),
        Paragraph(draft.say("message.note"), "note"),
    )


def _fallback(draft: Draft, found: MessageFinding) -> str:
    return draft.say("message.fallback", macro=draft.rule_label(found.macro), label=draft.rule_label(found.rule))


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
    whole = MessageCell(found.total.rate, found.total)
    last = (Cell(draft.say("message.total")), *(_cell(draft, cell) for cell in found.channel_totals), _cell(draft, whole))
    caption = draft.say("message.table", label=draft.rule_label(found.rule), period=draft.period)
    columns = (*head, Column(draft.say("message.column_all"), numeric=True))
    return Table("messages", caption, columns, (*rows, Row(last, strong=True, total=True)))


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
    shown = Cell(changes.rate_text(draft, cell.rate), note=counted, sort=cell.rate.value)
    return changes.marked_cell(draft, shown, cell.marked)

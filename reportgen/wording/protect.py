"""What works still works? The protected channels, campaigns and rules, and the alarm when one falls while something else rises."""

from reportgen.model.channel_findings import Kind, ProtectFinding, Protection, Watched
from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Subheading, Table, Tone
from reportgen.model.settings import SectionName
from reportgen.wording import changes, link_charts, numbers
from reportgen.wording.calls import Action, Call
from reportgen.wording.draft import Draft

MOST_GAINS = 3


def blocks(draft: Draft) -> tuple[Block, ...]:
    """Nothing where none of them has anything to be compared with."""
    found = draft.findings.channels.protect if draft.findings.channels else None
    if found is None or all(one.protection is Protection.NOT_COMPARABLE for one in found.watched):
        return ()
    told = alarm(draft)
    warning = (Paragraph(told, "warning"),) if told else ()
    aside = [draft.say("protect.note", level=numbers.exact_share(draft.voice.locale, 0.95))]
    aside += [] if found.declared else [draft.say("protect.default")]
    return (
        Subheading("what-works", _heading(draft, found)),
        *warning,
        _table(draft, found),
        Paragraph(draft.together(aside), "note"),
    )


def alarm(draft: Draft) -> str | None:
    """What fell, and what rose meanwhile, in one sentence; None where nothing protected fell on evidence."""
    found = _fallen(draft)
    if found is None:
        return None
    told, gains = _told(draft, found), _gains(draft, found)
    return draft.say("protect.alarm", **told, gains=gains) if gains else draft.say("protect.fallen", **told)


def action(draft: Draft) -> list[Action]:
    """To look after what fell; empty where nothing protected did."""
    found = _fallen(draft)
    if found is None:
        return []
    told, gains = _told(draft, found), _gains(draft, found)
    number = draft.say("protect.fell_while", **told, gains=gains) if gains else draft.say("protect.fell", **told)
    what = draft.say("protect.look_after", fallen=told["fallen"])
    return [Action(Call.FIX, told["fallen"], what, number, draft.place(SectionName.CHANNELS))]


def _fallen(draft: Draft) -> ProtectFinding | None:
    found = draft.findings.channels.protect if draft.findings.channels else None
    return found if found and found.fallen else None


def _told(draft: Draft, found: ProtectFinding) -> dict[str, str]:
    first = found.fallen[0]
    assert first.since is not None
    counts = {"before": draft.count(first.count.before), "after": draft.count(first.count.after)}
    return {"fallen": name(draft, first), "since": draft.span(first.since), "counted": _counted(draft, first), **counts}


def _counted(draft: Draft, one: Watched) -> str:
    return draft.say("protect.conversions" if one.kind is Kind.RULE else "protect.visitors")


def _gains(draft: Draft, found: ProtectFinding) -> str:
    return draft.listed(name(draft, one) for one in found.gains[:MOST_GAINS])


def name(draft: Draft, one: Watched) -> str:
    """How readers know it."""
    return draft.rule_label(one.value) if one.kind is Kind.RULE else one.value


def _heading(draft: Draft, found: ProtectFinding) -> str:
    if found.fallen:
        labels = draft.listed(name(draft, one) for one in found.fallen)
        return draft.say("protect.heading_alarm" if found.gains else "protect.heading_fallen", labels=labels)
    holds = all(one.protection is Protection.HOLDS for one in found.watched)
    return draft.say("protect.heading_holds" if holds else "protect.heading_open")


def _table(draft: Draft, found: ProtectFinding) -> Table:
    say = draft.say
    head = (
        Column(say("protect.column_what")),
        Column(say("protect.column_after"), numeric=True),
        Column(say("protect.column_before"), numeric=True),
        Column(say("protect.column_rate"), numeric=True),
        Column(say("protect.column_check")),
    )
    return Table("protect", say("protect.table"), head, tuple(_row(draft, one) for one in found.watched))


def _row(draft: Draft, one: Watched) -> Row:
    before = (
        Cell(draft.count(one.count.before), note=draft.span(one.since), sort=one.count.before)
        if one.since
        else Cell("", mark=Mark.NOT_COMPARABLE)
    )
    own = one.rate.after
    counts = draft.say("number.of", n=draft.count(own.n), of=draft.count(own.of))
    rate = Cell(changes.rate_text(draft, own), note=counts, sort=own.value) if own.of else Cell(draft.say("number.none"), tone=Tone.MUTED)
    return Row(
        (
            Cell(name(draft, one), note=_counted(draft, one)),
            Cell(draft.count(one.count.after), sort=one.count.after),
            before,
            rate,
            _check(draft, one),
        )
    )


def _check(draft: Draft, one: Watched) -> Cell:
    if one.protection is Protection.FALLEN:
        return Cell(draft.say("protect.fallen_word"), note=_range(draft, one), tone=Tone.WARN)
    if one.protection is Protection.HOLDS:
        return Cell(draft.say("protect.holds"), note=_range(draft, one))
    if one.protection is Protection.TOO_FEW:
        return Cell(draft.say("protect.too_few"), note=draft.say("protect.halving"), mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    return Cell(draft.say("protect.not_comparable"), mark=Mark.NOT_COMPARABLE, tone=Tone.MUTED)


def _range(draft: Draft, one: Watched) -> str | None:
    if one.count.interval is None:
        return None
    low, high = (link_charts.number(draft, end) for end in (one.count.interval.low, one.count.interval.high))
    return draft.say("protect.range", low=low, high=high)

"""Who does a macro again: the share, how soon, and month by month."""

from reportgen.model.channel_findings import RepeatFinding, RepeatMonth, Within
from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Subheading, Table, Tone
from reportgen.model.findings import RuleFinding
from reportgen.model.settings import BusinessType
from reportgen.wording import changes, numbers
from reportgen.wording.draft import Draft


def blocks(draft: Draft, rule: RuleFinding) -> tuple[Block, ...]:
    """Of one macro, in a few sentences for a firm that does not sell on its site, or while too few came back; nothing where hardly anybody
    has it twice."""
    found = next((one for one in draft.findings.channels.repeats if one.macro == rule.key), None) if draft.findings.channels else None
    if found is None:
        return ()
    told = Paragraph(draft.together(_told(draft, found)))
    if draft.settings.report.business_type is BusinessType.LEAD or not found.curve:
        return (told, _months(draft, found))
    curve = (_curve(draft, found),) if len(found.curve) > 1 else ()
    return (
        Subheading(f"again-{found.macro}", _heading(draft, found)),
        told,
        *curve,
        _months(draft, found),
    )


def _heading(draft: Draft, found: RepeatFinding) -> str:
    last = found.curve[-1]
    return draft.say("repeat.heading", label=draft.rule_label(found.macro), share=_share(draft, last), days=str(last.day))


def _told(draft: Draft, found: RepeatFinding) -> list[str]:
    told = [
        draft.say(
            "repeat.told",
            macro=draft.rule_label(found.macro),
            n=found.so_far.n,
            of=draft.count(found.so_far.of),
            share=changes.rate_text(draft, found.so_far),
        )
    ]
    if not found.curve or found.days is None:
        return [*told, draft.say("repeat.few")]
    last = found.curve[-1]
    ends = {"low": draft.bound(last.interval.low), "high": draft.bound(last.interval.high), "level": draft.level(last.interval)}
    told.append(draft.say("repeat.allowing", share=_share(draft, last), days=str(last.day), **ends))
    told.append(draft.say("repeat.half", half=found.days.half, early=found.days.early, late=found.days.late))
    return told


def _share(draft: Draft, point: Within) -> str:
    return numbers.share(draft.voice.locale, point.share)


def _curve(draft: Draft, found: RepeatFinding) -> Table:
    head = (
        Column(draft.say("repeat.column_within")),
        Column(draft.say("repeat.column_again"), numeric=True),
    )
    rows = tuple(
        Row(
            (
                Cell(draft.say("repeat.days", n=one.day), sort=one.day),
                Cell(_share(draft, one), note=draft.range(one.interval), sort=one.share),
            )
        )
        for one in found.curve
    )
    return Table(f"repeat-curve-{found.macro}", draft.say("repeat.table_curve", macro=draft.rule_label(found.macro)), head, rows, half=True)


def _months(draft: Draft, found: RepeatFinding) -> Table:
    """The latest month first: a reference, to open on a screen."""
    head = (
        Column(draft.say("repeat.column_month")),
        Column(draft.say("repeat.column_visitors"), numeric=True),
        Column(draft.say("repeat.column_so_far"), numeric=True),
        Column(draft.say("repeat.column_window", days=str(found.window)), numeric=True),
    )
    often = draft.together([draft.say("repeat.often", n=times, visitors=draft.count(n)) for times, n in found.often.items()])
    rows = tuple(_month(draft, one) for one in reversed(found.cohorts))
    caption = draft.say("repeat.table", macro=draft.rule_label(found.macro))
    return Table(f"repeat-{found.macro}", caption, head, rows, (draft.say("repeat.note", often=often),), details=True)


def _month(draft: Draft, one: RepeatMonth) -> Row:
    def rate(n: int, of: int, text: str) -> Cell:
        return Cell(text, note=draft.say("number.of", n=draft.count(n), of=draft.count(of)), sort=n / of if of else None)

    within = (
        rate(one.within.n, one.within.of, changes.rate_text(draft, one.within))
        if one.within
        else Cell(draft.say("repeat.not_yet"), mark=Mark.NOT_YET, tone=Tone.MUTED)
    )
    return Row(
        (
            Cell(draft.span(one.period), sort=one.period.begin.isoformat()),
            Cell(draft.count(one.so_far.of), sort=one.so_far.of),
            rate(one.so_far.n, one.so_far.of, changes.rate_text(draft, one.so_far)),
            within,
        )
    )

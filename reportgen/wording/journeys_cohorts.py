"""Visitors by the month in which they were first seen: what they have brought so far, and what is still to come."""

from collections.abc import Sequence

from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Table, Tone
from reportgen.model.journeys_findings import BridgeFinding, CohortFinding
from reportgen.stats.measures import Interval
from reportgen.wording import changes, dates, numbers
from reportgen.wording.draft import Draft

MOST_COHORTS = 12


def blocks(draft: Draft, bridge: BridgeFinding) -> list[Block]:
    """What is still to come, and the table of months. Nothing while no month has brought anything."""
    shown = bridge.cohorts[-MOST_COHORTS:]
    if not any(cohort.so_far.n for cohort in shown):
        return []
    macro = draft.rule_label(bridge.macro)
    head = (
        Column(draft.say("bridge.column_month")),
        Column(draft.say("bridge.column_visitors"), numeric=True),
        Column(draft.say("bridge.column_same_month"), numeric=True),
        Column(draft.say("bridge.column_so_far"), numeric=True),
        Column(draft.say("bridge.column_still"), numeric=True),
    )
    rows = tuple(cohort_row(draft, cohort) for cohort in shown)
    caption = draft.say("bridge.cohorts", macro=macro)
    table = Table(f"cohorts-{bridge.macro}", caption, head, rows, (draft.say("bridge.note_still", days=bridge.followed),))
    coming = _still_sentence(draft, bridge, shown)
    return [*([Paragraph(coming)] if coming else []), table]


def _still_sentence(draft: Draft, bridge: BridgeFinding, shown: Sequence[CohortFinding]) -> str | None:
    """What the reported month's visitors, or the newest, will still bring."""
    cohort = next((one for one in shown if one.period == draft.findings.period), shown[-1])
    if cohort.maturity is None or cohort.maturity.interval is None:
        return None
    still = cohort.maturity.interval
    told = {"share": _percent(draft, cohort.maturity.still), "low": _percent(draft, still.low), "high": _percent(draft, still.high)}
    month = dates.month_name(draft.voice.calendar, cohort.period.begin)
    macro = draft.rule_label(bridge.macro)
    return draft.say("bridge.still", macro=macro, month=month, level=draft.level(still), days=bridge.followed, **told)


def cohort_row(draft: Draft, cohort: CohortFinding) -> Row:
    """A month: its people, how many had the macro in it and so far, and what is still to come."""
    month = dates.month_name(draft.voice.calendar, cohort.period.begin)
    return Row(
        (
            Cell(month, note=draft.say("bridge.immature") if cohort.immature else None, sort=cohort.period.begin.isoformat()),
            Cell(draft.count(cohort.so_far.of), sort=cohort.so_far.of),
            changes.share_cell(draft, cohort.same_month),
            changes.share_cell(draft, cohort.so_far),
            _still(draft, cohort),
        )
    )


def _still(draft: Draft, cohort: CohortFinding) -> Cell:
    if cohort.maturity is None:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    still: Interval | None = cohort.maturity.interval
    note = draft.say("number.range", low=_percent(draft, still.low), high=_percent(draft, still.high)) if still else None
    return Cell(_percent(draft, cohort.maturity.still), note=note, sort=cohort.maturity.still)


def _percent(draft: Draft, share: float) -> str:
    return numbers.share(draft.voice.locale, share, 0)

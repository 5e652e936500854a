"""Visitors by the month in which they were first seen: what they have brought so far, and what is still to come."""

from collections.abc import Sequence
from dataclasses import replace

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
    notes = [draft.say("bridge.note_still", days=bridge.followed)] if _any_known(shown) else []
    if _all_open(shown):
        notes.append(draft.say("ladder.all_open", days=draft.count(bridge.followed)))
    elif any(cohort.immature for cohort in shown):
        notes.append(draft.say("bridge.note_immature"))
    caption = draft.say("bridge.cohorts", macro=draft.rule_label(bridge.macro))
    first, rows = draft.say("bridge.column_month"), months(draft, shown)
    table = Table(f"cohorts-{bridge.macro}", caption, months_head(draft, first, shown), rows, (draft.together(notes),) if notes else ())
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


def months_head(draft: Draft, first: str, cohorts: Sequence[CohortFinding]) -> tuple[Column, ...]:
    """The head of a table of months; what is still to come only where it is known of any."""
    names = ("visitors", "same_month", "so_far", *(["still"] if _any_known(cohorts) else []))
    return (Column(first), *(Column(draft.say(f"bridge.column_{name}"), numeric=True) for name in names))


def months(draft: Draft, cohorts: Sequence[CohortFinding]) -> tuple[Row, ...]:
    """A row a month. Which are immature is marked where others are not."""
    open_, known = _all_open(cohorts), _any_known(cohorts)
    rows = (_row(draft, replace(cohort, immature=cohort.immature and not open_)) for cohort in cohorts)
    return tuple(row if known else Row(row.cells[:-1]) for row in rows)


def _all_open(cohorts: Sequence[CohortFinding]) -> bool:
    return all(cohort.immature for cohort in cohorts)


def _any_known(cohorts: Sequence[CohortFinding]) -> bool:
    return any(cohort.maturity for cohort in cohorts)


def _row(draft: Draft, cohort: CohortFinding) -> Row:
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

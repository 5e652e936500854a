"""Days that stand out, in words and as a calendar of the year."""

from collections.abc import Mapping
from datetime import date, timedelta

from babel.dates import get_day_names

from reportgen.model.change_findings import ChangeFindings, OddDay, UnusualFinding
from reportgen.model.charts import CalendarChart, Words
from reportgen.model.document import Block, Cell, Column, Figure, Paragraph, Row, Subheading, Table, Tone
from reportgen.wording import dates
from reportgen.wording.draft import Draft

SESSIONS = "sessions"
MOST = 20


def blocks(draft: Draft, found: ChangeFindings) -> list[Block]:
    """The days of the period with what their note says, and the year's calendar where it has anything to show."""
    unusual = found.unusual
    if unusual is None:
        return []
    days = len({odd.day for odd in unusual.days})
    statement = draft.say("change.days_heading", n=days, period=draft.period) if days else _quiet(draft, unusual)
    told: list[Block] = [Subheading("change-days", statement), Paragraph(draft.together(_facts(draft, unusual)))]
    told.extend([_table(draft, unusual)] if unusual.days else [])
    return [*told, *_year(draft, unusual)]


def _quiet(draft: Draft, unusual: UnusualFinding) -> str:
    return draft.say("change.days_none" if unusual.watched else "change.days_few", period=draft.period)


def _facts(draft: Draft, unusual: UnusualFinding) -> list[str]:
    told = [draft.say("change.days_range", low=unusual.lowest, high=unusual.highest)]
    if unusual.watched:
        told.append(draft.say("change.days_watched", metrics=draft.listed(_metric(draft, metric) for metric in unusual.watched)))
    else:
        told.append(draft.say("change.days_too_few"))
    return told


def _metric(draft: Draft, metric: str) -> str:
    return draft.say("change.visits") if metric == SESSIONS else draft.rule_label(metric)


def _table(draft: Draft, unusual: UnusualFinding) -> Table:
    head = (
        Column(draft.say("change.column_day")),
        Column(draft.say("change.column_what")),
        Column(draft.say("change.column_counted"), numeric=True),
        Column(draft.say("change.column_usual"), numeric=True),
        Column(draft.say("change.column_note")),
    )
    rows = tuple(Row(_cells(draft, odd)) for odd in unusual.days[:MOST])
    left = len(unusual.days) - MOST
    more = draft.say("change.days_more", n=left) if left > 0 else None
    return Table("unusual-days", draft.say("change.days_table", period=draft.period), head, rows, (draft.say("change.days_note"),), more)


def _cells(draft: Draft, odd: OddDay) -> tuple[Cell, ...]:
    counted = draft.count(round(odd.count))
    side = draft.say("change.high" if odd.high else "change.low")
    note = Cell(draft.listed(odd.notes)) if odd.notes else Cell(draft.say("change.no_note"), tone=Tone.MUTED)
    day, usual = Cell(draft.day(odd.day), sort=odd.day.isoformat()), Cell(draft.count(round(odd.usual)), sort=odd.usual)
    return day, Cell(_metric(draft, odd.metric)), Cell(counted, note=side, sort=odd.count), usual, note


# --- the year -------------------------------------------------------------------------------------------------------


def _year(draft: Draft, unusual: UnusualFinding) -> list[Block]:
    """The calendar where a day of the year stands out. Where days are only missing, a sentence says so; else nothing is to be said."""
    missing = sum(value is None for value in unusual.year)
    note = _missing_note(draft, unusual)
    if unusual.odd:
        return [Figure("calendar", _calendar(draft, unusual, missing), note)]
    return [Paragraph(draft.together([_title(draft, unusual, missing), *([note] if note else [])]))] if missing else []


def _calendar(draft: Draft, unusual: UnusualFinding, missing: int) -> CalendarChart:
    sides = {odd.day: 1 if odd.high else -1 for odd in unusual.odd}
    marks = tuple(sides.get(unusual.begin + timedelta(days=at), 0) for at in range(len(unusual.year)))
    values = tuple(None if value is None else float(value) for value in unusual.year)
    first = 0 if draft.settings.report.week_start == "monday" else 6
    most = max((value for value, mark in zip(values, marks, strict=True) if value is not None and not mark), default=0.0)
    ends = {"least": draft.count(0), "most": draft.count(round(most))}
    return CalendarChart(unusual.begin, values, marks, first, _words(draft, unusual, missing, first, ends))


def _title(draft: Draft, unusual: UnusualFinding, missing: int) -> str:
    since = draft.say("change.since", first=draft.day(unusual.begin))
    told = (
        [draft.say("change.calendar", n=len(unusual.odd), since=since)] if unusual.odd else [draft.say("change.calendar_none", since=since)]
    )
    return draft.together([*told, *([draft.say("change.calendar_missing", n=missing)] if missing else [])])


def _words(draft: Draft, unusual: UnusualFinding, missing: int, first: int, ends: Mapping[str, str]) -> Words:
    high, title = sum(odd.high for odd in unusual.odd), _title(draft, unusual, missing)
    listed = draft.listed(draft.day(odd.day) for odd in unusual.odd[:MOST])
    alt = draft.say("change.calendar_alt", title=title, high=high, low=len(unusual.odd) - high, days=listed)
    names = get_day_names("abbreviated", locale=draft.voice.calendar)
    labels = {str(row): names[(first + row) % 7] for row in range(0, 7, 2)}
    labels |= {**ends, "high": draft.say("change.high"), "low": draft.say("change.low"), "missing": draft.say("chart.missing")}
    days = [unusual.begin + timedelta(days=at) for at in range(len(unusual.year))]
    return Words(title, alt, labels, {}, {day: dates.bare_month(draft.voice.calendar, day) for day in days if day.day == 1})


def _missing_note(draft: Draft, unusual: UnusualFinding) -> str | None:
    """What dated notes say of the missing days."""
    gone = {unusual.begin + timedelta(days=at) for at, value in enumerate(unusual.year) if value is None}
    told = [
        draft.say("change.missing_note", days=_days(draft, note.day, note.until or note.day), text=note.text)
        for note in draft.settings.notes
        if any(note.day <= day <= (note.until or note.day) for day in gone)
    ]
    return draft.together(told) or None


def _days(draft: Draft, first: date, last: date) -> str:
    given = tuple(first + timedelta(days=at) for at in range((last - first).days + 1))
    return draft.listed(dates.days(draft.voice.calendar, given))

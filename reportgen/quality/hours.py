"""The ledger's lines about the clock: hours of the day that moved all together (statistics 8, time-zone shift)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from reportgen.model.counts import Counts
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.model.watch import Hours, Watch
from reportgen.quality.calendar import Calendar
from reportgen.quality.daily import in_period, weeks
from reportgen.quality.entries import Fact, entry
from reportgen.stats import hour_shift, without_largest

DAYS_BEFORE = 91


def shifted(counts: Counts, known: Calendar) -> Iterator[LedgerEntry]:
    """Inputs whose rows came hours earlier or later than in the three months before: the first such week of the period.

    In each hour the largest day of a week, and of the weeks before, is left out, which is how a busy machine looks.
    """
    for source, hours in counts.watch.hours.items():
        for week in weeks(known):
            if in_period(week, known) and (moved := _moved(hours, week, _rows_a_visit(counts.watch, week))):
                facts: dict[str, Fact] = {"input": source, "shift": f"{moved:+d}", "hours": abs(moved)}
                example = f"{week[0].isoformat()} to {week[-1].isoformat()}: {moved:+d} h"
                touches = [Touch.CHANGES, Touch.CONVERSIONS]
                yield entry("hours", Severity.WARNING, Say.HOURS_SHIFTED, facts, week, touches=touches, example=example)
                break


def _rows_a_visit(watch: Watch, week: Sequence[date]) -> float:
    """Rows of one visit come together, so that only visits are counted as chance would have them; 1 where there are none."""
    visits = [watch.visits[day] for day in week if day in watch.visits]
    sessions = sum(visit.sessions for visit in visits)
    return max(1.0, sum(visit.events for visit in visits) / sessions) if sessions else 1.0


def _moved(hours: Mapping[date, Hours], week: Sequence[date], rows_a_visit: float) -> int | None:
    """By how many hours; None where the week's hours are as before."""
    before = [hours[day] for back in range(1, DAYS_BEFORE + 1) if (day := week[0] - timedelta(days=back)) in hours]
    now = [hours[day] for day in week if day in hours]
    if len(before) < DAYS_BEFORE // 2 or len(now) < len(week) - 1:
        return None
    usual = [sum(hours) for hours in zip(*(without_largest(before[at : at + 7]) for at in range(0, len(before), 7)), strict=True)]
    found = hour_shift(usual, [rows / rows_a_visit for rows in without_largest(now)])
    return found.hours if found else None

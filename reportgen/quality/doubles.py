"""The ledger's lines about tags that fire twice (statistics 8, duplicates)."""

from collections.abc import Iterator, Mapping
from datetime import date

from reportgen.model.counts import Counts
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.quality.calendar import Calendar
from reportgen.quality.entries import VISIT_EVENTS, Fact, entry
from reportgen.stats import Doubled, doubled

MOST_EVENTS = 5
EVERYTHING = ""


def twice(counts: Counts, known: Calendar) -> Iterator[LedgerEntry]:
    """Events with about twice as many a visitor as before, and all of them together. Where all are, single ones are not told."""
    days = [day.day for day in known.recorded]
    visitors = [counts.watch.visits[day].visitors if day in counts.watch.visits else 0 for day in days]
    whole = {day: visit.events for day, visit in counts.watch.visits.items()}
    everything = _line(EVERYTHING, whole, days, visitors, known)
    if everything:
        yield everything
        return
    events = {name: rows for name, rows in counts.watch.events.items() if name not in VISIT_EVENTS}
    lines = [line for name, rows in events.items() if (line := _line(name, rows, days, visitors, known))]
    yield from lines[:MOST_EVENTS]


def _line(name: str, rows: Mapping[date, int], days: list[date], visitors: list[int], known: Calendar) -> LedgerEntry | None:
    first = min(rows, default=known.as_of)
    numbers = [rows.get(day, 0) if day >= first else None for day in days]
    for found in doubled(numbers, visitors):
        when = days[found.begin : found.end]
        if any(day in known.period for day in when):
            facts: dict[str, Fact] = {"event": name, "ratio": found.ratio, "run": len(when)}
            message = Say.TAG_TWICE if name else Say.ALL_TWICE
            touches = [Touch.CONVERSIONS, Touch.PAGES]
            return entry(
                "repeats", Severity.WARNING, message, facts, when, touches=touches, example=_example(found, when[0], numbers, visitors)
            )
    return None


def _example(found: Doubled, day: date, numbers: list[int | None], visitors: list[int]) -> str:
    rows, people = numbers[found.begin], visitors[found.begin]
    return f"{day.isoformat()}: {rows} / {people}, {found.usual:.2f} usual"

"""Days that stand out: visits, and every conversion with enough of them a day (statistics 6)."""

from collections.abc import Sequence
from datetime import date, timedelta

from reportgen import stats
from reportgen.model.change_findings import OddDay, UnusualFinding
from reportgen.model.counts import Counts
from reportgen.model.settings import Note, Settings
from reportgen.stats import Daily

SESSIONS = "sessions"
ENOUGH = 20
"""Fewer a day are not looked at: what is usual there leaves room for anything."""
YEAR = timedelta(weeks=53)


def unusual(settings: Settings, counts: Counts) -> UnusualFinding | None:
    """None without a recorded day in the period. Days without data are missing, never low."""
    days = counts.days
    inside = [at for at, day in enumerate(days.periods) if day.begin in counts.current.period]
    visits = [value for at, value in enumerate(_visits(counts)) if at in set(inside) and value is not None]
    if not visits:
        return None
    series = {SESSIONS: _visits(counts)} | {
        rule.key: _conversions(counts, rule.key) for rule in (*settings.macros, *settings.micros) if rule.key in days.converted
    }
    watched = [metric for metric, values in series.items() if _usual([values[at] for at in inside]) >= ENOUGH]
    begin = days.periods[0].begin
    odd = {metric: _odd(metric, begin, series[metric], settings.notes) for metric in watched}
    period = counts.current.period
    found = sorted(
        (one for metric in watched for one in odd[metric] if one.day in period), key=lambda one: (one.day, watched.index(one.metric))
    )
    since = max(begin, counts.as_of + timedelta(days=1) - YEAR)
    return UnusualFinding(
        days=tuple(found),
        watched=tuple(watched),
        lowest=min(visits),
        highest=max(visits),
        begin=since,
        year=_visits(counts)[(since - begin).days :],
        odd=tuple(one for one in odd.get(SESSIONS, ()) if one.day >= since),
    )


def _visits(counts: Counts) -> tuple[int | None, ...]:
    """Sessions a day; None where a day has no data."""
    days = counts.days
    return tuple(None if gone and not one.sessions else one.sessions for one, gone in zip(days.traffic, days.missing, strict=True))


def _conversions(counts: Counts, rule: str) -> tuple[int | None, ...]:
    days = counts.days
    return tuple(
        None if gone and not one.conversions else one.conversions for one, gone in zip(days.converted[rule], days.missing, strict=True)
    )


def _usual(values: Sequence[int | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def _odd(metric: str, begin: date, values: Sequence[int | None], notes: Sequence[Note]) -> tuple[OddDay, ...]:
    history = Daily(begin, tuple(None if value is None else float(value) for value in values))
    return tuple(OddDay(metric, one.day, one.count, one.usual, _notes(one.day, notes)) for one in stats.unusual_days(history))


def _notes(day: date, notes: Sequence[Note]) -> tuple[str, ...]:
    return tuple(note.text for note in notes if note.day <= day <= (note.until or note.day))

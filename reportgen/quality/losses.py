"""The ledger's lines about losses: all rows, one event, or one of several inputs far below what is usual, or gone."""

from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase

from reportgen.model.counts import Counts
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.model.settings import Settings
from reportgen.quality.calendar import Calendar
from reportgen.quality.daily import in_period, series
from reportgen.quality.entries import Fact, entry
from reportgen.quality.silence import Silence, silence, silent_run
from reportgen.stats import Loss, losses

MOST_EVENTS = 5
IMPLAUSIBLE = 1e-6
"""Stricter than for a rule: there are many events, and each is looked at on every day."""
NEARLY_ALL = 0.2
"""A loss that lasts and leaves less than this share stops a command: the rest says nothing about the whole."""


def lost(settings: Settings, counts: Counts, known: Calendar) -> Iterator[LedgerEntry]:
    """Days on which much less than usual was recorded (statistics 8, sudden loss), of everything or of single events and inputs."""
    everything = [each for each in losses(series({day.day: day.rows for day in known.recorded}, known)) if in_period(each.days, known)]
    for loss in everything:
        severity = Severity.GATE if loss.lasting and loss.count < NEARLY_ALL * loss.usual else Severity.WARNING
        yield entry("loss", severity, Say.ALL_LOST, _facts(loss), loss.days, touches=[Touch.ALL], example=_example(loss.days[0], loss))
    told = {day for loss in everything for day in loss.days}
    yield from _inputs(counts, known)
    found = [line for name in sorted(counts.watch.events) if (line := _event(settings, counts, known, name, told)) is not None]
    yield from sorted(found, key=lambda line: -float(line.facts["usual"]))[:MOST_EVENTS]


def _event(settings: Settings, counts: Counts, known: Calendar, name: str, told: set[date]) -> LedgerEntry | None:
    """What one event lost, beside what everything did and what a rule that stands on it says already."""
    daily = series(counts.watch.events[name], known)
    days = [(day.day, int(daily.values[(day.day - daily.begin).days] or 0)) for day in known.recorded if day.day >= daily.begin]
    rules = _rules_on(settings, name)
    if any(silence(counts.days, rule, counts.current.period) for rule in rules):
        return None
    touches = rules or [Touch.CONVERSIONS]
    quiet = silent_run(days, counts.current.period, IMPLAUSIBLE)
    if quiet and not told.issuperset(quiet.days):
        facts: dict[str, Fact] = {"event": name, "run": len(quiet.days), "usual": quiet.usual}
        return entry("loss", Severity.WARNING, Say.EVENT_LOST, facts, quiet.days, touches=touches, example=_silent(quiet))
    for loss in losses(daily):
        if in_period(loss.days, known) and not told.issuperset(loss.days):
            facts = {"event": name, **_facts(loss)}
            return entry("loss", Severity.WARNING, Say.EVENT_LOW, facts, loss.days, touches=touches, example=_example(loss.days[0], loss))
    return None


def _inputs(counts: Counts, known: Calendar) -> Iterator[LedgerEntry]:
    """Days without any row of one input on which another has some. One input alone is told by the days without data."""
    hours = counts.watch.hours
    for source, rows in hours.items() if len(hours) > 1 else ():
        first = min(rows)
        days = [(day.day, sum(rows.get(day.day, ()))) for day in known.recorded if day.day >= first]
        if quiet := silent_run(days, counts.current.period):
            facts: dict[str, Fact] = {"input": source, "run": len(quiet.days), "usual": quiet.usual}
            severity = Severity.GATE if quiet.lasting else Severity.WARNING
            yield entry("days", severity, Say.INPUT_SILENT, facts, quiet.days, touches=[Touch.ALL], example=_silent(quiet))


def _rules_on(settings: Settings, event: str) -> list[str]:
    return [
        rule.key
        for rule in (*settings.macros, *settings.micros)
        if any(fnmatchcase(event, pattern) for part in rule.match for pattern in part.event)
    ]


def _facts(loss: Loss) -> dict[str, Fact]:
    return {"run": len(loss.days), "counted": round(loss.count), "usual": round(loss.usual)}


def _example(day: date, loss: Loss) -> str:
    return f"{day.isoformat()}: {loss.count / len(loss.days):,.0f} a day, {loss.usual / len(loss.days):,.0f} usual"


def _silent(quiet: Silence) -> str:
    return f"{quiet.days[0].isoformat()}: 0, {quiet.usual:,.1f} usual"

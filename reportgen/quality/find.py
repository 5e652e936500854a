"""The ledger."""

from collections.abc import Iterator, Sequence
from datetime import date

from reportgen.model.advice import Advice
from reportgen.model.counts import Counts, PeriodCounts
from reportgen.model.findings import DataStatus, Ledger, LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.model.settings import Settings
from reportgen.model.tracking import TrackingFinding
from reportgen.quality import doubles, entries, hours, late, losses, lumped, referrals, schema, shares
from reportgen.quality.calendar import Calendar, calendar, days_of, low_last_day
from reportgen.quality.entries import entry
from reportgen.quality.remarks import remarks
from reportgen.quality.tracking import lines, said_better

STALE, VERY_STALE = 3, 7
"""Days from the newest data to as_of: late, and too late to trust a status (statistics 1.5)."""
_ORDER = (Severity.GATE, Severity.WARNING, Severity.NOTE)


def find(settings: Settings, counts: Counts, advice: Sequence[Advice], tracking: TrackingFinding | None = None) -> Ledger:
    """What is known to be wrong, worst first. `advice` is on the settings, `tracking` what `coverage` found."""
    known = calendar(settings, counts)
    broken = list(entries.columns(known))
    found = [
        *_days(settings, counts, known),
        *losses.lost(settings, counts, known),
        *late.late(settings, counts, known),
        *entries.rejected(settings, counts),
        *(line for line in entries.rules(settings, counts) if not said_better(line, tracking)),
        *broken,
        *shares.columns(known, broken),
        *shares.people(counts, known),
        *shares.channels(counts, known),
        *referrals.own_referrals(settings, counts, known),
        *referrals.hidden_sources(counts, known),
        *hours.shifted(counts, known),
        *schema.changed(settings, counts, known),
        *entries.bots(settings, counts),
        *entries.people(settings, counts),
        *entries.repeats(settings, counts),
        *doubles.twice(counts, known),
        *entries.totals(counts),
        *remarks(counts),
        *lumped.lumped(counts),
        *lines(settings, tracking),
        *entries.events(settings, counts),
        *entries.advice(advice),
    ]
    found.sort(key=lambda line: _ORDER.index(line.severity))
    young = bool(late.young(settings, counts, known))
    status = _status(known, young=young) if settings.report.has_people else _totals_status(counts, known)
    missing = known.missing(known.seen) if settings.report.has_people else ()
    return Ledger(status, tuple(found), counts.profile, missing)


def _totals_status(counts: Counts, known: Calendar) -> DataStatus:
    """Of a workspace with totals alone: each counter says itself on how many days it was told."""
    if not counts.outside.told:
        return DataStatus.EMPTY
    over = known.as_of >= known.period.last_day
    return DataStatus.COMPLETE if over and counts.outside.told_throughout else DataStatus.PARTIAL


def _status(known: Calendar, *, young: bool) -> DataStatus:
    """Empty without a recorded day; partial when days are missing or still to come; provisional when the newest day looks cut off, or
    days are among those of their input that still grow."""
    missing = known.missing(known.seen)
    if len(missing) == len(known.seen):
        return DataStatus.EMPTY
    if missing or known.as_of < known.period.last_day:
        return DataStatus.PARTIAL
    return DataStatus.PROVISIONAL if young or low_last_day(known) else DataStatus.COMPLETE


def _days(settings: Settings, counts: Counts, known: Calendar) -> Iterator[LedgerEntry]:
    """The period's days: over or not, begun late, missing, stale, cut off."""
    missing = known.missing(known.seen)
    if not settings.report.has_people and counts.outside.told:
        return
    if len(missing) == len(known.seen):
        yield entry("period", Severity.GATE, Say.NO_DATA, {}, touches=[Touch.ALL])
        return
    if known.as_of < known.period.last_day:
        left = (known.period.last_day - known.as_of).days
        yield entry("period", Severity.NOTE, Say.PERIOD_NOT_OVER, {"days_left": left}, [known.as_of], touches=[Touch.ALL])
    yield from _missing(settings, missing, known)
    yield from _missing_before(counts, known)
    if low := low_last_day(known):
        newest, usual = low
        yield entry("days", Severity.WARNING, Say.LAST_DAY_LOW, {"rows": newest.rows, "usual": usual}, [newest.day], touches=[Touch.ALL])


def _missing(settings: Settings, missing: Sequence[date], known: Calendar) -> Iterator[LedgerEntry]:
    allowed = settings.report.gates.max_missing_days
    severity = Severity.GATE if len(missing) > allowed else Severity.WARNING
    first, last = known.recorded[0].day, known.newest or known.as_of
    if early := [day for day in missing if day < first]:
        yield entry("days", severity, Say.DATA_BEGINS_LATE, {"missing": len(early)}, [first], touches=[Touch.ALL])
    if late := [day for day in missing if day > first]:
        facts = {"missing": len(late), "of": len(known.seen), "allowed": allowed}
        yield entry("days", severity, Say.MISSING_DAYS, facts, late, touches=[Touch.ALL])
    since = (known.as_of - last).days
    if since > STALE:
        how_bad = Severity.GATE if since > VERY_STALE else Severity.WARNING
        yield entry("days", how_bad, Say.STALE, {"days_since": since}, [last], touches=[Touch.ALL])


def _missing_before(counts: Counts, known: Calendar) -> Iterator[LedgerEntry]:
    """The same in the periods that this one is compared with: their totals are counted short."""
    compared: tuple[tuple[Say, PeriodCounts | None], ...] = (
        (Say.MISSING_DAYS_PREVIOUS, counts.previous),
        (Say.MISSING_DAYS_YEAR, counts.year_before),
    )
    for message, before in compared:
        if before and (gone := known.missing(days_of(before.period))):
            yield entry("days", Severity.WARNING, message, {"missing": len(gone), "of": before.period.days}, gone, touches=[Touch.CHANGES])

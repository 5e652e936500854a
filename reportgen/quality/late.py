"""The ledger's lines about days that change after they were exported: told again by a later file, or too young to be complete."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from reportgen.model.counts import Counts
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.model.settings import Settings
from reportgen.model.watch import Retold
from reportgen.quality.calendar import Calendar
from reportgen.quality.entries import Fact, entry

GREW = 0.01
"""A day that a later file tells with so many more rows was not complete in the earlier one; fewer rows more are late single rows."""
LONGEST = 14
"""Days further back than this were filled in, not late."""


def late(settings: Settings, counts: Counts, known: Calendar) -> Iterator[LedgerEntry]:
    """Days told again with more or fewer rows, and the newest days of inputs whose days still grow."""
    for source in settings.report.inputs:
        retold = [each for each in counts.watch.retold if each.input == source.key]
        yield from _retold(Say.DAYS_GREW, source.key, [each for each in retold if each.now > each.was])
        yield from _retold(Say.DAYS_SHRANK, source.key, [each for each in retold if each.now < each.was])
    for key, days in young(settings, counts, known).items():
        facts: dict[str, Fact] = {"input": key, "days": len(days), "window": window(settings, counts, key)}
        yield entry("late", Severity.WARNING, Say.DAYS_PROVISIONAL, facts, days, touches=[Touch.ALL], example=days[-1].isoformat())


def young(settings: Settings, counts: Counts, known: Calendar) -> dict[str, tuple[date, ...]]:
    """Input -> the period's days that may still grow: those within its window at the end of its newest file."""
    found: dict[str, tuple[date, ...]] = {}
    for source in settings.report.inputs:
        last = max((file.last_day for file in counts.profile.files if file.input == source.key and file.last_day), default=None)
        wide = window(settings, counts, source.key)
        if last and wide:
            newest = [last - timedelta(days=back) for back in range(wide - 1, -1, -1)]
            days = tuple(day for day in newest if day in known.period and day <= known.as_of)
            if days:
                found[source.key] = days
    return found


def window(settings: Settings, counts: Counts, key: str) -> int:
    """For how many days, from the newest back, an input's days may still grow: as its settings say, else as its files showed."""
    declared = next(source.late_days for source in settings.report.inputs if source.key == key)
    if declared is not None:
        return declared
    grew = [each for each in counts.watch.retold if each.input == key and each.now > (1 + GREW) * each.was]
    return max((each.newest for each in grew if each.newest <= LONGEST), default=0)


def _retold(message: Say, source: str, days: Sequence[Retold]) -> Iterator[LedgerEntry]:
    if not days:
        return
    most = max(days, key=lambda each: abs(each.now - each.was))
    facts: dict[str, Fact] = {"input": source, "days": len(days), "file": most.later}
    facts |= {"was": sum(each.was for each in days), "now": sum(each.now for each in days)}
    severity = Severity.WARNING if message is Say.DAYS_SHRANK else Severity.NOTE
    example = f"{most.day.isoformat()}: {most.was:,} ({most.earlier}), {most.now:,} ({most.later})"
    yield entry("late", severity, message, facts, [each.day for each in days], touches=[Touch.ALL], example=example)

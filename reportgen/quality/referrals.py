"""The ledger's lines about visits whose source was lost: they seem to come from the site itself, or the tool withholds it."""

from collections.abc import Iterator

from reportgen.model.counts import Counts
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.model.settings import Settings
from reportgen.quality.calendar import Calendar
from reportgen.quality.entries import Fact, entry

SEEN, MANY = 0.01, 0.05
"""Shares of the period's sessions from which it is told, and warned of."""
LEAST = 10


def own_referrals(settings: Settings, counts: Counts, known: Calendar) -> Iterator[LedgerEntry]:
    """Sessions of the period that name a host of the site as the referral they came by: the visit was cut in two on the way, and its
    source lost. Hosts of the settings count as no source; other hosts under the same name still stand among the referrals."""
    listed = {domain.lower().removeprefix("www.") for domain in settings.report.site.domains}
    of = _sessions(counts, known)
    for host, days in counts.watch.own.items():
        inside = {day: sessions for day, sessions in days.items() if day in known.period}
        sessions = sum(inside.values())
        if of and sessions >= LEAST and sessions >= SEEN * of:
            facts: dict[str, Fact] = {"host": host, "sessions": sessions, "of": of, "share": min(1.0, sessions / of)}
            severity = Severity.WARNING if sessions >= MANY * of else Severity.NOTE
            message = Say.OWN_REFERRALS if host in listed else Say.OWN_HOST_UNLISTED
            worst = max(inside, key=lambda day: inside[day])
            example = f"{worst.isoformat()}: {host} / referral, {inside[worst]}"
            yield entry("channels", severity, message, facts, [min(inside)], touches=[Touch.CHANNELS], example=example)


def hidden_sources(counts: Counts, known: Calendar) -> Iterator[LedgerEntry]:
    """Sessions of the period whose source the tool lumped together, deleted or withheld: a mark of sampling or thresholds."""
    of = _sessions(counts, known)
    for mark, days in counts.watch.hidden.items():
        inside = {day: sessions for day, sessions in days.items() if day in known.period}
        sessions = sum(inside.values())
        if of and sessions:
            facts: dict[str, Fact] = {"mark": mark, "sessions": sessions, "of": of, "share": min(1.0, sessions / of)}
            severity = Severity.WARNING if sessions >= MANY * of else Severity.NOTE
            example = f"{min(inside).isoformat()}: {mark}, {inside[min(inside)]}"
            yield entry("channels", severity, Say.SOURCES_HIDDEN, facts, [min(inside)], touches=[Touch.CHANNELS], example=example)


def _sessions(counts: Counts, known: Calendar) -> int:
    return sum(visit.sessions for day, visit in counts.watch.visits.items() if day in known.period)

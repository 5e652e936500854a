"""The weeks before the report's period, from which dispersion is measured."""

from collections.abc import Callable

from reportgen import stats
from reportgen.model.counts import Converted, Counts, Traffic
from reportgen.stats import Dispersion, Rate

ReadRate = Callable[[Traffic, Converted], Rate]
ReadCount = Callable[[Traffic, Converted], int]


def before(counts: Counts, needs_all_days: bool) -> list[int]:
    """Positions of the whole weeks that end before the period begins; for counts only those with data on every day."""
    weeks = counts.weeks
    return [
        i
        for i, week in enumerate(weeks.periods)
        if week.end <= counts.current.period.begin and not weeks.partial[i] and not (needs_all_days and weeks.missing[i])
    ]


def rate_dispersion(counts: Counts, rule: str | None, read: ReadRate) -> Dispersion:
    """Dispersion of a weekly rate; `read` takes it from a week's traffic and its conversions of `rule` (none for None)."""
    rates = [read(counts.weeks.traffic[i], _converted(counts, rule, i)) for i in before(counts, needs_all_days=False)]
    return stats.dispersion([(rate.n, rate.of) for rate in rates], counts.current.traffic.visitors)


def count_phi(counts: Counts, rule: str | None, read: ReadCount) -> float:
    """Dispersion of a weekly count."""
    weekly = [read(counts.weeks.traffic[i], _converted(counts, rule, i)) for i in before(counts, needs_all_days=True)]
    current = counts.current.converted.get(rule, Converted()) if rule else Converted()
    return stats.count_dispersion(weekly, read(counts.current.traffic, current)).phi


def _converted(counts: Counts, rule: str | None, week: int) -> Converted:
    found = counts.weeks.converted.get(rule, ()) if rule else ()
    return found[week] if found else Converted()

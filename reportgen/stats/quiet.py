"""Quiet days: days without any event on a site so small that such days are usual (statistics 8, missing day)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

QUIET_BELOW = 20.0
"""Rows a day, over all days, from which on no day is empty by chance: below about five visits."""
PLAUSIBLE = 1e-4
"""Least probability of a run of empty days that is still called quiet, as for every other run of zeros."""


def quiet(rows: Mapping[date, int], last: date) -> frozenset[date]:
    """The days after the first with rows, up to `last` inclusive, on which nothing happened, as on many another day of this site.

    A run of k empty days is quiet where p ** k is at least `PLAUSIBLE`, p being the share of empty days among all others. So one gap in a
    calendar without another is never quiet, and neither is any day of a site with `QUIET_BELOW` rows a day or more.
    """
    first = min((day for day, n in rows.items() if n > 0), default=None)
    if first is None or last < first:
        return frozenset()
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    if sum(rows.get(day, 0) for day in days) >= QUIET_BELOW * len(days):
        return frozenset()
    runs = list(_empty_runs(rows, days))
    empty = sum(map(len, runs))
    return frozenset(day for run in runs if _plausible(len(run), empty - len(run), len(days) - len(run)) for day in run)


def _empty_runs(rows: Mapping[date, int], days: list[date]) -> Iterator[list[date]]:
    run: list[date] = []
    for day in days:
        if rows.get(day, 0):
            if run:
                yield run
            run = []
        else:
            run.append(day)
    if run:
        yield run


def _plausible(length: int, empty: int, of: int) -> bool:
    """Whether so long a run is no surprise where `empty` of all `of` other days are empty too."""
    return bool((empty / of) ** length >= PLAUSIBLE)

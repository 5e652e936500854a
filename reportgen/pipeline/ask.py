"""What a build is asked for, and which period that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from reportgen import periods
from reportgen.errors import DataError, UsageError
from reportgen.periods import Period

Progress = Callable[[str], None]
"""Called with a short line before each long step."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace and, for agencies, the client whose settings lie over the base."""

    folder: Path
    client: str | None = None

    @property
    def kept(self) -> Path:
        """Where kept parts are; it may be deleted at any time."""
        return self.folder / ".reportgen" / "parts"

    @property
    def kept_counts(self) -> Path:
        """Where the counts of periods are kept; it may be deleted at any time."""
        return self.folder / ".reportgen" / "counts"

    @property
    def own(self) -> Path:
        """The folder that is this client's alone; without clients the workspace."""
        return self.folder / "clients" / self.client if self.client else self.folder

    @property
    def ledger(self) -> Path:
        """Who got what by mail."""
        return self.own / "deliveries.jsonl"

    def site(self, out: Path | None = None) -> Path:
        """Where the reports are: within `out`, by default `site/` in the workspace; each client in a folder of its own."""
        site = out or self.folder / "site"
        return site / self.client if self.client else site


@dataclass(frozen=True, slots=True)
class Request:
    """What the reader of the command line asked for.

    `month` is `2026-10` or `last`; `begin` and `last` an inclusive range; without any the last complete month in the data. `as_of`
    is the last visible day. `today` is the clock's day, read once by the caller; only `month: last` looks at it.
    """

    month: str | None = None
    begin: date | None = None
    last: date | None = None
    as_of: date | None = None
    today: date | None = None


def reported_period(named: Period | None, first: date | None, newest: date | None) -> Period:
    """The period that was named, else the last complete month; `first` and `newest` are the first and last recorded day, None without.

    Raises DataError for a period that ends before the data begin, and where there is none to choose.
    """
    period = named or _last_complete(first, newest)
    if first is not None and period.end <= first:
        raise DataError(f"{periods.key(period)} is before the data: the first day with data is {first}; ask for a later period")
    return period


def named_period(request: Request) -> Period | None:
    """The period that a request names; None where it names none. Raises UsageError for one that cannot be met."""
    if request.month and (request.begin or request.last):
        raise UsageError("--month and --from/--to name two periods; give one of them")
    if request.month == "last":
        if request.today is None:
            raise UsageError("--month last needs a clock")
        first = request.today.replace(day=1)
        return Period((first - timedelta(days=1)).replace(day=1), first)
    if request.month:
        try:
            return periods.month(request.month)
        except ValueError:
            raise UsageError(f"--month {request.month}: write a month such as 2026-10, or last") from None
    if request.begin is None and request.last is None:
        return None
    if request.begin is None or request.last is None:
        raise UsageError("--from and --to go together: give both, each inclusive")
    if request.begin > request.last:
        raise UsageError(f"--from {request.begin} is after --to {request.last}; swap them")
    return periods.of(request.begin, request.last)


def _last_complete(first: date | None, newest: date | None) -> Period:
    """The last month whose last day has data; the newest month, unfinished, when none is complete."""
    if first is None or newest is None:
        raise DataError("the exports hold no usable row, so there is no month to report; name one with --month to see what was refused")
    month = periods.month(f"{newest:%Y-%m}")
    if newest == month.last_day:
        return month
    before = periods.previous(month)
    return before if before.end > first else month

"""What a run owes besides the asked report: the months before it whose own run never happened, or never mailed them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from reportgen import archive, deliver, periods
from reportgen.periods import Period
from reportgen.pipeline.analyse import recorded
from reportgen.pipeline.ask import Progress, Request, Workspace, named_period, reported_period

MOST = 12
"""Months that are made up for at most."""


def unbuilt(workspace: Workspace, request: Request, site: Path, progress: Progress) -> tuple[Request, ...]:
    """A request for each month that the site lacks between its first and the asked one, oldest first, then the asked one's. A site that
    begins, and a range that is no month, owe nothing; nor does a month before the data. A month that was built before its data came is
    owed still. Raises as `recorded`.
    """
    first, newest = recorded(workspace, progress)
    asked = reported_period(named_period(request), first, newest)
    months = [each.about for each in archive.entries(site) if _is_month(each.about.period)]
    done = {month.period.begin for month in months if not month.empty}
    start = max([min((month.period.begin for month in months), default=asked.begin), *([first] if first else [])])
    return (*(_month(request, begin) for begin in _before(asked) if begin >= start and begin not in done), request)


def unsent(workspace: Workspace, request: Request, site: Path) -> tuple[Request, ...]:
    """A request for each month of the site since the newest that anybody got by mail, and for each whose sending a dead run left open,
    oldest first; the asked one's alone where a period is named, and the newest one's alone where nothing is owed. Raises as
    `archive.entries` and `deliver.periods_sent`.
    """
    there = [each.about.period for each in archive.entries(site)]
    if named_period(request) or not there or not _is_month(there[0]):
        return (request,)
    client = workspace.client or ""
    had, left_open = deliver.periods_sent(workspace.ledger, client), deliver.periods_left_open(workspace.ledger, client)
    months = {period.begin: periods.key(period) for period in there if _is_month(period)}
    newest = max((begin for begin, key in months.items() if key in had), default=there[0].begin)
    since = sorted(begin for begin, key in months.items() if begin > newest or key in left_open)
    return tuple(_month(request, begin) for begin in since[-MOST:]) or (request,)


def _is_month(period: Period) -> bool:
    return periods.months_in(period) == 1


def _before(asked: Period) -> list[date]:
    """The first days of the months before a month, oldest first; none before what is no month."""
    return [periods.add_months(asked.begin, -back) for back in range(MOST, 0, -1)] if _is_month(asked) else []


def _month(request: Request, begin: date) -> Request:
    return replace(request, month=f"{begin:%Y-%m}", begin=None, last=None, as_of=None)

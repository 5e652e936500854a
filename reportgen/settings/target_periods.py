"""A goal's targets by month and quarter: `targets: {2026-Q1: 100, 2026-07: 45}`."""

import math
import re
from datetime import date, timedelta

from reportgen.model.settings import PeriodTarget
from reportgen.periods import add_months
from reportgen.settings import scalars
from reportgen.settings.convert import Trace
from reportgen.settings.nodes import Items, Node, Scalar, Table

MONTHS_OF_A_QUARTER = 3


def opened(node: Node, trace: Trace) -> Node | None:
    """The mapping as a list of first day, exclusive end and value, in the order of time; None after saying what is wrong."""
    if not isinstance(node, Table) or not node.entries:
        return trace.refusal(node, "is no mapping of months or quarters", "write `targets: {2026-Q1: 100, 2026-Q2: 120}`")
    spans = {name: span(name) for name in node.entries}
    for name, found in spans.items():
        if found is None:
            trace.problem(node.entries[name], "is neither a month nor a quarter", "write one such as 2026-07 or 2026-Q3")
    known = sorted((found, name) for name, found in spans.items() if found is not None)
    if len(known) < len(spans):
        return None
    return Items(node.place, node.path, tuple(_entry(node.entries[name], *found) for found, name in known))


def total(node: Node) -> float | None:
    """What the targets add up to; None where one of them is no number."""
    values = node.entries.values() if isinstance(node, Table) else ()
    try:
        return math.fsum(scalars.number(value.text if isinstance(value, Scalar) else "") for value in values)
    except scalars.MisreadError:
        return None


def span(name: str) -> tuple[date, date] | None:
    """First day and exclusive end of `2026-07` or `2026-Q3`; None for any other text."""
    month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", name)
    quarter = re.fullmatch(r"(\d{4})-Q([1-4])", name)
    if month:
        return _months(int(month[1]), int(month[2]), 1)
    if quarter:
        return _months(int(quarter[1]), MONTHS_OF_A_QUARTER * int(quarter[2]) - 2, MONTHS_OF_A_QUARTER)
    return None


def name_of(one: PeriodTarget) -> str:
    """How YAML calls it: `2026-07` or `2026-Q3`."""
    if one.end - one.begin <= timedelta(days=31):
        return f"{one.begin:%Y-%m}"
    return f"{one.begin.year:04d}-Q{(one.begin.month + 2) // MONTHS_OF_A_QUARTER}"


def _months(year: int, month: int, n: int) -> tuple[date, date] | None:
    try:
        begin = date(year, month, 1)
        return begin, add_months(begin, n)
    except ValueError:
        return None


def _entry(value: Node, begin: date, end: date) -> Table:
    days = {name: Scalar(value.place, value.path, day.isoformat()) for name, day in (("begin", begin), ("end", end))}
    return Table(value.place, value.path, {**days, "value": value})

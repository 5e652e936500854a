"""Small frames of counts -> frozen records. The only place that reads a frame's columns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reportgen.model.counts import Converted, Traffic

Group = tuple[int, str]
"""Period by position, and the value of a breakdown (empty for a total)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a frame. Whole numbers and texts only; null is asked for by name."""

    values: Mapping[str, object]

    def number(self, name: str) -> int:
        """A whole number; null counts 0."""
        value = self.values[name]
        return 0 if value is None or pd.isna(value) else int(value)  # type: ignore[call-overload]

    def text(self, name: str) -> str:
        return str(self.values[name])


def rows(frame: pd.DataFrame) -> Iterator[Row]:
    """The frame's rows."""
    names = [str(name) for name in frame.columns]
    for values in zip(*(frame[name].tolist() for name in frame.columns), strict=True):
        yield Row(dict(zip(names, values, strict=True)))


def traffic_of(row: Row) -> Traffic:
    return Traffic(
        visitors=row.number("visitors"),
        sessions=row.number("sessions"),
        engaged_sessions=row.number("engaged_sessions"),
        page_views=row.number("page_views"),
        unnamed_sessions=row.number("unnamed_sessions"),
    )


def converted_of(row: Row) -> Converted:
    return Converted(
        conversions=row.number("conversions"),
        converters=row.number("converters"),
        unmatched=row.number("unmatched"),
        amount=row.number("amount") if row.number("valued") else None,
    )


def traffic_by(frame: pd.DataFrame, value: str | None = None) -> dict[Group, Traffic]:
    """Traffic by period and, with `value`, by that column."""
    return {(row.number("period"), row.text(value) if value else ""): traffic_of(row) for row in rows(frame)}


def converted_by(frame: pd.DataFrame, value: str | None = None) -> dict[Group, dict[str, Converted]]:
    """Rule -> Converted, by period and, with `value`, by that column. Rules without a row are absent."""
    found: defaultdict[Group, dict[str, Converted]] = defaultdict(dict)
    for row in rows(frame):
        found[row.number("period"), row.text(value) if value else ""][row.text("rule")] = converted_of(row)
    return dict(found)


def every_rule(found: Mapping[str, Converted], rules: Sequence[str]) -> dict[str, Converted]:
    """All listed rules in their order, at zero where nothing was found."""
    return {rule: found.get(rule, Converted()) for rule in rules}


def add_traffic(one: Traffic, other: Traffic) -> Traffic:
    """Sum of two groups that share no visitor."""
    return Traffic(
        one.visitors + other.visitors,
        one.sessions + other.sessions,
        one.engaged_sessions + other.engaged_sessions,
        one.page_views + other.page_views,
        one.unnamed_sessions + other.unnamed_sessions,
    )


def add_converted(one: Converted, other: Converted) -> Converted:
    """Sum of two groups that share no visitor. An amount is unknown only where neither has one."""
    amounts = [amount for amount in (one.amount, other.amount) if amount is not None]
    return Converted(
        one.conversions + other.conversions,
        one.converters + other.converters,
        one.unmatched + other.unmatched,
        sum(amounts) if amounts else None,
    )

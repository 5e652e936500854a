"""Totals and costs without people behind them: their kept parts, and from all parts one build's tables."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from reportgen.activity.staged import FileRows
from reportgen.activity.store import Part, Store, files
from reportgen.engine import Embedded, Engine
from reportgen.model.outside import OtherNumber, Restated, UnratedAmount
from reportgen.model.settings import InputSettings, Settings
from reportgen.model.tables import COST_PARTS, COSTS, COUNTER_PARTS, COUNTERS
from reportgen.periods import day_date

if TYPE_CHECKING:
    from ibis.expr.types import Table

MICRO = 1_000_000
SCHEMAS: Mapping[str, Mapping[str, str]] = {"counters": COUNTER_PARTS, "costs": COST_PARTS}


@dataclass(frozen=True, slots=True)
class StagedTotals:
    """One file of an input of totals or costs: `tables` are staged tables with the columns of the kept tables `counters` and `costs`,
    those that the file has; `repeated` rows of the file stood there before and are left out of them."""

    source: InputSettings
    tables: Mapping[str, Table]
    format: str
    file: FileRows
    repeated: int


@dataclass(frozen=True, slots=True)
class TotalsTables:
    """`COUNTERS` and `COSTS` of `model.tables` up to `as_of`, None where no input has any, and what was found while they were made."""

    counters: Table | None = None
    costs: Table | None = None
    restated: tuple[Restated, ...] = ()
    unknown_currency: Mapping[str, int] = field(default_factory=dict)
    unrated: Mapping[str, UnratedAmount] = field(default_factory=dict)


def keep_totals(engine: Embedded, store: Store, key: str, staged: StagedTotals) -> Part:
    """Save a staged file's part under its key. Raises OutputError when the store cannot be written."""
    edges = [_edges(engine, rows) for rows in staged.tables.values()]
    days = [day for edge in edges if edge for day in edge]
    part = Part(
        key=key,
        folder=store.folder / key,
        input=staged.source.key,
        format=staged.format,
        rows=staged.file.rows,
        accepted=staged.file.rows - staged.repeated - sum(reason.rows for reason in staged.file.rejected),
        repeated=staged.repeated,
        rejected=staged.file.rejected,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        remarks=staged.file.remarks,
        columns=staged.file.columns,
        tables=tuple(staged.tables),
    )
    store.save(engine, part, staged.tables, {name: SCHEMAS[name] for name in staged.tables})
    return part


def _edges(engine: Engine, rows: Table) -> tuple[date, date] | None:
    """The first and the last day of the rows; None without any."""
    found = engine.run(rows.aggregate(first=rows.day.min(), last=rows.day.max(), rows=rows.count())).iloc[0]
    return (day_date(int(found["first"])), day_date(int(found["last"]))) if int(found["rows"]) else None


def totals(engine: Engine, parts: Sequence[Part], settings: Settings, as_of: int) -> TotalsTables:
    """The build's tables of totals and costs. `parts` in the order of their inputs and files' names; `as_of` is the last visible day."""
    counters, counted = _once(engine, parts, "counters", ("source", "metric", "dimension", "currency"), as_of)
    costs, paid = _once(engine, parts, "costs", ("source", "channel", "campaign", "currency"), as_of)
    unknown: dict[str, int] = {}
    unrated: dict[str, UnratedAmount] = {}
    for table, name in ((counters, "value"), (costs, "amount")):
        for currency, rows, first in _unknown(engine, table, name, settings) if table is not None else ():
            unknown[currency] = unknown.get(currency, 0) + rows
            unrated.setdefault(currency, first)
    return TotalsTables(
        None if counters is None else _in_one_currency(engine, counters, "value", COUNTERS, settings),
        None if costs is None else _in_one_currency(engine, costs, "amount", COSTS, settings),
        (*counted, *paid),
        unknown,
        unrated,
    )


def _once(engine: Engine, parts: Sequence[Part], name: str, same: Sequence[str], as_of: int) -> tuple[Table | None, tuple[Restated, ...]]:
    """Each day's number once, that of the last part which has it, and how many of an earlier part were repeated or restated."""
    import ibis

    holding = [part for part in parts if name in part.tables]
    if not holding:
        return None, ()
    kept = engine.read_kept(files(holding, name), SCHEMAS[name])
    places = engine.memtable([{"key": part.key, "place": place} for place, part in enumerate(holding)], {"key": "string", "place": "int64"})
    rows = kept.filter(kept.day <= as_of).inner_join(places, kept.part == places.key)
    value = "value" if name == "counters" else "amount"
    within = ibis.window(group_by=["day", *same])
    marked = engine.cache(rows.mutate(last=rows.place.max().over(within)), f"{name}_marked")
    last = marked.filter(marked.place == marked.last).select(*SCHEMAS[name])
    if len(holding) == 1:
        return last, ()
    return last, _restated(engine, marked, same, value, "metric" if name == "counters" else "channel")


def _restated(engine: Engine, marked: Table, same: Sequence[str], value: str, of: str) -> tuple[Restated, ...]:
    """What earlier files said of days that a later file says again, by input. The example is of the first day, named by its column `of`."""
    import ibis

    keys = ["day", *same]
    filled = {name: ibis.coalesce(marked[name], "") for name in same}
    told = marked.mutate(**filled)
    later = told.filter(told.place == told.last).select(*keys, now=value)
    earlier = told.filter(told.place < told.last)
    both = earlier.inner_join(later, keys)
    differs = both[value] != both.now
    place = ibis.row_number().over(group_by="source", order_by=[differs.desc(), "day", *same[1:]])
    ranked = both.mutate(differs=differs.cast("int64"), first=place)
    first = {name: ranked[name].max(where=ranked.first == 0) for name in ("day", of, value, "now")}
    found = ranked.group_by("source").aggregate(rows=ranked.count(), restated=ranked.differs.sum(), **first)
    return tuple(
        Restated(str(row["source"]), int(row["rows"]) - int(row["restated"]), int(row["restated"]), _example(row, of, value))
        for row in engine.run(found.order_by("source")).to_dict("records")
    )


def _example(row: Mapping[Hashable, Any], of: str, value: str) -> OtherNumber | None:
    if not row["restated"]:
        return None
    return OtherNumber(str(row[of]), day_date(int(row["day"])), int(row[value]) / MICRO, int(row["now"]) / MICRO)


def _in_one_currency(engine: Engine, rows: Table, name: str, columns: Mapping[str, str], settings: Settings) -> Table:
    """Rows of these columns, money in the report's currency; what has no rate is left out."""
    import ibis

    report, value = settings.report, rows[name]
    rated = [(rows.currency == currency, (value * rate).round().cast("int64")) for currency, rate in report.rates.items()]
    told = ibis.cases((rows.currency.isnull() | (rows.currency == report.currency), value), *rated, else_=ibis.null("int64"))
    found = rows.mutate(**{name: told})
    summed = found.filter(found[name].notnull()).group_by(*(column for column in columns if column != name))
    return engine.cache(summed.aggregate(**{name: found[name].sum()}).select(*columns), name)


def _unknown(engine: Engine, table: Table, name: str, settings: Settings) -> Iterator[tuple[str, int, UnratedAmount]]:
    """Days of money in a currency without a rate, by currency, and the first of them."""
    known = [settings.report.currency, *settings.report.rates]
    rows = table.filter(table.currency.notnull() & table.currency.notin(known))
    first = {"day": rows.day.min(), "amount": rows[name].argmin(rows.day)}
    frame = engine.run(rows.group_by("currency").aggregate(rows=rows.count(), **first).order_by("currency"))
    for row in frame.to_dict("records"):
        yield str(row["currency"]), int(row["rows"]), UnratedAmount(day_date(int(row["day"])), int(row["amount"]) / MICRO)

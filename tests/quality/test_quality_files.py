"""What files say of themselves: columns that change, days told again, days that still grow, and what a source lumps together."""

from dataclasses import replace
from datetime import date

import pytest
from quality_world import OCTOBER, empty_period, export, firm, made

from reportgen import periods, quality
from reportgen.model.counts import Counts, FileProfile
from reportgen.model.findings import DataStatus, LedgerEntry, Severity
from reportgen.model.outside import CounterCounts, CounterSlice, Flow, OutsideCounts
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.settings import Settings
from reportgen.model.watch import Retold, Watch
from reportgen.quality.schema import Drift, drift

MAPPED = {"key": "web", "files": ["data"], "columns": {"time": "when", "event": "what", "visitor": "client"}}


def ledger(counts: Counts, chosen: Settings | None = None) -> dict[str, LedgerEntry]:
    return {line.message: line for line in quality.find(chosen or firm(), counts, ()).entries}


def test_headers_are_compared_by_name_and_place() -> None:
    before = ("when", "what", "client", "page")
    assert drift(before, before) == Drift((), (), ())
    assert drift(before, ("page", "client", "what", "when")) == Drift((), (), ())
    assert drift(before, ("when", "what", "visitor", "page")) == Drift((), (), (("client", "visitor"),))
    assert drift(before, ("when", "page", "added")) == Drift(("what", "client"), ("added",), ())
    assert drift(before, ("when", "a", "b", "client", "page")) == Drift(("what",), ("a", "b"), ())


def files(*headers: tuple[str, ...], suffix: str = "csv") -> tuple[FileProfile, ...]:
    """A file a month up to October."""
    begins = [date(2026, 11 - len(headers) + at, 1) for at in range(len(headers))]
    return tuple(
        export(file=f"{begin:%Y-%m}.{suffix}", first_day=begin, last_day=periods.month(f"{begin:%Y-%m}").last_day, columns=header)
        for begin, header in zip(begins, headers, strict=True)
    )


def test_a_renamed_column_says_which_file_and_day() -> None:
    header, changed = ("when", "what", "client", "page"), ("when", "what", "visitor", "page")
    line = ledger(made(files=files(header, changed)), firm(inputs=[MAPPED]))[Say.COLUMN_RENAMED]
    assert line.facts == {"input": "web", "file": "2026-10.csv", "column": "client", "now": "visitor"}
    assert (line.severity, line.days, line.example) == (Severity.WARNING, (date(2026, 10, 1),), "client → visitor")


def test_columns_that_are_gone_or_new_are_notes_unless_the_settings_name_them() -> None:
    lines = ledger(made(files=files(("when", "what", "client", "a", "b"), ("when", "what", "c"))), firm(inputs=[MAPPED]))
    assert (lines[Say.COLUMNS_GONE].severity, lines[Say.COLUMNS_GONE].facts["names"]) == (Severity.WARNING, "client, a, b")
    assert (lines[Say.COLUMNS_NEW].severity, lines[Say.COLUMNS_NEW].facts["columns"]) == (Severity.NOTE, 1)
    others = ledger(made(files=files(("when", "what", "client", "a"), ("when", "what", "client"))), firm(inputs=[MAPPED]))
    assert others[Say.COLUMNS_GONE].severity is Severity.NOTE


def test_json_leaves_empty_columns_out_and_old_changes_are_old_news() -> None:
    header = ("when", "what", "client", "a")
    assert ledger(made(files=files(header, header[:3], suffix="ndjson.gz")), firm(inputs=[MAPPED])) == {}
    assert Say.COLUMNS_GONE in ledger(made(files=files(header, header[:2], suffix="json")), firm(inputs=[MAPPED]))
    kept = made(files=files(header, header[:3], header[:3], header[:3]), compared=(empty_period(periods.month("2026-09")), None))
    assert ledger(kept, firm(inputs=[MAPPED])) == {}
    later = replace(export(columns=header[:3]), file="2026-11.csv", first_day=date(2026, 11, 1), last_day=date(2026, 11, 30))
    assert ledger(made(files=(*files(header), later)), firm(inputs=[MAPPED])) == {}


def retold(day: int, was: int, now: int, newest: int) -> Retold:
    return Retold("web", date(2026, 10, day), "a.csv", "b.csv", was, now, newest)


def test_a_later_file_with_more_rows_shows_how_long_days_grow() -> None:
    """The second last day of an earlier export had grown: the last two days of the newest one may grow too."""
    watch = Watch(retold=(retold(9, 100, 100, 3), retold(10, 80, 100, 2), retold(11, 30, 100, 1)))
    found = quality.find(firm(), made(watch=watch), ())
    lines = {line.message: line for line in found.entries}
    assert lines[Say.DAYS_GREW].facts == {"input": "web", "days": 2, "file": "b.csv", "was": 110, "now": 200}
    assert lines[Say.DAYS_GREW].example == "2026-10-11: 30 (a.csv), 100 (b.csv)"
    assert lines[Say.DAYS_PROVISIONAL].days == (date(2026, 10, 30), date(2026, 10, 31))
    assert found.status is DataStatus.PROVISIONAL


def test_a_later_file_with_fewer_rows_is_warned_of() -> None:
    lines = ledger(made(watch=Watch(retold=(retold(10, 100, 60, 20),))))
    assert (lines[Say.DAYS_SHRANK].severity, set(lines)) == (Severity.WARNING, {Say.DAYS_SHRANK})


@pytest.mark.parametrize(("last", "days"), [(date(2026, 10, 31), 3), (date(2026, 11, 2), 1), (date(2026, 11, 3), 0)])
def test_the_settings_say_how_long_days_grow(last: date, days: int) -> None:
    chosen = firm(inputs=[{"key": "web", "files": ["data"], "late_days": 3}])
    found = quality.find(chosen, made(files=(export(last_day=last),)), ())
    assert [len(line.days) for line in found.entries] == [days] * bool(days)
    assert (found.status is DataStatus.PROVISIONAL) == bool(days)


def test_no_window_where_the_settings_say_none() -> None:
    chosen = firm(inputs=[{"key": "web", "files": ["data"], "late_days": 0}])
    found = quality.find(chosen, made(watch=Watch(retold=(retold(11, 30, 100, 1),))), ())
    assert found.status is DataStatus.COMPLETE


def counter(value: str) -> CounterCounts:
    slices = tuple(CounterSlice(name, Flow(OCTOBER, total, 31), None, None) for name, total in (("/a", 70.0), (value, 30.0)))
    whole = CounterSlice(None, Flow(OCTOBER, 100.0, 31), None, None)
    return CounterCounts("ga", "ga.views", "Views", None, False, periods.Grain.DAY, ("page",), whole, slices)


def test_what_a_source_lumps_together_is_told() -> None:
    line = ledger(replace(made(), outside=OutsideCounts((counter("(other)"),))))[Say.OTHER_ROWS]
    assert (line.severity, line.facts) == (Severity.WARNING, {"input": "ga", "label": "Views", "share": 0.3})
    assert ledger(replace(made(), outside=OutsideCounts((counter("/b"),)))) == {}

"""What became of a file's rows: how many count, are refused and why, stand twice, and what is remarkable about those that count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.engine import Embedded
from reportgen.model.counts import RejectedRows
from reportgen.readers import table
from reportgen.readers.files import Opened
from reportgen.readers.totals.choose import Fit
from reportgen.readers.totals.rows import MARK

MOST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Judged:
    """A table of a file, and its judged rows."""

    fit: Fit
    rows: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Rows read; those refused, by reason; those that stood there before and were left out; and remarks."""

    rows: int
    refused: tuple[RejectedRows, ...]
    repeated: int
    remarks: tuple[RejectedRows, ...]
    judged: tuple[Judged, ...]


def of(engine: Embedded, file: Opened, shape: table.Layout, judged: Sequence[Judged]) -> Verdicts:
    """The verdicts on a file that is read as counters, as costs, or as both. A row is refused where all of them refuse it."""
    rows = engine.stage(_together(judged)).get_name()
    total, repeated = (int(str(n)) for n in engine.rows(f"select count(*), count(*) filter (where repeated) from {rows}")[0])
    told = _Told(engine, file, shape)
    refused = told.by(rows, "problem", "problem is not null")
    remarks = [*told.by(rows, "'half_read'", "half"), *_people(told, judged)]
    return Verdicts(total, refused, repeated, tuple(remarks), tuple(judged))


def _together(judged: Sequence[Judged]) -> str:
    first, *more = judged
    if not more:
        repeated = "false" if first.fit.adds else "copy > 1 and problem is null"
        return f"select whole, shown, problem, false as half, {repeated} as repeated from {first.rows}"
    twice = "one.copy > 1 and two.problem = 'repeated_cost'"
    problem = f"case when one.problem is not null and two.problem is not null then one.problem when {twice} then 'repeated_cost' end"
    half = f"(one.problem is null) <> (two.problem is null) and not coalesce({twice}, false)"
    return (
        f"select one.whole, coalesce(one.shown, two.shown) as shown, {problem} as problem, {half} as half, false as repeated "
        f"from {first.rows} one join {more[0].rows} two using (line)"
    )


def _people(told: _Told, judged: Sequence[Judged]) -> Iterator[RejectedRows]:
    """Numbers of people that cannot be kept: of rows for several days, and of rows that nothing tells apart."""
    for each in judged:
        places = [place for place, measure in enumerate(each.fit.measures, start=1) if measure.people]
        if not places:
            continue
        number = f"number_{places[0]}"
        usable = f"problem is null and {number} is not null"
        yield from told.by(each.rows, "'people_not_spread'", f"{usable} and last_day > day")
        if each.fit.adds:
            alike = f"count(*) over (partition by day, last_day, person_dimension) as alike from {each.rows} where {usable}"
            yield from told.by(f"(select *, {alike})", "'people_not_added'", "alike > 1 and last_day = day")


@dataclass(frozen=True, slots=True)
class _Told:
    """Rows told by reason, each with an example and its line."""

    engine: Embedded
    file: Opened
    shape: table.Layout

    def by(self, rows: str, reason: str, which: str) -> tuple[RejectedRows, ...]:
        found = self.engine.rows(
            f"select {reason} as reason, count(*), arg_min(shown, whole), min(whole) from {rows} where {which} group by 1 order by 1"
        )
        return tuple(
            RejectedRows(
                str(why),
                int(str(n)),
                "" if shown is None else str(shown)[:MOST_SHOWN],
                self.line(str(whole), second=why == "repeated_cost"),
            )
            for why, n, shown, whole in found
        )

    def line(self, whole: str, *, second: bool) -> int | None:
        """The line of the row with these cells, of a row that stands twice the second one; Parquet has no lines."""
        seen = 0
        for line, record in () if self.file.parquet else table.records(self.file, self.shape):
            if whole_of(record, self.shape) == whole:
                seen += 1
                if seen > 1 or not second:
                    return line
        return None


def whole_of(record: Mapping[str, object], shape: table.Layout) -> str:
    """A record's cells as one text."""
    return MARK.join(_cell(record, column) for column in shape.columns)


def _cell(record: Mapping[str, object], column: str) -> str:
    value = record.get(column)
    return "" if value is None else str(value)

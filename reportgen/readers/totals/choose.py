"""Which of an input's tables a file is: the one whose columns its header has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from reportgen.errors import DataError, Place, Problem
from reportgen.model.settings import Column, CostTable, CounterMeasure, CounterTable, CounterUnit
from reportgen.readers.files import Opened
from reportgen.readers.table import some

Table = CounterTable | CostTable
CURRENCY = "{currency}"
"""Stands for a currency's code in a column's name."""
MOST_TOLD = 3
"""Tables that a file which fits none is told of, of those that are equally near."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A table with a file's own names of its columns; None, or left out, where the file lacks them.

    `numbers` are the columns with numbers, in the order of `measures`, or a table of costs' amount. `of_currency` is the currency that the
    name of one of them says, such as `Amount spent (EUR)`. `matched`: how many columns are read.
    """

    table: Table
    day: str | None
    until: str | None
    currency: str | None
    channel: str | None
    campaign: str | None
    dimension: tuple[str, ...]
    added_over: tuple[str, ...]
    measures: tuple[CounterMeasure, ...]
    numbers: tuple[str, ...]
    of_currency: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The file's columns that are read."""
        named = (self.day, self.until, self.currency, self.channel, self.campaign)
        return (*(column for column in named if column is not None), *self.dimension, *self.added_over, *self.numbers)

    @property
    def matched(self) -> int:
        return len(self.columns)

    @property
    def is_cost(self) -> bool:
        """Whether its number is money that was spent."""
        return isinstance(self.table, CostTable)

    @property
    def divided_by(self) -> tuple[int, ...]:
        """What each of the numbers is divided by."""
        return (self.table.divide_by,) if isinstance(self.table, CostTable) else tuple(each.divide_by for each in self.measures)

    @property
    def money(self) -> tuple[bool, ...]:
        """Which of the numbers are money."""
        return (True,) if self.is_cost else tuple(each.unit is CounterUnit.MONEY for each in self.measures)

    @property
    def adds(self) -> bool:
        """Whether rows of one day and dimension are added up."""
        return isinstance(self.table, CounterTable) and bool(self.table.added_over)


@dataclass(frozen=True, slots=True)
class Misfit:
    """What keeps a file from being a table: columns that it lacks, columns that do not belong, and titles of which it has none."""

    table: Table
    lacking: tuple[str, ...]
    foreign: tuple[str, ...]
    titled: tuple[str, ...] = ()

    @property
    def away(self) -> int:
        """How many columns are wrong."""
        return len(self.lacking) + len(self.foreign) + bool(self.titled)


def fits(tables: Sequence[Table], header: Sequence[str], file: Opened) -> tuple[list[Fit], list[Misfit]]:
    """The tables that a file with this header may be, those with the most columns in it, and what keeps it from being the others."""
    tried = [_titled(fitted(table, header, ranged=file.range is not None), file) for table in tables]
    found = [each for each in tried if isinstance(each, Fit)]
    most = max((each.matched for each in found), default=0)
    return [each for each in found if each.matched == most], [each for each in tried if isinstance(each, Misfit)]


def _titled(found: Fit | Misfit, file: Opened) -> Fit | Misfit:
    """What was found, where the file has one of the table's titles above its header or in its name."""
    wanted = found.table.titled
    said = [folded(file.title or ""), folded(PurePosixPath(file.export.name).name)]
    if not wanted or any(folded(title) in text for title in wanted for text in said):
        return found
    return Misfit(found.table, *((found.lacking, found.foreign) if isinstance(found, Misfit) else ((), ())), titled=wanted)


def fitted(table: Table, header: Sequence[str], *, ranged: bool) -> Fit | Misfit:
    """The table with the header's names, or what keeps the header from being it. Names count exactly, else trimmed and in any case.
    `ranged`: the days are known without a column."""
    search = _Search(header)
    until, currency = (search.wanted(columns) if columns else None for columns in (table.until, table.currency))
    day = search.wanted(table.day) if table.day else None
    if not table.day and not ranged:
        search.lacking.append(NO_DAYS)
    if isinstance(table, CounterTable):
        dimension = [search.wanted(columns) for columns in table.dimension]
        measures = [(each, search.wanted(each.column, needed=not each.optional)) for each in table.measures]
        over = [search.wanted(columns, needed=False) for columns in table.added_over]
        numbers: list[tuple[CounterMeasure | None, str]] = [(each, column) for each, column in measures if column is not None]
        channel = campaign = None
        if not numbers and all(each.optional for each in table.measures):
            search.lacking.append(" or ".join(each.column[0] for each in table.measures))
    else:
        dimension, over = [], []
        numbers = [(None, column)] if (column := search.wanted(table.amount)) else []
        channel, campaign = (search.wanted(columns) if columns else None for columns in (table.channel, table.campaign))
    foreign = search.foreign(table.ignored) if table.strict else ()
    if search.lacking or foreign:
        return Misfit(table, tuple(search.lacking), foreign)
    return Fit(
        table=table,
        day=day,
        until=until,
        currency=currency,
        channel=channel,
        campaign=campaign,
        dimension=tuple(each for each in dimension if each is not None),
        added_over=tuple(each for each in over if each is not None),
        measures=tuple(each for each, _ in numbers if each is not None),
        numbers=tuple(column for _, column in numbers),
        of_currency=search.currency,
    )


class _Search:
    """Columns looked for in a header: what was found, and what was not."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = header
        self.folded = {folded(column): column for column in reversed(header)}
        self.found: set[str] = set()
        self.lacking: list[str] = []
        self.currency: str | None = None

    def wanted(self, columns: Column, *, needed: bool = True) -> str | None:
        exact = next((column for column in columns if column in self.header), None)
        found = exact or next((self.folded[folded(column)] for column in columns if folded(column) in self.folded), None)
        found = found or self._in_currency([column for column in columns if CURRENCY in column])
        if found is not None:
            self.found.add(found)
        elif needed:
            self.lacking.append(columns[0])
        return found

    def _in_currency(self, columns: Sequence[str]) -> str | None:
        """The column whose name says its currency where the wanted one has `{currency}`."""
        for column in columns:
            form = re.escape(column.strip()).replace(re.escape(CURRENCY), "([A-Z]{3})")
            for each in self.header:
                if said := re.fullmatch(form, each.strip()):
                    self.currency = said[1]
                    return each
        return None

    def foreign(self, ignored: Sequence[str]) -> tuple[str, ...]:
        known = {folded(column) for column in (*self.found, *ignored)}
        return tuple(column for column in self.header if folded(column) not in known)


NO_DAYS = "a range of days in its name or first lines"


def folded(column: str) -> str:
    """A column's name as it is compared when no exact one is there."""
    return column.strip().casefold()


def unfit(place: Place, path: str, header: Sequence[str], wrong: Sequence[Misfit]) -> DataError:
    """The refusal of a file that is none of the tables."""
    has = f"it has: {some(header)}"
    if len(wrong) == 1:
        return DataError(Problem(place, path, " and ".join(_told(wrong[0])), has))
    nearest = sorted(wrong, key=lambda each: each.away)
    told = [f"{called(each.table)} ({' and '.join(_told(each))})" for each in nearest if each.away == nearest[0].away]
    few = " or ".join(told[:MOST_TOLD])
    return DataError(Problem(place, path, f"the file is none of its {len(wrong)} tables, nearest to {few}", has))


def _told(misfit: Misfit) -> Iterator[str]:
    if columns := [each for each in misfit.lacking if each != NO_DAYS]:
        yield f"the file has no column {', '.join(map(repr, columns))}"
    if NO_DAYS in misfit.lacking:
        yield f"the file has no {NO_DAYS.removeprefix('a ')}"
    if misfit.foreign:
        yield f"{', '.join(map(repr, misfit.foreign))} does not belong in the file"
    if misfit.titled:
        yield f"neither its title nor its name says {' or '.join(map(repr, misfit.titled))}"


def ambiguous(place: Place, path: str, fitting: Sequence[Fit]) -> DataError:
    """The refusal of a file that may be several tables."""
    names = " and ".join(called(each.table) for each in fitting)
    right = "name in one of them a column that only its files have, or make them two inputs"
    return DataError(Problem(place, path, f"the file fits {names} equally", right))


def called(table: Table) -> str:
    """A table by its name, else by its first number."""
    if table.name:
        return f"`{table.name}`"
    first = table.measures[0].column[0] if isinstance(table, CounterTable) else table.amount[0]
    return f"the table of {first!r}"

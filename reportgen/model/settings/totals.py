"""Inputs of totals and costs, and the presets that read vendors' tables of them."""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from reportgen.model.settings.values import Key, Record
from reportgen.periods import Grain


class DateOrder(StrEnum):
    """How `03/04/2026` is read."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class CounterKind(StrEnum):
    """A flow is how many came in a day (new likes, calls) and adds up; a stock how many there are (page likes) and never does."""

    FLOW = "flow"
    STOCK = "stock"


class CounterUnit(StrEnum):
    """What a counter counts: things, money in the report's currency, or seconds."""

    COUNT = "count"
    MONEY = "money"
    SECONDS = "seconds"


class About(StrEnum):
    """What outside counters tell of, in the order of the report."""

    MONEY = "money"
    SHOP = "shop"
    CALLS = "calls"
    PLACE = "place"
    CHAT = "chat"
    MAIL = "mail"
    SOCIAL = "social"
    ADS = "ads"
    SEARCH = "search"
    APP = "app"
    SITE = "site"


class DecimalMark(StrEnum):
    """How `1,234` and `1.234` are read."""

    POINT = "point"
    COMMA = "comma"


def _several(value: object) -> object:
    """A single value as the list of it."""
    return (value,) if isinstance(value, str | dict) else value


Column = Annotated[tuple[str, ...], BeforeValidator(_several)]
"""A column by its name, or by the names that several versions or languages of an export give it: the first that the file has."""


class CounterMeasure(Record):
    """One number of a table of counters."""

    key: Key
    column: Column = Field(min_length=1, description="The column that holds it; a list where versions of the export name it differently.")
    kind: CounterKind = Field(
        description="`flow`: what came in that day, week or month (new likes, calls); `stock`: how many there were (page likes, members)."
    )
    label: str | None = Field(default=None, description="What readers see; by default the column's name.")
    people: bool = Field(
        default=False,
        description="It counts different people of a day (visitors, reach): never added up over a dimension, and over days only "
        "as what it then is, daily people added up.",
    )
    optional: bool = Field(default=False, description="Files of this table may lack it.")
    divide_by: int = Field(
        default=1, ge=1, description="What the file's number is divided by: 1000000 where it says millionths, 1000 for milliseconds."
    )
    hidden: bool = Field(default=False, description="Keeps it for goals and metrics without listing it in the report.")
    unit: CounterUnit = Field(
        default=CounterUnit.COUNT,
        description="`count`, `money` (in the table's `currency`, converted by `rates`) or `seconds`. A share is not a counter: map the two"
        " numbers behind it.",
    )
    leaves: Key | None = Field(
        default=None, description="For those who left: the number of the same table that says who came. The report shows the net of both."
    )
    per: Key | None = Field(
        default=None,
        description="Another number of the same table: the report shows this one for each of those, such as sales per person counted in the"
        " shop, or seconds to the first answer per conversation.",
    )
    ratio: str | None = Field(default=None, description="What readers see of that, such as `Visit rate`.")

    @property
    def title(self) -> str:
        """What readers see."""
        return self.label or self.column[0]


class OutsideTable(Record):
    """What tables of counters and tables of costs share."""

    name: str | None = Field(default=None, description="What it is called when a file is told that it does not fit it.")
    day: Column = Field(
        default=(),
        alias="date",
        description="The column with the day, or with the first day of the week or month. Without one the days are those that the file's "
        "name or its first lines say, such as `visits_20261001_20261031.csv`: flows are spread evenly over them.",
    )
    grain: Grain = Field(
        default=Grain.DAY,
        description="What a row stands for: a `day`, or a `week` or `month` that begins on its date. `2026-10` is always a month.",
    )
    date_order: DateOrder | None = Field(
        default=None, description="How `03/04/2026` is read: `day_first` or `month_first`. Found where the file's other days tell."
    )
    decimal: DecimalMark | None = Field(
        default=None, description="How `1,234` is read: `point` (1234) or `comma` (1.234). Found where the file's other numbers tell."
    )
    strict: bool = Field(
        default=False,
        description="Only a machine writes such files: one with a column that is not named here, or a row that cannot be read, is damaged "
        "and refused whole.",
    )
    ignored: tuple[str, ...] = Field(default=(), description="Columns that such a file may have and that are not read.")
    until: Column = Field(default=(), description="The column with the last day, where a row is for several: spread over them.")
    currency: Column = Field(default=(), description="The column with the ISO code of its money; by default the report's currency.")
    titled: tuple[str, ...] = Field(
        default=(),
        description="Titles above the header or names of files, of which a file has to have one: for headers that say too little.",
    )
    explained: bool = Field(default=False, description="The row below the header says in words what the columns are; it is left out.")


class CounterTable(OutsideTable):
    """Which column of a table of counters holds what."""

    dimension: Annotated[tuple[Column, ...], BeforeValidator(_several)] = Field(
        default=(), description="Columns that tell its rows of one day apart (the video, the list, the shop).", max_length=3
    )
    added_over: Annotated[tuple[Column, ...], BeforeValidator(_several)] = Field(
        default=(),
        description="More columns that tell rows apart, where the file has them: flows are added up over them, and over rows that nothing "
        "tells apart. Numbers of people are not: their rows keep each of these columns.",
    )
    measures: tuple[CounterMeasure, ...] = Field(min_length=1, description="The numbers in it, each under its key.")


class CostTable(OutsideTable):
    """Which column of a table of costs holds what."""

    amount: Column = Field(
        min_length=1,
        description="The column with the money that was spent; `Amount spent ({currency})` where its name says the currency.",
    )
    divide_by: int = Field(
        default=1, ge=1, description="What the file's amount is divided by: 1000000 where it says millionths, 100 for cents."
    )
    channel: Column = Field(default=(), description="The column with the channel.")
    campaign: Column = Field(default=(), description="The column with the campaign's name.")
    of_channel: str | None = Field(default=None, description="The channel of every row, where no column says it.")


class Preset(Record):
    """How the files of one vendor are read: its tables, as an input would map them."""

    key: Key
    title: str = Field(description="The vendor and its export, as people call it.")
    of: str = Field(description="Where the vendor describes the file, and when that was looked at.")
    platform: str = Field(description="The platform that its numbers are of.")
    about: About | None = Field(default=None, description="What its numbers tell of.")
    missing: tuple[str, ...] = Field(default=(), description="More texts that mean: no value.")
    ignored: tuple[str, ...] = Field(default=(), description="Columns that any of its files may have and that are not read.")
    counters: Annotated[tuple[CounterTable, ...], BeforeValidator(_several)] = Field(default=(), description="Its tables of totals.")
    costs: Annotated[tuple[CostTable, ...], BeforeValidator(_several)] = Field(default=(), description="Its tables of costs.")

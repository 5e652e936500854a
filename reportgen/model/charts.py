"""What a chart is given: numbers from a finding, and its words. The `charts` room turns one into a Figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.model.findings import FanDay


@dataclass(frozen=True, slots=True)
class Words:
    """All text of one chart, already in the reader's language.

    `title` states the takeaway; `alt` says it for those who do not see the chart; `labels` are the chart kind's named direct labels;
    `ticks` and
    `days` word every axis value that may be printed (value -> text); a chart prints only ticks found there.
    """

    title: str
    alt: str
    labels: Mapping[str, str]
    ticks: Mapping[float, str]
    days: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class BulletChart:
    """One goal in one line: actual as a bar, expected to date as a thin mark, target as a strong one; all in the goal's unit from 0."""

    actual: float
    expected: float | None
    target: float
    at_most: bool
    words: Words


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One goal on the board: its label, its status in a word with the look's token for it, its bar (None: nothing to draw), its numbers
    and its chance in words (None: none is said)."""

    label: str
    status: str
    token: str
    bullet: BulletChart | None
    numbers: str
    chance: str | None


@dataclass(frozen=True, slots=True)
class BoardChart:
    """The goal board as one picture, for readers whose mail shows no page. The label `more` says how many goals are left out."""

    rows: tuple[BoardRow, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class Annotation:
    """A dated note: the chart shows its `number`, the page prints the words beside it. 0: numbered in order of time on its chart."""

    day: date
    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A milestone, or where a month's or quarter's target leads to: its day and value on the path, its label, and whether it was
    reached (None: still open)."""

    day: date
    value: float
    label: str
    reached: bool | None


@dataclass(frozen=True, slots=True)
class PathChart:
    """Actual against the expected path to the target at the deadline. `actual` ends at as_of; None are gaps (missing days).
    `fan` is where the futures go from there, empty without a projection; the labels `landing`, `range` and `band` stand at its end."""

    days: tuple[date, ...]
    actual: tuple[float | None, ...]
    expected: tuple[float | None, ...]
    target: float | None
    deadline: date
    fan: tuple[FanDay, ...]
    notes: tuple[Annotation, ...]
    words: Words
    waypoints: tuple[Waypoint, ...] = ()


@dataclass(frozen=True, slots=True)
class RateChart:
    """A rate (shares 0-1) over months or weeks with its interval as a band; None are gaps. `partial` periods are drawn hollow.
    `compare` is the same a year before, None where unknown, empty to leave it out. `current` is the index of the reported period.
    `benchmark` is what others reach, a line across with the label of that name; None without one."""

    days: tuple[date, ...]
    values: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    partial: tuple[bool, ...]
    current: int | None
    notes: tuple[Annotation, ...]
    words: Words
    compare: tuple[float | None, ...] = ()
    benchmark: float | None = None


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Counts a day, week or month as thin columns; None are missing (marked, not zero). `highlight`: those that the title tells of; the
    label `best` is their number."""

    days: tuple[date, ...]
    values: tuple[float | None, ...]
    partial: tuple[bool, ...]
    highlight: tuple[bool, ...]
    notes: tuple[Annotation, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class SparkChart:
    """A word-sized line; the last point is marked."""

    values: tuple[float | None, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class ForestRow:
    label: str
    note: str
    value: float
    low: float
    high: float
    strong: bool


@dataclass(frozen=True, slots=True)
class ForestChart:
    """Estimates with intervals, one row each, and a reference line (the total's rate, or 1 for ratios). On a `logarithmic` axis twice as
    much is as far from 1 as half as much; rows that are not above 0 have no place there."""

    rows: tuple[ForestRow, ...]
    reference: float | None
    words: Words
    logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class WaterfallRow:
    """A step from `begin` to `end`, or a total where both are equal. `shown`: it is more than noise."""

    label: str
    note: str
    begin: float
    end: float
    total: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class WaterfallChart:
    """From one total to another, one row a step, on an axis that need not begin at zero."""

    rows: tuple[WaterfallRow, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class CalendarChart:
    """A count on each day from `begin` on, a column a week; None are missing days. `marks`: +1 unusually high, -1 low, 0 else.
    `first_weekday` is the top row's (0: Monday); `words.labels` has `0` to `6` for the rows, `high`, `low` and `missing` for the key, and
    `least` and `most` for the ends of the shades, which go from 0 to the highest day that is not marked."""

    begin: date
    values: tuple[float | None, ...]
    marks: tuple[int, ...]
    first_weekday: int
    words: Words


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """A step: `value` came to it in order, `everybody` was seen at it, `low` to `high` is the range in which the value usually lies (None
    where unknown); `marked` where it is unlike that on evidence."""

    label: str
    note: str
    value: float
    everybody: float
    low: float | None
    high: float | None
    marked: bool


@dataclass(frozen=True, slots=True)
class FunnelChart:
    """Steps of a funnel from above, as counts from zero; the key's words are the labels `ordered`, `everybody` and `usual`."""

    rows: tuple[FunnelRow, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class LagLine:
    """How many have arrived by the end of each day: (day, share 0-1) in order of days, each holding until the next; `half` is the day by
    which half have."""

    label: str
    points: tuple[tuple[int, float], ...]
    half: int
    strong: bool


@dataclass(frozen=True, slots=True)
class LagChart:
    """Shares of those who will arrive within `horizon` days, over the days since they began; `marks` words the days that may be printed.
    Days lie by their square roots, since most arrive early. The label `half` stands at the line through 50 %."""

    lines: tuple[LagLine, ...]
    horizon: int
    marks: Mapping[int, str]
    words: Words


Chart = (
    BulletChart
    | BoardChart
    | PathChart
    | RateChart
    | ColumnChart
    | SparkChart
    | ForestChart
    | WaterfallChart
    | CalendarChart
    | FunnelChart
    | LagChart
)

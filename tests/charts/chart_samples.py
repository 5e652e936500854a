"""Charts of a made-up firm, as wording hands them over, for looking at and for tests."""

from dataclasses import replace
from datetime import date, timedelta
from math import sin, sqrt

from reportgen.model.charts import (
    Annotation,
    BoardChart,
    BoardRow,
    BulletChart,
    CalendarChart,
    Chart,
    ColumnChart,
    ForestChart,
    ForestRow,
    FunnelChart,
    FunnelRow,
    LagChart,
    LagLine,
    PathChart,
    RateChart,
    SparkChart,
    WaterfallChart,
    WaterfallRow,
    Waypoint,
    Words,
)
from reportgen.model.findings import FanDay

MONTHS = tuple(date(2025 + (month - 1) // 12, (month - 1) % 12 + 1, 1) for month in range(10, 23))
RATES = (0.021, 0.024, 0.019, 0.0225, 0.026, 0.0245, 0.028, 0.0265, None, 0.029, 0.0315, 0.0298, 0.034)
VISITORS = (2100, 2240, 1900, 2300, 2500, 2400, 2600, 2650, 0, 2700, 2800, 2750, 2900)


def words(*, ticks: dict[float, str] | None = None, days: dict[date, str] | None = None, **labels: str) -> Words:
    return Words("The takeaway", "The takeaway, told", labels, ticks or {}, days or {})


def month_words(days: tuple[date, ...]) -> dict[date, str]:
    return {day: f"{day:%b %Y}" for day in days[::-2]}


def path() -> PathChart:
    begin, as_of, deadline = date(2026, 1, 1), date(2026, 10, 31), date(2026, 12, 31)
    days = tuple(begin + timedelta(days=n) for n in range((deadline - begin).days + 1))
    so_far = (as_of - begin).days + 1
    actual: list[float | None] = [n * 1.05 + 9 * sin(n / 14) for n in range(so_far)] + [None] * (len(days) - so_far)
    actual[150:163] = [None] * 13
    expected = tuple(n * 360 / (len(days) - 1) for n in range(len(days)))
    return PathChart(
        days=days,
        actual=tuple(actual),
        expected=expected,
        target=360.0,
        deadline=deadline,
        fan=(),
        notes=(Annotation(date(2026, 3, 9), "New site goes live"), Annotation(date(2026, 9, 1), "Autumn campaign “Work that lasts”")),
        words=words(
            ticks={0: "0", 100: "100", 200: "200", 300: "300", 400: "400"},
            days={date(2026, month, 1): f"{date(2026, month, 1):%b}" for month in range(1, 13)},
            actual="So far 319",
            expected="Expected 299",
            target="Target 360",
            deadline="Deadline Dec 31, 2026",
            today="Oct 31",
            missing="no data",
        ),
    )


def outlook() -> PathChart:
    """A path with its forecast from October 31 on, and quarterly milestones."""
    known, ahead = path(), tuple(date(2026, 11, 1) + timedelta(days=7 * n) for n in range(9))
    begin = known.actual[303]
    assert begin is not None
    coming = (FanDay(day, begin + n * 3.4, begin + n * 5.2, begin + n * 8.5) for n, day in enumerate((*ahead[1:], date(2026, 12, 31)), 1))
    reached = (True, True, False)
    days = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30))
    said = known.words
    return replace(
        known,
        fan=(FanDay(date(2026, 10, 31), begin, begin, begin), *coming),
        waypoints=tuple(Waypoint(day, 90.0 * n, f"Q{n} {90 * n}", reached[n - 1]) for n, day in enumerate(days, 1)),
        words=words(
            ticks=dict(said.ticks), days=dict(said.days), **dict(said.labels), landing="about 370", range="350 to 400", band="80 % range"
        ),
    )


def rate() -> RateChart:
    error = [None if value is None else 1.96 * sqrt(value * (1 - value) / n) for value, n in zip(RATES, VISITORS, strict=True)]
    pairs = list(zip(RATES, error, strict=True))
    return RateChart(
        days=MONTHS,
        values=RATES,
        low=tuple(None if value is None or e is None else value - e for value, e in pairs),
        high=tuple(None if value is None or e is None else value + e for value, e in pairs),
        partial=tuple(index == 0 for index in range(len(MONTHS))),
        current=12,
        notes=(Annotation(date(2026, 3, 9), "New site goes live"), Annotation(date(2026, 4, 2), "Prices on the pricing page")),
        words=words(
            ticks={0: "0 %", 0.01: "1 %", 0.02: "2 %", 0.03: "3 %", 0.04: "4 %", 0.05: "5 %"},
            days=month_words(MONTHS),
            last="3.4 %",
            band="95 % range",
            missing="no data",
        ),
    )


def columns() -> ColumnChart:
    days = tuple(date(2026, 10, 1) + timedelta(days=n) for n in range(31))
    values = [float((day.weekday() < 5) * (9 + 5 * (day.day % 4)) + 2 * (day.day % 3)) for day in days]
    given: list[float | None] = [*values]
    given[12:15] = [None] * 3
    return ColumnChart(
        days=days,
        values=tuple(given),
        partial=tuple(day.day == 31 for day in days),
        highlight=tuple(day.day == 23 for day in days),
        notes=(),
        words=words(
            ticks={0: "0", 10: "10", 20: "20", 30: "30"},
            days={day: f"Oct {day.day}" for day in days[::-1][::5]},
            best="26",
            missing="no data",
            partial="partial",
        ),
    )


def months() -> ColumnChart:
    values = (120.0, 140.0, 90.0, 130.0, 160.0, 155.0, 170.0, 0.0, None, 190.0, 205.0, 198.0, 231.0)
    return ColumnChart(
        days=MONTHS,
        values=values,
        partial=tuple(index == 0 for index in range(13)),
        highlight=tuple(index == 12 for index in range(13)),
        notes=(Annotation(date(2026, 6, 20), "Tracking broken for six weeks"),),
        words=words(ticks={0: "0", 100: "100", 200: "200", 300: "300"}, days=month_words(MONTHS), best="231", partial="partial"),
    )


def bullet(*, actual: float = 319, at_most: bool = False) -> BulletChart:
    return BulletChart(actual=actual, expected=299, target=360, at_most=at_most, words=words())


def spark() -> SparkChart:
    return SparkChart(values=RATES, words=words())


def forest() -> ForestChart:
    rows = (
        ForestRow("Referral", "38 of 640", 0.059, 0.043, 0.081, strong=True),
        ForestRow("Organic Search", "121 of 3,870", 0.0313, 0.026, 0.037, strong=False),
        ForestRow("Email", "29 of 1,012", 0.0287, 0.02, 0.041, strong=False),
        ForestRow("Direct", "50 of 2,240", 0.0223, 0.017, 0.029, strong=False),
        ForestRow("Organic Social", "9 of 730", 0.0123, 0.0065, 0.023, strong=False),
        ForestRow("Paid Search", "7 of 1,190", 0.0059, 0.0029, 0.012, strong=True),
    )
    return ForestChart(
        rows=rows,
        reference=0.0262,
        words=words(ticks={0: "0 %", 0.02: "2 %", 0.04: "4 %", 0.06: "6 %", 0.08: "8 %"}, reference="All visitors 2.6 %"),
    )


def waterfall() -> WaterfallChart:
    """Quote requests from 1.8 to 1.4 %: a shifted share, a rate that moved, the rest within noise."""
    steps = (
        ("Paid Search: its share", "15 % → 7 %: −0.03", -0.0003, True),
        ("4 other channels: their shares", "+0.01", 0.0001, False),
        ("Organic Search: its own rate", "1.7 % → 1.0 %: −0.29", -0.0029, True),
        ("Email: its own rate", "3.2 % → 3.9 %: +0.05", 0.0005, False),
        ("5 other channels: their rates", "−0.10", -0.001, False),
    )
    rows, at = [WaterfallRow("October 2025", "1.8 % (50 of 2,852)", 0.0175, 0.0175, total=True, shown=False)], 0.0175
    for label, note, size, shown in steps:
        rows.append(WaterfallRow(label, note, at, at + size, total=False, shown=shown))
        at += size
    rows.append(WaterfallRow("October 2026", "1.4 % (42 of 3,019)", at, at, total=True, shown=False))
    return WaterfallChart(tuple(rows), words(ticks={0.013: "1.3 %", 0.014: "1.4 %", 0.016: "1.6 %", 0.018: "1.8 %"}))


def calendar() -> CalendarChart:
    """A year of visits with three missing days, a high and a low one."""
    begin = date(2025, 10, 26)
    values: list[float | None] = [60.0 + 90 * ((begin + timedelta(days=n)).weekday() < 5) + n % 13 for n in range(371)]
    values[142:145] = [None] * 3
    values[200], values[300] = 460.0, 12.0
    marks = tuple({200: 1, 300: -1}.get(n, 0) for n in range(371))
    days = {date(2025 + (month > 12), (month - 1) % 12 + 1, 1): f"{date(2026, (month - 1) % 12 + 1, 1):%b}" for month in range(11, 23)}
    rows = {"0": "Mon", "2": "Wed", "4": "Fri", "6": "Sun"}
    keyed = words(days=days, high="unusually high", low="unusually low", missing="no data", least="0", most="162")
    return CalendarChart(begin, tuple(values), marks, 0, replace(keyed, labels={**rows, **keyed.labels}))


def funnel() -> FunnelChart:
    """Five steps: one within its usual range, one below it, two without one."""
    rows = (
        FunnelRow("Getting to know us", "1,284 in order, 1,611 in all", 1284, 1611, None, None, marked=False),
        FunnelRow("Staying in touch", "557 in order, 915 in all", 557, 915, 522.0, 600.0, marked=False),
        FunnelRow("Considering", "122 in order, 518 in all", 122, 518, 180.0, 240.0, marked=True),
        FunnelRow("Ready to talk", "13 in order, 557 in all", 13, 557, None, None, marked=False),
        FunnelRow("Quote request", "0 in order, 42 in all", 0, 42, None, None, marked=False),
    )
    return FunnelChart(rows, words(ordered="In order, within 7 days", everybody="Anybody in October 2026", usual="Usual range"))


def lag() -> LagChart:
    """Quick ones after a page with prices, slower ones after a download, and the time since people were first seen."""

    def line(label: str, half: int, *, strong: bool) -> LagLine:
        days = sorted({0, *range(1, 29, 2), *range(30, 366, 9)})
        return LagLine(label, tuple((day, 1 - 0.5 ** ((day + 1) / (half + 1))) for day in days), half, strong)

    lines = (
        line("Pricing page: half by day 6", 6, strong=True),
        line("Resource download: half by day 21", 21, strong=True),
        line("First seen: half by day 60", 60, strong=False),
    )
    marks = {0: "same day", 7: "1 week", 30: "1 month", 91: "3 months", 182: "6 months", 365: "1 year"}
    return LagChart(lines, 365, marks, words(ticks={0: "0 %", 0.25: "25 %", 0.5: "50 %", 0.75: "75 %", 1: "100 %"}, half="half of them"))


def board() -> BoardChart:
    """Goals of every kind: with and without a bar or a chance, and with labels and numbers too long for a line."""
    labels = {"more": "9 more goals are in the report."}
    rows = (
        BoardRow("Quote requests", "On track", "good", bullet(), "319 of 360", "chance 75%"),
        BoardRow("More readers, and none of those we have lost at once", "Off track", "bad", None, "7,309", "chance between 15% and 20%"),
        BoardRow("Value of accepted proposals", "Not comparable", "muted", bullet(), "€991,803 of €1,350,000", "chance at most 50%"),
    )
    return BoardChart(rows, words(**labels))


def every() -> dict[str, Chart]:
    """One healthy chart of each kind and a second of the kinds with two faces."""
    return {
        "bullet": bullet(),
        "bullet-beyond": bullet(actual=420, at_most=True),
        "board": board(),
        "path": path(),
        "path-fan": outlook(),
        "rate": rate(),
        "columns": columns(),
        "months": months(),
        "spark": spark(),
        "forest": forest(),
        "waterfall": waterfall(),
        "calendar": calendar(),
        "lag": lag(),
        "funnel": funnel(),
    }

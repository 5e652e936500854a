"""Charts that firms with little data, odd names or broken exports would get."""

from dataclasses import replace
from datetime import date, timedelta

from chart_samples import MONTHS, calendar, columns, forest, funnel, lag, month_words, outlook, path, rate, waterfall, words

from reportgen.model.charts import (
    Annotation,
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
)
from reportgen.model.findings import FanDay

NASTY = (
    '<b>Bold</b> & "quoted"',
    r"$\frac{1}$ and $5 or $6",
    "عرض الأسعار שלום",
    "🚀 launch 👩‍👩‍👧 日本語",
    "a\tb\nc\x00\x0b\x1f\ud800\ufffe",
    "=HYPERLINK(1) -> x",
    "A very long label " * 12,
    "",
)
DAY = date(2026, 10, 31)


def nasty(chart: PathChart | RateChart | ColumnChart | ForestChart, text: str) -> Chart:
    """The chart with `text` wherever words stand."""
    said = chart.words
    everywhere = replace(
        said,
        labels=dict.fromkeys([*said.labels, "partial", "missing", "compare"], text),
        ticks=dict.fromkeys(said.ticks, text),
        days=dict.fromkeys(said.days, text),
    )
    if isinstance(chart, ForestChart):
        return replace(chart, words=everywhere, rows=tuple(replace(row, label=text, note=text) for row in chart.rows))
    changed = replace(chart, words=everywhere, notes=tuple(replace(note, text=text) for note in chart.notes))
    if isinstance(changed, PathChart):
        return replace(changed, waypoints=tuple(replace(waypoint, label=text) for waypoint in changed.waypoints))
    return changed


def nasty_charts() -> dict[str, Chart]:
    kinds: dict[str, PathChart | RateChart | ColumnChart | ForestChart] = {
        "path": path(),
        "fan": outlook(),
        "rate": rate(),
        "columns": columns(),
        "forest": forest(),
    }
    found = {f"{kind} {number}": nasty(chart, text) for kind, chart in kinds.items() for number, text in enumerate(NASTY)}
    return found | {f"{kind} {number}": chart for number, text in enumerate(NASTY) for kind, chart in _nasty_changes(text).items()}


def _nasty_changes(text: str) -> dict[str, Chart]:
    steps, year, ladder, curves = waterfall(), calendar(), funnel(), lag()
    said = [replace(chart.words, labels=dict.fromkeys(chart.words.labels, text)) for chart in (steps, year, ladder)]
    rows = tuple(replace(row, label=text, note=text) for row in steps.rows)
    return {
        "waterfall": replace(steps, rows=rows, words=replace(said[0], ticks=dict.fromkeys(steps.words.ticks, text))),
        "lag": replace(
            curves,
            lines=tuple(replace(line, label=text) for line in curves.lines),
            marks=dict.fromkeys(curves.marks, text),
            words=replace(curves.words, labels={"half": text}, ticks=dict.fromkeys(curves.words.ticks, text)),
        ),
        "calendar": replace(year, words=replace(said[1], days=dict.fromkeys(year.words.days, text))),
        "funnel": replace(ladder, rows=tuple(replace(row, label=text, note=text) for row in ladder.rows), words=said[2]),
    }


def tiny_charts() -> dict[str, Chart]:
    """Nothing, one value, only gaps, only zeros, no words, values that are no numbers."""
    nan, inf = float("nan"), float("inf")
    bare = words()
    none3: tuple[None, ...] = (None, None, None)
    zero3, three = (0.0, 0.0, 0.0), MONTHS[:3]
    no3 = (False, False, False)
    one_row = ForestRow("Direct", "0 of 3", 0.0, 0.0, 0.71, strong=True)
    start = date(2026, 10, 1)
    return {
        "funnel nothing": FunnelChart((), bare),
        "funnel nobody": FunnelChart(
            (FunnelRow("A", "0", 0, 0, None, None, marked=False), FunnelRow("B", "0", 0, 0, 0, 0, marked=True)), bare
        ),
        "funnel no number": FunnelChart((FunnelRow("A", "?", nan, inf, None, None, marked=False),), bare),
        "bullet zeros": BulletChart(0, 0, 0, at_most=False, words=bare),
        "bullet below zero": BulletChart(-20, None, 100, at_most=False, words=bare),
        "bullet far beyond": BulletChart(5000, 90, 100, at_most=False, words=bare),
        "bullet no number": BulletChart(nan, inf, 100, at_most=True, words=bare),
        "path nothing": PathChart((), (), (), None, DAY, (), (), bare),
        "path one day": PathChart(
            (DAY,), (3.0,), (3.0,), 3.0, DAY, (), (Annotation(DAY, "Now"),), words(actual="So far 3", target="Target 3")
        ),
        "path all gaps": PathChart(three, none3, none3, 10.0, DAY, (), (), words(ticks={0: "0", 10: "10"}, target="Target 10")),
        "path zeros": PathChart(
            three, zero3, zero3, 0.0, DAY, (), (), words(ticks={0: "0"}, actual="So far 0", expected="Expected 0", target="Target 0")
        ),
        "path short": PathChart(
            tuple(start + timedelta(days=n) for n in range(60)),
            (5.0, nan, 9.0),
            (),
            100.0,
            DAY,
            (FanDay(DAY, 20, 40, 60), FanDay(date(2026, 11, 20), 30, 60, inf), FanDay(date(2026, 11, 29), 40, 70, 120)),
            (),
            words(actual="So far 9", target="Target 100", today="Oct 3", deadline="Oct 31"),
        ),
        "rate nothing": RateChart((), (), (), (), (), None, (), bare),
        "rate one": RateChart(
            (DAY,), (0.5,), (0.1,), (0.9,), (True,), 0, (), words(ticks={0: "0 %", 1: "100 %"}, last="50 %", band="95 % range")
        ),
        "rate gaps": RateChart(
            three,
            none3,
            none3,
            none3,
            no3,
            2,
            (),
            words(ticks={0: "0 %", 0.1: "10 %"}, days=month_words(three), last="–", missing="no data"),
        ),
        "rate zeros": RateChart(
            three,
            zero3,
            zero3,
            (0.02, 0.03, 0.01),
            no3,
            2,
            (),
            words(ticks={0: "0 %", 0.05: "5 %"}, last="0 %", band="95 % range"),
            compare=(0.01, None, 0.01),
        ),
        "columns nothing": ColumnChart((), (), (), (), (), bare),
        "columns one": ColumnChart(
            (DAY,), (4.0,), (False,), (True,), (Annotation(DAY, "Now"),), words(ticks={0: "0", 4: "4"}, days={DAY: "Oct 31"}, last="4")
        ),
        "columns gaps": ColumnChart(three, none3, no3, no3, (), words(days=month_words(three), last="–", missing="no data")),
        "columns zeros": ColumnChart(three, zero3, (True, False, True), (False, False, True), (), words(ticks={0: "0", 1: "1"}, last="0")),
        "columns below": ColumnChart(three, (3.0, -2.0, inf), no3, no3, (), words(ticks={-2: "−2", 0: "0", 2: "2"}, last="−2")),
        "spark nothing": SparkChart((), bare),
        "spark one": SparkChart((3.0,), bare),
        "spark gaps": SparkChart((None, 2.0, None, 3.0, None), bare),
        "spark zeros": SparkChart((0.0, 0.0, 0.0), bare),
        "forest nothing": ForestChart((), None, bare),
        "forest one": ForestChart((one_row,), 0.0, words(ticks={0: "0 %", 0.5: "50 %"}, reference="All visitors 0 %")),
        "forest ratios of nothing": ForestChart(
            (replace(one_row, value=2.0, low=0.0, high=inf), one_row), 1.0, words(ticks={0: "0", 1: "1", 4: "4"}), logarithmic=True
        ),
        "lag nothing": LagChart((), 30, {}, bare),
        "lag no days": LagChart((LagLine("Chat", ((0, 1.0),), 0, strong=True),), 0, {0: "same day", 7: "1 week"}, bare),
        "lag no number": LagChart((LagLine("Chat", ((3, nan),), 3, strong=True), LagLine("", (), 0, strong=False)), 30, {}, bare),
        "lag alike": LagChart(
            tuple(LagLine(f"Signal {n}", ((0, 0.5), (9, 1.0)), 0, strong=True) for n in range(5)), 9, {0: "same day"}, words(half="half")
        ),
        "waterfall nothing": WaterfallChart((), bare),
        "waterfall of nothing": WaterfallChart((WaterfallRow("", "", 0.0, 0.0, total=True, shown=False),) * 2, bare),
        "waterfall no number": WaterfallChart((WaterfallRow("Direct", "", nan, inf, total=False, shown=True),), bare),
        "calendar nothing": CalendarChart(DAY, (), (), 0, bare),
        "calendar one": CalendarChart(DAY, (0.0,), (0,), 6, bare),
        "calendar all gaps": CalendarChart(DAY, none3, (0, 0, 0), 0, words(missing="no data")),
        "calendar no number": CalendarChart(DAY, (nan, inf, 3.0), (0, 1, -1), 0, bare),
        "forest no number": ForestChart((replace(one_row, high=inf), replace(one_row, value=nan)), nan, bare),
    }


def crowded_charts() -> dict[str, Chart]:
    """More of everything than there is room for."""
    days = tuple(date(2025, 10, 1) + timedelta(days=n) for n in range(395))
    weeks = days[::7]
    notes = tuple(Annotation(date(2026, 3, 1) + timedelta(days=2 * n), f"Note number {n} about something that happened") for n in range(12))
    many = words(
        ticks={n: f"{n * 1000:,} €" for n in range(21)},
        days={day: f"{day:%b %d, %Y}" for day in days},
        last="12,345 €",
        band="95 % range",
    )
    behind = replace(path(), actual=tuple(None if value is None else value * 0.3 for value in path().actual), notes=notes)
    return {
        "columns crowded": ColumnChart(
            days, tuple(float(n % 17) for n in range(395)), (False,) * 395, (False,) * 394 + (True,), notes, many
        ),
        "rate crowded": RateChart(
            weeks,
            tuple(n % 9 / 4 + 4 for n in range(57)),
            tuple(n % 9 / 4 + 1 for n in range(57)),
            tuple(n % 9 / 4 + 9 for n in range(57)),
            (False,) * 57,
            20,
            notes,
            many,
            tuple(n % 7 / 5 + 6 for n in range(57)),
        ),
        "path behind": behind,
        "path many steps": replace(
            outlook(),
            notes=notes,
            waypoints=tuple(
                Waypoint(date(2026, 1, 20) + timedelta(days=30 * n), 30.0 * n + 20, f"Milestone {n}", n < 6) for n in range(12)
            ),
        ),
        "path fan far over": replace(
            outlook(), fan=tuple(replace(day, high=day.high * 9, median=day.median * 5) for day in outlook().fan), notes=notes
        ),
        "path fan level": replace(outlook(), fan=tuple(replace(day, low=0.0, median=0.0, high=0.0) for day in outlook().fan)),
        "path over": replace(
            path(), target=180.0, expected=tuple(None if v is None else v / 2 for v in path().expected), deadline=date(2026, 11, 15)
        ),
    }

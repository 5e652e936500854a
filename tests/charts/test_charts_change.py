"""The waterfall of a change, and the calendar of a year."""

import re
from dataclasses import replace
from datetime import date

import pytest
from chart_samples import calendar, waterfall, words
from chart_texts import named, shapes

from reportgen import charts
from reportgen.model.charts import CalendarChart, Chart, WaterfallChart


def svg(chart: Chart) -> str:
    return charts.svg(chart, charts.look(), "html")


def xs(outline: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", outline)][::2]


def ends(chart: WaterfallChart) -> list[tuple[float, float]]:
    """Left and right end of each step, from the top."""
    drawn = svg(chart)
    found = [outline for name in ("part", "shown") for outline in shapes(drawn, name)]
    ordered = sorted(found, key=lambda outline: float(outline.split()[2]))
    return [(min(xs(outline)), max(xs(outline))) for outline in ordered]


def test_a_waterfall_leads_from_total_to_total() -> None:
    """Each step begins where the one before ended, and is as long as its part."""
    chart = waterfall()
    steps, drawn = chart.rows[1:-1], svg(chart)
    first, last = ((min(xs(outline)) + max(xs(outline))) / 2 for outline in shapes(drawn, "total"))
    scale = (first - last) / (chart.rows[0].end - chart.rows[-1].end)
    for row, (left, right) in zip(steps, ends(chart), strict=True):
        assert right - left == pytest.approx(max(abs(row.end - row.begin) * scale, 1.5), abs=0.3)
        assert (right + left) / 2 == pytest.approx(first + ((row.begin + row.end) / 2 - chart.rows[0].end) * scale, abs=0.3)
    assert named(drawn, "row-label") == [row.label for row in chart.rows]
    assert named(drawn, "row-note") == [row.note for row in chart.rows]


def test_a_waterfall_highlights_only_what_is_more_than_noise() -> None:
    drawn = svg(waterfall())
    assert (len(shapes(drawn, "shown")), len(shapes(drawn, "part"))) == (2, 3)
    quiet = replace(waterfall(), rows=tuple(replace(row, shown=False) for row in waterfall().rows))
    assert "--highlight" not in svg(quiet)


def test_a_calendar_has_a_box_a_day_and_marks_that_need_no_colour() -> None:
    """Filled, ringed, crossed out; and only what occurs has a key."""
    drawn = svg(calendar())
    assert sum(outline.count("M") for outline in shapes(drawn, "day")) == 371 - 3 - 1 - 1 + 5, "and five shades in the key"
    assert (len(shapes(drawn, "high")), len(shapes(drawn, "low"))) == (2, 2)
    assert len(shapes(drawn, "missing")) == 2 * (3 + 1)
    assert named(drawn, "key") == ["0", "162", "unusually high", "unusually low", "no data"]
    plain = svg(replace(calendar(), values=(5.0,) * 371, marks=(0,) * 371))
    assert named(plain, "key") == ["0", "162"]


def test_a_calendar_stacks_weekdays() -> None:
    """1 October 2026 is a Thursday: the fourth row of a week from Monday, the fifth of one from Sunday."""

    def row(first: int) -> float:
        (box,) = shapes(svg(CalendarChart(date(2026, 10, 1), (1.0,), (1,), first, words())), "high")
        return float(box.split()[2])

    monday, sunday = row(0), row(6)
    assert (monday < sunday, round((sunday - monday) * 3)) == (True, round(monday - row_of_monday()))


def row_of_monday() -> float:
    (box,) = shapes(svg(CalendarChart(date(2026, 10, 5), (1.0,), (1,), 0, words())), "high")
    return float(box.split()[2])

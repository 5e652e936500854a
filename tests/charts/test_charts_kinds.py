"""What each kind of chart shows of its numbers."""

import itertools
import re
from dataclasses import replace
from datetime import date

import pytest
from chart_edges import tiny_charts
from chart_samples import MONTHS, bullet, columns, forest, funnel, lag, months, outlook, path, rate, spark, words
from chart_texts import named, shapes, texts
from hypothesis import given
from hypothesis import strategies as st

from reportgen import charts
from reportgen.charts.notes import FAR, GAP, gathered, placed
from reportgen.charts.size import PATH
from reportgen.model.charts import Annotation, Chart, ColumnChart, RateChart
from reportgen.model.findings import FanDay

LOOK = charts.look()
TINY = tiny_charts()


def svg(chart: Chart) -> str:
    return charts.svg(chart, LOOK, "html")


def numbers(outline: str) -> list[float]:
    return [float(part) for part in outline.split() if part.strip("-").replace(".", "").isdigit()]


def test_path_has_all_it_needs_to_show_progress() -> None:
    """Actual, expected, target, deadline and notes. # checklist 001-18"""
    drawn = svg(path())
    assert len(shapes(drawn, "expected")) == 1
    assert len(shapes(drawn, "target-dot")) == len(shapes(drawn, "deadline")) == 1
    assert named(drawn, "actual-label") == ["So far 319"]
    assert named(drawn, "target-label") == ["Target 360"]
    assert named(drawn, "expected-label") == ["Expected 299"]
    assert "Deadline Dec 31, 2026" in named(drawn, "day")


def test_path_breaks_at_missing_days_and_ends_at_the_last_known_one() -> None:
    drawn = svg(path())
    before, after = shapes(drawn, "actual")
    assert numbers(before)[-2] < numbers(after)[0]
    assert len(shapes(drawn, "missing")) == 1
    assert named(drawn, "missing-label") == ["no data"]
    assert numbers(after)[-2] < numbers(shapes(drawn, "expected")[0])[-2]


def test_path_draws_the_target_where_the_expected_path_ends() -> None:
    drawn = svg(path())
    assert numbers(shapes(drawn, "target")[0])[-2:] == pytest.approx(numbers(shapes(drawn, "expected")[0])[-2:], abs=0.1)


def test_path_leaves_out_what_it_is_not_given() -> None:
    drawn = svg(replace(path(), target=None, expected=(), notes=()))
    for name in ("target", "target-dot", "target-label", "expected", "expected-label", "note"):
        assert f'class="c-{name}"' not in drawn


def test_path_prints_a_fan_only_when_there_is_one() -> None:
    fan = (FanDay(date(2026, 10, 31), 319.0, 319.0, 319.0), FanDay(date(2026, 12, 31), 340.0, 362.0, 395.0))
    for name in ("fan", "median", "landing-dot"):
        assert not shapes(svg(path()), name)
        assert len(shapes(svg(replace(path(), fan=fan)), name)) == 1
        assert not shapes(svg(replace(path(), fan=fan[:1])), name)


def test_the_fan_begins_where_the_actual_ends_and_stays_inside_the_frame() -> None:
    drawn = svg(outlook())
    (fan,), (median,), (grid, *_) = shapes(drawn, "fan"), shapes(drawn, "median"), shapes(drawn, "grid")
    xs, ys = numbers(fan)[::2], numbers(fan)[1::2]
    assert (xs[0], ys[0]) == pytest.approx(numbers(shapes(drawn, "actual")[-1])[-2:], abs=0.1)
    assert numbers(median)[:2] == pytest.approx([xs[0], ys[0]], abs=0.1)
    frame = numbers(grid)
    assert min(xs) >= min(frame[::2]) and max(xs) <= max(frame[::2]) + 0.1
    top, bottom = min(y for line in shapes(drawn, "grid") for y in numbers(line)[1::2]), numbers(shapes(drawn, "base")[0])[1]
    assert top - 0.6 <= min(ys) and max(ys) <= bottom + 0.6


def test_where_the_fan_lands_stands_beside_the_deadline() -> None:
    drawn = svg(outlook())
    deadline = numbers(shapes(drawn, "deadline")[0])[0]
    found = {one.name: one for one in texts(drawn) if one.name in ("landing-label", "range-label", "band-label")}
    assert [one.text for one in found.values()] == ["about 370", "350 to 400", "80 % range"]
    assert all(one.box.left > deadline and one.box.right <= PATH.width for one in found.values())


def test_milestones_are_ticks_on_the_way_with_their_labels() -> None:
    """Filled once reached, hollow where missed."""
    drawn = svg(outlook())
    assert len(shapes(drawn, "waypoint")) == len(shapes(drawn, "waypoint-dot")) == 3
    assert set(named(drawn, "waypoint-label")) == {"Q1 90", "Q2 180", "Q3 270"}
    fills = re.findall(r'class="c-waypoint-dot"[^>]*style="[^"]*fill: ?([^;"]+)', drawn)
    assert fills[0] == fills[1] != fills[2]


def test_path_shows_the_last_day_where_the_deadline_leaves_room() -> None:
    early = replace(path(), actual=path().actual[:100])
    assert "Oct 31" in named(svg(early), "day")
    assert "Oct 31" not in named(svg(path()), "day")


def test_notes_are_numbered_in_order_of_time() -> None:
    notes = (Annotation(date(2026, 9, 1), "later"), Annotation(date(2026, 2, 1), "earlier"), Annotation(date(2019, 1, 1), "outside"))
    drawn = svg(replace(path(), notes=notes))
    assert len(shapes(drawn, "note")) == 2
    assert named(drawn, "note-number") == ["1", "2"]


def test_notes_keep_the_numbers_they_bring() -> None:
    """The page tells them once for all charts."""
    notes = (Annotation(date(2026, 9, 1), "later", 7), Annotation(date(2026, 2, 1), "earlier", 4))
    drawn = svg(replace(path(), notes=notes))
    assert named(drawn, "note-number") == ["4", "7"]
    assert "later" not in drawn


def test_notes_close_together_stand_side_by_side() -> None:
    notes = tuple(Annotation(date(2026, 5, 4), f"note {number}") for number in range(2))
    drawn = svg(replace(path(), notes=notes))
    one, other = sorted(min(numbers(outline)[::2]) for outline in shapes(drawn, "note"))
    assert other - one >= 14
    assert named(drawn, "note-number") == ["1", "2"]


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 5, 4), date(2026, 12, 31)])
def test_notes_too_many_for_their_place_share_a_marker(day: date) -> None:
    """Its numbers are the first and the last, and every note keeps its line to its day."""
    notes = tuple(Annotation(day, f"note {number}") for number in range(9))
    drawn = svg(replace(path(), notes=notes))
    numbers_of = named(drawn, "note-number")
    assert (numbers_of[0][0], numbers_of[-1][-1], len(numbers_of)) in [("1", "9", 1), ("1", "9", 2)]
    assert len(shapes(drawn, "note")) == len(numbers_of)
    assert len(shapes(drawn, "note-line")) == 9


@given(st.lists(st.integers(0, 364), max_size=40))
def test_every_note_has_a_marker_near_it(days: list[int]) -> None:
    given_notes = placed([(60.0 + day, Annotation(date(2026, 1, 1), "note")) for day in days])
    found = gathered(given_notes, 50.0, 440.0)
    assert [note for marker, _ in found for note in marker.notes] == list(given_notes)
    assert all(x - marker.half >= 50 - 1e-5 and x + marker.half <= 440 + 1e-9 for marker, x in found)
    for (one, left), (other, right) in itertools.pairwise(found):
        assert right - left >= one.half + other.half + GAP - 1e-9
    assert len(found) == 1 or all(abs(marker.centre - x) <= FAR for marker, x in found)


def test_rate_leaves_a_gap_and_draws_partial_periods_hollow() -> None:
    drawn = svg(rate())
    assert len(shapes(drawn, "line")) == 2
    assert len(shapes(drawn, "band")) == 2
    assert len(shapes(drawn, "partial")) == 1
    assert len(shapes(drawn, "line-partial")) == 1
    assert len(shapes(drawn, "point")) == 11
    assert named(drawn, "last") == ["3.4 %"]


def test_rate_marks_the_reported_period_and_labels_the_last_value() -> None:
    def large(drawn: str) -> str:
        return max(shapes(drawn, "point"), key=lambda outline: max(numbers(outline)[::2]) - min(numbers(outline)[::2])).split()[1]

    reported, unknown = svg(replace(rate(), current=4)), svg(replace(rate(), current=8))
    assert float(large(reported)) < 320 < float(large(unknown))
    for drawn in (reported, unknown):
        [last] = [found for found in texts(drawn) if found.name == "last"]
        assert last.box.left > 560


def test_rate_compares_with_a_second_line() -> None:
    compared = replace(rate(), compare=(0.015,) * 13, words=words(**{**rate().words.labels, "compare": "A year before"}))
    drawn = svg(compared)
    assert len(shapes(drawn, "compare")) == 1
    assert named(drawn, "compare-label") == ["A year before"]
    assert not shapes(svg(rate()), "compare")


def test_rate_has_a_line_across_where_a_benchmark_is_known() -> None:  # checklist 002-9
    """Also where all values stay below it: the axis reaches it."""
    known = replace(rate(), benchmark=0.08, words=words(**{**rate().words.labels, "benchmark": "Benchmark 8 %"}))
    drawn = svg(known)
    assert len(shapes(drawn, "benchmark")) == 1
    assert named(drawn, "benchmark-label") == ["Benchmark 8 %"]
    assert not shapes(svg(rate()), "benchmark")


def test_rate_and_columns_begin_at_zero() -> None:
    high = RateChart(MONTHS[:2], (0.9, 0.91), (0.89, 0.9), (0.91, 0.92), (False, False), 1, (), words(ticks={0: "0 %", 1: "100 %"}))
    base = numbers(shapes(svg(high), "base")[0])[1]
    (line,) = shapes(svg(high), "line")
    assert base - numbers(line)[1] == pytest.approx(0.9 * (base - 16), abs=1.5)


def test_a_single_rate_has_its_interval() -> None:
    drawn = svg(TINY["rate one"])
    assert len(shapes(drawn, "band")) == 1
    assert named(drawn, "last") == ["50 %"]


def test_columns_tell_missing_zero_partial_and_highlighted_apart() -> None:
    """One shape a paint: seven months plain (a zero among them), one hollow, one loud, one ground for the missing month."""
    drawn = svg(months())
    assert shapes(drawn, "column")[0].count("M") == 10
    assert shapes(drawn, "partial")[0].count("M") == 1
    assert shapes(drawn, "loud")[0].count("M") == 1
    assert shapes(drawn, "missing")[0].count("M") == 1
    assert named(drawn, "best") == ["231"]
    assert named(drawn, "partial-label") == ["partial"]


def test_neighbouring_missing_days_are_one_ground() -> None:
    assert shapes(svg(columns()), "missing")[0].count("M") == 1


def test_columns_are_as_high_as_their_values() -> None:
    chart = ColumnChart(MONTHS[:3], (10.0, 5.0, 0.0), (False,) * 3, (False,) * 3, (), words(ticks={0: "0", 10: "10"}))
    ys = numbers(shapes(svg(chart), "column")[0])[1::2]
    tops, bottom = [min(ys[start : start + 4]) for start in (0, 4, 8)], max(ys)
    assert (bottom - tops[1]) / (bottom - tops[0]) == pytest.approx(0.5)
    assert bottom - tops[2] == pytest.approx(1)


def test_bullet_bars_end_at_their_values() -> None:
    drawn = svg(bullet())
    zero, target = (numbers(shapes(drawn, name)[0])[0] for name in ("base", "target"))
    end = max(numbers(shapes(drawn, "actual")[0])[::2])
    assert (end - zero) / (target - zero) == pytest.approx(319 / 360, abs=0.001)
    assert numbers(shapes(drawn, "expected")[0])[0] == pytest.approx(zero + (target - zero) * 299 / 360, abs=0.1)


@pytest.mark.parametrize(("actual", "at_most", "beyond"), [(420, True, 1), (319, True, 0), (420, False, 0)])
def test_bullet_marks_what_lies_beyond_a_limit(actual: float, at_most: bool, beyond: int) -> None:
    assert len(shapes(svg(bullet(actual=actual, at_most=at_most)), "beyond")) == beyond


def test_bullet_without_an_expectation_has_no_thin_mark() -> None:
    assert not shapes(svg(replace(bullet(), expected=None)), "expected")


def test_spark_marks_its_last_point_and_breaks_at_gaps() -> None:
    drawn = svg(spark())
    assert len(shapes(drawn, "line")) == 2
    assert "highlight" in drawn
    assert "highlight" not in svg(replace(spark(), values=(0.1, 0.2, None)))


def test_forest_has_a_row_for_each_estimate() -> None:
    drawn = svg(forest())
    assert named(drawn, "row-label") == [row.label for row in forest().rows]
    assert named(drawn, "row-note") == [row.note for row in forest().rows]
    assert len(shapes(drawn, "interval")) == len(shapes(drawn, "estimate")) == 6
    assert named(drawn, "reference-label") == ["All visitors 2.6 %"]


def test_forest_places_intervals_on_one_scale() -> None:
    drawn = svg(forest())
    grid = [numbers(outline)[0] for outline in shapes(drawn, "grid")]
    two_percent = (max(grid) - min(grid)) / 4
    first = numbers(shapes(drawn, "interval")[0])[::2]
    assert (max(first) - min(first)) / two_percent == pytest.approx((0.081 - 0.043) / 0.02, abs=0.03)


def test_forest_of_ratios_places_half_as_far_from_one_as_twice() -> None:
    rows = tuple(replace(forest().rows[0], label=f"{ratio}", value=ratio, low=ratio / 2, high=ratio * 2) for ratio in (0.5, 1.0, 2.0))
    ticks = {0.25: "0.25", 1.0: "1", 4.0: "4"}
    drawn = svg(replace(forest(), rows=rows, reference=1.0, words=replace(forest().words, ticks=ticks), logarithmic=True))
    spans = [numbers(outline)[::2] for outline in shapes(drawn, "interval")]
    lows, highs = [min(span) for span in spans], [max(span) for span in spans]
    assert highs[0] == pytest.approx((lows[1] + highs[1]) / 2, abs=0.6)
    assert lows[2] == pytest.approx((lows[1] + highs[1]) / 2, abs=0.6)
    assert named(drawn, "tick") == ["0.25", "1", "4"]


def test_funnel_has_both_counts_and_a_bracket_where_a_range_is_known() -> None:
    drawn = svg(funnel())
    assert named(drawn, "row-label") == [row.label for row in funnel().rows]
    assert named(drawn, "key") == ["In order, within 7 days", "Anybody in October 2026", "Usual range"]
    assert len(shapes(drawn, "usual")) == 2 + 1, "two rows and the key"
    assert len(shapes(drawn, "everybody")) == 5 + 1
    assert len(shapes(drawn, "ordered")) == 4 + 1, "nobody came to the last step"


def test_funnel_bars_are_as_long_as_their_numbers() -> None:
    bars = [numbers(outline)[::2] for outline in shapes(svg(funnel()), "ordered")[1:]]
    first, second = (max(bar) - min(bar) for bar in bars[:2])
    assert second / first == pytest.approx(557 / 1284, abs=0.003)


@pytest.mark.parametrize("name", list(TINY))
def test_little_or_no_data_still_draws_something(name: str) -> None:
    """Nothing, one value, gaps only, zeros only. # checklist 003-15"""
    drawn = svg(TINY[name])
    assert "<path" in drawn
    assert "nan" not in drawn
    assert "inf" not in drawn


def test_lag_lines_rise_in_steps_to_the_horizon_with_a_dot_at_their_half() -> None:
    # checklist 002-1
    drawn = svg(lag())
    lines = [numbers(outline) for outline in shapes(drawn, "lag")]
    assert len(lines) == len(shapes(drawn, "half-dot")) == 3
    for line in lines:
        xs, ys = line[::2], line[1::2]
        assert xs == sorted(xs)
        assert ys == sorted(ys, reverse=True)
        assert xs[-1] == pytest.approx(max(numbers(shapes(drawn, "base")[0])[::2]), abs=0.6)
    assert sorted(named(drawn, "lag-label")) == sorted(line.label for line in lag().lines)
    assert named(drawn, "day")[-1] == "1 year"


def test_a_lag_line_alone_or_of_nobody_is_no_trouble() -> None:
    assert not shapes(svg(TINY["lag nothing"]), "lag")
    assert not shapes(svg(TINY["lag no number"]), "lag")
    assert len(shapes(svg(TINY["lag no days"]), "lag")) == 1
    assert len(shapes(svg(TINY["lag alike"]), "lag")) == 5

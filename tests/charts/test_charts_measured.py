"""Charts as they are drawn: matplotlib's own artists, asked where they stand. No text leaves its sheet, meets another or lies on a line.

Every chart is one drawing for screen and print, made larger or smaller as a whole: what holds here holds at every size.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from chart_edges import crowded_charts, nasty_charts, tiny_charts
from chart_hard import hard_charts, together
from chart_samples import every, outlook, path
from drawn import crossed, drawn, outside, overlapping
from hypothesis import given
from hypothesis import strategies as st

from reportgen import charts, shipped
from reportgen.charts.canvas import SMALL
from reportgen.charts.drawing import kind
from reportgen.charts.notes import NUMBER
from reportgen.charts.size import BULLET, LAG, PATH, SPARK
from reportgen.model.charts import Annotation, Chart, PathChart, Waypoint
from reportgen.model.findings import FanDay

SAMPLES = every()
HARD = {**hard_charts(), **tiny_charts(), **crowded_charts(), **nasty_charts()}
FAST = ("path arabic", "fan japanese", "lag german", "path of a week", "rate level", "lag slow", "funnel one word", "columns one high")
FIXED = {"path": ("actual", "target"), "rate": ("last",), "columns": ("best",), "forest": ("reference",), "lag": ("half",)}
"""The labels without which a chart of a kind is not understood."""


def hard(name: str) -> object:
    return name if name in FAST else pytest.param(name, marks=pytest.mark.slow)


def faults(chart: Chart) -> list[object]:
    found = drawn(chart)
    return [*outside(found), *overlapping(found), *crossed(found)]


@pytest.mark.parametrize("name", [*SAMPLES, *map(hard, HARD)])
def test_no_text_leaves_its_sheet_or_lies_on_anything(name: str) -> None:
    assert faults({**SAMPLES, **HARD}[name]) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SAMPLES, *together()])
def test_what_has_to_be_said_is_said(name: str) -> None:
    """However little room there is; shortened where it must be."""
    chart = {**SAMPLES, **together()}[name]
    found = drawn(chart)
    for label in FIXED.get(kind(chart), ()):
        if label in chart.words.labels:
            assert found.named(label if label in ("last", "best") else f"{label}-label"), label
    if kind(chart) == "lag":
        assert len(found.named("lag-label")) == len(chart.lines)  # type: ignore[union-attr]


def test_a_label_that_finds_no_free_spot_would_be_found_out() -> None:
    """The measure itself: texts pushed onto each other, over the edge and onto a line are reported."""
    found = drawn(SAMPLES["path"])
    one, other = found.texts[:2]
    moved = replace(other, box=one.box)
    assert overlapping(replace(found, texts=(one, moved))) == [(one, moved)]
    over = replace(one, box=replace(one.box, right=found.width + 0.1))
    assert outside(replace(found, texts=(over,))) == [over]
    (line,) = (shape for shape in found.shapes if shape.name == "expected")
    x, y = line.ways[0][len(line.ways[0]) // 2]
    on_it = replace(one, box=replace(one.box, left=x - 5, right=x + 5, top=y - 5, bottom=y + 5))
    assert (on_it, "expected") in crossed(replace(found, texts=(on_it,)))


@pytest.mark.parametrize("n", [60, 100, 150, 200, 260])
def test_the_number_so_far_stands_by_its_dot_and_not_far_off_at_the_deadline(n: int) -> None:
    base = path()
    day, value = base.days[n - 1], n * 1.05
    ahead = range(20, len(base.days) - n - 1, 20)
    coming = [FanDay(day + timedelta(days=k), value + k * 0.8, value + k * 1.1, value + k * 1.5) for k in ahead]
    fan = (FanDay(day, value, value, value), *coming)
    found = drawn(replace(base, actual=tuple(step * 1.05 for step in range(n)), fan=fan))
    ((label,), (dot,)) = found.named("actual-label"), [shape for shape in found.shapes if shape.name == "actual-dot"]
    assert label.box.grown(30).meets(dot.bounds[0])


@st.composite
def paths(draw: st.DrawFn) -> PathChart:
    """Any way to any target: rising or falling, with gaps, notes and milestones wherever they fall."""
    length = draw(st.integers(1, 400))
    begin = date(2026, 1, 1)
    days = tuple(begin + timedelta(days=n) for n in range(length))
    values = draw(st.lists(st.none() | st.floats(-1e6, 1e6), min_size=1, max_size=length))
    known = draw(st.integers(1, len(values)))
    actual = (*values[:known],)
    target = draw(st.none() | st.floats(-1e6, 1e6))
    any_day = st.integers(0, length - 1).map(lambda n: days[n])
    ends = draw(st.lists(st.tuples(*[st.floats(-1e6, 1e6)] * 3), max_size=60))
    steps = draw(st.lists(any_day, max_size=6))
    top = max([abs(value) for value in actual if value is not None] + [abs(target or 1.0), 1.0])
    ticks = {top * n / 4: f"€{top * n / 4:,.0f}" for n in range(5)}
    words = outlook().words
    return replace(
        outlook(),
        days=days,
        actual=actual,
        expected=tuple(draw(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=length))),
        target=target,
        deadline=draw(any_day),
        fan=tuple(FanDay(day, *sorted(range_of)) for day, range_of in zip(days[known:], ends, strict=False)),
        notes=tuple(Annotation(day, "note") for day in draw(st.lists(any_day, max_size=15))),
        waypoints=tuple(Waypoint(day, top * n / 9, f"Step {n} of them", n % 2 == 0) for n, day in enumerate(steps)),
        words=replace(words, ticks=ticks, days={day: f"{day:%b %d}" for day in days[::30]}),
    )


@pytest.mark.slow
@given(paths())
def test_no_path_has_a_text_on_anything(chart: PathChart) -> None:
    assert faults(chart) == []


def printed_width(rule: str) -> float:
    """Millimetres that print.css gives pictures under this selector."""
    css = (shipped.folder("templates") / "print.css").read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(rule)} \{{[^}}]*?width: ([\d.]+)mm", css, re.MULTILINE)
    assert found, rule
    return float(found[1])


@pytest.mark.parametrize(
    ("rule", "width", "least"),
    [(".picture", LAG.width, 7.5), (".with-figure .picture", PATH.width, 6.5)],
    ids=["whole width", "beside letters"],
)
def test_the_smallest_text_can_be_read_in_print(rule: str, width: float, least: float) -> None:
    """In points; a px of the page is three quarters of a point. Small print in tables has 6.9."""
    scale = printed_width(rule) / 25.4 * 96 / width
    assert SMALL.size * scale * 0.75 >= least
    assert NUMBER.size * scale * 0.75 >= least * NUMBER.size / SMALL.size


def test_word_sized_charts_have_no_words() -> None:
    """They are printed at half their size or less, where no word could be read."""
    assert not drawn(SAMPLES["bullet"]).texts
    assert not drawn(SAMPLES["spark"]).texts
    assert BULLET.width / BULLET.height > SPARK.width / SPARK.height > 4


@pytest.fixture(scope="module")
def demo(demo_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sequence[Chart]]:
    """Every chart of the demo's report."""
    import tiny

    seen: list[Chart] = []
    real = charts.svgs
    folder = shutil.copytree(demo_workspace, tmp_path_factory.mktemp("measured") / "demo", ignore=shutil.ignore_patterns("site"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "svgs", lambda chart, look: [seen.append(chart), real(chart, look)][1])
        done = tiny.run("build", "--month", "2026-10", within=folder)
    assert done.code == 0, done.err
    yield seen


@pytest.mark.slow
def test_the_demo_s_charts_have_no_text_on_anything(demo: Sequence[Chart]) -> None:
    kinds = {kind(chart) for chart in demo}
    assert kinds >= {"bullet", "path", "rate", "columns", "spark", "forest", "waterfall", "funnel", "lag"}
    assert [fault for chart in demo for fault in faults(chart)] == []

"""The curves say what was measured and what was not."""

from pathlib import Path

import duckdb
import pytest

from tests.bench import exports, growth, growth_plot
from tests.bench.race.measure import Taken

FOUND: growth.Found = {
    "events: a month": {1_000_000: Taken(9.0, 15.0, 600.0), 2_000_000: Taken(12.0, 20.0, 700.0)},
    "clients: `build --all`": {1: Taken(10.0, 12.0, 500.0), 50: Taken(150.0, 502.0, 900.0)},
}


def test_a_line_parts_what_is_constant_from_what_each_one_adds() -> None:
    found = {size: Taken(0.0, cpu, 0.0) for size, cpu in {1: 12.0, 2: 14.0, 3: 16.0}.items()}
    assert growth_plot.line("months", "cpu", found) == (pytest.approx(10), pytest.approx(2))
    assert growth_plot.line("months", "cpu", {7: Taken(0.0, 3.0, 0.0)}) is None


def test_memory_of_a_batch_is_that_of_as_many_as_run_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth_plot.os, "cpu_count", lambda: 2)
    found = {size: Taken(0.0, 0.0, peak) for size, peak in {1: 500.0, 2: 800.0, 6: 800.0, 12: 800.0}.items()}
    assert growth_plot.line("clients", "peak", found) == (pytest.approx(800), pytest.approx(0))


def test_events_that_do_not_fit_say_nothing_of_those_that_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither of their memory, which ends at the engine's limit, nor of their CPU: they are cut into portions and spilled."""
    monkeypatch.setattr(growth_plot.memory, "share", lambda: 1000 * 2**20)
    found = {size * 1_000_000: Taken(0.0, cpu, peak) for size, cpu, peak in ((1, 2.0, 300.0), (2, 3.0, 400.0), (30, 62.0, 1150.0))}
    constant, each = growth_plot.line("events", "peak", found) or (0, 0)
    assert (constant, each * 1_000_000) == (pytest.approx(200), pytest.approx(100))
    said = growth.told({"events: a month": found})
    assert "1,000,000 to 2,000,000: 1.0 s of CPU are constant" in said
    assert "30,000,000, more than fit into memory, took 62 s, 2.0 times what that line says, and 1,150 MB." in said
    assert "Extrapolated to 60,000,000, not run: 61 s and 1,200 MB." in said
    assert "Extrapolated" not in growth.told({"events: a month": found | {60_000_000: Taken(0.0, 90.0, 1200.0)}})


def test_what_was_not_run_is_called_extrapolated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(growth_plot.memory, "share", lambda: None)
    text = growth.told(FOUND)
    assert (
        "each million events adds 5.00 s; of memory 500 MB and 100.0 MB. Extrapolated to 60,000,000, not run: 310 s and 6,500 MB." in text
    )
    assert "| clients: `build --all` | 50 | 502.0 | 900 | up to 12.0 reports a minute on 2 idle cores |" in text
    assert text.count("Extrapolated") == 1


def test_results_are_kept_from_run_to_run(tmp_path: Path) -> None:
    growth.save(tmp_path / "build" / "growth.json", FOUND)
    assert growth.load(tmp_path / "build" / "growth.json") == FOUND


@pytest.mark.slow
def test_the_same_results_are_drawn_alike() -> None:
    drawn = growth_plot.svg(growth.axes(FOUND))
    assert drawn == growth_plot.svg(growth.axes(FOUND))
    assert drawn.startswith("<?xml")


def test_copies_are_other_visitors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(exports, "ONCE", 1000)
    exports.write(tmp_path / "once", 1000, 1, bots=False)
    exports.write_large(tmp_path / "large", 3000, 1)
    count = "select count(*), count(distinct user_pseudo_id), count(distinct (event_name, event_timestamp)) from read_parquet('{}')"
    once, large = (duckdb.sql(count.format(*exports.exports(tmp_path / name))).fetchall()[0] for name in ("once", "large"))
    assert large == (3 * once[0], 3 * once[1], once[2])

"""The calibration runs, on a few series, and its drawing and tables hold what was measured."""

from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from reportgen.stats import Daily, Method
from tests.calibration import __main__ as calibration
from tests.calibration import alarms, backtest, made, page, real


def test_a_small_calibration_has_every_table() -> None:
    text, drawing = calibration.everything(2, None)
    tables = [f"made-up {kind}" for kind in ("counts", "amounts", "rates", "ratios")]
    for title in (*tables, "### Chances", "### Trend verdicts", "### Where it is not"):
        assert title in text
    assert ElementTree.fromstring(drawing).tag.endswith("svg")


def test_the_same_seed_says_the_same() -> None:
    first, second = ([backtest.say(case) for case in made.rates(np.random.default_rng(1), 1)] for _ in range(2))
    assert first == second


def test_a_given_file_is_measured(tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    rng = np.random.default_rng(3)
    rows = [f"{date(2025, 1, 1) + timedelta(days=day)},{rng.poisson(9)}" for day in range(200) if day % 50 != 7]
    file.write_text("\n".join(["date,value", *rows, ""]), encoding="utf-8")
    daily = real.plain(file)
    assert (daily.recorded, len(daily.values)) == (196, 200)
    assert "| leads.csv |" in calibration.of_files([file])


def test_a_file_too_short_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_text("2025-01-01,5\n2025-01-02,6\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="no forecast"):
        calibration.of_files([file])


def test_futures_with_a_missing_day_are_not_held_against_anything() -> None:
    values: list[float | None] = [5.0] * 100
    assert len(list(backtest.rolling("x", Daily(date(2025, 1, 1), tuple(values))))) == 1
    values[70] = None
    assert list(backtest.rolling("x", Daily(date(2025, 1, 1), tuple(values)))) == []


def test_a_rate_beyond_its_aim_is_told() -> None:
    said = [backtest.Said("x", Method.LEVEL, 30, i % 2 == 0, True, False, ()) for i in range(200)]
    (sentence,) = page.outside("made-up counts", said, [page.Kind("{}", lambda one: one.name)])
    assert sentence == "- made-up counts, x: too narrow (50.0% of 80 %, 100.0% of 95 %)."


def test_alarms_are_shares() -> None:
    found = alarms.measured(np.random.default_rng(1), 2)
    assert len(found) == len(alarms.KINDS)
    assert all(0 <= one.called <= 1 for one in found)


@pytest.mark.samples
def test_every_sample_series_is_read(samples: Path) -> None:
    found = dict(real.counts(samples))
    assert len(found) > 15
    assert all(daily.total > 0 for daily in found.values())
    assert found["university site, page loads"].recorded == 2_167
    (rate,) = real.rates(samples)
    assert 0.05 < rate[1].total / rate[2].total < 0.5

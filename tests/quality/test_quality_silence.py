"""Silent rules: implausible runs of zeros are found, plausible ones are not."""

import numpy as np
from quality_world import OCTOBER, SPAN, daily

from reportgen.quality.silence import silence


def test_what_comes_and_goes_is_not_silent() -> None:
    assert silence(daily({"quote": [3] * 30 + [0] * 20 + [3] * 12 + [0] * 30}), "quote", OCTOBER) is None
    assert silence(daily({"quote": [3] * 30 + [0] * 7 + [3] * 25 + [0] * 30}), "quote", OCTOBER) is not None


def test_more_days_are_needed_the_rarer_the_conversion() -> None:
    """The shortest run at the end that is implausible (statistics 8: product of P(0) below 1e-4)."""
    needed = {}
    for level in (100, 3, 1):
        runs = (run for run in range(1, 31) if silence(daily({"quote": [level] * (92 - run) + [0] * run}), "quote", OCTOBER))
        needed[level] = next(runs)
    assert needed == {100: 1, 3: 4, 1: 10}


def test_closed_on_sundays_is_not_silent() -> None:
    counts = [0 if day.weekday() == 6 else 30 for day in SPAN]
    assert silence(daily({"quote": counts}), "quote", OCTOBER) is None


def test_missing_days_are_no_zeros() -> None:
    counts = [30] * 85 + [0] * 7
    assert silence(daily({"quote": counts}, missing=SPAN[85:]), "quote", OCTOBER) is None


def test_a_run_before_the_period_is_old_news() -> None:
    counts = [30] * 40 + [0] * 5 + [30] * 47
    assert silence(daily({"quote": counts}), "quote", OCTOBER) is None


def test_a_run_into_the_period_counts_whole() -> None:
    found = silence(daily({"quote": [30] * 59 + [0] * 4 + [30] * 29}), "quote", OCTOBER)
    assert found is not None
    assert (found.days, found.lasting, found.usual) == (SPAN[59:63], False, 30.0)


def test_false_alarms_are_rare() -> None:
    """Poisson counts at several levels: at most 0.05 alarms per 100 days (statistics 8), over 40 seeded series each."""
    rng = np.random.default_rng(1)
    for level in (0.2, 1.0, 5.0):
        series = [rng.poisson(level, 92).tolist() for _ in range(40)]
        alarms = sum(silence(daily({"quote": counts}), "quote", OCTOBER) is not None for counts in series)
        assert alarms / (40 * 31) * 100 <= 0.05

"""The bridge's calibration runs, its visits are as they were meant, and its odds ratio is the published one."""

import numpy as np
import pytest

from reportgen.stats import Bridge, Rate
from tests.calibration import bridge
from tests.calibration.visits import CHANNELS, GOOD, MICROS, by_visitor, strata, visits


def test_visits_are_as_meant() -> None:
    made = visits(np.random.default_rng(1), 4_000, bots=0.03)
    ever, in_time, macro = by_visitor(made)
    assert len(ever) == len(macro) == 4_000
    assert made.macro.sum() == macro.sum() > 50
    assert (in_time <= ever).all()
    follows, home = (next(at for at, micro in enumerate(MICROS) if name in micro.name) for name in ("only after", "at home"))
    assert not in_time[:, follows].any()
    assert (ever[:, follows] <= macro).all()
    assert made.did[made.channel == GOOD, home].mean() > 10 * made.did[made.channel != GOOD, home].mean()


def test_risk_rows_end_with_the_macro() -> None:
    """Counted one by one for one micro."""
    made = visits(np.random.default_rng(2), 1_500)
    at = 1
    n = d = n1 = d1 = 0
    gone, done = set(), set()
    for row, visitor in enumerate(made.visitor.tolist()):
        if visitor not in gone:
            had = visitor in done
            n, d, n1, d1 = n + 1, d + bool(made.macro[row]), n1 + had, d1 + (had and bool(made.macro[row]))
        if made.macro[row]:
            gone.add(visitor)
        if made.did[row, at]:
            done.add(visitor)
    counted = list(strata(made))[at]
    assert len(counted) == CHANNELS
    rows = [one for channel in counted for one in channel]
    assert tuple(sum(getattr(one, name) for one in rows) for name in ("n", "d", "n1", "d1")) == (n, d, n1, d1)


def test_the_published_odds_ratio() -> None:
    """(a + 1)(d + 1) / ((b + 1)(c + 1)), by hand, and its 25 persons or 2 %."""
    assert bridge.published(Rate(9, 49), Rate(19, 919), 1_000) == pytest.approx(10 * 901 / (20 * 41))
    assert bridge.published(Rate(9, 24), Rate(19, 919), 10_000) is None
    assert bridge.published(Rate(9, 21), Rate(19, 919), 1_000) is not None


def test_a_small_calibration_has_every_table() -> None:
    text = bridge.measured(np.random.default_rng(3), bridge.World("a few", 2_000, 0.0), 2)
    for micro in MICROS:
        assert f"| {micro.name} |" in text
    assert "naive lift:" in text


@pytest.mark.slow
def test_confounded_micros_are_not_called_strong() -> None:
    """statistics.md 3.3: null odds ratios .99-1.00, naive lift above 3 in the good channel; false discoveries at most the stated rate."""
    rng = np.random.default_rng(4)
    runs = [bridge.run(rng, bridge.WORLDS[0]) for _ in range(25)]
    for at, micro in enumerate(MICROS):
        links = [one.said[at].link for one in runs]
        if micro.ratio is None:
            assert all(link.bridge is Bridge.NOT_ENOUGH_DATA for link in links)
        else:
            middle = float(np.exp(np.mean([np.log(link.odds_ratio or 1.0) for link in links])))
            assert middle == pytest.approx(micro.ratio, rel=0.1)
            assert micro.ratio > 1 or np.mean([link.bridge is Bridge.STRONG for link in links]) <= 0.12
    home = next(at for at, micro in enumerate(MICROS) if "at home" in micro.name)
    assert min(one.said[home].lift or 0.0 for one in runs) > 2

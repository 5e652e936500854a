"""What a micro is worth: the golden value, order values, refunds, and coverage."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.stats import Bridge, Interval, Link, Orders, Rate, worth, worth_at

SITE = Rate(2, 100)


def marked(ratio: float, label: Bridge = Bridge.STRONG) -> Link:
    return Link(label, 200, 60, 60 / ratio, ratio, Interval(ratio / 1.2, ratio * 1.2), 0.1, 0.001, 0.001)


def test_the_golden_value() -> None:
    """golden.json: ev_micro. 18 of 240, the site at 2 %, a macro worth 2,000."""
    found = worth_at(Rate(18, 240), SITE, 2_000)
    assert found is not None
    assert (found.chance, found.value) == pytest.approx((0.0728, 145.6))
    assert (found.interval.low, found.interval.high) == pytest.approx((88.06652242768072, 216.04284069082865), abs=1e-6)
    assert (found.above, found.above_interval) == (0.0, None)


@pytest.mark.parametrize(("ratio", "part"), [(2.0, 0.5), (0.5, -1.0), (1.25, 0.2)])
def test_the_part_above_comparable_visitors(ratio: float, part: float) -> None:
    found = worth_at(Rate(18, 240), SITE, 2_000, marked(ratio))
    assert found is not None
    assert found.above == pytest.approx(145.6 * part)
    assert found.above_interval is not None
    assert found.above_interval.low < found.above < found.above_interval.high
    for label in (Bridge.NO_LINK_SHOWN, Bridge.STRUCTURAL, Bridge.NOT_ENOUGH_DATA):
        plain = worth_at(Rate(18, 240), SITE, 2_000, marked(ratio, label))
        assert plain is not None
        assert (plain.above, plain.above_interval) == (0.0, None)


def test_nobody_has_no_value() -> None:
    assert worth_at(Rate(0, 0), SITE, 2_000) is None
    assert worth_at(Rate(3, 10), Rate(0, 0), 2_000) is None
    assert worth(Rate(3, 10), SITE, Orders.of([]), Orders.of([5.0] * 4)) is None


def test_a_macro_that_never_happened_is_worth_nothing_so_far() -> None:
    found = worth_at(Rate(0, 300), Rate(0, 5_000), 2_000)
    assert found is not None
    assert 0 <= found.interval.low <= found.value + 1e-6
    assert found.value < 1e-3
    everyone = worth_at(Rate(300, 300), Rate(5_000, 5_000), 2_000)
    assert everyone is not None
    assert everyone.value == pytest.approx(2_000)


def test_few_orders_are_drawn_to_the_site() -> None:
    """(2 x 500 + 3 x 100) / 5 = 260; without any it is the site's mean."""
    site = Orders.of([60.0, 80.0, 100.0, 120.0, 140.0])
    two, none = (worth(Rate(18, 240), SITE, own, site) for own in (Orders.of([500.0, 500.0]), Orders.of([])))
    assert two is not None
    assert none is not None
    assert (two.order, none.order) == pytest.approx((260, 100))
    assert none.interval.low < none.value < none.interval.high


@given(st.lists(st.floats(-500, 5_000), max_size=40), st.lists(st.floats(-500, 5_000), min_size=5, max_size=40), st.integers(0, 50))
@settings(max_examples=40)
def test_values_are_numbers_and_the_same_each_time(own: list[float], site: list[float], n: int) -> None:
    found = worth(Rate(n, 50), SITE, Orders.of(own), Orders.of(site), marked(1.7))
    assert found == worth(Rate(n, 50), SITE, Orders.of(own), Orders.of(site), marked(1.7))
    assert found is not None
    assert found.above_interval is not None
    for value in (found.value, found.interval.low, found.interval.high, found.above, found.above_interval.low, found.above_interval.high):
        assert math.isfinite(value)
    assert found.interval.low <= found.interval.high


def test_more_refunds_than_sales() -> None:
    found = worth(Rate(18, 240), SITE, Orders.of([-50.0, -70.0, 10.0]), Orders.of([-20.0] * 6))
    assert found is not None
    assert found.value < 0
    assert found.interval.low < found.value < found.interval.high
    known = worth_at(Rate(18, 240), SITE, -20.0)
    assert known is not None
    assert known.interval.low < known.value < known.interval.high


@pytest.mark.slow
@pytest.mark.parametrize("micros", [60, 400])
def test_values_cover(micros: int) -> None:
    """statistics.md 3.4: coverage .94-.97. Log-normal orders; a micro whose visitors buy at 6 % on a site of 2 %."""
    rng = np.random.default_rng(3)
    truth = 0.06 * 100 * math.exp(0.18)
    held = []
    for _ in range(1_000):
        bought = int(rng.binomial(micros, 0.06))
        own, site = (Orders.of(list(100 * rng.lognormal(0, 0.6, n))) for n in (bought, 300))
        found = worth(Rate(bought, micros), SITE, own, site)
        assert found is not None
        held.append(found.interval.low <= truth <= found.interval.high)
    assert 0.92 <= np.mean(held) <= 0.985

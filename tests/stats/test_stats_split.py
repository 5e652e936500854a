"""Mix and rate: the golden split, and that parts always add up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.stats import Dispersion, Moved, Rate, split

GOLDEN = (
    Moved("organic", Rate(80, 4_000), Rate(88, 4_200)),
    Moved("paid", Rate(50, 2_000), Rate(72, 3_600)),
    Moved("email", Rate(30, 500), Rate(29, 450)),
    Moved("social", Rate(15, 1_500), Rate(12, 1_500)),
)


def test_the_golden_split() -> None:
    """statistics.md 5 and golden.json: kitagawa, count_decomposition."""
    found = split(GOLDEN)
    assert found is not None
    assert (found.before.value, found.after.value) == pytest.approx((0.021875, 0.020615384615384615))
    assert [part.mix * 1e4 for part in found.parts] == pytest.approx([0.5324, 1.4961, -6.6982, 4.1210], abs=5e-5)
    assert [part.rate * 1e4 for part in found.parts] == pytest.approx([4.4322, -15.4808, 2.4145, -3.4135], abs=5e-5)
    count = (found.visitors, found.mix, found.rate)
    assert count == pytest.approx((37.37375356125356, -0.5842935999186, -10.78945996133496), abs=1e-9)
    assert sum(count) == pytest.approx(26)
    assert not any(part.shown for part in found.parts)


rates = st.integers(0, 5_000).flatmap(lambda of: st.integers(0, of).map(lambda n: Rate(n, of)))


@given(st.lists(st.tuples(rates, rates), min_size=1, max_size=8))
@settings(max_examples=40)
def test_parts_add_up(pairs: list[tuple[Rate, Rate]]) -> None:
    groups = [Moved(str(i), before, after) for i, (before, after) in enumerate(pairs)]
    found = split(groups)
    before, after = (sum((getattr(one, side) for one in groups), Rate(0, 0)) for side in ("before", "after"))
    assert (found is None) == (not before.of or not after.of)
    if found is not None:
        change = after.n / after.of - before.n / before.of
        assert sum(part.mix + part.rate for part in found.parts) == pytest.approx(change, abs=1e-9)
        assert found.visitors + found.mix + found.rate == pytest.approx(after.n - before.n, abs=1e-6)


@given(st.lists(st.tuples(rates, rates), min_size=1, max_size=6))
@settings(max_examples=25)
def test_backwards_is_the_opposite(pairs: list[tuple[Rate, Rate]]) -> None:
    there = split([Moved(str(i), before, after) for i, (before, after) in enumerate(pairs)])
    back = split([Moved(str(i), after, before) for i, (before, after) in enumerate(pairs)])
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        for one, other in zip(there.parts, back.parts, strict=True):
            assert (one.mix, one.rate) == pytest.approx((-other.mix, -other.rate), abs=1e-9)


def test_new_and_vanished_groups_are_all_mix() -> None:
    found = split([Moved("old", Rate(20, 500), Rate(0, 0)), Moved("new", Rate(0, 0), Rate(30, 500)), Moved("gone", Rate(0, 0), Rate(0, 0))])
    assert found is not None
    assert [part.name for part in found.parts] == ["old", "new"]
    assert [part.rate for part in found.parts] == [0.0, 0.0]
    assert sum(part.mix for part in found.parts) == pytest.approx(0.02)
    assert not any(part.shown for part in found.parts)


def test_only_a_rate_that_moved_by_more_than_noise_is_shown() -> None:
    groups = [Moved("same", Rate(200, 10_000), Rate(205, 10_000)), Moved("down", Rate(300, 10_000), Rate(180, 10_000))]
    found = split(groups)
    assert found is not None
    assert [part.shown for part in found.parts] == [False, True]
    noisy = split(groups, [Dispersion(20.0, assumed=False, df=25)] * 2)
    assert noisy is not None
    assert [part.shown for part in noisy.parts] == [False, False]
    assert split([]) is None

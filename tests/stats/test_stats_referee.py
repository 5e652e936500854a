"""The referee: what may be compared, ranked and called, and how many more would be needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.stats import (
    CLEAR,
    Dispersion,
    Rate,
    Verdict,
    comparable,
    compare_rates,
    enough_macros,
    estimate_rate,
    may_test,
    more_visitors,
    rankable,
    stands_out,
    tellable,
)

PLAIN = Dispersion(1.0, assumed=True, df=float("inf"))
WHOLE = Rate(200, 10_000)
RATES = st.integers(0, 3_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))).map(lambda pair: Rate(*pair))


def test_two_customers_against_one_decide_nothing_and_the_number_that_would_is_named() -> None:
    """Checklist 1g-6: 2/500 against 1/500. Five customers at the smaller rate alone take 2,500 visitors; to see 0.2 against 0.4 % with 80 %
    power takes 11,403 a side (h = 2 (asin sqrt .004 - asin sqrt .002) = 0.037103; 2 (2.801585 / h)^2)."""
    one, other = Rate(1, 500), Rate(2, 500)  # checklist 004-15
    assert not comparable(one, other)
    assert more_visitors(one, other) == 11_403 - 500
    assert more_visitors(one, other) == more_visitors(other, one)


def test_no_number_is_named_where_none_would_do() -> None:
    assert more_visitors(Rate(5, 100), Rate(5, 100)) is None
    assert more_visitors(Rate(0, 100), Rate(5, 100)) is None
    assert more_visitors(Rate(0, 0), Rate(0, 0)) is None


@pytest.mark.parametrize(
    ("rate", "told"),
    [(Rate(0, 250), True), (Rate(9, 249), False), (Rate(29, 29), False), (Rate(0, 0), False)],
)
def test_a_rate_is_shown_with_five_expected(rate: Rate, told: bool) -> None:
    """Five expected at 2 % are 250 visitors, whatever they did."""
    assert tellable(rate, WHOLE) is told


def test_nothing_is_told_where_nobody_converted() -> None:
    assert not tellable(Rate(0, 5_000), Rate(0, 10_000))
    assert not may_test(Rate(0, 5_000), Rate(0, 10_000))


def test_parts_are_tested_against_thirty_others() -> None:
    assert may_test(Rate(1, 30), Rate(2, 60))
    assert not may_test(Rate(1, 29), Rate(2, 60))
    assert not may_test(Rate(1, 31), Rate(2, 60))


def test_marks_and_judgements_have_their_limits() -> None:
    assert [stands_out(q) for q in (0.05, 0.10, 0.11, None)] == [True, True, False, False]
    assert [enough_macros(n) for n in (19, 20)] == [False, True]


@given(RATES, RATES)
def test_only_what_may_be_compared_is_called(one: Rate, other: Rate) -> None:
    change = compare_rates(one, other, PLAIN)
    assert (change.verdict is Verdict.COUNTS_ONLY) is not comparable(one, other)
    if change.verdict in CLEAR:
        assert change.p_value is not None
        assert change.p_value < 0.05
    needed = more_visitors(one, other)
    assert needed is None or needed >= 1


@given(RATES, RATES)
def test_what_is_ranked_may_be_told(part: Rate, rest: Rate) -> None:
    whole = part + rest
    if rankable(part, estimate_rate(part, PLAIN).interval, whole):
        assert tellable(part, whole)

"""Batches: nothing is lost, turned round or taken twice, and none is heavier than it must be."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reportgen.engine import batches


@given(st.lists(st.integers(0, 9)), st.integers(0, 20))
def test_items_stay_in_their_order_and_as_many_as_may_go_together(weights: list[int], most: int) -> None:
    found = list(batches(weights, lambda weight: weight, most))
    assert [weight for batch in found for weight in batch] == weights
    assert all(batch for batch in found)
    assert all(sum(batch) <= most or len(batch) == 1 for batch in found)
    assert all(sum(batch) + after[0] > most for batch, after in pairwise(found))

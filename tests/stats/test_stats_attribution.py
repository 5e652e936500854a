"""Three rules of attribution on paths small enough to do by hand, and that they always add up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.stats import Attribution, Credit, TouchPath, attribute


def test_paths_by_hand() -> None:
    """10 organic > paid > direct, 4 direct, 6 email > email > organic, 3 unknown."""
    counts = {("Organic", "Paid", "Direct"): 10, ("Direct",): 4, ("Email", "Email", "Organic"): 6, (): 3}
    paths = [TouchPath(channels, n) for channels, n in counts.items()]
    assert attribute(paths) == Attribution(
        (
            Credit("Direct", 4.0, 4.0, 22 / 3, depends=False),
            Credit("Email", 6.0, 0.0, 4.0, depends=True),
            Credit("Organic", 10.0, 6.0, 16 / 3, depends=False),
            Credit("Paid", 0.0, 10.0, 10 / 3, depends=True),
        ),
        23,
        3,
    )


def test_few_macros_do_not_depend_on_the_rule_yet() -> None:
    (one, other) = attribute([TouchPath(("A", "B"), 4)]).credits
    assert (one.depends, other.depends) == (False, False)


channels = st.sampled_from(["Organic", "Paid", "Email", "Direct"])


@given(st.lists(st.builds(TouchPath, st.lists(channels, max_size=7).map(tuple), st.integers(-50, 500)), max_size=20))
@settings(max_examples=30)
def test_every_rule_adds_up(paths: list[TouchPath]) -> None:
    found = attribute(paths)
    assert found.total == sum(path.total for path in paths)
    for rule in ("first", "last", "linear"):
        assert sum(getattr(one, rule) for one in found.credits) == pytest.approx(found.total - found.pathless, abs=1e-9)


@given(st.lists(st.builds(TouchPath, st.lists(channels, min_size=1, max_size=1).map(tuple), st.integers(0, 500)), max_size=9))
@settings(max_examples=20)
def test_a_single_touch_leaves_nothing_to_argue(paths: list[TouchPath]) -> None:
    for one in attribute(paths).credits:
        assert one.first == one.last == one.linear
        assert not one.depends

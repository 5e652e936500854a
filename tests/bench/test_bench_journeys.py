"""The bridge by hand gives every number of reportgen's own, on exports of the same shape but few rows."""

from collections.abc import Iterator

import pytest

from reportgen import periods
from reportgen.engine import connect
from tests.bench import exports
from tests.bench.journeys import Build, build, by_hand, measured, ours


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    folder = tmp_path_factory.mktemp("bench")
    exports.write(folder, events=6_000, months=2)
    with connect() as engine:
        yield build(engine, folder, periods.month("2026-10"))


@pytest.mark.slow
def test_the_bridge_by_hand_is_equal(made: Build) -> None:
    own, hand = ours(made), by_hand(made)
    assert {name: (own.get(name), hand.get(name)) for name in own.keys() | hand.keys() if own.get(name) != hand.get(name)} == {}
    kinds = {name.split("/")[0] for name in hand}
    assert kinds == {"risk", "assists", "lags"}
    assert any("/quote/download/guide-1.pdf/d" in name for name in hand)


@pytest.mark.slow
def test_the_table_says_what_each_took(made: Build) -> None:
    assert "numbers, equal in every run" in measured(made, runs=1)

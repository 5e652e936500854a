"""The benchmark compares like with like: all three ways give every number alike, on exports of the same shape but few rows."""

from pathlib import Path

import pytest

from tests.bench import by_hand, exports, ours, with_pandas

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bench")
    exports.write(made, events=6_000, months=2)
    return made


@pytest.fixture(scope="module")
def counted(folder: Path) -> dict[str, int]:
    return ours.numbers(folder, "2026-10")


@pytest.mark.parametrize("other", [by_hand, with_pandas], ids=["DuckDB by hand", "pandas"])
def test_every_number_is_equal(folder: Path, counted: dict[str, int], other: object) -> None:
    found = other.numbers(folder, "2026-10")  # type: ignore[attr-defined]
    assert {
        name: (counted.get(name), found.get(name)) for name in counted.keys() | found.keys() if counted.get(name) != found.get(name)
    } == {}


def test_the_exports_have_what_makes_counting_hard(counted: dict[str, int]) -> None:
    """Repeats, bots of every kind, visitors who come again by another channel, and every rule."""
    bots = {name.split("/")[1] for name in counted if name.startswith("bots/")}
    assert bots == {"many_events", "fast_views", "all_hours"}
    assert any(name.startswith("repeats/") for name in counted)
    assert counted["current/all/all/sessions"] > counted["current/all/all/visitors"]
    for rule in ("contact", "quote", "newsletter", "reading", "pricing", "download", "any_macro"):
        assert counted[f"current/all/all/{rule}/people"] > 0
        assert counted["month/2026-09-01/" + rule] > 0
    for kind, slices in {"channel": 7, "country": 4, "device": 3}.items():
        assert len({name.split("/")[2] for name in counted if name.startswith(f"current/{kind}/")}) >= slices

"""One engine for the room's tests, and worlds loaded into it."""

import sys
from collections.abc import Iterator

import pytest
from metrics_world import Loader, load, uncharted

from reportgen.engine import Engine, connect
from reportgen.model.change_counts import NO_CHANGE
from reportgen.model.interest import NO_INTEREST
from reportgen.model.journeys import NO_JOURNEYS


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with connect() as opened:
        yield opened


@pytest.fixture(scope="session")
def tables(engine: Engine) -> Loader:
    return lambda world: load(engine, world)


@pytest.fixture(scope="module")
def people_only() -> Iterator[None]:
    """Counts without people's ways and what ages: two thirds of a count's time, which tests of their own are for."""
    room = sys.modules["reportgen.metrics.count"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "journeys", lambda *_asked: NO_JOURNEYS)
        patch.setattr(room, "interest", lambda *_asked: NO_INTEREST)
        patch.setattr(room, "freshness", lambda *_asked: NO_CHANGE.freshness)
        yield


@pytest.fixture(scope="module")
def totals_only() -> Iterator[None]:
    """Counts without series by day, week and month."""
    with uncharted():
        yield

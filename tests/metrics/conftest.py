"""One engine for the room's tests, and worlds loaded into it."""

from collections.abc import Iterator

import pytest
from metrics_world import Loader, load

from reportgen.engine import Engine, connect


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with connect() as opened:
        yield opened


@pytest.fixture(scope="session")
def tables(engine: Engine) -> Loader:
    return lambda world: load(engine, world)

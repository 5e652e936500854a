"""One engine for the room's tests, and a workspace a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from exports_world import Exports

from reportgen.engine import Engine, connect


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with connect() as opened:
        yield opened


@pytest.fixture
def exports(engine: Engine, tmp_path: Path) -> Exports:
    return Exports(engine, tmp_path)

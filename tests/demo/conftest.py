"""One small demo workspace for the whole session, and one simulated spring in memory."""

from datetime import date
from pathlib import Path

import pytest

from reportgen import demo
from reportgen.demo.world import World, simulate
from reportgen.periods import Period


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, demo.DemoFacts]:
    """The demo's last month."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    return folder, demo.make(folder, months=1)


@pytest.fixture(scope="session")
def year() -> World:
    """June 2025 to April 2026: all three shapes of the export, the relaunch and the outage."""
    return simulate(7, Period(date(2025, 6, 1), date(2026, 5, 1)))

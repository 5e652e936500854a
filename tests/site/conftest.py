"""The sites that these tests look at."""

from pathlib import Path

import pytest
import site_world
from site_world import Sites

from tests.once import once


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    return Sites(once(tmp_path_factory, "site-world", site_world.tiny_sites))


@pytest.fixture(scope="session")
def demo(demo_workspace: Path) -> Path:
    """The site of a demo workspace."""
    return demo_workspace / "site"

"""The sites that these tests look at: built once a run, whichever process asks first."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import site_world
from site_world import Sites


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Made once, also where several processes run the tests: what they share lies above their own folders."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return Sites(_once(shared / "site-world", site_world.tiny_sites))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a demo workspace."""
    return site_world.demo_site(tmp_path_factory.mktemp("site-demo") / "demo")


def _once(folder: Path, make: Callable[[Path], None]) -> Path:
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            (folder / "made").touch()
    return folder

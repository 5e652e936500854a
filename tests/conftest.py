"""What every test may rely on: no network, a fixed now, gold files, and the real exports where they are."""

import difflib
import gc
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.once import once

if TYPE_CHECKING:
    from reportgen.pipeline import Built

ROOT = Path(__file__).parents[1]
LONGEST = (
    "pipeline/test_pipeline_spark",
    "render/test_render_pdf_pages",
    "workflows/test_workflows_run",
    "site/test_site_axe",
    "pipeline/test_pipeline_whole",
    "render/test_render_pdf_valid",
    "pipeline/test_pipeline_clients",
    "pipeline/test_pipeline_killed",
    "charts/test_charts_measured",
    "gallery/test_gallery_reports",
    "test_rows",
    "activity/test_activity_files",
    "pipeline/test_pipeline_bigquery",
    "test_packaging",
)

# Two busy cores make single examples slow, so no deadline. In CI the same examples every time, elsewhere others.
ALWAYS = hypothesis.settings(deadline=None, derandomize="CI" in os.environ, print_blob=True)
hypothesis.settings.register_profile("fast", ALWAYS, max_examples=40)
hypothesis.settings.register_profile("slow", ALWAYS, max_examples=100)


class NetworkBlockedError(AssertionError):
    """A test tried to leave the machine. Not an OSError, so that code which survives a dead network cannot hide it."""


def _is_local(family: int, address: object) -> bool:
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = address[0] if isinstance(address, tuple) else address
    return isinstance(host, str) and (host in ("localhost", "::1", "") or host.startswith("127."))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets reach this machine only; looking up any other host fails as well."""
    connect, connect_ex, sendto, lookup = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto, socket.getaddrinfo

    def check(sock: socket.socket, address: object) -> None:
        if not _is_local(sock.family, address):
            raise NetworkBlockedError(f"a test tried to connect to {address!r}")

    def guarded_connect(sock: socket.socket, address: object) -> None:
        check(sock, address)
        connect(sock, address)  # type: ignore[arg-type]

    def guarded_connect_ex(sock: socket.socket, address: object) -> int:
        check(sock, address)
        return connect_ex(sock, address)  # type: ignore[arg-type]

    def guarded_sendto(sock: socket.socket, data: bytes, *rest: object) -> int:
        check(sock, rest[-1])
        return sendto(sock, data, *rest)  # type: ignore[call-overload,no-any-return]

    def guarded_lookup(host: object, *rest: object, **options: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _is_local(socket.AF_INET, name):
            raise NetworkBlockedError(f"a test tried to look up {name!r}")
        return lookup(host, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket.socket, "sendto", guarded_sendto)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_lookup)


@pytest.fixture
def now() -> datetime:
    """The moment every test lives in: early on the Monday after October 2026."""
    return datetime(2026, 11, 2, 6, 13, tzinfo=UTC)


@pytest.fixture
def gold(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`gold(name, text)`: the text equals the file `gold/NAME` beside the test; `pytest --update-gold` writes it."""
    folder = request.path.parent / "gold"

    def check(name: str, text: str) -> None:
        file = folder / name
        if request.config.getoption("--update-gold"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
            return
        if not file.exists():
            pytest.fail(f"{file.relative_to(ROOT)} does not exist; look at the text, then write it with pytest --update-gold")
        with file.open(encoding="utf-8", newline="") as stream:
            kept = stream.read()
        if kept != text:
            lines = difflib.unified_diff(kept.splitlines(), text.splitlines(), "gold", "now", lineterm="", n=2)
            shown = "\n".join(list(lines)[:60]) or "only line ends differ"
            pytest.fail(f"{file.relative_to(ROOT)} differs (pytest --update-gold accepts the new text):\n{shown}")

    return check


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> "Built":
    """What the first build of the tiny workspace's October gave. Nothing of the reports' own is imported before it is asked for."""
    import tiny

    return tiny.build(tmp_path_factory.mktemp("tiny") / "october")


@pytest.fixture(scope="session")
def october(built: "Built") -> Path:
    """The tiny workspace and its site of October, to look at only."""
    return built.folder.parents[1]


@pytest.fixture
def copied(october: Path, tmp_path: Path) -> Path:
    """A copy of it, to change."""
    return Path(shutil.copytree(october, tmp_path / "workspace"))


@pytest.fixture
def counted(built: "Built", monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds find what the first build of that October found, uncounted: for tests of what comes after."""
    monkeypatch.setattr(sys.modules["reportgen.pipeline.build"], "analysed", lambda *_args, **_options: built.analysed)


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's workspace and its report, made once for all processes of a run: to look at only."""

    def make(folder: Path) -> None:
        command = [sys.executable, "-m", "reportgen", "demo", str(folder / "demo")]
        subprocess.run(command, check=True, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True)

    return once(tmp_path_factory, "demo-world", make) / "demo"


def samples_folder() -> Path:
    """Where the real exports are: `REPORTGEN_SAMPLES`, by default `shared/data` beside the checkout."""
    return Path(os.environ.get("REPORTGEN_SAMPLES") or ROOT.parent / "shared" / "data")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real exports, for tests marked `samples`."""
    return samples_folder()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("reportgen")
    group.addoption("--update-gold", action="store_true", help="write the gold files instead of comparing with them")
    group.addoption("--samples", action="store_true", help="run the tests on the real exports, and fail if any is skipped")


def pytest_configure(config: pytest.Config) -> None:
    """Properties are tried on fewer examples by the fast tests, and once more on many by the slow ones.

    An engine within a test has one thread: on small tables more only wait for each other, on cores that the workers need. Builds in
    processes of their own have all. Garbage is looked for less often, too.
    """
    hypothesis.settings.load_profile("fast" if is_fast(config) else "slow")
    import duckdb

    gc.set_threshold(50_000, 20, 20)
    connect = duckdb.connect
    duckdb.connect = lambda *given, config=None, **options: connect(*given, config={"threads": 1} | (config or {}), **options)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What collecting made stays until the tests end: garbage is not looked for in it."""
    gc.freeze()


def is_fast(config: pytest.Config) -> bool:
    """Whether slow tests are left out."""
    return "not slow" in str(config.option.markexpr)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files that take longest begin, so that no process waits for the other at the end. Without `--samples` the tests on real exports skip
    (and are counted), so that a bare clone passes."""
    if not is_fast(config):
        places = {f"tests/{name}.py": place for place, name in enumerate(LONGEST)}
        items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))
    if config.getoption("--samples"):
        if not samples_folder().is_dir():
            raise pytest.UsageError(f"no exports in {samples_folder()}: set REPORTGEN_SAMPLES to their folder")
        return
    skip = pytest.mark.skip(reason="on real exports: make test-samples")
    for item in items:
        if item.get_closest_marker("samples"):
            item.add_marker(skip)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With `--samples` a skipped test is a failure: those tests exist to be run there."""
    if not session.config.getoption("--samples"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line(f"ERROR: {len(reporter.stats['skipped'])} skipped with --samples", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

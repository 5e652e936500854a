"""The house rules of the suite hold: no network, gold files compare, samples skip or fail."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


def test_no_test_reaches_another_machine() -> None:
    with socket.socket() as sock, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        sock.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match=r"example\.org"):
        socket.create_connection(("example.org", 80))


def test_loopback_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


HOUSE = (Path(__file__).parent / "conftest.py").read_text(encoding="utf-8")
SUITE = """
import pytest

@pytest.mark.samples
def test_on_real_exports(samples):
    assert (samples / "month.csv").exists()

@pytest.mark.samples
def test_that_cannot_run(samples):
    if not (samples / "other.csv").exists():
        pytest.skip("no other.csv")
"""
GOLD = """
def test_text(gold):
    gold("sub/letter.txt", {text!r})
"""


@pytest.fixture
def suite(pytester: pytest.Pytester) -> Callable[..., pytest.RunResult]:
    """Runs a small suite under this folder's conftest.py, away from this one."""
    pytester.makeconftest(HOUSE)
    pytester.makeini("[pytest]\nmarkers =\n    samples: real exports\n")
    return lambda *options: pytester.runpytest_inprocess("-p", "no:cacheprovider", *options)


def test_samples_skip_with_a_count_in_a_bare_clone(pytester: pytest.Pytester, suite: Callable[..., pytest.RunResult]) -> None:
    pytester.makepyfile(SUITE)
    suite().assert_outcomes(skipped=2)


def test_samples_fail_when_one_is_skipped(
    pytester: pytest.Pytester, suite: Callable[..., pytest.RunResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile(SUITE)
    monkeypatch.setenv("REPORTGEN_SAMPLES", str(pytester.path / "none"))
    assert suite("--samples").ret == pytest.ExitCode.USAGE_ERROR
    folder = pytester.mkdir("exports")
    (folder / "month.csv").touch()
    monkeypatch.setenv("REPORTGEN_SAMPLES", str(folder))
    result = suite("--samples")
    result.assert_outcomes(passed=1, skipped=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    (folder / "other.csv").touch()
    assert suite("--samples").ret == pytest.ExitCode.OK


def test_gold_compares_and_updates(pytester: pytest.Pytester, suite: Callable[..., pytest.RunResult]) -> None:
    pytester.makepyfile(GOLD.format(text="Dear reader\r\n"))
    suite().assert_outcomes(failed=1)
    suite("--update-gold").assert_outcomes(passed=1)
    suite().assert_outcomes(passed=1)
    pytester.makepyfile(GOLD.format(text="Dear reader\n"))
    result = suite()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*only line ends differ*"])

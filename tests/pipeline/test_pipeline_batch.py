"""A client's command in a process of its own: its output whole, its environment that of the batch, its crash its own."""

import os
import signal
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import reportgen
from reportgen.errors import SettingsError
from reportgen.pipeline import batch

pytestmark = pytest.mark.slow


def killed(command: Sequence[str], _out: Path, err: Path, _environment: Mapping[str, str]) -> None:
    """Stands for a build that the system kills, as it does where memory is short."""
    err.write_text(f"reading {command[0]}\n", "utf-8")
    os.kill(os.getpid(), signal.SIGKILL)


def lost(_command: Sequence[str], _out: Path, _err: Path, _environment: Mapping[str, str]) -> None:
    """Ends as a process seems to end whose server died."""
    os._exit(batch.LOST)


def test_output_comes_back_whole() -> None:
    done = batch.in_process("acme", ["--version"])
    assert (done.client, done.code, done.err) == ("acme", 0, "")
    assert done.out == f"reportgen, version {reportgen.__version__}\n"


def test_the_environment_is_that_of_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not that of the first process of the batch, from which all are copied."""
    words = ["check", "--workspace", str(tmp_path)]
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    plain = batch.in_process("acme", words)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    annotated = batch.in_process("acme", words)
    assert plain.code == annotated.code == SettingsError.exit_code
    assert "::error" not in plain.err
    assert "::error" in annotated.err


def test_a_killed_process_is_told_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(batch, "_work", killed)
        done = batch.in_process("acme", ["web.csv"])
    assert done.code == batch.BUG
    assert done.err.splitlines() == [
        "reading web.csv",
        "error: its process was ended by SIGKILL; where memory is short, give it more or run fewer at a time with --jobs",
    ]
    assert batch.in_process("zeta", ["--version"]).code == 0


def test_a_lost_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_work", lost)
    done = batch.in_process("acme", [])
    assert done.code == batch.BUG
    assert done.err.startswith("error: its process was lost; ")


def test_a_batch_that_is_interrupted_begins_no_more() -> None:
    begun, on = [], threading.Event()

    def run(client: str, _command: batch.Command) -> batch.Ran:
        begun.append(client)
        assert client == "c0" or on.wait(10)
        return batch.Ran(client, 0, "", "")

    running = batch.each([(f"c{place}", []) for place in range(24)], 2, run)
    assert next(running).client == "c0"
    threading.Timer(0.1, on.set).start()
    running.close()
    assert len(begun) <= 3


def test_many_at_once_end_with_their_own_codes() -> None:
    commands = [(f"c{place}", ["--version"] if place % 3 else ["no-such-command"]) for place in range(24)]
    codes = {ran.client: ran.code for ran in batch.each(commands, 8)}
    assert codes == {name: 2 if words == ["no-such-command"] else 0 for name, words in commands}

"""A sender killed at any moment, any number of times: nobody gets an edition twice, and in the end everybody has it once."""

import random
import shutil
import smtplib
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from killed import ADDRESSED, RECIPIENTS, office
from post import Post, recipients, running

from reportgen import deliver
from reportgen.deliver.ledger import State

STEPS = 140
"""A little more than a whole run to four has."""

ROUNDS = 5


@dataclass
class Killable:
    """A server that counts what arrives, and a sender that dies when it is told to."""

    post: Post
    port: int
    folder: Path
    sender: subprocess.Popen[str]

    def send(self, step: int = 0) -> str:
        """Send, killed at this step (0: not at all); what became of the sender."""
        assert self.sender.stdin is not None
        assert self.sender.stdout is not None
        self.sender.stdin.write(f"{step}\n")
        self.sender.stdin.flush()
        said = self.sender.stdout.readline().strip()
        self.drain()
        return said

    def drain(self) -> None:
        """Have the server come to the end of whatever a dead sender gave it: its one loop takes turns between connections."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as smtp:
            for _ in range(10):
                smtp.noop()

    @property
    def taken(self) -> Counter[str]:
        return Counter(recipients(self.post.taken))

    @property
    def in_doubt(self) -> list[str]:
        """Whose letter was begun and has no end, by a ledger that can be read."""
        ledger = office(self.port, self.folder).ledger
        states = ledger.states_of("", "2026-10", 1)
        return [one for one in RECIPIENTS if states.get(ledger.sending("", "2026-10", 1, one)) is State.STARTED]

    def settle(self) -> None:
        """Say of each that is in doubt what the server's log says."""
        for one in self.in_doubt:
            deliver.settle(replace(ADDRESSED, recipients=(one,)), office(self.port, self.folder), arrived=one in self.taken)


@pytest.fixture(scope="module")
def killable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killable]:
    folder, post = tmp_path_factory.mktemp("killed"), Post()
    child = Path(__file__).with_name("killed.py")
    environment = {"PYTHONPATH": str(child.parents[1])}
    with running(post) as server:
        command = [sys.executable, str(child), str(server.port), str(folder)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as sender:
            yield Killable(post, server.port, folder, sender)
            assert sender.stdin is not None
            sender.stdin.close()
            assert sender.wait(20) == 0


@pytest.fixture
def fresh(killable: Killable) -> Killable:
    """A ledger without a line, and a server that has taken nothing."""
    for file in killable.folder.iterdir():
        file.unlink()
    for seen in (killable.post.taken, killable.post.answers, killable.post.after):
        seen.clear()
    return killable


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(50))
def test_nobody_gets_it_twice_and_everybody_once(fresh: Killable, seed: int) -> None:
    """Up to five runs, each killed somewhere or troubled by the server. In every second seed the machine is lost with each dead run, and
    the next begins with the ledger as it was kept before the last mail."""
    rng = random.Random(seed)
    for _ in range(ROUNDS):
        fresh.post.answers[:] = rng.choices(["250 OK", "451 later", "550 no", "drop"], [16, 1, 1, 1], k=8)
        fresh.post.after[:] = rng.choices(["250 taken", "drop", "drop after"], [8, 1, 1], k=8)
        said = fresh.send(rng.randint(1, STEPS))
        if said == "killed" and seed % 2:
            lose_the_machine(fresh.folder)
        assert max(fresh.taken.values(), default=0) <= 1
        if in_doubt := fresh.in_doubt:
            before = fresh.taken
            refused = fresh.send()
            assert refused.startswith("DeliveryError: an earlier run stopped while it was sending")
            assert all(f"{one[0]}…@firm.example" in refused for one in in_doubt)
            assert fresh.taken == before
            fresh.settle()
    fresh.post.answers.clear()
    fresh.post.after.clear()
    assert fresh.send() == "done"
    assert fresh.taken == Counter(RECIPIENTS)
    assert fresh.send() == "done"
    assert fresh.taken == Counter(RECIPIENTS)


def lose_the_machine(folder: Path) -> None:
    """What is left is what was kept."""
    (folder / "deliveries.jsonl").unlink(missing_ok=True)
    if (folder / "kept.jsonl").exists():
        shutil.copyfile(folder / "kept.jsonl", folder / "deliveries.jsonl")


@pytest.mark.slow
def test_a_kill_at_each_step_of_the_first_letter(fresh: Killable) -> None:
    """Before, during and after it: what the ledger says and what the server has never disagree in the wrong way."""
    found = []
    for step in range(1, 36):
        for file in fresh.folder.iterdir():
            file.unlink()
        fresh.post.taken.clear()
        assert fresh.send(step) == "killed"
        file = fresh.folder / "deliveries.jsonl"
        found.append((file.read_bytes().count(b"\n") if file.exists() else 0, fresh.taken[RECIPIENTS[0]]))
    assert found == sorted(found)
    assert set(found[:33]) == {(0, 0), (1, 0), (1, 1), (2, 1)}

"""Many clients in one command: what stops one of them does not stop the next."""

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import tiny

from reportgen import pipeline
from reportgen.cli import shell
from reportgen.errors import OutputError, UsageError
from reportgen.pipeline import Ran, batch


def test_a_bug_in_one_client_does_not_stop_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    done: list[str | None] = []

    def work(name: str | None) -> int:
        if name == "second":
            raise ZeroDivisionError("one over nought")
        if name == "third":
            raise PermissionError(13, "Permission denied", "site/third")
        if name == "fourth":
            raise UsageError("no such month")
        done.append(name)
        return 0

    assert shell.each(["first", "second", "third", "fourth", "last"], work) == OutputError.exit_code
    said = capsys.readouterr().err
    assert done == ["first", "last"]
    assert "second: a bug stopped this client: ZeroDivisionError: one over nought" in said
    assert "Traceback" in said
    assert "third: the system refuses" in said


def test_a_bug_in_the_only_client_is_a_bug() -> None:
    def work(_name: str | None) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        shell.each([None], work)


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """Three clients: one with a report of October, one with a gate before it, one whose settings are broken."""
    return tiny.write(tmp_path, {f"clients/{name}/config/report.yaml": "" for name in ("acme", "broken", "held")})


def ran(client: str, command: Sequence[str]) -> Ran:
    """What a client's command would have said."""
    code, err = {"broken": (3, "error: config/goals.yaml:3: no owner\n"), "held": (5, "stopped: 3 days are missing.\n")}.get(
        client, (0, "")
    )
    return Ran(client, code, f"period     October 2026 {' '.join(command)}\n", err)


def test_every_client_is_a_command_of_its_own_and_the_worst_code_counts(agency: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: dict[str, Sequence[str]] = {}

    def run(client: str, command: Sequence[str]) -> Ran:
        commands[client] = command
        return ran(client, command)

    monkeypatch.setattr(batch, "in_process", run)
    words = ("build", "--all", "--month", "2026-10", "--strict", "--fail-on", "goal:off_track", "--jobs", "2")
    done = tiny.run(*words, within=agency)
    assert done.code == 5
    assert set(commands) == {"acme", "broken", "held"}
    given = ["--month", "2026-10", "--fail-on", "goal:off_track", "--strict"]
    assert commands["acme"] == ["build", "--client", "acme", "--workspace", str(agency), *given]
    assert "broken: error: config/goals.yaml:3: no owner" in done.err
    assert done.out.splitlines()[-1] == f"clients    {agency / 'site/index.html'}"


@pytest.mark.parametrize(("jobs", "first"), [("2", "held"), ("1", "acme")])
def test_who_has_most_to_read_begins_where_several_run_at_a_time(
    agency: Path, monkeypatch: pytest.MonkeyPatch, jobs: str, first: str
) -> None:
    tiny.write(agency, {"clients/held/data/events.csv": "a row\n" * 99, "clients/broken/data/events.csv": "a row\n"})
    begun: list[list[str]] = []

    def each(commands: Sequence[tuple[str, Sequence[str]]], _jobs: int) -> Iterator[Ran]:
        begun.append([client for client, _ in commands])
        yield from (ran(*one) for one in commands)

    monkeypatch.setattr(pipeline, "each", each)
    tiny.run("build", "--all", "--jobs", jobs, within=agency)
    assert (begun[0][0], sorted(begun[0])) == (first, ["acme", "broken", "held"])


def test_the_page_over_all_clients_has_exceptions_first(agency: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "in_process", ran)
    tiny.run("build", "--all", within=agency)
    page = (agency / "site/index.html").read_text("utf-8")
    shown = [page.index(f"<bdi>{name}</bdi>") for name in ("broken", "held", "acme")]
    assert shown == sorted(shown)
    assert "3 clients; 2 need a look." in page
    assert "config/goals.yaml:3: no owner" in page
    assert "3 days are missing." in page


def test_a_send_over_all_says_that_no_client_has_a_mail(tmp_path: Path) -> None:
    tiny.write(tiny.workspace(tmp_path), {"clients/acme/config/report.yaml": "currency: EUR\n"})
    ran = tiny.run("send", "--all", within=tmp_path)
    assert (ran.code, ran.err.startswith("error: no client has a mail; ")) == (6, True)


def test_a_gate_is_passed_for_one_client_by_name(agency: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "in_process", ran)
    refused = tiny.run("build", "--all", "--override", "known", within=agency)
    assert (refused.code, refused.err) == (2, "error: --override lets one report through; name its client with --client\n")


def test_the_page_keeps_what_was_said_until_it_is_said_anew(agency: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `send` over all leaves alone whoever has no mail, and adds to what the build said; the next build begins anew."""

    def run(client: str, command: Sequence[str]) -> Ran:
        return Ran(client, 6, "", "error: 1 of 2 did not get it\n") if command[0] == "send" else ran(client, command)

    mail = "currency: EUR\ndelivery: {mail: {from: a@b.example, to: [c@b.example], allowed_domains: b.example, host: localhost}}\n"
    tiny.workspace(agency)
    tiny.write(agency, {"clients/acme/config/report.yaml": mail, "clients/held/config/report.yaml": "currency: EUR\n"})
    monkeypatch.setattr(batch, "in_process", run)
    page = agency / "site/index.html"
    tiny.run("build", "--all", within=agency)
    sent = tiny.run("send", "--all", within=agency)
    assert (sent.code, sent.out.splitlines()[0], "client     held" in sent.out) == (6, "client     acme", False)
    told = page.read_text("utf-8")
    assert "1 of 2 did not get it" in told
    assert "3 days are missing." in told
    monkeypatch.setattr(batch, "in_process", lambda client, _command: Ran(client, 0, "", ""))
    tiny.run("build", "--all", within=agency)
    assert "1 of 2 did not get it" not in page.read_text("utf-8")
    tiny.write(agency, {"site/clients.json": '{"schema": 99, "clients": {}}'})
    assert (tiny.run("build", "--all", within=agency).code, page.read_text("utf-8").count("<bdi>acme</bdi>")) == (4, 1)


def test_every_client_is_checked_in_a_process_of_its_own(agency: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "in_process", ran)
    monkeypatch.setenv("GITHUB_OUTPUT", str(agency / "outputs"))
    checked = tiny.run("check", "--all", "--strict", within=agency)
    assert (checked.code, checked.out.count("client     ")) == (5, 3)
    assert (agency / "outputs").read_text("utf-8") == "mail=false\nartifact=false\npages=false\n"


def test_no_two_clients_more_run_at_once_than_asked() -> None:
    running: list[str] = []
    most: list[int] = []

    def run(client: str, command: Sequence[str]) -> Ran:
        running.append(client)
        most.append(len(running))
        time.sleep(0.01)
        running.remove(client)
        return ran(client, command)

    done = list(batch.each([(f"c{place}", []) for place in range(9)], 3, run))
    assert ({one.client for one in done}, max(most) <= 3) == ({f"c{place}" for place in range(9)}, True)


@pytest.mark.slow
def test_two_clients_in_processes_do_not_mix(tmp_path: Path) -> None:
    """Each in its own folder, by its own settings, with the same bytes as when built alone."""
    folder = tiny.workspace(tmp_path)
    tiny.write(folder, {"clients/acme/config/report.yaml": "site: {name: Acme}\n", "clients/zeta/config/report.yaml": "currency: USD\n"})
    assert tiny.run("build", "--all", "--month", "2026-10", "--jobs", "2", within=folder).code == 0
    for client, name, currency in (("acme", "Acme", "EUR"), ("zeta", "Northlight", "USD")):
        found = json.loads((folder / "site" / client / "2026-10/report.json").read_text("utf-8"))
        assert (found["site"], found["currency"]) == (name, currency)
        alone = tmp_path / "alone"
        assert tiny.run("build", "--client", client, "--month", "2026-10", "--out", alone, within=folder).code == 0
        assert (alone / client / "2026-10/report.json").read_bytes() == (folder / "site" / client / "2026-10/report.json").read_bytes()
    cover = (folder / "site/index.html").read_text("utf-8")
    assert "acme/2026-10/index.html" in cover
    assert "zeta/2026-10/index.html" in cover

"""The workflows that `init` writes, run job by job on a real workspace: what is on the branch, in the ledger and in the post afterwards."""

import os
import signal
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import actions_world
import post
import pytest
from actions_world import LEDGER_KEY, TOKEN, Ran, World, export, key, last_day, month

pytestmark = pytest.mark.slow

BOTH = ["anna@client.example", "ben@client.example"]
REPORTED, MISSED, LAST = key(month(3)), key(month(2)), key(month(1))
BY_HAND = ("workflow_dispatch", "report-by-hand.yml")
SCHEDULE = ("schedule", "report-schedule.yml")
JOBS = ("Check", "Build", "Publish", "Publish on Pages", "Mail")


def jobs(ran: Ran) -> str:
    """How each job ended: `+` succeeded, `-` failed, `.` skipped."""
    return "".join({"succeeded": "+", "failed": "-", "skipped": "."}[ran.job(name)] for name in JOBS)


def days(back: int) -> dict[str, str]:
    """The month so many back, as a person asks for it."""
    return {"from": str(month(back)), "to": str(last_day(month(back)))}


def test_a_range_by_hand(begun: tuple[World, Ran, list[str]]) -> None:
    """The first run of all begins the archive; a range that is a month is that month."""
    world, ran, taken = begun
    assert (ran.code, jobs(ran)) == (0, "+++.+"), ran.log
    assert {"deliveries.jsonl", "site/index.html", f"site/{REPORTED}/report.pdf", "site/feed.xml"} <= set(world.archived())
    assert {name.split("/")[0] for name in world.archived()} == {"site", "deliveries.jsonl"}
    assert world.ledger() == [(REPORTED, "started"), (REPORTED, "sent")] * 2
    assert taken == BOTH
    assert (world.folder / "artifacts" / "report" / REPORTED / "index.html").is_file()
    assert not (world.folder / "pages").exists()


def test_what_a_run_tells(begun: tuple[World, Ran, list[str]]) -> None:
    """Advice stands at its file and line, the goal board in the summary; an event's name begins no command of the workflow."""
    _, ran, _ = begun
    assert "🚧  ::warning file=config/goals.yaml,line=1,col=1::goals: no goal on a micro conversion" in ran.log
    assert "| Status | Goal | So far | Target |" in ran.log
    assert "❗" not in ran.log
    assert "planted" in ran.log


def test_no_secret_stands_anywhere(begun: tuple[World, Ran, list[str]]) -> None:
    """Not in the log, nor in what a job leaves behind, nor on the branch."""
    world, ran, _ = begun
    assert TOKEN not in ran.log
    assert LEDGER_KEY not in ran.log
    left = [file for file in (world.folder / "cache").rglob("*") if file.is_file() and TOKEN.encode() in file.read_bytes()]
    assert left == []
    assert "@client.example" not in (world.archive("deliveries.jsonl") or "")


def test_the_schedule_makes_up_for_a_month_whose_run_never_happened(world: World, office: post.Post) -> None:
    """It has no inputs at all. The month is named, and both reports go out, oldest first."""
    before = world.archive(f"site/{REPORTED}/manifest.json")
    world.push({**export(month(2)), **export(month(1))})
    ran = world.run(*SCHEDULE)
    assert (ran.code, jobs(ran)) == (0, "+++.+"), ran.log
    assert f"caught up  {MISSED}" in ran.log
    assert f"{MISSED} had no report, or one without data: its run never happened" in ran.log
    assert {f"site/{name}/report.pdf" for name in (REPORTED, MISSED, LAST)} <= set(world.archived())
    assert world.archive(f"site/{REPORTED}/manifest.json") == before
    assert world.ledger()[4:] == [(MISSED, "started"), (MISSED, "sent")] * 2 + [(LAST, "started"), (LAST, "sent")] * 2
    assert post.recipients(office.taken) == BOTH * 2


def test_a_failed_gate(world: World, office: post.Post) -> None:
    """The month's exports did not come: its report is kept and shown to the team, the run fails, and nobody gets a mail."""
    ran = world.run(*BY_HAND, **days(2), send="true")
    assert (ran.code, jobs(ran)) == (1, "+-+.."), ran.log
    assert "stopped: the data did not pass: No day of the period has any data." in ran.log
    assert "exit status 5" in ran.log
    assert office.taken == []
    assert f"site/{MISSED}/report.json" in world.archived()
    assert len(world.ledger()) == 4
    assert (world.folder / "artifacts" / "report" / MISSED / "index.html").is_file()


def test_a_crash_between_the_mail_and_the_ledger(world: World, office: post.Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """The branch has the line before the mail is out, so the next run stops; a person says what became of it, and nobody gets it twice."""
    world.push(export(month(2)))
    take, seen = office.handle_DATA, []

    async def take_and_kill(*arguments: Any) -> str:
        answer = await take(*arguments)
        seen.extend(world.ledger()[4:])
        os.kill(world.pid("send"), signal.SIGKILL)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(office, "handle_DATA", take_and_kill)
        crashed = world.run(*BY_HAND, send="true")
    assert (crashed.code, jobs(crashed)) == (1, "+++.-"), crashed.log
    assert post.recipients(office.taken) == BOTH[:1]
    assert seen == [(MISSED, "started")]

    kept = world.git("ls-remote", "origin", "reportgen-archive")
    stopped = world.run(*BY_HAND, send="true")
    assert (stopped.code, jobs(stopped)) == (1, "+++.-"), stopped.log
    assert "may have got this edition" in stopped.log
    assert "exit status 6" in stopped.log
    assert world.git("ls-remote", "origin", "reportgen-archive") == kept  # the same report again is no change

    settled = world.run(*BY_HAND, settle="arrived", send="true")
    assert (settled.code, jobs(settled)) == (0, "+...+"), settled.log
    assert post.recipients(office.taken) == BOTH
    assert world.ledger()[4:] == [(MISSED, "started"), (MISSED, "sent"), (MISSED, "started"), (MISSED, "sent")]


def test_a_dry_run(world: World, office: post.Post) -> None:
    """Everything that would go out is in the run's artifact; nothing is kept, published or sent."""
    kept = world.git("ls-remote", "origin", "reportgen-archive")
    ran = world.run(*BY_HAND, **days(3), send="true", dry_run="true")
    assert (ran.code, jobs(ran)) == (0, "++..."), ran.log
    artifact = world.folder / "artifacts" / "dry-run"
    mail = message_from_bytes((artifact / "outbox" / f"report-{REPORTED}-1.eml").read_bytes(), policy=policy.default)
    assert mail["To"] == BOTH[0]
    assert (artifact / REPORTED / "report.pdf").is_file()
    assert office.taken == []
    assert world.git("ls-remote", "origin", "reportgen-archive") == kept


@pytest.mark.parametrize(
    ("field", "text"),
    [("client", "x$(touch $WORLD/hacked)`touch $WORLD/hacked`;touch $WORLD/hacked"), ("from", '2026-09-01"; touch $WORLD/hacked; "')],
)
def test_what_somebody_types_is_never_run(world: World, field: str, text: str) -> None:
    ran = world.run(*BY_HAND, **{"to": "2026-09-30", field: text})
    assert ran.code == 1
    assert jobs(ran) == {"client": "-....", "from": "+-+.."}[field], ran.log
    assert not (world.folder / "hacked").exists()


def test_a_preview_of_a_change(world: World, office: post.Post) -> None:
    """A pull request that raises a target: what it would move is in the run's summary, and nothing is kept."""
    kept = world.git("ls-remote", "origin", "reportgen-archive")
    goals = (world.mine / "config" / "goals.yaml").read_text("utf-8")
    world.push({"config/goals.yaml": goals.replace("target: 90", "target: 190")})
    ran = world.run("pull_request", "report-preview.yml")
    assert ran.code == 0, ran.log
    assert "against edition 1" in ran.log
    assert "Contacts of a year" in ran.log.partition("Say what would move")[2]
    assert (office.taken, world.git("ls-remote", "origin", "reportgen-archive")) == ([], kept)


def test_two_clients(office: post.Post, config: dict[str, str], tmp_path: Path) -> None:
    """One whose settings are wrong makes the run fail, and keeps no report and no mail of the other back; each has a ledger of its own."""
    office.taken.clear()
    report = config["config/report.yaml"].replace("data/web/*", "data/north/*") + "publish: pages\npublic: true\n"
    data = {name.replace("/web/", "/north/"): content for name, content in export(month(1)).items()}
    clients = {"clients/north/config/report.yaml": report, "clients/south/config/goals.yaml": "goals: {x: {label: 3}}\n"}
    world = actions_world.world(tmp_path / "world", {**config, **clients, **data})
    ran = world.run(*SCHEDULE)
    assert (ran.code, jobs(ran)) == (1, "--++-"), ran.log
    assert "south: error: clients/south/config/goals.yaml:1:9: goals.x.metric: is missing; add it" in ran.log
    assert post.recipients(office.taken) == BOTH
    assert world.ledger("clients/north/deliveries.jsonl") == [(LAST, "started"), (LAST, "sent")] * 2
    assert {f"site/north/{LAST}/report.pdf", "site/index.html"} <= set(world.archived())
    assert [name for name in world.archived() if "south" in name] == []
    assert (world.folder / "pages" / "north" / "index.html").is_file()

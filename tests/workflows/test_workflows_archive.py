"""The script that lays the archive's branch over a workspace and keeps it: every byte, nothing lost, no secret in sight."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
import tiny

from reportgen.settings.workflows import workflows

pytestmark = pytest.mark.slow

TOKEN = "a-token-that-nobody-may-see"
SCRIPT = workflows("shop", "UTC")[".github/reportgen.sh"]


@dataclass(frozen=True)
class Machine:
    """A job's machine with its check-out of the workspace."""

    folder: Path
    server: Path

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def run(self, command: str) -> tuple[int, str]:
        git = {"GIT_CONFIG_GLOBAL": str(self.folder / "gitconfig"), "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(self.folder)}
        github = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "firm/reports", "RUNNER_TEMP": str(self.folder / "temp")}
        env = {"PATH": os.environ["PATH"], "REPORTGEN_TOKEN": TOKEN, **git, **github}
        words = ["bash", ".github/reportgen.sh", command]
        done = subprocess.run(words, cwd=self.workspace, env=env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


def machine(folder: Path, server: Path) -> Machine:
    made = Machine(folder, server)
    tiny.write(folder, {
        "gitconfig": f'[url "file://{server}"]\n\tinsteadOf = https://github.com/firm/reports.git\n',
        "temp/.keep": "",
        "workspace/.github/reportgen.sh": SCRIPT,
        "workspace/.gitignore": "/site/\n*.jsonl\n",
        "workspace/.gitattributes": "* text=auto eol=crlf\n*.pdf filter=lfs\n",
    })  # fmt: skip
    subprocess.run(["git", "init", "-q", made.workspace], check=True)
    return made


@pytest.fixture
def server(tmp_path: Path) -> Path:
    folder = tmp_path / "server.git"
    subprocess.run(["git", "init", "-q", "--bare", folder], check=True)
    return folder


@pytest.fixture
def first(server: Path, tmp_path: Path) -> Machine:
    """The machine of the first run, which has kept a site and a client's ledger."""
    made = machine(tmp_path / "first", server)
    assert made.run("fetch") == (0, "no branch reportgen-archive yet: the archive begins with this run\n")
    tiny.write(
        made.workspace,
        {"site/2026-10/data.csv": b"a\r\nb\n", "site/2026-10/report.pdf": b"%PDF\r\n", "clients/a b/deliveries.jsonl": "{}\n"},
    )
    assert made.run("keep")[0] == 0
    return made


def branch(server: Path) -> str:
    words = ["git", "--git-dir", server, "rev-parse", "reportgen-archive"]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def test_every_byte_comes_back(first: Machine, tmp_path: Path) -> None:
    """Whatever the workspace's own attributes and ignored files say."""
    second = machine(tmp_path / "second", first.server)
    assert second.run("fetch")[0] == 0
    kept = {name: content for name, content in tiny.tree(first.workspace).items() if name.startswith(("site/", "clients/"))}
    assert {name: content for name, content in tiny.tree(second.workspace).items() if name.startswith(("site/", "clients/"))} == kept
    assert len(kept) == 3


def test_keeping_what_has_not_changed_commits_nothing(first: Machine) -> None:
    before = branch(first.server)
    assert first.run("keep") == (0, "the archive is as it was\n")
    assert branch(first.server) == before


def test_two_runs_at_once(first: Machine, tmp_path: Path) -> None:
    """The second to push is refused, as often as it tries; what the first has kept stays."""
    second = machine(tmp_path / "second", first.server)
    second.run("fetch")
    for each in (second, first):
        tiny.write(each.workspace, {f"site/{each.folder.name}.html": "x"})
    assert second.run("keep")[0] == 0
    kept = branch(first.server)
    for _ in range(2):
        code, said = first.run("keep")
        assert (code, branch(first.server)) == (6, kept)
        assert "error: another run has written to reportgen-archive meanwhile, so this one is not kept: start it again" in said


def test_a_workspace_with_a_site_of_its_own(first: Machine, tmp_path: Path) -> None:
    second = machine(tmp_path / "second", first.server)
    tiny.write(second.workspace, {"site/index.html": "mine"})
    code, said = second.run("fetch")
    assert code == 6
    assert "site is on this branch too, but the archive is on reportgen-archive: remove it here (git rm -r)" in said
    assert (second.workspace / "site" / "index.html").read_text() == "mine"


def test_a_server_that_does_not_answer_is_no_empty_archive(server: Path, tmp_path: Path) -> None:
    code, said = machine(tmp_path / "one", server.with_name("nowhere.git")).run("fetch")
    assert code != 0
    assert "begins" not in said


def test_the_token_stays_in_the_environment(first: Machine) -> None:
    assert [file for file in first.folder.rglob("*") if file.is_file() and TOKEN.encode() in file.read_bytes()] == []
    assert "eC1hY2Nlc3MtdG9rZW46" not in "".join(file.read_text("utf-8", "replace") for file in first.folder.rglob("config"))

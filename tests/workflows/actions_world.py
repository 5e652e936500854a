"""GitHub on this machine: a bare repository as the server, a workspace pushed to it, and its workflows run by act without docker.

The actions of others are stubs that do the same on local folders; `sudo` does nothing, and the environment that a job makes holds the
reportgen under test. What is not imitated: permissions, environments, concurrency, cron.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import tiny

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
REPOSITORY = "firm/reports"
TOKEN = "a-token-that-nobody-may-see"
LEDGER_KEY = "a key of sixteen characters or more"
PINS = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1",
    "actions/cache": "27d5ce7f107fe9357f9df03efb73ab90386fccae",
    "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    "actions/upload-pages-artifact": "fc324d3547104276b827a68afc52ff2a11cc49c9",
    "actions/configure-pages": "983d7736d9b0ae728b81ab479565c72886d7745b",
    "actions/deploy-pages": "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128",
}
OURS, OUR_COMMIT = "northlight/reportgen", "0123456789abcdef0123456789abcdef01234567"
STUBS = {
    "actions/checkout/action.yml": 'git clone -q "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git" . && git checkout -q "$GITHUB_SHA"',
    "actions/cache/action.yml": "true",
    "actions/cache/restore/action.yml": "true",
    "actions/upload-artifact/action.yml": 'to="$WORLD/artifacts/$NAME"; rm -rf "$to"; mkdir -p "$WORLD/artifacts"; cp -r "$FROM" "$to"',
    "actions/upload-pages-artifact/action.yml": 'rm -rf "$WORLD/handed"; cp -r "$FROM" "$WORLD/handed"',
    "actions/configure-pages/action.yml": "true",
    "actions/deploy-pages/action.yml": 'rm -rf "$WORLD/pages"; mv "$WORLD/handed" "$WORLD/pages"',
}
ACT = ("--platform=ubuntu-24.04=-self-hosted", "--action-offline-mode", "--no-skip-checkout", "--no-cache-server", "--rm")
ACTION = """\
name: stub
description: stub
inputs: {{persist-credentials: {{}}, name: {{}}, path: {{}}, key: {{}}, restore-keys: {{}}, if-no-files-found: {{}}, overwrite: {{}},
  retention-days: {{}}}}
runs:
  using: composite
  steps:
    - shell: bash
      env: {{NAME: "${{{{ inputs.name }}}}", FROM: "${{{{ inputs.path }}}}"}}
      run: {script}
"""
PROGRAMS = {
    "sudo": 'echo "sudo $*" >>"$WORLD/said"',
    "python3": 'if [[ "$1 $2" == "-m venv" ]]; then mkdir -p "$3/bin"; cp "$WORLD"/programs/{pip,reportgen} "$3/bin/"; '
    f'else exec {sys.executable} "$@"; fi',
    "pip": 'echo "pip $*" >>"$WORLD/said"',
    "reportgen": f'echo $$ >"$WORLD/pid-$1"; echo "reportgen $*" >>"$WORLD/said"; exec {sys.executable} -m reportgen "$@"',
}
REPORT = """\
site: {{name: Northlight, zone: Europe/Berlin}}
currency: EUR
inputs: {{web: data/web/*}}
delivery:
  mail:
    from: reports@northlight.example
    to: [anna@client.example, ben@client.example]
    allowed_domains: client.example
    host: 127.0.0.1
    port: {port}
    security: none
"""
GOALS = """\
goals:
  contacts:
    label: Contacts of a year
    owner: Megan
    strategy: Talk to more people
    metric: {{conversions: contact}}
    baseline: {{from: {before}, to: {day_before}}}
    attainable: As many as before
    target: 90
    from: {begin}
    by: {by}
"""


@dataclass(frozen=True)
class Ran:
    """How a run of a workflow ended and what it said."""

    code: int
    log: str

    def job(self, name: str) -> str:
        """Its result as act says it: succeeded, failed, or skipped where it never began."""
        ended = [line.partition("]") for line in self.log.splitlines() if "🏁" in line]
        results = [said.rpartition("Job ")[2].strip() for place, _, said in ended if place.rpartition("/")[2].strip() == name]
        return results[-1] if results else "skipped"


@dataclass(frozen=True)
class World:
    """One repository on GitHub. `mine` is a clone that its owner works in."""

    folder: Path
    secrets: Mapping[str, str] = field(default_factory=lambda: {"GITHUB_TOKEN": TOKEN, "REPORTGEN_LEDGER_KEY": LEDGER_KEY})

    @property
    def mine(self) -> Path:
        return self.folder / "mine"

    def copy(self, folder: Path) -> "World":
        """The same world once more, to go on in differently."""
        shutil.copytree(self.folder, folder)
        world = World(folder)
        world._prepare()
        return world

    def push(self, files: Mapping[str, str | bytes | None]) -> None:
        """Commit these files (None removes one) to the main branch of the server."""
        tiny.write(self.mine, {name: content for name, content in files.items() if content is not None})
        for name in (name for name, content in files.items() if content is None):
            (self.mine / name).unlink()
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Go on")
        self.git("push", "-q", "origin", "HEAD:main")

    def run(self, event: str, workflow: str, **inputs: str) -> Ran:
        """Run one workflow as GitHub would on this event. Inputs are those of the form, a missing one as GitHub leaves it."""
        payload = {"repository": {"default_branch": "main"}, **({"inputs": inputs} if inputs else {})}
        event_file = self.folder / "event.json"
        event_file.write_text(json.dumps(payload), encoding="utf-8")
        secrets = self.folder / "secrets"
        secrets.write_text("".join(f'{name}="{value}"\n' for name, value in self.secrets.items()), encoding="utf-8")
        stubs = [f"--local-repository={name}@{pin}={self.folder / 'actions' / name}" for name, pin in {**PINS, OURS: OUR_COMMIT}.items()]
        options = [
            "--platform=ubuntu-24.04=-self-hosted",
            "--action-offline-mode",
            "--no-skip-checkout",
            "--no-cache-server",
            "--rm",
            *stubs,
        ]
        command = [BIN / "act", event, "-W", self._known_to_act(workflow), "-e", event_file, "--secret-file", secrets, *options]
        done = subprocess.run(command, cwd=self.mine, env=self._env(), capture_output=True, text=True, timeout=1800, check=False)
        return Ran(done.returncode, done.stdout + done.stderr)

    def _known_to_act(self, workflow: str) -> Path:
        """The workflow as its owner has it, but for `queue:`, which came in 2026 and which act 0.2.89 refuses."""
        lines = (self.mine / ".github" / "workflows" / workflow).read_text("utf-8").splitlines(keepends=True)
        tiny.write(self.folder, {f"asked/{workflow}": "".join(line for line in lines if line != "  queue: max\n")})
        return self.folder / "asked" / workflow

    def archive(self, path: str) -> str | None:
        """A file of the archive's branch as text; None where there is no such file."""
        done = self._bare("show", f"reportgen-archive:{path}")
        return done.stdout if done.returncode == 0 else None

    def archived(self) -> list[str]:
        """The files of the archive's branch; none without the branch."""
        return self._bare("ls-tree", "-r", "--name-only", "reportgen-archive").stdout.splitlines()

    def ledger(self, path: str = "deliveries.jsonl") -> list[tuple[str, str]]:
        """Period and state of every line of the ledger on the branch."""
        lines = [json.loads(line) for line in (self.archive(path) or "").splitlines()]
        return [(line["period"], line["state"]) for line in lines]

    def pid(self, command: str) -> int:
        """The process that runs, or has last run, this command of reportgen."""
        return int((self.folder / f"pid-{command}").read_text())

    def git(self, *words: str) -> str:
        return subprocess.run(["git", *words], cwd=self.mine, env=self._env(), capture_output=True, text=True, check=True).stdout

    def _bare(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["git", "--git-dir", self.folder / "server.git", *words], capture_output=True, text=True, check=False)

    def _env(self) -> dict[str, str]:
        passed = {name: value for name, value in os.environ.items() if name in ("LANG", "PYTHONPATH", "TMPDIR")}
        return {
            **passed,
            "PATH": f"{self.folder / 'programs'}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.folder / "home"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "GIT_CONFIG_GLOBAL": str(self.folder / "gitconfig"),
            "GIT_CONFIG_SYSTEM": os.devnull,
            "WORLD": str(self.folder),
            "OPENBLAS_NUM_THREADS": "1",
        }

    def said(self) -> str:
        """Every command of the machine's own that the jobs have run, a line each."""
        return (self.folder / "said").read_text("utf-8")

    def _prepare(self) -> None:
        """What names the folder itself: programs, stubs of actions, git's way to the server."""
        server = self.folder / "server.git"
        config = f'[url "file://{server}"]\n\tinsteadOf = https://github.com/{REPOSITORY}.git\n'
        config += "[user]\n\tname = Owner\n\temail = owner@northlight.example\n[init]\n\tdefaultBranch = main\n"
        programs = {f"programs/{name}": f"#!/usr/bin/env bash\nset -euo pipefail\n{script}\n" for name, script in PROGRAMS.items()}
        stubs = {f"actions/{name}": ACTION.format(script=json.dumps(script)) for name, script in STUBS.items()}
        tiny.write(self.folder, {"gitconfig": config, "home/.keep": "", "said": "", **programs, **stubs})
        for name in PROGRAMS:
            (self.folder / "programs" / name).chmod(0o755)
        ours = self.folder / "actions" / OURS
        shutil.copytree(ROOT / ".github" / "actions", ours / ".github" / "actions", dirs_exist_ok=True)
        shutil.copyfile(ROOT / "constraints.txt", ours / "constraints.txt")


def month(back: int, today: date | None = None) -> date:
    """The first day of the month so many months before today's."""
    first = (today or datetime.now(UTC).date()).replace(day=1)
    for _ in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def last_day(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def key(first: date) -> str:
    return f"{first:%Y-%m}"


def export(first: date) -> dict[str, bytes]:
    """A month's export by its place in the workspace; one event's name would be a command of the workflow, were it at a line's start."""
    planted = tiny.event(tiny.noon(first), "v1", 7, "::error::planted")
    return {f"data/web/{key(first)}.ndjson": tiny.ndjson([*tiny.month_of_events(first), planted])}


def world(folder: Path, files: Mapping[str, str | bytes]) -> World:
    """A new repository on the server with the workflows of `init` and these files."""
    from reportgen import settings

    made = World(folder)
    folder.mkdir(parents=True)
    made._prepare()
    settings.scaffold(made.mine, settings.propose(()), name="Northlight", zone="Europe/Berlin")
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", folder / "server.git"], check=True)
    made.git("init", "-q", "-b", "main")
    made.git("remote", "add", "origin", f"https://github.com/{REPOSITORY}.git")
    made.push(files)
    return made

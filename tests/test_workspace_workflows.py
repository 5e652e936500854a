"""The workflow files that a new workspace takes over: this very version, no rights of their own, nothing unpinned, clean by the linters."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import reportgen
from reportgen import settings
from reportgen.settings.workflows import minute, workflows

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
FILES = workflows("shop: Northlight", "Europe/Berlin")
WORKFLOWS = {Path(path).name: text for path, text in FILES.items() if path.endswith(".yml")}
TOOLS = {
    "actionlint": ("-shellcheck", str(BIN / "shellcheck")),
    "zizmor": ("--offline", "--quiet", "--persona=pedantic", "."),
    "check-jsonschema": ("--builtin-schema", "vendor.github-workflows", *(f".github/workflows/{name}" for name in WORKFLOWS)),
    "shellcheck": (".github/reportgen.sh",),
}


def jobs(name: str) -> dict[str, dict[str, object]]:
    return yaml.safe_load(WORKFLOWS[name])["jobs"]


def test_what_a_workspace_gets() -> None:
    assert set(WORKFLOWS) == {"report.yml", "report-by-hand.yml", "report-schedule.yml", "report-preview.yml"}
    assert set(FILES) - {f".github/workflows/{name}" for name in WORKFLOWS} == {
        ".github/reportgen.sh",
        ".github/reportgen-requirements.txt",
    }


@pytest.mark.slow
@pytest.mark.parametrize("tool", TOOLS)
def test_they_are_clean(tool: str, tmp_path: Path) -> None:
    settings.scaffold(tmp_path, settings.propose(()), name="Northlight", zone="Europe/Berlin")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    done = subprocess.run([BIN / tool, *TOOLS[tool]], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", WORKFLOWS)
def test_they_have_no_rights_of_their_own(name: str) -> None:
    text = WORKFLOWS[name]
    assert "\npermissions: {}\n" in text
    assert text.count("runs-on:") == text.count("timeout-minutes:")
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")
    assert [use for use in re.findall(r"uses: (\S+)", text) if not re.search(r"@[0-9a-f]{40}$|^\./\.github/", use)] == []
    assert "secrets: inherit" not in text
    assert all(set(job["permissions"]) <= {"contents", "pages", "id-token"} for job in jobs(name).values())  # type: ignore[call-overload]


def test_each_job_has_only_the_rights_it_needs() -> None:
    rights = {name: job["permissions"] for name, job in jobs("report.yml").items()}
    assert rights == {
        "check": {"contents": "read"},
        "build": {"contents": "write"},
        "publish": {"contents": "read"},
        "pages": {"pages": "write", "id-token": "write"},
        "mail": {"contents": "write"},
    }


@pytest.mark.parametrize("name", WORKFLOWS)
def test_nothing_reaches_a_shell_but_through_the_environment(name: str) -> None:
    scripts = [step["run"] for job in jobs(name).values() for step in job.get("steps", []) if "run" in step]  # type: ignore[attr-defined]
    assert [script for script in scripts if "${{" in script] == []


def test_only_the_mail_sees_its_secrets() -> None:
    holders = {
        (name, step["name"])
        for name, job in jobs("report.yml").items()
        for step in job["steps"]  # type: ignore[attr-defined]
        if "secrets." in str(step)
    }
    assert holders == {("mail", "Mail the report"), ("mail", "Say what became of the mail that a dead run left open")}


def test_one_run_at_a_time_has_the_archive() -> None:
    groups = {name: yaml.safe_load(WORKFLOWS[name])["concurrency"] for name in ("report-by-hand.yml", "report-schedule.yml")}
    assert set(map(str, groups.values())) == {str({"group": "reportgen-archive", "cancel-in-progress": False, "queue": "max"})}
    assert "concurrency" not in yaml.safe_load(WORKFLOWS["report.yml"])  # its callers hold it: held twice, a run would wait for itself


def test_the_schedule_has_its_own_minute_in_the_zone_of_the_site() -> None:
    """YAML 1.1 reads a bare `on` as True."""
    schedule = yaml.safe_load(WORKFLOWS["report-schedule.yml"])[True]["schedule"]
    assert schedule == [{"cron": f"{minute('shop: Northlight')} 6 3 * *", "timezone": "Europe/Berlin"}]
    minutes = {minute(f"site {number}") for number in range(200)}
    assert all(each % 2 == 1 and 7 <= each <= 53 for each in minutes)
    assert len(minutes) > 20


def test_the_schedule_alone_has_no_inputs() -> None:
    assert set(yaml.safe_load(WORKFLOWS["report-schedule.yml"])[True]) == {"schedule"}
    assert set(yaml.safe_load(WORKFLOWS["report-by-hand.yml"])[True]) == {"workflow_dispatch"}
    assert set(yaml.safe_load(WORKFLOWS["report.yml"])[True]) == {"workflow_call"}


def test_they_install_this_version_with_what_it_was_tested_with() -> None:
    own, *pins = FILES[".github/reportgen-requirements.txt"].splitlines()
    assert own == f"reportgen=={reportgen.__version__}"
    assert set(pins) <= set((ROOT / "constraints.txt").read_text("utf-8").splitlines())
    assert len(pins) > 40


SUDO = '#!/bin/sh\n[ "$2" = update ] || echo "$*" >>"$TOLD"\n'
VENV = '#!/bin/sh\nmkdir -p "$3/bin"\nprintf "#!/bin/sh\\n" >"$3/bin/pip"\nchmod +x "$3/bin/pip"\n'
"""In place of `sudo`, which notes what is installed, and of `python3`, whose pip does nothing."""


@pytest.mark.parametrize(
    "script", [ROOT / "templates" / "workflows" / "reportgen.sh", ROOT / ".github" / "actions" / "reportgen" / "run.sh"]
)
@pytest.mark.parametrize(
    ("own", "clients", "wanted"),
    [
        ("locale: ja_JP\n", "", True),
        ("currency: EUR\n", "site: {name: N, locale: 'ja'}\n", True),
        ("locale: de\n# locale: ja\n", "locale: en  # not ja\n", False),
    ],
)
def test_a_japanese_report_gets_a_font(script: Path, own: str, clients: str, wanted: bool, tmp_path: Path) -> None:
    """The large fonts for Japanese are installed where the workspace or one of its clients needs them, and nowhere else."""
    for folder, text in (("config", own), ("clients/acme/config", clients)):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "report.yaml").write_text(text, "utf-8")
    for name, text in (("sudo", SUDO), ("python3", VENV)):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).write_text(text, "utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    env = {name: str(tmp_path / name) for name in ("TOLD", "RUNNER_TEMP", "GITHUB_PATH")}
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    subprocess.run(["bash", script, "install"], cwd=tmp_path, env={**env, "PATH": path, "WORKSPACE": "."}, check=True)
    installed = (tmp_path / "TOLD").read_text("utf-8").split()
    assert "libpango-1.0-0" in installed
    assert ("fonts-noto-cjk" in installed) is wanted


def test_the_same_workspace_gets_the_same_files() -> None:
    assert workflows("shop: Northlight", "Europe/Berlin") == FILES
    changed = {path for path, text in workflows("other", "UTC").items() if text != FILES[path]}
    assert changed == {".github/workflows/report-schedule.yml"}

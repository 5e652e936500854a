"""The workflow files that a new workspace takes over hold what ours hold."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import reportgen

FILES = sorted((Path(__file__).parents[1] / "templates" / "workflows").glob("*.yml"))
TOOLS = {
    "actionlint": (),
    "zizmor": ("--offline", "--quiet", "--persona=pedantic"),
    "check-jsonschema": ("--builtin-schema", "vendor.github-workflows"),
}


def test_there_is_a_report() -> None:
    assert "report.yml" in {file.name for file in FILES}


@pytest.mark.parametrize("tool", TOOLS)
def test_they_are_clean(tool: str) -> None:
    program = Path(sys.executable).with_name(tool)
    done = subprocess.run([program, *TOOLS[tool], *FILES], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_they_install_this_version_and_have_no_rights_of_their_own(file: Path) -> None:
    text = file.read_text("utf-8")
    assert re.findall(r'VERSION: "(.+)"', text) == [reportgen.__version__]
    assert "\npermissions: {}\n" in text
    assert text.count("runs-on:") == text.count("timeout-minutes:")
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")
    assert [use for use in re.findall(r"uses: (\S+)", text) if not re.search(r"@[0-9a-f]{40}$", use)] == []
    assert [line for line in text.splitlines() if "run:" in line and "${{" in line] == []

"""What holds for every file that is committed."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REGISTRIES = ("pypi" + ".org/", "python" + "hosted.org", "registry.npm" + "js", "deb.deb" + "ian.org", "archive.ub" + "untu.com")
PATHS = re.compile(r"/(?:root/\w|work/(?:main|shared)|tmp/setup)|/home/\w+/")
BINARY = {".png", ".woff2", ".otf", ".ttf", ".gz", ".parquet", ".pdf"}


def tracked() -> list[Path]:
    """Every file git knows; outside a checkout (a source archive) there is nothing to look at."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("what", ["a package index", "a path of one machine"])
def test_no_file_names(what: str) -> None:
    def lines(text: str) -> list[str]:
        if what == "a package index":
            return [line for line in text.splitlines() if any(host in line for host in REGISTRIES)]
        return [line for line in text.splitlines() if PATHS.search(line)]

    files = [file for file in tracked() if file.suffix not in BINARY]
    assert len(files) > 100
    found = {str(file.relative_to(ROOT)): lines(file.read_text(encoding="utf-8")) for file in files}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_no_lock_file_with_addresses() -> None:
    assert "uv.lock" not in {file.name for file in tracked()}
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [pin for pin in pins if not re.fullmatch(r"[a-z0-9][a-z0-9-]*==[\w.+]+( ; .+)?", pin)] == []


def test_everything_needed_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=~! ]", requirement)[0] for requirement in wanted}
    pinned = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()}
    assert names - pinned == set()


def test_the_action_installs_its_own_commit() -> None:
    """Whoever pins the action pins the program: no version of its own, and the tested packages."""
    action = ROOT / ".github" / "actions" / "reportgen"
    script = (action / "run.sh").read_text(encoding="utf-8")
    assert '"$bin/pip" install -q --disable-pip-version-check -c "$here/constraints.txt" "$here"' in script
    assert (action / "../../.." / "constraints.txt").resolve() == ROOT / "constraints.txt"
    assert "version" not in (action / "action.yml").read_text(encoding="utf-8")


def test_workflows_have_no_rights_of_their_own() -> None:
    """Each job asks for what it needs, leaves no credentials behind and ends in time; actions are pinned to a commit."""
    for file in (ROOT / ".github" / "workflows").glob("*.yml"):
        text = file.read_text(encoding="utf-8")
        assert "\npermissions: {}\n" in text, file.name
        assert "\nconcurrency:\n" in text, file.name
        assert text.count("runs-on:") == text.count("timeout-minutes:"), file.name
        assert text.count("actions/checkout@") == text.count("persist-credentials: false"), file.name
        assert [use for use in re.findall(r"uses: (\S+)", text) if not re.search(r"@([0-9a-f]{40}|SHA)$|^\$/", use)] == [], file.name


def test_inputs_reach_the_shell_only_through_the_environment() -> None:
    files = [*(ROOT / ".github" / "workflows").glob("*.yml"), *(ROOT / ".github" / "actions").rglob("action.yml")]
    texts = [file.read_text(encoding="utf-8") for file in files]
    scripts = [script for text in texts for _, script in re.findall(r"^( *)(?:- )?run: (.*(?:\n\1 .*)*)", text, re.MULTILINE)]
    assert len(scripts) >= 5
    assert [script for script in scripts if "${{" in script] == []

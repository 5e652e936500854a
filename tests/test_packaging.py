"""An installed reportgen finds its templates and example settings, far from any checkout."""

import os
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import tiny

import reportgen

ROOT = Path(__file__).parents[1]
FIND = "import reportgen.shipped as s; print(s.folder('templates')); print(s.folder('config'))"


def run(*command: str | Path, cwd: Path, timeout: float = 900) -> str:
    """The command's standard output; fails with all it said. Nothing of this process's Python leaks in."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_", "VIRTUAL_ENV"))}
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, timeout=timeout, check=False)
    assert done.returncode == 0, f"{command}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@dataclass(frozen=True)
class Built:
    wheel: Path
    sdist: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Wheel and source archive, from this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Built(wheel, sdist)


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel and what it depends on, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", folder, cwd=folder)
    run(folder / "bin" / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", built.wheel, cwd=folder)
    return folder / "bin"


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


@pytest.mark.slow
def test_the_wheel_carries_what_is_shipped(built: Built) -> None:
    inside = names(built.wheel)
    shipped = {file for name in ("templates", "config") for file in (ROOT / name).rglob("*") if file.is_file()}
    assert {f"reportgen/_shipped/{file.relative_to(ROOT).as_posix()}" for file in shipped} <= inside
    modules = {file.relative_to(ROOT).as_posix() for file in (ROOT / "reportgen").rglob("*") if file.suffix in (".py", ".toml")}
    assert modules <= inside
    assert [name for name in inside if not name.startswith("reportgen/") or "/tests/" in name] == []


@pytest.mark.slow
def test_the_source_archive_makes_the_same_wheel(built: Built, tmp_path: Path) -> None:
    with tarfile.open(built.sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist", cwd=source)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    assert names(wheel) == names(built.wheel)


@pytest.mark.slow
def test_an_installed_wheel_builds_a_report_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    assert reportgen.__version__ in run(installed / "reportgen", "--version", cwd=tmp_path)
    for folder in run(installed / "python", "-c", FIND, cwd=tmp_path).splitlines():
        assert Path(folder).is_relative_to(installed.parent)
        assert Path(folder).parent.name == "_shipped"
    run(installed / "reportgen", "demo", "--no-build", "firm", cwd=tmp_path)
    assert (tmp_path / "firm" / "config" / "goals.yaml").is_file()
    run(installed / "reportgen", "build", cwd=tiny.workspace(tmp_path / "tiny"))
    (report,) = (tmp_path / "tiny" / "site").glob("20*")
    made = {file.name for file in report.iterdir()}
    assert {"index.html", "report.pdf", "report.json", "manifest.json", "data"} <= made
    assert str(ROOT) not in (report / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_editable_install_finds_the_checkout(tmp_path: Path) -> None:
    """This very environment, asked from elsewhere."""
    assert run(sys.executable, "-c", FIND, cwd=tmp_path).split() == [str(ROOT / "templates"), str(ROOT / "config")]

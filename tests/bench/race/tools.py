"""The tools of the others, apart from our own environment: two virtual environments and two folders of node packages, pinned beside this.

What cannot be had on a machine is told in a sentence, and its contestants are left out.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Tools:
    """A folder that holds them, filled when one is first asked for."""

    folder: Path

    def python(self, pins: str = "requirements") -> Path:
        """The interpreter of the environment that `PINS.txt` describes. Raises MissingToolError."""
        place = self.folder / pins
        python = place / "bin" / "python"
        if not (place / "made").exists():
            _do([sys.executable, "-m", "venv", "--clear", str(place)], f"no environment for {pins}.txt")
            command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", str(HERE / f"{pins}.txt")]
            _do(command, f"{pins}.txt cannot be installed")
            (place / "made").touch()
        return python

    def node(self, name: str) -> Path:
        """The folder `node_modules` with what `NAME/package.json` wants. Raises MissingToolError."""
        place = self.folder / name
        if not (place / "made").exists():
            if shutil.which("npm") is None:
                raise MissingToolError("there is no npm")
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(HERE / name / "package.json", place)
            command = ["npm", "install", "--prefix", str(place), "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund"]
            _do([*command, "--loglevel=error"], f"the packages of {name}/package.json cannot be installed")
            (place / "made").touch()
        return place / "node_modules"


class MissingToolError(Exception):
    """Why a contestant cannot run here."""


def command(name: str) -> str:
    """Where a program is. Raises MissingToolError."""
    found = shutil.which(name)
    if found is None:
        raise MissingToolError(f"there is no {name}")
    return found


def _do(words: Sequence[str], otherwise: str) -> None:
    print(f"race: {' '.join(words[:4])} ...", file=sys.stderr, flush=True)
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "it said nothing").splitlines()
        raise MissingToolError(f"{otherwise}: {said[-1]}")

"""The workspace's settings files: finding them, reading them, laying a client's over the base."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import Place, Problem
from reportgen.settings.clients import addressed, known
from reportgen.settings.guess import suggestion
from reportgen.settings.merge import merged
from reportgen.settings.nodes import Table, read

REPORT = "report.yaml"
CONVERSIONS = "conversions.yaml"
GOALS = "goals.yaml"
NOTES = "notes.yaml"
APPROVALS = "approvals.yaml"
NAMES = (REPORT, CONVERSIONS, GOALS, NOTES)
NEEDED = (REPORT, CONVERSIONS)


@dataclass(frozen=True, slots=True)
class Sources:
    """The trees by file name, the files read, and what was wrong with them."""

    trees: Mapping[str, Table]
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def gather(workspace: Path, client: str | None) -> Sources:
    """Every settings file that exists, a client's merged over the base's. Raises UsageError for an unknown client."""
    folders = ["config"] if client is None else ["config", f"clients/{known(workspace, client)}/config"]
    trees: dict[str, Table] = {}
    files: list[Path] = []
    problems: list[Problem] = []
    for folder in folders:
        problems.extend(_misnamed(workspace / folder, folder))
        for name in NAMES:
            file = workspace / folder / name
            if not file.exists():
                continue
            files.append(file)
            tree, found = read(file, f"{folder}/{name}")
            problems.extend(found)
            if tree is not None:
                trees[name] = merged(trees[name], tree) if name in trees else tree
    problems.extend(_missing(files, folders))
    if client is not None:
        trees = {name: addressed(tree, client) if name == REPORT else tree for name, tree in trees.items()}
    return Sources(trees, tuple(files), tuple(problems))


def _missing(files: list[Path], folders: list[str]) -> list[Problem]:
    found = {file.name for file in files}
    here = folders[0]
    return [
        Problem(Place(f"{here}/{name}"), "", "there is no such file", "`reportgen init` writes one") for name in NEEDED if name not in found
    ]


def _misnamed(folder: Path, shown: str) -> list[Problem]:
    """Files that look like settings and would be passed over without a word: `goal.yaml`, `goals.yml`."""
    if not folder.is_dir():
        return []
    strays = [each.name for each in sorted(folder.iterdir()) if re.search(r"\.ya?ml$", each.name) and each.name not in (*NAMES, APPROVALS)]
    return [Problem(Place(f"{shown}/{name}"), "", "is not a settings file's name", suggestion(name, NAMES)) for name in strays]

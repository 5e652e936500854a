"""What a gallery's workspace is: its files, and what is told of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

BEGIN, END = date(2026, 10, 1), date(2026, 11, 1)
"""The month that every workspace reports."""
KEY = "2026-10"


@dataclass(frozen=True)
class Workspace:
    """One workspace of the gallery: its name, what is special about it in a few words, and its files by name.

    `telling` is the heading on whose page the second small picture is taken.
    """

    name: str
    about: str
    files: Mapping[str, str]
    telling: str

    def write(self, folder: Path) -> Path:
        """Write it below the folder, under its name; where it is."""
        place = folder / self.name
        for name, content in self.files.items():
            file = place / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8", newline="\n")
        return place

    def setting(self, name: str, default: str) -> str:
        """A setting at the top of report.yaml, as it is written there."""
        found = re.search(rf"(?m)^{name}: (\S+)$", self.files["config/report.yaml"])
        return found[1] if found else default


def files(settings: Mapping[str, str], data: Mapping[str, str]) -> Mapping[str, str]:
    """The files of a workspace: settings by the names of their YAML files without the ending, and everything else by its path."""
    return {**{f"config/{name}.yaml": text for name, text in settings.items()}, **data}

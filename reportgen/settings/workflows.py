"""The files by which a workspace's repository makes, publishes and mails its reports in GitHub Actions, filled in for one workspace."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import reportgen
from reportgen import shipped

SCHEDULE = "report-schedule.yml"
REQUIREMENTS = "requirements.txt"
PLACES = {"reportgen.sh": ".github/reportgen.sh", REQUIREMENTS: ".github/reportgen-requirements.txt"}
"""Where a shipped file that is no workflow goes."""


def workflows(name: str, zone: str) -> Mapping[str, str]:
    """The files by their path in the workspace. They install this very reportgen with what it was tested with; the schedule is in the
    site's `zone`, at a minute made from `name`, so that not every firm's runs begin at once."""
    source = shipped.folder("templates") / "workflows"
    files = {file.name: file.read_text(encoding="utf-8") for file in sorted(source.iterdir()) if file.suffix in (".yml", ".sh", ".txt")}
    files[SCHEDULE] = _scheduled(files[SCHEDULE], name, zone)
    files[REQUIREMENTS] = f"reportgen=={reportgen.__version__}\n{files[REQUIREMENTS]}"
    return {PLACES.get(file, f".github/workflows/{file}"): content for file, content in files.items()}


def minute(name: str) -> int:
    """An odd minute between 7 and 53: runs at the full hour come late."""
    return 7 + 2 * (int.from_bytes(sha256(name.encode()).digest()[:4]) % 24)


def _scheduled(text: str, name: str, zone: str) -> str:
    return text.replace('"17 6 3 * *"', f'"{minute(name)} 6 3 * *"').replace("timezone: UTC", f"timezone: {zone}")

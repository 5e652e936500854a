"""A workspace from a few lines of YAML: what a test does not give stands in as the smallest that loads."""

from collections.abc import Callable
from pathlib import Path

from reportgen import settings
from reportgen.errors import SettingsError
from reportgen.model.settings import Settings

SMALLEST = {
    "report": "site: {name: Northlight, zone: Europe/Berlin}\ninputs: {web: data/*}\n",
    "conversions": (
        "conversions:\n"
        "  contact: {label: Contact, tier: macro, match: contact, outcome: We talk.}\n"
        "  download: {label: Download, tier: micro, match: file_download, supports: contact}\n"
    ),
}


class Workspace:
    """A folder of settings files under a test's own tmp_path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, folder: str = "config", **files: str) -> "Workspace":
        """Write `report=...`, `conversions=...` and so on; an empty text means no such file."""
        for name, text in {**(SMALLEST if folder == "config" else {}), **files}.items():
            file = self.folder / folder / f"{name}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink(missing_ok=True)
            if text:
                file.write_text(text, encoding="utf-8")
        return self

    def load(self, client: str | None = None) -> Settings:
        return settings.load(self.folder, client).settings

    def warnings(self) -> list[str]:
        return [str(warning) for warning in settings.load(self.folder).warnings]

    def problems(self, client: str | None = None) -> list[str]:
        """Every problem as it is printed; none when the settings load."""
        try:
            settings.load(self.folder, client)
        except SettingsError as error:
            return [str(problem) for problem in error.problems]
        return []


Refused = Callable[..., str]
"""The one problem that these files have."""

GoalText = Callable[[str], str]
"""goals.yaml with one goal that has these lines."""

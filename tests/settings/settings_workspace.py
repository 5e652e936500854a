"""A workspace from a few lines of YAML: what a test does not give stands in as the smallest that loads."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from reportgen import settings, wording
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

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 120 40">{}</svg>'


def png(width: int = 400, height: int = 160, *, data: bytes = b"\0") -> bytes:
    """A PNG as far as its chunks go (PNG 3rd edition, section 5): a signature, IHDR, IDAT, IEND."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


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
        return [str(warning) for warning in wording.problems(settings.load(self.folder).advice)]

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

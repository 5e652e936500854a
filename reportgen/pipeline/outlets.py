"""Which ways out of the workspace the settings open, and the sites that may take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen import archive
from reportgen.errors import OutputError
from reportgen.model.settings import Publish
from reportgen.pipeline.ask import Workspace
from reportgen.pipeline.chosen import loaded

ARTIFACT, PAGES = "artifact", "pages"


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where one site may go: to readers by mail, into an artifact that the team can fetch, onto pages that anybody can read."""

    mail: bool
    artifact: bool
    pages: bool


def outlets(workspace: Workspace) -> Outlets:
    """What the settings say. Raises as `loaded`."""
    report = loaded(workspace).settings.report
    pages = report.publish is Publish.PAGES
    return Outlets(report.delivery.mail is not None, report.publish is not Publish.NONE, pages)


def publish(places: Sequence[Workspace], out: Path | None, folder: Path) -> tuple[Path, ...]:
    """Copy the sites that may leave into `folder`: `artifact/` for the team, `pages/` for everybody, below each a folder a client, which is
    a whole site of its own. The agency's page over its clients goes into neither.

    The folders written. Raises OutputError where there is something in `folder` already, and as `outlets`.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise OutputError(folder, "the folder is not empty")
    written = []
    for place in places:
        open_to = outlets(place)
        for name in [name for name, open_ in ((ARTIFACT, open_to.artifact), (PAGES, open_to.pages)) if open_]:
            target = folder / name / (place.client or "")
            archive.copy(place.site(out), target)
            written.append(target)
    return tuple(written)

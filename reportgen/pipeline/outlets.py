"""Which ways out of the workspace the settings open, and the sites that may take them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reportgen import archive
from reportgen.errors import OutputError, ReportgenError
from reportgen.model.settings import Publish
from reportgen.pipeline.ask import Workspace
from reportgen.pipeline.chosen import loaded

ARTIFACT, PAGES = "artifact", "pages"


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where a site may go: to readers by mail, into an artifact that the team can fetch, onto pages that anybody can read."""

    mail: bool
    artifact: bool
    pages: bool


def outlets(places: Sequence[Workspace]) -> Outlets:
    """The ways that any of these has open. Whose settings cannot be read has none."""
    found = [open_to for place in places if (open_to := _if_readable(place))]
    return Outlets(any(one.mail for one in found), any(one.artifact for one in found), any(one.pages for one in found))


def mailed(places: Sequence[Workspace]) -> tuple[Workspace, ...]:
    """Those with a mail set up, and those whose settings cannot be read: their command says why."""
    found = [(place, _if_readable(place)) for place in places]
    return tuple(place for place, open_to in found if open_to is None or open_to.mail)


def _if_readable(place: Workspace) -> Outlets | None:
    with suppress(ReportgenError):
        return _outlets(place)
    return None


def _outlets(place: Workspace) -> Outlets:
    report = loaded(place).settings.report
    return Outlets(report.delivery.mail is not None, report.publish is not Publish.NONE, report.publish is Publish.PAGES)


def publish(places: Sequence[Workspace], out: Path | None, folder: Path) -> tuple[Path, ...]:
    """Copy the sites that may leave into `folder`: `artifact/` for the team, `pages/` for everybody, below each a folder a client, which is
    a whole site of its own. The agency's page goes along to the team where every client's site does; it names them all, so never further.

    The folders written; none for a client without a report. Raises OutputError where there is something in `folder` already or it
    is within a site, and as `loaded`.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise OutputError(folder, "the folder is not empty")
    if any(folder.resolve().is_relative_to(place.site(out).resolve()) for place in places):
        raise OutputError(folder, "it is within the site, and the copy would go out with it")
    there = [(place, _outlets(place)) for place in places if place.site(out).is_dir()]
    ways = [(place, way) for place, open_to in there for way, is_open in ((ARTIFACT, open_to.artifact), (PAGES, open_to.pages)) if is_open]
    written = tuple(_copied(place, out, folder / way) for place, way in ways)
    site = places[0].site(out).parent
    if len(there) == len(places) > 1 and all(open_to.artifact for _, open_to in there) and (site / "index.html").is_file():
        archive.copy(site / "assets", folder / ARTIFACT / "assets")
        archive.place(folder / ARTIFACT, {"index.html": (site / "index.html").read_bytes()})
    return written


def _copied(place: Workspace, out: Path | None, way: Path) -> Path:
    target = way / (place.client or "")
    archive.copy(place.site(out), target)
    return target

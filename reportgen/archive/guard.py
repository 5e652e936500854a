"""What a writer keeps away from in a site's folder: other people's files, links that lead out, names that are not a report's."""

import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from reportgen.archive import disk, manifest
from reportgen.errors import InTheWayError, OutputError

KEY = re.compile(r"\d{4}-\d{2}|\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2}")
EDITIONS = "editions"


def check_own(site: Path, pages: Mapping[str, bytes], *, mark: str | None = None) -> None:
    """Refuse a folder that is somebody else's: one that holds no report yet, nor the file `mark`, and something other under one of the
    names of `pages`. Raises InTheWayError."""
    reports = (file for file in site.glob(f"*/{manifest.NAME}") if KEY.fullmatch(file.parent.name) or disk.is_unfinished(file.parent.name))
    if (mark is not None and (site / mark).is_file()) or any(reports):
        return
    for name, content in pages.items():
        file = site / name
        if os.path.lexists(file) and not (file.is_file() and file.read_bytes() == content):
            raise InTheWayError(file, "reportgen did not write what is there")


def check_report(folder: Path) -> None:
    """A period's place is free or holds a report; anything else is somebody's, and is left alone."""
    check_links(folder.parent, folder.name)
    if manifest.load(folder) is None and os.path.lexists(folder):
        raise InTheWayError(folder, "it holds no report" if folder.is_dir() else "it is no folder")


def check_links(site: Path, name: str) -> None:
    """Nothing is read or written over a link that lies in the site: it may lead anywhere."""
    for part in (site / name, *(site / name).parents):
        if part == site:
            return
        if os.path.islink(part):  # noqa: PTH114 - unlike Path's, it is no error where nobody may look
            raise InTheWayError(part, "it is a symbolic link")


def check_names(folder: Path, files: Mapping[str, bytes]) -> None:
    for name in files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in name:
            raise OutputError(folder / name, "the name leads out of its folder")
        if name == manifest.NAME or path.parts[0] == EDITIONS:
            raise OutputError(folder / name, "the name is the archive's own")


def check_key(key: str) -> None:
    if not KEY.fullmatch(key):
        raise ValueError(f"not a period's key: {key!r}")

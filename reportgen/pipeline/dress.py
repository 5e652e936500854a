"""What surrounds a site's pages and mails: its own templates, logos and font before the workspace's, never another client's."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import archive, render, settings
from reportgen.model.settings import Brand
from reportgen.model.typeface import Typeface
from reportgen.pipeline.ask import Workspace

if TYPE_CHECKING:
    from reportgen import charts

TYPES = {".svg": "image/svg+xml", ".png": "image/png"}
TEMPLATES = "templates"
FONTS = "fonts"


def shell(workspace: Workspace, brand: Brand, root: str) -> render.Shell:
    """The shell of a page that lies `root` below the site's top."""
    return render.Shell(
        root=root,
        overrides=templates(workspace),
        logo=_image(workspace, brand.logo),
        logo_dark=_image(workspace, brand.logo_dark),
        typeface=settings.typeface(workspace.folder, workspace.client, brand.font) if brand.font else None,
        highlight=brand.highlight,
    )


def look(workspace: Workspace, brand: Brand, dressed: render.Shell) -> charts.Look:
    """What the charts of a page dressed like this are drawn with: the firm's colour as on paper, and its font."""
    from reportgen import charts

    face = _face(workspace, dressed.typeface) if dressed.typeface else None
    return charts.look(render.print_colors(brand.color, brand.highlight), face, render.FAMILY if face else None)


def _face(workspace: Workspace, own: Typeface) -> charts.Face:
    """The font as files that charts can be drawn with, kept in the workspace: a WOFF2 has to be unpacked first."""
    from reportgen import charts

    folder = workspace.kept.parent.absolute() / FONTS
    names = {file.weight: f"{sha256(file.plain).hexdigest()[:32]}.otf" for file in own.files}
    archive.place(folder, {names[file.weight]: file.plain for file in own.files})
    return charts.Face(folder / names[400], folder / names[600], own.scale)


def templates(workspace: Workspace) -> tuple[Path, ...]:
    """The folders of templates, the client's before the workspace's, each by its whole path: the PDF's addresses need it."""
    return tuple(dict.fromkeys((workspace.own.absolute() / TEMPLATES, workspace.folder.absolute() / TEMPLATES)))


def mail_logo(workspace: Workspace, brand: Brand) -> bytes | None:
    """The logo as a mail shows it: a PNG; None where there is none."""
    name = brand.logo_mail or (brand.logo if brand.logo and brand.logo.lower().endswith(".png") else None)
    file = settings.picture(workspace.folder, workspace.client, name) if name else None
    return file.read_bytes() if file else None


def _image(workspace: Workspace, name: str | None) -> render.Image | None:
    file = settings.picture(workspace.folder, workspace.client, name) if name else None
    return render.Image(file.read_bytes(), TYPES[file.suffix.lower()]) if file else None

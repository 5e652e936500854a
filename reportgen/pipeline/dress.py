"""What surrounds a site's pages and mails: its own templates and logos before the workspace's, never another client's."""

from __future__ import annotations

from pathlib import Path

from reportgen import render, settings
from reportgen.model.settings import Brand
from reportgen.pipeline.ask import Workspace

TYPES = {".svg": "image/svg+xml", ".png": "image/png"}
TEMPLATES = "templates"


def shell(workspace: Workspace, brand: Brand, root: str) -> render.Shell:
    """The shell of a page that lies `root` below the site's top."""
    return render.Shell(
        root=root, overrides=templates(workspace), logo=_image(workspace, brand.logo), logo_dark=_image(workspace, brand.logo_dark)
    )


def templates(workspace: Workspace) -> tuple[Path, ...]:
    """The folders of templates, the client's before the workspace's."""
    return tuple(dict.fromkeys((workspace.own / TEMPLATES, workspace.folder / TEMPLATES)))


def mail_logo(workspace: Workspace, brand: Brand) -> bytes | None:
    """The logo as a mail shows it: a PNG; None where there is none."""
    name = brand.logo_mail or (brand.logo if brand.logo and brand.logo.lower().endswith(".png") else None)
    file = settings.picture(workspace.folder, workspace.client, name) if name else None
    return file.read_bytes() if file else None


def _image(workspace: Workspace, name: str | None) -> render.Image | None:
    file = settings.picture(workspace.folder, workspace.client, name) if name else None
    return render.Image(file.read_bytes(), TYPES[file.suffix.lower()]) if file else None

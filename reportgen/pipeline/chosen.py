"""A workspace's settings, as every command reads them: with presets recognised by what the exports hold."""

from __future__ import annotations

from datetime import date

from reportgen import readers, settings
from reportgen.pipeline.ask import Workspace


def loaded(workspace: Workspace, today: date | None = None) -> settings.Loaded:
    """Raises as `settings.load`."""
    return settings.load(workspace.folder, workspace.client, today=today, recognise=readers.recognised(workspace.folder))

"""One export, and its kept part."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen import activity, readers


@dataclass(frozen=True, slots=True)
class Gathered:
    """One export and its kept part. `read` is True when this build read the export."""

    export: readers.Export
    sha256: str
    bytes: int
    part: activity.Part
    read: bool

"""Sites as they grow: a firm's with three months, two editions of one and a range of days; an agency's with a client that failed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import tiny

from reportgen import render

LATE = "2026-10-28,v5,500,D-3\n"
KEY = "2026-10"
MONTHS = ("2026-08", "2026-09", KEY)
RANGE = "2026-09-15_2026-10-14"


@dataclass(frozen=True)
class Sites:
    """The folder that holds both workspaces."""

    folder: Path

    @property
    def firm(self) -> Path:
        return self.folder / "firm" / "site"

    @property
    def agency(self) -> Path:
        return self.folder / "agency" / "site"

    @property
    def pages(self) -> dict[str, Path]:
        """One page of each kind, by a name."""
        return {
            "index": self.firm / "index.html",
            "period": self.firm / KEY / "index.html",
            "earlier": self.firm / KEY / "editions" / "1" / "index.html",
            "editions": self.firm / KEY / "editions" / "index.html",
            "range": self.firm / RANGE / "index.html",
            "cover": self.agency / "index.html",
        }


def tiny_sites(folder: Path) -> None:
    """Both workspaces, built."""
    with _without_pdf():
        _firm(folder / "firm")
        _agency(folder / "agency")


@contextmanager
def _without_pdf() -> Iterator[None]:
    """Pages are what is looked at here; tests/render and tests/test_rows.py look at the PDF."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "pdf", lambda document, drawings, shell, sheet: b"%PDF-1.7 undrawn")
        yield


def _firm(folder: Path) -> None:
    tiny.workspace(folder)
    tiny.write(folder, {"data/web/2026-08.ndjson": tiny.ndjson(tiny.month_of_events(date(2026, 8, 1)))})
    for month in MONTHS:
        _build(folder, "--month", month)
    tiny.write(folder, {"data/crm.csv": tiny.DEALS + LATE})
    _build(folder, "--month", KEY)
    _build(folder, "--from", "2026-09-15", "--to", "2026-10-14")


def _build(folder: Path, *words: str) -> None:
    done = tiny.run("build", *words, within=folder)
    assert done.code == 0, done.err


def _agency(folder: Path) -> None:
    """Three clients: one with a goal missed, one whose goal nothing says against, one whose settings cannot be read."""
    tiny.workspace(folder)
    calm = "goals:\n  downloads:\n    target: 5\n"
    tiny.write(
        folder,
        {
            "clients/acme/config/report.yaml": "site: {name: Acme}\n",
            "clients/birch/config/report.yaml": "site: {name: Birch & Sons}\n",
            "clients/birch/config/goals.yaml": calm,
            "clients/cobalt/config/report.yaml": "site: {name: Cobalt}\n",
            "clients/cobalt/config/goals.yaml": "goals: [broken\n",
        },
    )
    tiny.run("build", "--all", within=folder)

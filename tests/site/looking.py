"""Pages asked in Chromium, through tests/node/look.mjs."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NODE = Path(__file__).parents[1] / "node"


@dataclass(frozen=True)
class View:
    """How a page is looked at: the window in px, the zoom, the reader's colours."""

    width: int = 1280
    zoom: float = 1
    scheme: str = "light"


WIDE, WIDE_DARK = View(), View(scheme="dark")
PHONE, PHONE_DARK = View(390), View(390, scheme="dark")
TWICE = View(zoom=2)
SMALLEST = View(320)


TIMEOUT = 300
"""Seconds after which Chromium counts as hung."""


def ask(what: str, url: str, view: View = WIDE, **more: object) -> dict[str, Any]:
    """One ask of look.mjs."""
    return {"what": what, "url": url, "width": view.width, "zoom": view.zoom, "scheme": view.scheme, **more}


def look(asks: Sequence[dict[str, Any]]) -> list[Any]:
    """What was found, in the order of the asks. Fails where a file of a page could not be loaded, or Chromium or a node package is
    missing."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "these tests need chromium"
    told = subprocess.run(
        ["node", str(NODE / "look.mjs")],
        input=json.dumps(list(asks)),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CHROMIUM": chromium},
        timeout=TIMEOUT,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    answers = json.loads(told.stdout)
    assert [(asked["url"], each["failed"]) for asked, each in zip(asks, answers, strict=True) if each["failed"]] == []
    return [each["found"] for each in answers]

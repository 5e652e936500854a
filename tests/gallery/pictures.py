"""Reports turned into pictures: every page to look at, and small ones for the manual. Needs poppler (pdftoppm, pdftotext) and Chromium."""

import subprocess
from pathlib import Path

from PIL import Image

from tests.gallery.workspace import Workspace
from tests.site import looking

LOOK, SHOW = 96, 72
"""Dots an inch: 100 % of a screen, and what a manual has room for."""
COLOURS = 64
VIEWS = {"wide": looking.WIDE, "dark": looking.WIDE_DARK, "phone": looking.PHONE, "phone-dark": looking.PHONE_DARK}


def pages(pdf: Path, folder: Path) -> tuple[Path, ...]:
    """Every page at 100 %, as `page-07.png`; pictures of an earlier run are taken away."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    _told("pdftoppm", "-r", str(LOOK), "-png", pdf, folder / "page")
    return tuple(sorted(folder.glob("page-*.png")))


def screens(html: Path, folder: Path) -> None:
    """The whole page as a browser shows it: wide and on a phone, light and dark."""
    asks = [looking.ask("picture", html.as_uri(), view, file=str(folder / f"{name}.png")) for name, view in VIEWS.items()]
    looking.look(asks)


def shown(made: Workspace, pdf: Path, folder: Path) -> tuple[Path, ...]:
    """The front page and the telling page, small, in few colours."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = {"front": 1, "page": _telling(pdf, made.telling)}
    return tuple(_small(pdf, number, folder / f"{made.name}-{part}.png") for part, number in numbers.items())


def n_pages(pdf: Path) -> int:
    line = next(line for line in _told("pdfinfo", pdf).splitlines() if line.startswith("Pages:"))
    return int(line.split()[1])


def _telling(pdf: Path, section: str) -> int:
    """The first page from the third on that runs under a section's name; the third where none does."""
    for number in range(3, n_pages(pdf) + 1):
        text = _told("pdftotext", "-f", str(number), "-l", str(number), "-layout", pdf, "-")
        head = next((line for line in text.splitlines() if line.strip()), "")
        if head.rstrip().endswith(section):
            return number
    return 3


def _small(pdf: Path, number: int, file: Path) -> Path:
    stem = file.with_suffix("")
    _told("pdftoppm", "-r", str(SHOW), "-f", str(number), "-l", str(number), "-singlefile", "-png", pdf, stem)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(file, optimize=True)
    return file


def _told(*words: str | Path) -> str:
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout

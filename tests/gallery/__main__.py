"""The gallery: `python -m tests.gallery FOLDER` writes its workspaces, builds the report of each and turns its pages into pictures.

Each workspace stands in FOLDER under its name, with its pages at 100 % in `pictures/`. `--write` puts the small pictures into docs/gallery/
and the figures into docs/gallery.md.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from tests.gallery import EVERY, pictures
from tests.gallery.workspace import KEY, Workspace
from tests.written import put

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "gallery.md"
SHOWN = ROOT / "docs" / "gallery"
HEAD = "| | workspace | language, currency, paper | pages | HTML, bytes | PDF, bytes |\n|---|---|---|--:|--:|--:|"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path, help="where the workspaces go, each under its name; what stands there is replaced")
    parser.add_argument("--only", nargs="+", choices=EVERY, default=list(EVERY), help="only these workspaces")
    parser.add_argument("--no-build", action="store_true", help="take the pictures of what is built already")
    parser.add_argument("--screens", action="store_true", help="pictures of the page in a browser as well")
    parser.add_argument("--write", action="store_true", help="write docs/gallery.md and docs/gallery/")
    asked = parser.parse_args()
    if asked.write and len(asked.only) < len(EVERY):
        parser.error("--write needs every workspace")
    made = [EVERY[name]() for name in asked.only]
    for each in [] if asked.no_build else made:
        shutil.rmtree(asked.folder / each.name, ignore_errors=True)
        build(each.write(asked.folder))
    rows = [row(each, asked.folder / each.name, screens=asked.screens, write=asked.write) for each in made]
    table = "\n".join([HEAD, *rows, ""])
    print(table)
    if asked.write:
        put(PAGE, "figures", "make gallery", f"\n{table}\n")


def row(made: Workspace, place: Path, *, screens: bool, write: bool) -> str:
    """Take the pictures of a built workspace; its line of the table."""
    html, pdf = (place / "site" / KEY / name for name in ("index.html", "report.pdf"))
    print(f"{made.name}: {len(pictures.pages(pdf, place / 'pictures'))} pages in {place / 'pictures'}", file=sys.stderr, flush=True)
    if screens:
        pictures.screens(html, place / "pictures")
    if write:
        pictures.shown(made, pdf, SHOWN)
    look = ", ".join([made.setting("locale", "en"), made.setting("currency", "EUR"), made.setting("paper", "a4")])
    sizes = (f"{file.stat().st_size:,}" for file in (html, pdf))
    links = " ".join(f"[{part}](gallery/{made.name}-{part}.png)" for part in ("front", "page"))
    return f"| `{made.name}` | {made.about}: {links} | {look} | {pictures.n_pages(pdf)} | {' | '.join(sizes)} |"


def build(place: Path) -> None:
    """Build the report of October 2026 in a workspace. SystemExit with what was said where it fails."""
    words = [sys.executable, "-m", "reportgen", "build", "--month", KEY, "--workspace", str(place)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    print(done.stderr, end="", file=sys.stderr, flush=True)
    if done.returncode:
        raise SystemExit(f"{place}: exit {done.returncode}\n{done.stdout}")


if __name__ == "__main__":
    main()

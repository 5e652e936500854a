"""The gallery: `python -m tests.gallery FOLDER` writes its workspaces, builds the report of each and turns its pages into pictures.

`--write` puts the small pictures into docs/gallery/ and the figures into docs/gallery.md.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from tests.gallery import ends, names, ordinary, outage, shop, small
from tests.gallery.workspace import KEY

ROOT = Path(__file__).parents[2]
EVERY = {
    "tiny": small.tiny, "ordinary": ordinary.ordinary, "shop": shop.shop, "names": names.names, "first": small.first,
    "outage": outage.outage, "achieved": ends.achieved, "missed": ends.missed,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path, help="where the workspaces go, each under its name")
    parser.add_argument("--only", nargs="+", choices=EVERY, default=list(EVERY), help="only these workspaces")
    asked = parser.parse_args()
    for name in asked.only:
        place = EVERY[name]().write(asked.folder)
        print(f"{name}: {place}", flush=True)
        build(place)


def build(place: Path) -> None:
    """Build the report of October 2026 in a workspace. SystemExit with what was said where it fails."""
    words = [sys.executable, "-m", "reportgen", "build", "--month", KEY, "--workspace", str(place)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    print(done.stderr, end="", flush=True)
    if done.returncode:
        raise SystemExit(f"{place}: exit {done.returncode}\n{done.stdout}")


if __name__ == "__main__":
    main()

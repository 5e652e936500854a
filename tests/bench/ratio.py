"""Whether reportgen has become slower against work that never changes: `python -m tests.bench.ratio`, a part of what CI runs.

Two ratios, each within one run on one machine: the data stage against the same numbers in DuckDB's SQL by hand (`by_hand.py`), and a
month's whole build with its PDF against the race's pandas + pyplot script, run by our own interpreter. Neither reference uses anything of
reportgen. They are held against those in `ratios.json`, which a change that means to be slower or faster writes anew (`--write`) and so
shows.

How a busy or strange machine is kept from deciding: only CPU counts, never the clock; ours and the reference take turns, so that a slow
minute hits both, and share their libraries and cores, so that a slow machine cancels out; a disturbance only ever adds CPU, so the least
of each counts; more rounds are run until it is plain that nothing is slower; and only what the least of each and the median of the rounds'
own ratios both say counts as slower. From a tenth on it is told, above a fifth it fails. With `--against COMMIT` the reference is the same
build by that commit, and nothing is kept.
"""

import argparse
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench import exports
from tests.bench.__main__ import ROOT, child
from tests.bench.race import data
from tests.bench.race.contestants import Contestant, Reportgen, Script
from tests.bench.race.measure import run
from tests.bench.race.tools import Tools

KEPT = Path(__file__).parent / "ratios.json"
MORE, TOLD = 1.2, 1.1
"""Slower by more than this is too slow; slower by more than that is told."""
FEW, MANY = 3, 7
"""Rounds that are always run, and the most."""
LARGE, SMALL, MONTHS = 200_000, 20_000, 3
"""Events a month of the data stage, which has to show what an event costs, and of the whole build."""


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds of CPU of our work and of the reference, one right after the other."""

    ours: float
    reference: float


@dataclass(frozen=True)
class OwnTools(Tools):
    """The script's libraries are among our own dependencies."""

    def python(self, pins: str = "requirements") -> Path:
        return Path(sys.executable)


Work = Callable[[], float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ratio", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--write", action="store_true", help="write tests/bench/ratios.json")
    parser.add_argument("--rounds", type=int, default=MANY, help=f"at most so many rounds (default: {MANY})")
    parser.add_argument("--against", metavar="COMMIT", help="hold a build against the same one by another commit")
    asked = parser.parse_args()
    kept: Mapping[str, float] = json.loads(KEPT.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="reportgen-ratio-") as scratch:
        works = _against(asked.against, Path(scratch)) if asked.against else _works(Path(scratch))
        if asked.against:
            kept = dict.fromkeys(works, 1.0)
        wanted = {} if asked.write else kept
        most = {name: asked.rounds if asked.write or name in kept else FEW for name in works}
        found = {name: rounds(both, wanted.get(name), most[name]) for name, both in works.items()}
    if asked.write and not asked.against:
        written = {name: round(least(every), 3) for name, every in found.items()}
        KEPT.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
        return
    print("| CPU of | rounds | of the reference | kept | change | |\n|---|--:|--:|--:|--:|---|")
    for name, every in found.items():
        now, before = least(every), kept.get(name)
        against = f"{before:.2f} x | {now / before - 1:+.0%} | {said(every, before)}" if before else "- | - | not kept: write it"
        print(f"| {name} | {len(every)} | {now:.2f} x | {against} |")
    if slow := [name for name, every in found.items() if name in kept and slower(every, kept[name])]:
        raise SystemExit(f"slower by more than a fifth: {', '.join(slow)}; mend it, or write ratios.json anew and say why")


def rounds(works: tuple[Work, Work], kept: float | None, most: int) -> list[Round]:
    """Rounds until it is plain that nothing is slower, or all."""
    every: list[Round] = []
    while len(every) < min(FEW, most) or (len(every) < most and (kept is None or max(least(every), middle(every)) > kept * TOLD)):
        every.append(Round(works[0](), works[1]()))
        print(f"ratio: {every[-1]}", file=sys.stderr, flush=True)
    return every


def least(every: Sequence[Round]) -> float:
    """The ratio of the least CPU of each."""
    return min(one.ours for one in every) / min(one.reference for one in every)


def middle(every: Sequence[Round]) -> float:
    """The median of the rounds' own ratios."""
    return median(one.ours / one.reference for one in every)


def slower(every: Sequence[Round], kept: float) -> bool:
    """By more than a fifth, both by the least of each and by the median of the rounds' own ratios."""
    return min(least(every), middle(every)) > kept * MORE


def said(every: Sequence[Round], kept: float) -> str:
    """What to make of it, in a word or two."""
    if slower(every, kept):
        return "too slow"
    if least(every) > kept * TOLD:
        return "slower: look"
    return "faster: write it" if least(every) * MORE < kept else "as before"


def _works(scratch: Path) -> dict[str, tuple[Work, Work]]:
    stage, made = scratch / "stage", data.write(scratch / "race", SMALL, MONTHS)
    exports.write(stage, LARGE, MONTHS)
    build, script = Reportgen("build", kept=True, pdf=True), Script(OwnTools(scratch))
    return {
        "data stage": (lambda: _stage("reportgen", stage), lambda: _stage("DuckDB by hand", stage)),
        "a month more, with PDF": (lambda: _whole(build, made), lambda: _whole(script, made)),
    }


def _against(commit: str, scratch: Path) -> dict[str, tuple[Work, Work]]:
    """The same builds by this checkout and by another commit's tree."""
    archived = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archived)) as tree:
        tree.extractall(scratch / "before", filter="data")
    made = data.write(scratch / "race", SMALL, MONTHS)

    def both(name: str, *, kept: bool) -> tuple[Work, Work]:
        now, then = Reportgen(f"{name} now", kept, pdf=True), Reportgen(f"{name} then", kept, pdf=True, root=scratch / "before")
        return lambda: _whole(now, made), lambda: _whole(then, made)

    return {"all months, with PDF": both("all", kept=False), "a month more, with PDF": both("more", kept=True)}


def _stage(method: str, folder: Path) -> float:
    return child("child", method, str(folder), f"{exports.LAST:%Y-%m}")["cpu"]


def _whole(one: Contestant, made: Path) -> float:
    place = made / one.name.replace(" ", "-")
    commands = one.ready(place, made, data.months(MONTHS))
    return sum(run(words, place, one.environment()).cpu for words in commands)


if __name__ == "__main__":
    main()

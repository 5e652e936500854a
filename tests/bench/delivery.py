"""What delivery costs as the archive and the clients grow: `python -m tests.bench.delivery`.

Month 61 in an archive of 60 against all months anew, and six clients in a batch against six calls, on a small firm's exports
(`tests/bench/months.py`). Every build is a process of its own, its CPU that of all its processes; the least of several runs counts, since
a busy machine only adds. `--write` puts the tables into docs/benchmarks.md.
"""

import argparse
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from reportgen import archive, periods
from tests.bench import months, stages
from tests.bench.__main__ import PAGE, ROOT, machine
from tests.written import put

SUBREAPER = 36
"""prctl's PR_SET_CHILD_SUBREAPER: whatever a command leaves behind becomes this process's own child, so that its CPU is counted."""

Stages = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of CPU, of a command with all its processes, and by the clock."""

    cpu: float
    wall: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.delivery", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--months", type=int, default=61)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--runs", type=int, default=3, help="runs of the newest month, and of the clients (default: 3); the least counts")
    parser.add_argument("--every", type=int, default=1, help="build only every so many months; the others are copies of the one before")
    parser.add_argument("--only", choices=("archive", "clients"), help="measure one of the two")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    asked = parser.parse_args()
    parts = [machine()]
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as scratch:
        if asked.only != "clients":
            parts.append(one_month_more(Path(scratch) / "archive", asked.months, asked.every, asked.runs))
            print(parts[-1], flush=True)
        if asked.only != "archive":
            parts.append(many_clients(Path(scratch) / "agency", asked.clients, asked.runs))
            print(parts[-1], flush=True)
    if asked.write:
        text = "\n".join(["", *parts, ""])
        put(PAGE, "delivery", "python -m tests.bench.delivery --write", text)


def one_month_more(folder: Path, count: int, every: int, runs: int) -> str:
    """The tables of an archive that grows month by month, each export arriving before its build."""
    months.workspace(folder)
    *before, newest = months.months(count)
    grown: dict[int, Stages] = {}
    for place, month in enumerate(before):
        months.add(folder, month)
        if place % every == 0 or place + 2 == count:
            grown[place + 1] = built(folder, month, "more")
            print(f"{month:%Y-%m}: {grown[place + 1]['all cpu']:.1f} s of CPU", file=sys.stderr, flush=True)
        else:
            repeat(folder / "site", before[place - 1], month)
    months.add(folder, newest)
    kept = folder.with_name("kept")
    shutil.copytree(folder, kept)
    old = files(folder / "site")
    last = least([built(renewed(folder, kept), newest, "more") for _ in range(runs)])
    touched = {name for name, found in files(folder / "site").items() if old.get(name) != found}
    unread = built(renewed(folder, kept, without_parts=True), newest, "more")
    alone = least([built(renewed(folder, kept), newest, "again") for _ in range(runs)])
    return "\n".join([*_growth(grown, count, last, unread, alone), _touched(touched, newest, len(old)), ""])


def built(folder: Path, month: date, kind: str) -> Stages:
    """One build, stage by stage, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.stages", str(folder), kind, f"{month:%Y-%m}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: Stages = json.loads(done.stdout)
    return found


def repeat(site: Path, before: date, month: date) -> None:
    """Publish a copy of a month's report as that of another: an archive's pages are made from manifests, whatever the reports say."""
    source, period = site / f"{before:%Y-%m}", periods.month(f"{month:%Y-%m}")
    known = next(each for each in archive.entries(site) if each.about.key == source.name)
    about = replace(known.about, key=f"{month:%Y-%m}", title=f"{month:%B %Y}", period=period, as_of=period.last_day)
    content = {name: (source / name).read_bytes() for name in known.files}
    edition = archive.edition_for(site, about.key, content["report.json"], {"month": about.key.encode()})
    archive.publish(site, about, edition, content)


def renewed(folder: Path, kept: Path, *, without_parts: bool = False) -> Path:
    """The workspace as it was kept."""
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
    if without_parts:
        shutil.rmtree(folder / ".reportgen")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by name."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def least(runs: Sequence[Stages]) -> Stages:
    """The run that took the least CPU."""
    return min(runs, key=lambda run: run["all cpu"])


def _growth(grown: Mapping[int, Stages], count: int, last: Stages, unread: Stages, alone: Stages) -> list[str]:
    mean = {unit: sum(run[f"all {unit}"] for run in grown.values()) / len(grown) for unit in ("cpu", "wall")}
    whole = {unit: (count - 1) * mean[unit] + last[f"all {unit}"] for unit in mean}
    how = "measured" if len(grown) == count - 1 else f"by the mean of {len(grown)} of them"
    rows = [
        (f"month {count} in an archive of {count - 1}", last),
        ("the same in an empty site", alone),
        (f"the same with kept parts deleted: {count} exports are read again", unread),
    ]
    lines = [f"### Month {count}", "", "| | CPU s | wall s |", "|---|--:|--:|"]
    lines += [f"| {name} | {run['all cpu']:.1f} | {run['all wall']:.1f} |" for name, run in rows]
    lines.append(f"| all {count} months, one after the other, {how} | {whole['cpu']:.0f} | {whole['wall']:.0f} |")
    lines += ["", f"Month {count} costs {last['all cpu'] / whole['cpu']:.3f} of building all.", ""]
    return [*lines, *_by_stage(grown, last, count)]


def _by_stage(grown: Mapping[int, Stages], last: Stages, count: int) -> list[str]:
    shown = {place: grown[place] for place in sorted({min(grown), *(min(grown, key=lambda each: abs(each - at)) for at in (13, 37))})}
    shown |= {count: last}
    lines = ["| CPU s of the build of month | " + " | ".join(str(place) for place in shown) + " |", "|---|" + "--:|" * len(shown)]
    for stage in (*stages.STAGES, "all"):
        lines.append(f"| {stage} | " + " | ".join(f"{run[f'{stage} cpu']:.2f}" for run in shown.values()) + " |")
    return [*lines, ""]


def _touched(touched: set[str], newest: date, before: int) -> str:
    own = {name for name in touched if name.startswith(f"{newest:%Y-%m}/")}
    shared = ", ".join(f"`{name}`" for name in sorted(touched - own))
    return f"It writes {len(own)} files of its own and, of the {before:,} that were there, {shared}."


def many_clients(folder: Path, count: int, runs: int) -> str:
    """The table of `build --all` against a call for each client, exports read before."""
    names = months.agency(folder, count, 3)
    build = [sys.executable, "-m", "reportgen", "build", "--workspace", str(folder), "--month", f"{months.LAST:%Y-%m}"]
    timed([*build, "--all", "--out", str(folder / "first")])
    ways: dict[str, Callable[[Path], list[Taken]]] = {
        f"{count} calls, one after the other": lambda site: [timed([*build, "--client", name, "--out", str(site)]) for name in names],
        "`build --all`": lambda site: [timed([*build, "--all", "--out", str(site)])],
        "`build --all --jobs 1`": lambda site: [timed([*build, "--all", "--jobs", "1", "--out", str(site)])],
    }
    found: dict[str, list[Taken]] = {way: [] for way in ways}
    for number in range(runs):
        for way, run in ways.items():
            each = run(folder / f"site-{number}-{len(found[way])}-{list(ways).index(way)}")
            found[way].append(Taken(sum(one.cpu for one in each), sum(one.wall for one in each)))
            print(f"{way}: {found[way][-1]}", file=sys.stderr, flush=True)
    best = {way: Taken(min(one.cpu for one in every), min(one.wall for one in every)) for way, every in found.items()}
    calls = next(iter(best.values()))
    lines = [f"### {count} clients", "", "| | CPU s | wall s | CPU, of that of the calls | wall |", "|---|--:|--:|--:|--:|"]
    lines += [
        f"| {way} | {one.cpu:.1f} | {one.wall:.1f} | {one.cpu / calls.cpu:.2f} | {one.wall / calls.wall:.2f} |" for way, one in best.items()
    ]
    return "\n".join([*lines, "", f"Least of {runs} in turns, on {os.cpu_count()} cores.", ""])


def timed(command: Sequence[str]) -> Taken:
    """Run a command to the end of all its processes. SystemExit where it fails."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said)
        cpu, code = 0.0, 0
        while True:
            try:
                pid, status, used = os.wait4(-1, 0)
            except ChildProcessError:
                break
            cpu += used.ru_utime + used.ru_stime
            if pid == running.pid:
                code, wall = os.waitstatus_to_exitcode(status), time.perf_counter() - begun
                running.returncode = code
        if code:
            said.seek(0)
            raise SystemExit(said.read().decode())
    return Taken(cpu, wall)


if __name__ == "__main__":
    main()

"""How fast the data stage is, against the same numbers written by hand, and a whole demo build by stage: `python -m tests.bench`.

Every run is a process of its own; methods take turns, so that a busy moment of the machine hits all of them. Compare within one
table, never across machines. `--write` puts the tables into docs/benchmarks.md.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from tests.bench import exports, stages
from tests.bench.child import METHODS
from tests.written import put

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
TARGETS = {"DuckDB by hand": 1.3, "pandas": 1 / 3}
"""What reportgen may take of each one's CPU."""

Run = Mapping[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--events", type=int, action="append", help="events a month; may be repeated (default: 1000000)")
    parser.add_argument("--months", type=int, default=6)
    parser.add_argument("--runs", type=int, default=3, help="runs of each method (default: 3); the median counts")
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    parser.add_argument("--folder", type=Path, help="keep the made-up exports here and use them again")
    parser.add_argument("--no-demo", action="store_true", help="leave the demo build out")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as scratch:
        parts = [machine()]
        for events in asked.events or [1_000_000]:
            folder = (asked.folder or Path(scratch)) / f"{asked.months}x{events}"
            parts.append(data_stage(folder, events, asked.months, asked.runs, asked.methods))
            print(parts[-1], flush=True)
        if not asked.no_demo:
            parts.append(whole_build(Path(scratch) / "demo", asked.runs))
            print(parts[-1], flush=True)
    if asked.write:
        text = "\n".join(["", *parts, ""])
        put(PAGE, "figures", "python -m tests.bench --write", text)


def machine(*, now: bool = True) -> str:
    """Where and with what it was measured; the load tells how busy the machine was besides, where that was in this run."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(
        f"{name} {version(name)}" for name in ("duckdb", "ibis-framework", "pandas", "pyarrow", "matplotlib", "weasyprint")
    )
    return (
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {versions}." + (f" Load when it began: {os.getloadavg()[0]:.1f}." if now else "") + "\n"
    )


def data_stage(folder: Path, events: int, months: int, runs: int, methods: Sequence[str]) -> str:
    """The table of one size: exports to numbers by each method. SystemExit where two methods do not agree on every number."""
    if len(exports.exports(folder)) < months:
        print(f"making {months} exports of {events:,} events", file=sys.stderr, flush=True)
        exports.write(folder, events, months)
    taken: dict[str, list[Run]] = {method: [] for method in methods}
    for number in range(runs):
        for method in methods:
            print(f"run {number + 1} of {runs}: {method}", file=sys.stderr, flush=True)
            taken[method].append(child("child", method, str(folder), f"{exports.LAST:%Y-%m}"))
    if len({(run["numbers"], run["digest"]) for each in taken.values() for run in each}) != 1:
        raise SystemExit("the methods do not agree on every number; see tests/bench/test_bench_numbers.py")
    size = sum(file.stat().st_size for file in exports.exports(folder)) / 2**20
    numbers = round(next(iter(taken.values()))[0]["numbers"])
    head = f"### {months} x {events:,} events\n\n{size:,.0f} MB of Parquet; {numbers:,} numbers, equal in every run. Medians of {runs}.\n\n"
    return head + _table(taken)


def _table(taken: Mapping[str, Sequence[Run]]) -> str:
    median = {
        method: {key: statistics.median(run[key] for run in each) for key in ("cpu", "wall", "rss")} for method, each in taken.items()
    }
    own = median.get("reportgen")
    lines = ["| | CPU s | wall s | peak MB | reportgen takes | target |", "|---|--:|--:|--:|--:|--:|"]
    for method, one in median.items():
        ratio = f"{own['cpu'] / one['cpu']:.2f} x its CPU" if own and method in TARGETS else ""
        target = f"{TARGETS[method]:.2f} x" if method in TARGETS else ""
        lines.append(f"| {method} | {one['cpu']:.1f} | {one['wall']:.1f} | {one['rss']:,.0f} | {ratio} | {target} |")
    return "\n".join(lines) + "\n"


def whole_build(folder: Path, runs: int) -> str:
    """The tables of a demo build by stage, from a cold process, first and again, and of `--help`."""
    subprocess.run([sys.executable, "-m", "reportgen", "demo", str(folder), "--no-build"], cwd=ROOT, check=True, capture_output=True)
    first = [child("stages", str(folder), "first") for _ in range(runs)]
    again = [child("stages", str(folder), "again") for _ in range(runs)]
    lines = ["### The demo's report, from a cold process", "", "| stage | first build, CPU s | wall s | parts kept, CPU s | wall s |"]
    lines.append("|---|--:|--:|--:|--:|")
    for stage in (*stages.STAGES, "all"):
        found = [statistics.median(run[f"{stage} {kind}"] for run in every) for every in (first, again) for kind in ("cpu", "wall")]
        lines.append(f"| {stage} | " + " | ".join(f"{number:.1f}" for number in found) + " |")
    peaks = [max(run["rss"] for run in every) for every in (first, again)]
    helped = statistics.median(_help() for _ in range(max(runs, 3)))
    lines += ["", f"Peak memory {peaks[0]:,.0f} MB, with parts kept {peaks[1]:,.0f} MB. `reportgen --help` takes {helped:.2f} s.", ""]
    return "\n".join(lines)


def _help() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "reportgen", "--help"], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begun


def child(module: str, *arguments: str) -> Run:
    """What a module of this folder measured in a process of its own. SystemExit where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found: Run = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()

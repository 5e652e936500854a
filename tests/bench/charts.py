"""What each kind of chart costs in a demo build: `python -m tests.bench.charts`.

The charts are those of the demo's report, caught on their way. Each is drawn several times in one process, and the least CPU counts, since
a busy machine only adds. `--write` puts the table into docs/benchmarks.md.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reportgen import charts
from reportgen.charts.drawing import kind
from reportgen.cli import main as reportgen
from reportgen.model.charts import Chart
from tests.bench.__main__ import PAGE, machine
from tests.written import put

MONTH = "2026-10"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU in ms and bytes of the drawing in the page, of one chart."""

    cpu: float
    size: int


@dataclass(frozen=True, slots=True)
class Build:
    """A demo build: its charts, CPU s of all of it and of drawing, and bytes of its page and PDF."""

    charts: tuple[Chart, ...]
    cpu: float
    drawing: float
    page: int
    pdf: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.charts", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="drawings of each chart (default: 5); the least CPU counts")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    asked = parser.parse_args()
    parts = [machine()]
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as scratch:
        found = built(Path(scratch) / "demo")
    parts.append(table(found, {id(chart): cost(chart, asked.runs) for chart in found.charts}))
    print("\n".join(parts))
    if asked.write:
        text = "\n".join(["", *parts, ""])
        put(PAGE, "charts", "python -m tests.bench.charts --write", text)


def built(folder: Path) -> Build:
    """The demo's October, with its exports already read."""
    run("demo", str(folder), "--no-build")
    run("build", "--workspace", str(folder), "--month", MONTH)
    seen: list[tuple[Chart, float]] = []
    begun = time.process_time()
    with caught(seen):
        run("build", "--workspace", str(folder), "--month", MONTH, "--out", str(folder / "again"))
    taken, site = time.process_time() - begun, folder / "again" / MONTH
    sizes = [(site / name).stat().st_size for name in ("index.html", "report.pdf")]
    return Build(tuple(chart for chart, _ in seen), taken, sum(cpu for _, cpu in seen), *sizes)


def run(*words: str) -> None:
    print(" ".join(words), file=sys.stderr, flush=True)
    try:
        reportgen(words)
    except SystemExit as ended:
        if ended.code:
            raise


@contextmanager
def caught(seen: list[tuple[Chart, float]]) -> Iterator[None]:
    """Every chart that is drawn, and what drawing it took."""
    real = charts.svgs

    def clocked(chart: Chart, look: charts.Look) -> Mapping[charts.Target, str]:
        begun = time.process_time()
        drawing = real(chart, look)
        seen.append((chart, time.process_time() - begun))
        return drawing

    charts.svgs = clocked  # type: ignore[assignment]
    try:
        yield
    finally:
        charts.svgs = real


def cost(chart: Chart, runs: int) -> Cost:
    """The least CPU of several drawings for page and print; the first, which reads fonts and measures words, is not counted."""
    look, taken, size = charts.look(), [], 0
    for _ in range(runs + 1):
        begun = time.process_time()
        size = len(charts.svgs(chart, look)["html"].encode())
        taken.append(time.process_time() - begun)
    return Cost(1000 * min(taken[1:]), size)


def table(found: Build, costs: Mapping[int, Cost]) -> str:
    """One row a kind, the dearest first; then what all of them are of the build and of the page."""
    kinds: dict[str, list[Cost]] = {}
    for chart in found.charts:
        kinds.setdefault(kind(chart), []).append(costs[id(chart)])
    ordered = sorted(kinds.items(), key=lambda pair: -sum(one.cpu for one in pair[1]))
    whole = [one for each in kinds.values() for one in each]
    lines = ["| kind | in the demo | CPU ms each | CPU ms | bytes each | bytes |", "|---|--:|--:|--:|--:|--:|"]
    lines += [_row(name, each) for name, each in [*ordered, ("all", whole)]]
    bytes_of_all = sum(one.size for one in whole)
    lines += [
        "",
        f"Drawing all for page and print took {found.drawing:.2f} s of CPU within a build of {found.cpu:.1f} s with its exports read "
        f"before: {found.drawing / found.cpu:.1%}. Of the page's {found.page:,} bytes {bytes_of_all / found.page:.0%} are charts; "
        f"the PDF has {found.pdf:,}.",
        "",
    ]
    return "\n".join(lines)


def _row(name: str, each: Sequence[Cost]) -> str:
    cpu, size = sum(one.cpu for one in each), sum(one.size for one in each)
    return f"| {name} | {len(each)} | {cpu / len(each):.1f} | {cpu:.0f} | {size / len(each):,.0f} | {size:,} |"


if __name__ == "__main__":
    main()

"""How cost grows with events, months, clients and rules: `python -m tests.bench.growth`.

Each size is a workspace of its own and each build a process of its own, with its CPU, its wall time and the most memory of all its
processes. What was measured is kept (`--results`), so that a long run can be done in pieces, each size named: `--events 60000000`. A line
through the measured points is drawn dashed where nothing was measured. `--write` puts the table, the sentences and the drawing into docs.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench import exports, growth_plot, months
from tests.bench.__main__ import PAGE, ROOT, machine
from tests.bench.growth_plot import Axis, Series
from tests.bench.race.contestants import ENVIRONMENT
from tests.bench.race.measure import Taken, run
from tests.written import put

DRAWING = ROOT / "docs" / "growth.svg"
SHORT = {"events": (30_000, 100_000, 300_000), "months": (2, 6, 12), "clients": (1, 3, 6), "rules": (5, 20, 50)}
"""Sizes that take minutes."""
FULL = {"events": 60_000_000, "months": 36, "clients": 50, "rules": 100}
"""Up to here the curves are drawn."""
LARGE = 3_000_000
"""More events than these are copies, which are made sooner."""
A_MONTH, RULES_MONTHS = 10_000, 2
"""Events a month where months are counted, or rules."""
RULE = "  rule_{n}: {{tier: micro, label: Rule {n}, match: {match}, counting: session, stage: intent, supports: quote}}\n"
MACRO = """\
conversions:
  quote: {tier: macro, label: Quote, outcome: Offer., match: {event: generate_lead, params: {form: quote}}, counting: event, journey: short}
"""

BREAKS = {
    "events: a month": "Both are linear until memory reaches the engine's limit, by default half of the machine's; from there on it "
    "spills to disk. What breaks first is disk, and the time that it takes: see little memory, above.",
    "months: all for the first time": "Reading is linear and happens once; what breaks first is disk, for the kept parts.",
    "months: one more": "It reads one month, whatever there is before it, and counts all of them again, which is what grows.",
    "clients: `build --all`": "CPU is linear; memory is that of as many clients as run at a time; what breaks first is the night.",
    "rules: two months": "Each rule adds queries and what is said of it. At a hundred rules one query was once too deep to be written, "
    "which broke first; its tables are now put together in halves.",
}
"""What is linear, and what breaks first, by series: known from profiles and by hand."""

Found = dict[str, dict[int, Taken]]


@dataclass(frozen=True, slots=True)
class Measured:
    """A size's runs by the name of their series."""

    series: str
    taken: Taken


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=(__doc__ or "").split("\n\n")[0])
    for name, sizes in SHORT.items():
        parser.add_argument(f"--{name}", type=int, nargs="*", help=f"sizes to measure (default: {' '.join(map(str, sizes))})")
    parser.add_argument(
        "--results", type=Path, default=ROOT / "build" / "growth.json", help="what was measured (default: build/growth.json)"
    )
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and docs/growth.svg")
    asked = vars(parser.parse_args())
    named = any(asked[name] is not None for name in SHORT)
    results: Path = asked["results"]
    for name, default in SHORT.items():
        for size in asked[name] if asked[name] is not None else () if named else default:
            with tempfile.TemporaryDirectory(prefix="reportgen-growth-") as scratch:
                measured = WAYS[name](Path(scratch), size)
            found = load(results)
            for one in measured:
                found.setdefault(one.series, {})[size] = one.taken
                print(f"{one.series}, {size:,} {name}: {one.taken}", file=sys.stderr, flush=True)
            save(results, found)
    text = told(load(results))
    print(text)
    if asked["write"]:
        put(PAGE, "growth", "python -m tests.bench.growth --write", text)
        DRAWING.write_text(growth_plot.svg(axes(load(results))), encoding="utf-8")


def load(file: Path) -> Found:
    """What was measured so far: series -> size -> what it took."""
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return {series: {int(size): Taken(**taken) for size, taken in sizes.items()} for series, sizes in kept.items()}


def save(file: Path, found: Found) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = {series: {str(size): asdict(taken) for size, taken in sorted(sizes.items())} for series, sizes in found.items()}
    file.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def of_events(folder: Path, size: int) -> Sequence[Measured]:
    """A month of so many events, read for the first time."""
    make = exports.write if size <= LARGE else exports.write_large
    make(folder, size, 1)
    _pages_alone(folder)
    return [Measured("events: a month", build(folder, exports.LAST))]


def of_months(folder: Path, size: int) -> Sequence[Measured]:
    """All months but the last for the first time, then the last."""
    made, ours = folder / "made", folder / "ours"
    exports.write(made, A_MONTH, size)
    *before, newest = exports.exports(made)
    shutil.copytree(made / "config", ours / "config")
    _pages_alone(ours)
    (ours / "data").mkdir()
    last = months.months(size)
    found = []
    for series, arrived, month in (("months: all for the first time", before, last[-2]), ("months: one more", [newest], last[-1])):
        for export in arrived:
            (ours / "data" / export.name).hardlink_to(export)
        found.append(Measured(series, build(ours, month)))
    return found


def of_clients(folder: Path, size: int) -> Sequence[Measured]:
    """So many clients with three months each, by `build --all`, pages and PDF."""
    months.agency(folder, size, 3)
    return [Measured("clients: `build --all`", build(folder, months.LAST, "--all"))]


def of_rules(folder: Path, size: int) -> Sequence[Measured]:
    """One macro and so many micros, each of a page."""
    exports.write(folder, A_MONTH, RULES_MONTHS)
    _pages_alone(folder)
    pages = [f"/blog/post-{n}" for n in range(18, 60)] + [f"/work/{n}" for n in range(60, 85)] + [f"/services/{n}" for n in range(85, 100)]
    matches = [f"{{page: {page}}}" for page in pages] + [f"{{event: scroll, page: {page}}}" for page in pages]
    text = MACRO + "".join(RULE.format(n=n, match=match) for n, match in enumerate(matches[: size - 1]))
    (folder / "config" / "conversions.yaml").write_text(text, encoding="utf-8")
    return [Measured("rules: two months", build(folder, exports.LAST))]


WAYS: Mapping[str, Callable[[Path, int], Sequence[Measured]]] = {
    "events": of_events,
    "months": of_months,
    "clients": of_clients,
    "rules": of_rules,
}


def build(folder: Path, month: object, *more: str) -> Taken:
    """The command that users run."""
    words = [sys.executable, "-m", "reportgen", "build", "--workspace", str(folder), "--month", f"{month:%Y-%m}", *more]
    return run(words, ROOT, {**ENVIRONMENT, "PYTHONPATH": str(ROOT)})


def axes(found: Found) -> list[Axis]:
    """What is drawn: a column a kind of size."""
    return [
        Axis(
            name, FULL[name], [Series(series.partition(": ")[2], sizes) for series, sizes in found.items() if series.startswith(f"{name}:")]
        )
        for name in SHORT
        if any(series.startswith(f"{name}:") for series in found)
    ]


def told(found: Found) -> str:
    """The table of everything measured, and a sentence for each series."""
    rows = ["| | size | CPU s | peak MB | |", "|---|--:|--:|--:|---|"]
    sentences = []
    for series, sizes in sorted(found.items(), key=lambda pair: list(BREAKS).index(pair[0])):
        name = series.partition(":")[0]
        for size, one in sorted(sizes.items()):
            cores = os.cpu_count() or 1
            rate = f"up to {size * 60 * cores / one.cpu:.1f} reports a minute on {cores} idle cores" if name == "clients" else ""
            rows.append(f"| {series} | {size:,} | {one.cpu:.1f} | {one.peak:,.0f} | {rate} |")
        if said := _sentence(series, name, sizes):
            sentences.append(said)
    drawing = "![CPU and memory by events, months, clients and rules. Dots were measured, dashes were not.](growth.svg)\n"
    return "\n".join(["", machine(now=False), drawing, *rows, "", *sentences, ""])


def _sentence(series: str, name: str, sizes: Mapping[int, Taken]) -> str:
    """Empty where too little was measured for a line."""
    both = [growth_plot.line(name, what, sizes) for what in ("cpu", "peak")]
    if both[0] is None or both[1] is None:
        return ""
    (cpu, cpu_each), (peak, peak_each) = both[0], both[1]
    per, unit = (1_000_000, "million events") if name == "events" else (1, name.removesuffix("s"))
    full, most = FULL[name], max(size for size, one in sizes.items() if growth_plot.fits(name, one))
    held = peak + min(peak_each * full, growth_plot.limit(name, "peak"))
    beyond = "".join(
        f" {size:,}, more than fit into memory, took {one.cpu:,.0f} s, {one.cpu / (cpu + cpu_each * size):.1f} times what that line says, "
        f"and {one.peak:,.0f} MB."
        for size, one in sorted(sizes.items())
        if size > most
    )
    if max(sizes) < full:
        beyond += f" Extrapolated to {full:,}, not run: {cpu + cpu_each * full:,.0f} s and {held:,.0f} MB."
    return (
        f"- **{series}**, {min(sizes):,} to {most:,}: {cpu:.1f} s of CPU are constant, and each {unit} adds {cpu_each * per:.2f} s; "
        f"of memory {peak:,.0f} MB and {peak_each * per:,.1f} MB.{beyond} {BREAKS[series]}"
    ).rstrip()


def _pages_alone(folder: Path) -> None:
    settings = folder / "config" / "report.yaml"
    settings.write_text("pdf: none\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    os.chdir(ROOT)
    main()

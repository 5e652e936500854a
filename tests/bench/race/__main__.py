"""A race that anyone can rerun: the same monthly report from the same exports, made in seven ways. `python -m tests.bench.race`.

Three distances: so many months of exports of which the last is new, one large month, and one large month as GA4 exports it. Everybody
starts from the same files (CSV.gz, or GA4's NDJSON.gz) and comes to the same numbers, or the race stops. Commands run one at a time,
contestants in turns, medians count. What a contestant needs is installed into environments of its own (`--tools`), or it is left out
with a reason. `--write` puts the tables into docs/benchmarks.md.
"""

import argparse
import json
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import stages
from tests.bench.__main__ import PAGE, ROOT, child, machine
from tests.bench.race import agreed, bare, data
from tests.bench.race.contestants import Contestant, Framework, Notebook, Profile, Quarto, Reportgen, Script
from tests.bench.race.evidence import Evidence
from tests.bench.race.measure import Taken, middle, run
from tests.bench.race.tools import HERE, MissingToolError, Tools
from tests.written import put

NEW, ALL = "reportgen, a new month", "reportgen, all months for the first time"
SCRIPT, NOTEBOOK = "pandas + pyplot script", "papermill + nbconvert"
QUARTER = 0.25


@dataclass(frozen=True, slots=True)
class Raced:
    """What everybody took, and what importing alone takes, by name; CPU of a month more by stage; who was left out, and why."""

    taken: Mapping[str, Taken]
    bare: Mapping[str, Taken]
    stages: Mapping[str, float]
    lines: Mapping[str, int]
    left_out: Mapping[str, str]
    equal: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.race", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--events", type=int, default=300_000, help="events a month of the many months (default: 300000)")
    parser.add_argument("--months", type=int, default=13)
    parser.add_argument("--large", type=int, default=1_000_000, help="events of the one large month (default: 1000000)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each contestant (default: 3); the median counts")
    parser.add_argument("--only", choices=("months", "month", "ga4"), help="one of the three distances")
    parser.add_argument(
        "--without", nargs="+", default=[], metavar="NAME", help="contestants to leave out, by their names or the first word of those"
    )
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "build" / "race", help="where exports and reports are made (default: build/race)"
    )
    parser.add_argument("--tools", type=Path, default=ROOT / "build" / "race-tools", help="where the others' tools are, or are installed")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    asked = parser.parse_args()
    tools, parts, targets = Tools(asked.tools.absolute()), [machine(), _versions()], []
    if asked.only in (None, "months"):
        every = _taking_part([*_ours_of_many(), Script(tools), Framework(tools), Evidence(tools)], asked.without)
        found = race(every, asked.folder.absolute(), asked.events, asked.months, asked.runs)
        parts += [f"### A new month: {asked.months} months x {asked.events:,} events\n", table(found, NEW, asked.runs), by_stage(found)]
        targets += _of_many(found)
    if asked.only in (None, "month"):
        ours = [Reportgen("reportgen", kept=False, pdf=False), Reportgen("reportgen with PDF", kept=False, pdf=True)]
        every = _taking_part([*ours, Notebook(tools), Quarto(tools), Profile(tools)], asked.without)
        found = race(every, asked.folder.absolute(), asked.large, 1, asked.runs)
        parts += [f"### One month x {asked.large:,} events\n", table(found, "reportgen", asked.runs)]
        targets += _of_one(found, "CSV.gz")
    if asked.only in (None, "ga4"):
        ga4 = data.Form.GA4
        every = _taking_part([Reportgen("reportgen", kept=False, pdf=False, form=ga4), Notebook(tools, form=ga4)], asked.without)
        found = race(every, asked.folder.absolute(), asked.large, 1, asked.runs, ga4)
        parts += [f"### One month x {asked.large:,} events of GA4's own export\n", table(found, "reportgen", asked.runs)]
        targets += _of_one(found, "GA4's NDJSON.gz")
    parts += [
        "### Targets\n",
        "| | target | reached |\n|---|--:|--:|",
        *(f"| {name} | {aim:.2f} | {got:.2f} |" for name, aim, got in targets),
    ]
    text = "\n".join(["", *parts, ""])
    print(text)
    if asked.write:
        put(PAGE, "race", "python -m tests.bench.race --write", text)


def race(every: Sequence[Contestant], folder: Path, events: int, count: int, runs: int, form: data.Form = data.Form.FLAT) -> Raced:
    """Everybody over one distance, in turns. SystemExit where somebody comes to another number."""
    apart = "" if form is data.Form.FLAT else f"-{form.name.lower()}"
    made, months = data.write(folder / f"{count}x{events}{apart}", events, count, form), data.months(count)
    for old in made.glob("*-before"):
        shutil.rmtree(old)
    for file in (made / "data").iterdir():
        file.read_bytes()
    taken: dict[str, list[Taken]] = {}
    left_out: dict[str, str] = {}
    right: agreed.Numbers | None = None
    equal = 0
    for number in range(runs):
        for one in every:
            if one.name in left_out:
                continue
            place = _place(one, made)
            try:
                commands = one.ready(place, made, months)
            except MissingToolError as error:
                left_out[one.name] = str(error)
                print(f"race: without {one.name}: {error}", file=sys.stderr, flush=True)
                continue
            taken.setdefault(one.name, []).append(_added([run(words, place, one.environment()) for words in commands]))
            numbers = one.numbers(place)
            right = right or numbers
            if one.whole:
                equal = agreed.check(one.name, numbers, right)
            print(f"race: run {number + 1} of {runs}: {one.name}: {taken[one.name][-1]}", file=sys.stderr, flush=True)
    middles = {name: middle(each) for name, each in taken.items()}
    lines = {one.name: one.written() for one in every}
    alone = {one.name: _imports(one, made, months, runs) for one in every if one.name in (NEW, SCRIPT) and one.name in middles}
    return Raced(middles, alone, _stages(every, made, months), lines, left_out, equal)


def table(found: Raced, own: str, runs: int) -> str:
    """What everybody took, and how much of it reportgen's `own` does."""
    head = "| | lines | CPU s | wall s | peak MB | reportgen takes, of its CPU | of its wall | of its memory |"
    rows = [head, "|---|--:|--:|--:|--:|--:|--:|--:|"]
    mine = found.taken[own]
    for name, one in found.taken.items():
        ratios = (
            ["", "", ""]
            if name == own
            else [f"{a / b:.2f}" for a, b in ((mine.cpu, one.cpu), (mine.wall, one.wall), (mine.peak, one.peak))]
        )
        rows.append(f"| {name} | {found.lines[name]} | {one.cpu:.1f} | {one.wall:.1f} | {one.peak:,.0f} | {' | '.join(ratios)} |")
    for name, one in found.bare.items():
        rows.append(f"| *{name}: imports alone* | | {one.cpu:.1f} | {one.wall:.1f} | {one.peak:,.0f} | | | |")
    told = [f"Medians of {runs}; {found.equal:,} numbers, equal in every run of everybody who counts them."]
    told += [f"Left out: {name}, since {why}." for name, why in found.left_out.items()]
    return "\n".join([*rows, "", *told, ""])


def by_stage(found: Raced) -> str:
    """Where a month more spends its CPU, from one run with a clock around each stage."""
    told = [f"{stage} {found.stages[f'{stage} cpu']:.1f}" for stage in stages.STAGES if found.stages.get(f"{stage} cpu", 0) >= 0.05]
    return f"CPU s of a new month by stage, in one run: {', '.join(told)}.\n" if told else ""


def _stages(every: Sequence[Contestant], made: Path, months: Sequence[data.date]) -> Mapping[str, float]:
    for one in every:
        if one.name == NEW:
            place = _place(one, made)
            one.ready(place, made, months)
            return child("stages", str(place), "more", f"{months[-1]:%Y-%m}")
    return {}


def _place(one: Contestant, made: Path) -> Path:
    return made / re.sub(r"\W+", "-", one.name)


def _of_many(found: Raced) -> list[tuple[str, float, float]]:
    if SCRIPT not in found.taken:
        return []
    new, first, script = (found.taken[name] for name in (NEW, ALL, SCRIPT))
    alone, their = found.bare[NEW], found.bare[SCRIPT]
    return [
        ("a new month, HTML: CPU, of that of the pandas + pyplot script", QUARTER, new.cpu / script.cpu),
        ("the same: peak memory above bare imports", QUARTER, (new.peak - alone.peak) / (script.peak - their.peak)),
        (
            "the same: CPU above bare imports, of that of the first build of all months",
            QUARTER,
            (new.cpu - alone.cpu) / (first.cpu - alone.cpu),
        ),
    ]


def _of_one(found: Raced, form: str) -> list[tuple[str, float, float]]:
    if NOTEBOOK not in found.taken:
        return []
    ours, theirs = found.taken["reportgen"], found.taken[NOTEBOOK]
    return [(f"a large month ({form}), HTML: wall, of that of papermill + nbconvert", 1 / 2.5, ours.wall / theirs.wall)]


def _ours_of_many() -> list[Contestant]:
    return [
        Reportgen(NEW, kept=True, pdf=False),
        Reportgen(ALL, kept=False, pdf=False),
        Reportgen(f"{NEW}, with PDF", kept=True, pdf=True),
        Reportgen(f"{ALL}, with PDF", kept=False, pdf=True),
    ]


def _taking_part(every: Sequence[Contestant], without: Sequence[str]) -> list[Contestant]:
    return [one for one in every if not {one.name, one.name.split()[0].strip(",")} & {*without}]


def _imports(one: Contestant, made: Path, months: Sequence[data.date], runs: int) -> Taken:
    place = _place(one, made)
    [words] = one.ready(place, made, months)
    return middle([bare.imports(words, place, one.environment()) for _ in range(runs)])


def _added(each: Sequence[Taken]) -> Taken:
    """Commands one after the other."""
    return Taken(sum(one.wall for one in each), sum(one.cpu for one in each), max(one.peak for one in each))


def _versions() -> str:
    pins = [line.replace("==", " ") for name in ("requirements", "profiling") for line in (HERE / f"{name}.txt").read_text().split()]
    packages = [f"{name} {found}" for folder in ("framework", "evidence") for name, found in _wanted(folder).items()]
    return f"The others: {', '.join(pins)}; of node: {', '.join(packages)}.\n"


def _wanted(folder: str) -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads((HERE / folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return found


if __name__ == "__main__":
    main()

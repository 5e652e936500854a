"""What counting the ways from micro to macro takes against the bridge alone by hand: `python -m tests.bench.journeys FOLDER MONTH`.

FOLDER is a workspace of `tests.bench.exports`. Both begin with the same build's tables, in one process, and take turns. reportgen counts
everything that the report says of ways to macros (links, lags, values, cohorts, repeats, paths, channels, leads, funnels, stalls); by hand
risk rows, assists and lags are counted. It stops unless every number that both have is equal.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from reportgen import activity, periods, settings
from reportgen.engine import Engine, connect
from reportgen.metrics.ask import Ask, recorded
from reportgen.metrics.count import facts_of
from reportgen.metrics.journeys import journeys
from reportgen.metrics.source import Source
from reportgen.model.journeys import MacroJourney, Micro
from reportgen.periods import Period, day_number
from reportgen.pipeline.ask import Workspace
from reportgen.pipeline.gather import gather
from tests.bench.bridge_by_hand import Numbers, numbers

TARGET = 2.0
Found = TypeVar("Found")
Taken = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Build:
    """One build's tables, each kept as a table, and where they are."""

    source: Source
    tables: activity.Tables
    month: Period

    @property
    def engine(self) -> Engine:
        return self.source.engine


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.journeys", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("month")
    parser.add_argument("--runs", type=int, default=3, help="runs of each (default: 3); the median counts")
    parser.add_argument("--memory", help="what the engine may use, such as 12GB (default: what it takes)")
    asked = parser.parse_args()
    with connect(memory=asked.memory) as engine:
        print(measured(build(engine, asked.folder, periods.month(asked.month)), asked.runs))


def build(engine: Engine, folder: Path, month: Period) -> Build:
    chosen = settings.load(folder).settings
    gathered = gather(engine, Workspace(folder), chosen, lambda _line: None)
    tables, profile = activity.view(engine, [each.part for each in gathered], chosen, day_number(month.last_day))
    kept = activity.Tables(*(engine.cache(table) for table in (tables.sessions, tables.pages, tables.conversions)), tables.names)
    return Build(Source(facts_of(kept, chosen), engine, recorded(profile)), kept, month)


def measured(made: Build, runs: int) -> str:
    """The table of one workspace. SystemExit where a number differs."""
    own: list[Taken] = []
    hand: list[Taken] = []
    for _ in range(runs):
        counted, taken = _timed(lambda: ours(made))
        own.append(taken)
        found, taken = _timed(lambda: by_hand(made))
        hand.append(taken)
        if counted != found:
            raise SystemExit("the two do not agree on every number; see tests/bench/test_bench_journeys.py")
    rows = made.engine.scalar(made.tables.sessions.count())
    (cpu, wall), (hand_cpu, hand_wall) = _middle(own), _middle(hand)
    return (
        f"{rows:,} session-days; {len(found):,} numbers, equal in every run. Medians of {runs}.\n\n"
        "| | CPU s | wall s | |\n|---|--:|--:|---|\n"
        f"| reportgen, all ways to macros | {cpu:.1f} | {wall:.1f} | {cpu / hand_cpu:.2f} x the CPU by hand; aim {TARGET:.0f} x |\n"
        f"| DuckDB by hand, the bridge alone | {hand_cpu:.1f} | {hand_wall:.1f} | |\n"
    )


def _timed(work: Callable[[], Found]) -> tuple[Found, Taken]:
    """What it gave, and its seconds of CPU and by the clock."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    return found, (time.process_time() - cpu, time.perf_counter() - wall)


def _middle(taken: list[Taken]) -> Taken:
    return statistics.median(cpu for cpu, _ in taken), statistics.median(wall for _, wall in taken)


def by_hand(made: Build) -> Numbers:
    """The bridge alone."""
    first = made.source.known.first or made.month.begin
    tables = {"sessions": made.tables.sessions.get_name(), "conversions": made.tables.conversions.get_name()}
    return numbers(made.engine.rows, tables, day_number(first), day_number(made.month.last_day))


def ours(made: Build) -> Numbers:
    """The same numbers, out of everything counted of ways to macros."""
    found = journeys(made.source, Ask(made.month, made.month.last_day))
    return {name: n for macro, journey in found.macros.items() for name, n in _named(macro, journey) if n}


def _named(macro: str, journey: MacroJourney) -> Iterator[tuple[str, int]]:
    for place, rate in journey.places.items():
        yield f"risk/{place.channel}/{place.visit}/{place.step}/{macro}/all/n", rate.of
        yield f"risk/{place.channel}/{place.visit}/{place.step}/{macro}/all/d", rate.n
    for micro, pair in journey.pairs.items():
        if micro.item and not micro.rule:
            continue
        name = _name(micro)
        for place, stratum in pair.strata.items():
            yield f"risk/{place.channel}/{place.visit}/{place.step}/{macro}/{name}/n", stratum.n1
            yield f"risk/{place.channel}/{place.visit}/{place.step}/{macro}/{name}/d", stratum.d1
        yield f"assists/{name}/{macro}/ever", pair.assisted.n
        yield f"assists/{name}/{macro}/seasoned", pair.assisted_seasoned.n
        for wait in pair.lags:
            yield f"lags/{name}/{macro}/{wait.day}/{wait.happened}", wait.count


def _name(micro: Micro) -> str:
    return str(micro.at_least) if micro.at_least else "/".join(part for part in (micro.rule, micro.item) if part)


if __name__ == "__main__":
    main()

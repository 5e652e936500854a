"""What starting costs: `python -m tests.bench.start` prints a table of wall time and CPU, least of several runs in turns.

Modules are compiled beforehand, as an installed package's are.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from tests.bench.__main__ import ROOT, machine

STARTS = {
    "`python -c pass`": ("-c", "pass"),
    "`python -c 'import click'`": ("-c", "import click"),
    "`reportgen --help`": ("-m", "reportgen", "--help"),
    "what every command on data imports": ("-c", "import reportgen.pipeline"),
    "what a build imports besides, to draw and print": ("-c", "import reportgen.pipeline.ready"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds by the clock and of CPU."""

    wall: float
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.start", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=10)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as compiled:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = compiled
        taken: dict[str, list[Taken]] = {name: [] for name in STARTS}
        for _ in range(runs + 1):
            for name, words in STARTS.items():
                taken[name].append(started(words, environment))
    best = {name: Taken(min(one.wall for one in every[1:]), min(one.cpu for one in every[1:])) for name, every in taken.items()}
    click = list(best.values())[1]
    print(machine())
    print(f"| least of {runs} | wall s | CPU s | wall, of that of click |\n|---|--:|--:|--:|")
    for name, one in best.items():
        print(f"| {name} | {one.wall:.3f} | {one.cpu:.3f} | {one.wall / click.wall:.2f} x |")


def started(words: tuple[str, ...], environment: dict[str, str]) -> Taken:
    """One process from start to end."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Taken(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


if __name__ == "__main__":
    main()

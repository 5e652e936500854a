"""How far the forecasts can be believed: `python -m tests.calibration`.

Backtests on made-up series whose truth is known and on the real ones of REPORTGEN_SAMPLES, or only on CSV files of ISO dates and numbers;
false alarms of the trend verdict. `--write` puts the tables into docs/calibration.md and the drawing beside it.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import numpy as np

from tests.calibration import made, page, real
from tests.calibration.alarms import measured
from tests.calibration.backtest import Case, Said, Statement, rolling, rolling_rate, say
from tests.written import put

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "calibration.md"
DRAWING = ROOT / "docs" / "calibration.svg"
KINDS = (
    page.Kind("{}", lambda said: said.name),
    page.Kind("{} days ahead", lambda said: said.ahead),
    page.Kind("method {}", lambda said: said.method.value),
)
FAMILY = page.Kind("{}", lambda said: said.name.split(" (")[0])
"""Series by name, without what tells one from its like."""
SEEDS = {"counts": 101, "amounts": 105, "rates": 102, "ratios": 103, "alarms": 104}
MAKERS = {"counts": made.totals, "amounts": made.amounts, "rates": made.rates, "ratios": made.ratios}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.calibration", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=600, help="made-up series of each kind (default: 600)")
    parser.add_argument("--csv", type=Path, action="append", help="measure this series of dates and numbers instead; may be repeated")
    parser.add_argument("--write", action="store_true", help="write docs/calibration.md and docs/calibration.svg")
    asked = parser.parse_args()
    if asked.csv:
        print(of_files(asked.csv))
        return
    text, drawing = everything(asked.runs, samples_folder())
    print(text)
    if asked.write:
        put(PAGE, "figures", "make calibration", text)
        DRAWING.write_text(drawing, encoding="utf-8")


def samples_folder() -> Path | None:
    """Where the real exports are, as for the tests marked `samples`; None if they are not there."""
    folder = Path(os.environ.get("REPORTGEN_SAMPLES") or ROOT.parent / "shared" / "data")
    return folder if folder.is_dir() else None


def of_files(files: Iterable[Path]) -> str:
    """Coverage and reliability on given files. SystemExit where they are too short for a single forecast."""
    said = answers("given files", chain.from_iterable(rolling(file.name, real.plain(file)) for file in files))
    if not said:
        raise SystemExit("no forecast could be held against 28 recorded days after 56 of history")
    statements = stated(said)
    tables = [page.coverage("given", said, KINDS)]
    if statements:
        tables += [page.reliability([("given", statements)]), page.brier([("given", statements)])]
    return "\n".join(tables)


def everything(runs: int, samples: Path | None) -> tuple[str, str]:
    """All tables as text, and the drawing."""
    begun = time.process_time()
    made_up = {name: answers(name, make(np.random.default_rng(SEEDS[name]), runs)) for name, make in MAKERS.items()}
    real_said = answers("real series", real_cases(samples)) if samples else []
    print("trends", file=sys.stderr, flush=True)
    trends = measured(np.random.default_rng(SEEDS["alarms"]), runs)
    columns = [("made up", stated(made_up["counts"])), ("real", stated(real_said))][: 2 if real_said else 1]
    parts = ["", machine(runs), "### Intervals\n"]
    parts += [page.coverage(f"made-up {title}", said, KINDS) for title, said in made_up.items()]
    if real_said:
        parts.append(page.coverage("real series", real_said, (FAMILY, *KINDS[1:])))
    parts += ["### Chances\n", "![Chances said beside how often targets were reached.](calibration.svg)\n", page.reliability(columns)]
    parts += [page.brier([*columns, *unsure(columns)]), "### Trend verdicts\n", page.alarms(trends), "### Where it is not calibrated\n"]
    found = [line for title, said in made_up.items() for line in page.outside(f"made-up {title}", said, KINDS)]
    found += page.outside("real", real_said, (FAMILY, *KINDS[1:]))
    parts.append("\n".join(found or ["- Every row is within its aims."]) + "\n")
    parts.append(f"Took {time.process_time() - begun:,.0f} s of CPU.\n")
    return "\n".join(parts), page.plot(columns)


def answers(name: str, cases: Iterable[Case]) -> list[Said]:
    print(name, file=sys.stderr, flush=True)
    return [said for case in cases if (said := say(case)) is not None]


def real_cases(folder: Path) -> Iterator[Case]:
    for name, daily in real.counts(folder):
        yield from rolling(name, daily)
    for name, x, n in real.rates(folder):
        yield from rolling_rate(name, x, n)


def stated(said: Sequence[Said]) -> list[Statement]:
    return [statement for one in said for statement in one.statements]


def unsure(columns: Sequence[tuple[str, Sequence[Statement]]]) -> list[tuple[str, Sequence[Statement]]]:
    """The statements that were not near certain: where rules differ."""
    return [(f"{name}, 5-95 %", [one for one in statements if 0.05 <= one.chance <= 0.95]) for name, statements in columns]


def machine(runs: int) -> str:
    """With what it was measured, and how."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy"))
    seeds = ", ".join(f"{name} {seed}" for name, seed in SEEDS.items())
    return (
        f"{time.strftime('%Y-%m-%d')}, `python -m tests.calibration --runs {runs} --write`, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}, {versions}. Seeds: {seeds}.\n"
    )


if __name__ == "__main__":
    main()

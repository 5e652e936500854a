"""Write the demo workspace: the shipped settings, the exports and the facts."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np

from reportgen import shipped
from reportgen.demo import crm, files, firm, ga4, gtm, outside
from reportgen.demo import facts as truth
from reportgen.demo.columns import Columns
from reportgen.demo.facts import DemoFacts, FileFacts
from reportgen.demo.world import World, facts, simulate
from reportgen.errors import UsageError
from reportgen.periods import Period

FACTS = "FACTS.md"
REPEATED = 0.0015
"""Share of rows that an export delivers twice."""
BROKEN_LINES = 4


def make(folder: Path, seed: int = 1, months: int = firm.MONTHS) -> DemoFacts:
    """Write a demo workspace of the last `months` months up to October 2026 and state what is true in it.

    The same seed and months give the same bytes. A folder that already holds a demo is written anew; one that holds
    anything else is refused with UsageError. Raises OutputError where a file cannot be written.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / FACTS).is_file():
        raise UsageError(f"{folder} is not empty and holds no demo; name a new folder for the demo")
    files.write(folder / FACTS, b"The demo is being written.\n")
    examples = shipped.folder("config")
    for example in sorted((*examples.glob("*.*"), *examples.glob("commentary/*.md"))):
        files.write(folder / "config" / example.relative_to(examples), example.read_bytes())
    world = simulate(seed, Period(first_month(months), firm.END))
    true = facts(world, {**write_web(folder, world), **write_crm(folder, world), **write_outside(folder, world)})
    files.write(folder / gtm.FILE, gtm.container())
    files.write(folder / FACTS, truth.text(true).encode())
    return true


def first_month(months: int) -> date:
    """The first of so many months that end with the demo's last."""
    index = firm.END.year * 12 + firm.END.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def write_web(folder: Path, world: World) -> Mapping[str, FileFacts]:
    """One export a month. Rows of the outage are missing, a few others stand twice."""
    rng = np.random.default_rng([world.seed, 1])
    seen = ~world.days(world.events.time, firm.OUTAGE)
    written: dict[str, FileFacts] = {}
    month = world.period.begin
    while month < world.period.end:
        inside = np.flatnonzero(seen & world.days(world.events.time, Period(month, ga4.month_after(month))))
        twice = np.sort(rng.choice(len(inside), int(len(inside) * REPEATED), replace=False))
        columns = ga4.table(world.recorded, world.events.take(np.insert(inside, twice, inside[twice])), month)
        name, content, n_broken = _export(columns, month)
        files.write(folder / "data" / "ga4" / name, content)
        written[f"data/ga4/{name}"] = FileFacts(len(inside) + len(twice), len(twice), n_broken)
        month = ga4.month_after(month)
    return written


def _export(columns: Columns, month: date) -> tuple[str, bytes, int]:
    """A month's file: its name, its content and how many lines of it are cut off (added to the whole ones)."""
    if month < firm.NDJSON_SINCE:
        return f"events_{month:%Y%m}.parquet", files.parquet(columns), 0
    lines = files.lines(columns)
    broken: list[str] = []
    if month == firm.BROKEN_FILE:
        broken = [line[: len(line) // 2] for line in lines[:: len(lines) // BROKEN_LINES][:BROKEN_LINES]]
    return f"events_{month:%Y%m}.ndjson.gz", files.ndjson_gz([*lines, *broken]), len(broken)


def write_crm(folder: Path, world: World) -> Mapping[str, FileFacts]:
    """One CSV of all deals."""
    name = "data/crm/deals.csv"
    files.write(folder / name, crm.table(world.deals))
    n_repeats = min(1, len(world.deals))
    return {name: FileFacts(len(world.deals) + n_repeats, n_repeats)}


def write_outside(folder: Path, world: World) -> Mapping[str, FileFacts]:
    """Totals without people behind them: the social page, the mail lists, the costs."""
    written = {}
    for name, (content, rows) in outside.files(world.seed, world.period).items():
        files.write(folder / name, content)
        written[name] = FileFacts(rows, 0)
    return written

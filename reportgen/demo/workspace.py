"""Write the demo workspace: the shipped settings, the exports and the facts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from reportgen import shipped
from reportgen.demo import actions, crm, files, firm, ga4, people, traffic
from reportgen.demo import clock as clocks
from reportgen.demo import events as happenings
from reportgen.demo import facts as truth
from reportgen.demo.actions import Actions
from reportgen.demo.clock import Ints
from reportgen.demo.events import Events
from reportgen.demo.facts import DemoFacts, FileFacts
from reportgen.demo.ga4 import Recorded, month_after
from reportgen.errors import UsageError
from reportgen.periods import Period

FACTS = "FACTS.md"
REPEATED = 0.0015
"""Share of rows that an export delivers twice."""
BROKEN_LINES = 4


@dataclass(frozen=True, slots=True)
class _World:
    """The whole simulation: what was recorded, what was done and the events of it, outage included."""

    recorded: Recorded
    actions: Actions
    events: Events
    proposals: list[crm.Proposal]


def make(folder: Path, seed: int = 1, months: int = firm.MONTHS) -> DemoFacts:
    """Write a demo workspace of the last `months` months up to October 2026 and state what is true in it.

    The same seed and months give the same bytes. A folder that already holds a demo is written anew; one that holds
    anything else is refused with UsageError. Raises OutputError where a file cannot be written.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / FACTS).is_file():
        raise UsageError(f"{folder} is not empty and holds no demo; name a new folder for the demo")
    period = Period(_first_month(months), firm.END)
    for example in sorted(shipped.folder("config").iterdir()):
        files.write(folder / "config" / example.name, example.read_bytes())
    world = _simulate(seed, period)
    written = {**_write_web(folder, seed, period, world), **_write_crm(folder, period, world)}
    facts = _facts(seed, period, world, written)
    files.write(folder / FACTS, truth.text(facts).encode())
    return facts


def _first_month(months: int) -> date:
    """The first of so many months that end with the demo's last."""
    index = firm.END.year * 12 + firm.END.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _simulate(seed: int, period: Period) -> _World:
    """Each step draws from a stream of its own, so that a change in one leaves the others' draws alone."""
    visitor_rng, visit_rng, view_rng, action_rng, source_rng, id_rng, event_rng, crm_rng = (
        np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(8)
    )
    clock = clocks.clock(period.begin - timedelta(days=firm.WARM_UP_DAYS), period.end, firm.ZONE)
    who = people.visitors(visitor_rng, clock)
    visits = people.sessions(visit_rng, clock, who)
    seen = people.views(view_rng, clock, who, visits)
    done = actions.act(action_rng, clock, who, visits, seen)
    recorded = ga4.recorded(id_rng, clock, who, visits, seen, traffic.arrivals(source_rng, visits))
    events = happenings.events(event_rng, who, visits, seen, done)
    won = crm.proposals(crm_rng, recorded, np.flatnonzero(done.macros["quote_request"]), period.begin)
    return _World(recorded, done, events, won)


def _write_web(folder: Path, seed: int, period: Period, world: _World) -> Mapping[str, FileFacts]:
    """One export a month: Parquet at first, NDJSON.gz later. Rows of the outage are missing."""
    clock = world.recorded.clock
    rng = np.random.default_rng([seed, 100])
    kept = _recorded_rows(clock.day_of(world.events.time), clock.index(firm.OUTAGE.begin), clock.index(firm.OUTAGE.end))
    day = clock.day_of(world.events.time)
    written = {}
    month = period.begin
    while month < period.end:
        inside = kept[(day[kept] >= clock.index(month)) & (day[kept] < clock.index(month_after(month)))]
        twice = np.sort(rng.choice(len(inside), int(len(inside) * REPEATED), replace=False))
        rows = np.insert(inside, twice, inside[twice])
        columns = ga4.table(world.recorded, world.events.take(rows), month)
        name = f"data/ga4/events_{month:%Y%m}"
        if month < firm.NDJSON_SINCE:
            name += ".parquet"
            broken: list[str] = []
            content = files.parquet(columns)
        else:
            name += ".ndjson.gz"
            lines = files.lines(columns)
            broken = [line[: len(line) // 2] for line in lines[:: len(lines) // BROKEN_LINES][:BROKEN_LINES]] if month == firm.BROKEN_FILE else []
            content = files.ndjson_gz([*lines, *broken])
        files.write(folder / name, content)
        written[name] = FileFacts(len(rows), len(twice), len(broken))
        month = month_after(month)
    return written


def _recorded_rows(day: Ints, outage_begin: int, outage_end: int) -> Ints:
    return np.flatnonzero((day < outage_begin) | (day >= outage_end))


def _write_crm(folder: Path, period: Period, world: _World) -> Mapping[str, FileFacts]:
    """One CSV a year of accepted proposals."""
    written = {}
    for year in range(period.begin.year, period.last_day.year + 1):
        won = [one for one in world.proposals if one.accepted.year == year]
        name = f"data/crm/proposals_{year}.csv"
        files.write(folder / name, crm.table(won, year))
        written[name] = FileFacts(len(won) + min(1, len(won)), min(1, len(won)))
    return written


def _facts(seed: int, period: Period, world: _World, written: Mapping[str, FileFacts]) -> DemoFacts:
    recorded = world.recorded
    bots = np.flatnonzero(recorded.people.kind != people.PEOPLE)
    seen_bots = np.unique(recorded.visits.visitor[np.isin(recorded.visits.visitor, bots) & (recorded.visits.start >= _begin(recorded, period))])
    happened, kept = _counts(world, period)
    return DemoFacts(
        seed=seed,
        period=period,
        effects=firm.EFFECTS,
        outage=firm.OUTAGE if firm.OUTAGE.begin in period else None,
        relaunch=firm.RELAUNCH if firm.RELAUNCH in period else None,
        mix_shift=firm.MIX_SHIFT if firm.MIX_SHIFT in period else None,
        bots=tuple(sorted(recorded.ids[visitor] for visitor in seen_bots.tolist())),
        happened=happened,
        recorded=kept,
        proposals=len(world.proposals),
        proposals_without_id=sum(1 for one in world.proposals if not one.client_id),
        accepted_share=firm.ACCEPTED_SHARE,
        accepted_lag_days=firm.ACCEPTED_LAG_DAYS[0],
        files=written,
    )


def _begin(recorded: Recorded, period: Period) -> int:
    return int(recorded.clock.midnights[recorded.clock.index(period.begin)])


def _counts(world: _World, period: Period) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Actions within the period, all and those outside the outage, by rule."""
    clock = world.recorded.clock
    day = clock.day_of(world.recorded.seen.time)
    inside = (day >= clock.index(period.begin)) & (day < clock.index(period.end))
    lost = (day >= clock.index(firm.OUTAGE.begin)) & (day < clock.index(firm.OUTAGE.end))
    flags = {**world.actions.macros, **world.actions.micros}
    happened = {key: int((flag & inside).sum()) for key, flag in flags.items()}
    return happened, {key: int((flag & inside & ~lost).sum()) for key, flag in flags.items()}

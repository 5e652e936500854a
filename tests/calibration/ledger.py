"""How often the ledger cries wolf, and what it finds: `python -m tests.calibration.ledger`.

24 months of the demo's firm before anything is planted in it, several seeds; real daily series of REPORTGEN_SAMPLES; and faults put
into the firm's months. `--write` puts the tables into docs/calibration.md.
"""

import argparse
import os
import platform
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import numpy as np

from reportgen import periods, quality
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.settings import Settings
from reportgen.periods import Period
from reportgen.quality.silence import silent_run
from reportgen.stats import Daily, losses, unusual_days
from tests.calibration import firm_days, real
from tests.calibration.__main__ import PAGE, samples_folder
from tests.calibration.alarms import KINDS as KINDS_UNCHANGED
from tests.calibration.firm_days import Days
from tests.calibration.made import YEAR, unchanging
from tests.written import put

SEED = 106
YEARS = firm_days.MONTHS / 12

CHECKS: Mapping[str, tuple[Say, ...]] = {
    "sudden loss of everything": (Say.ALL_LOST, Say.INPUT_SILENT),
    "sudden loss of one event": (Say.EVENT_LOST, Say.EVENT_LOW),
    "rule that went silent": (Say.RULE_SILENT,),
    "tag that fires twice": (Say.TAG_TWICE, Say.ALL_TWICE),
    "time-zone shift": (Say.HOURS_SHIFTED,),
    "column that got emptier": (Say.VISITOR_MISSING, Say.SESSION_MISSING, Say.SOURCE_MISSING, Say.PAGE_MISSING),
    "gap in ids or consent": (Say.FIRST_VISITS_UP, Say.MACROS_WITHOUT_VIEW, Say.VISITORS_FELL),
    "channel that swallows others": (Say.CHANNEL_SWALLOWS,),
    "days missing, late or cut off": (
        Say.MISSING_DAYS,
        Say.DATA_BEGINS_LATE,
        Say.STALE,
        Say.LAST_DAY_LOW,
        Say.DAYS_GREW,
        Say.DAYS_PROVISIONAL,
    ),
}
"""The checks that chance can set off."""
UNUSUAL = "unusual days (sessions)"
ALLOWED = {UNUSUAL: 3.0}
"""False alarms a year; one of every other check."""


def alarms(seeds: Sequence[int]) -> dict[str, list[float]]:
    """Each check's alarms a year in the clean firm, by seed. An alarm told again the month after, of the same days, counts once."""
    settings = firm_days.settings()
    found: dict[str, list[float]] = {name: [] for name in (UNUSUAL, *CHECKS)}
    for seed in seeds:
        days = firm_days.days(seed)
        told = set()
        for month in firm_days.months():
            told |= _told(settings, days, month)
        for name, messages in CHECKS.items():
            found[name].append(len({(what, when) for message, what, when in told if message in messages}) / YEARS)
        sessions = Daily(days.begin, tuple(float(n) for n in days.visits["sessions"]))
        found[UNUSUAL].append(sum(one.day >= firm_days.FIRST_JUDGED for one in unusual_days(sessions)) / YEARS)
    return found


def _told(settings: Settings, days: Days, month: Period) -> set[tuple[str, str, date | None]]:
    """What the month's ledger says: message, of what, and the first of its days."""
    entries = quality.find(settings, firm_days.counts(days, month), ()).entries
    return {(one.message, str(one.facts.get("event", one.facts.get("rule", ""))), one.days[0] if one.days else None) for one in entries}


def alarms_table(found: Mapping[str, Sequence[float]]) -> str:
    lines = ["| check | alarms a year | worst seed | allowed |", "|---|--:|--:|--:|"]
    lines += [
        f"| {name} | {sum(rates) / len(rates):.2f} | {max(rates):.1f} | {ALLOWED.get(name, 1.0):g} |" for name, rates in found.items()
    ]
    return "\n".join(lines) + "\n"


KINDS = tuple(dict.fromkeys(kind for kind, _, _ in KINDS_UNCHANGED))
WEEKS, RUNS = 120, 10


def series_table(folder: Path | None) -> str:
    """Alarms a year on made-up daily series in which nothing changes, and on real ones of two thirds of a year or more."""
    rng = np.random.default_rng(SEED)
    lines = ["| daily series | years | unusual days a year | losses a year | silences a year |", "|---|--:|--:|--:|--:|"]
    lines += [_series_row(f"made up: {kind}", [unchanging(rng, kind, WEEKS) for _ in range(RUNS)]) for kind in KINDS]
    for name, series in () if folder is None else real.counts(folder):
        if series.trimmed().recorded > 0.6 * YEAR:
            lines.append(_series_row(name, [series.trimmed()]))
    return "\n".join(lines) + "\n"


def _series_row(name: str, many: Sequence[Daily]) -> str:
    years = sum(daily.recorded for daily in many) / YEAR
    alarms = [sum(len(find(daily)) for daily in many) / years for find in (unusual_days, losses, _silences)]
    return f"| {name} | {years:.1f} | " + " | ".join(f"{rate:.2f}" for rate in alarms) + " |"


def _silences(daily: Daily) -> set[date]:
    known = [(daily.begin + timedelta(days=at), int(n)) for at, n in enumerate(daily.values) if n is not None]
    return {run.days[0] for month in _months(daily) if (run := silent_run(known, month))}


def _months(daily: Daily) -> list[Period]:
    last = daily.end - timedelta(days=1)
    names = sorted({f"{daily.begin + timedelta(days=at):%Y-%m}" for at in range((last - daily.begin).days + 1)})
    return [periods.month(name) for name in names]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that breaks: its name, what it does to the days from a position on, and the messages that count as having seen it."""

    name: str
    put: Callable[[Days, slice, np.random.Generator], Days]
    seen: tuple[Say, ...]
    lasts: int | None = None
    """Days; None: from then on."""


def _event(name: str, share: float) -> Callable[[Days, slice, np.random.Generator], Days]:
    def put(days: Days, at: slice, rng: np.random.Generator) -> Days:
        numbers = days.events[name].copy()
        numbers[at] = rng.binomial(numbers[at], share) if share <= 1 else np.round(numbers[at] * share)
        return replace(days, events={**days.events, name: numbers})

    return put


def _everything(share: float) -> Callable[[Days, slice, np.random.Generator], Days]:
    return lambda days, at, rng: firm_days.scaled(days, at, share, rng)


def _twice(days: Days, at: slice, _rng: np.random.Generator) -> Days:
    events = {name: numbers.copy() for name, numbers in days.events.items()}
    visits = {name: numbers.copy() for name, numbers in days.visits.items()}
    for name in events:
        events[name][at] *= 2
    visits["events"][at] *= 2
    return replace(days, events=events, visits=visits)


def _zone(hours: int) -> Callable[[Days, slice, np.random.Generator], Days]:
    def put(days: Days, at: slice, _rng: np.random.Generator) -> Days:
        moved = days.hours.copy()
        moved[at] = np.roll(moved[at].reshape(-1), hours).reshape(-1, 24)
        return replace(days, hours=moved)

    return put


def _ids_lost(share: float) -> Callable[[Days, slice, np.random.Generator], Days]:
    """A share of the rows comes without a visitor and a session."""

    def put(days: Days, at: slice, rng: np.random.Generator) -> Days:
        lacking = {name: numbers.copy() for name, numbers in days.lacking.items()}
        rows = days.hours.sum(axis=1)
        for name in ("no_visitor", "no_session"):
            lacking[name][at] += rng.binomial(rows[at] - lacking[name][at], share)
        return replace(days, lacking=lacking)

    return put


def _forgetful(share: float) -> Callable[[Days, slice, np.random.Generator], Days]:
    """A share of returning visitors is not recognised: their sessions are first ones."""

    def put(days: Days, at: slice, rng: np.random.Generator) -> Days:
        first = days.visits["first"].copy()
        first[at] += rng.binomial(days.visits["sessions"][at] - first[at], share)
        return replace(days, visits={**days.visits, "first": first})

    return put


def _declined(share: float) -> Callable[[Days, slice, np.random.Generator], Days]:
    """A share of the visitors is no longer counted; macros are."""
    return lambda days, at, rng: firm_days.scaled(days, at, 1 - share, rng, macros=False)


def _to_direct(share: float) -> Callable[[Days, slice, np.random.Generator], Days]:
    """A share of the sessions by search loses its source."""

    def put(days: Days, at: slice, rng: np.random.Generator) -> Days:
        channels = {name: numbers.copy() for name, numbers in days.channels.items()}
        lost = rng.binomial(channels["Organic Search"][at], share)
        channels["Organic Search"][at] -= lost
        channels["Direct"][at] += lost
        return replace(days, channels=channels)

    return put


def _no_views(share: float) -> Callable[[Days, slice, np.random.Generator], Days]:
    def put(days: Days, at: slice, rng: np.random.Generator) -> Days:
        blind = days.without_view.copy()
        blind[at] = rng.binomial(days.macros[at], share)
        return replace(days, without_view=blind)

    return put


FAULTS = (
    Fault("everything: 80 % lost for three days", _everything(0.2), CHECKS["sudden loss of everything"], 3),
    Fault("everything: 60 % lost for a week", _everything(0.4), CHECKS["sudden loss of everything"], 7),
    Fault("scroll (77 a day): 80 % lost for three days", _event("scroll", 0.2), CHECKS["sudden loss of one event"], 3),
    Fault("scroll (77 a day): gone for one day", _event("scroll", 0.0), CHECKS["sudden loss of one event"], 1),
    Fault("file_download (7 a day): gone for a week", _event("file_download", 0.0), CHECKS["sudden loss of one event"], 7),
    Fault("chat_open (2 a day): gone for two weeks", _event("chat_open", 0.0), CHECKS["sudden loss of one event"], 14),
    Fault("page_view fires twice for a week", _event("page_view", 2.0), CHECKS["tag that fires twice"], 7),
    Fault("everything recorded twice for a week", _twice, CHECKS["tag that fires twice"], 7),
    Fault("clock one hour later", _zone(1), CHECKS["time-zone shift"]),
    Fault("clock two hours later", _zone(2), CHECKS["time-zone shift"]),
    Fault("clock eight hours earlier", _zone(-8), CHECKS["time-zone shift"]),
    Fault("10 % of rows without ids", _ids_lost(0.1), CHECKS["column that got emptier"]),
    Fault("30 % of rows without ids", _ids_lost(0.3), CHECKS["column that got emptier"]),
    Fault("half of the returning visitors not recognised", _forgetful(0.5), CHECKS["gap in ids or consent"]),
    Fault("40 % of the visitors decline", _declined(0.4), CHECKS["gap in ids or consent"]),
    Fault("60 % of the visitors decline", _declined(0.6), CHECKS["gap in ids or consent"]),
    Fault("a fifth of the macros without a page view", _no_views(0.2), CHECKS["gap in ids or consent"]),
    Fault("20 % of search comes as direct", _to_direct(0.2), CHECKS["channel that swallows others"]),
    Fault("40 % of search comes as direct", _to_direct(0.4), CHECKS["channel that swallows others"]),
)


def power(seeds: Sequence[int]) -> str:
    """How many of the faults are seen in the report of their month, each begun in the middle of every third month."""
    settings, rng = firm_days.settings(), np.random.default_rng(SEED)
    tried, seen = Counter[str](), Counter[str]()
    for days in map(firm_days.days, seeds):
        for month in firm_days.months()[2::3]:
            for fault in FAULTS:
                begin = days.at(month.begin) + int(rng.integers(5, 12))
                broken = fault.put(days, slice(begin, None if fault.lasts is None else begin + fault.lasts), rng)
                tried[fault.name] += 1
                seen[fault.name] += any(message in fault.seen for message, *_ in _told(settings, broken, month))
    lines = ["| fault, in the middle of a month | told | of |", "|---|--:|--:|"]
    lines += [f"| {fault.name} | {seen[fault.name] / tried[fault.name]:.0%} | {tried[fault.name]} |" for fault in FAULTS]
    return "\n".join(lines) + "\n"


def everything(seeds: int, folder: Path | None) -> str:
    begun = time.process_time()
    numbers = range(1, seeds + 1)
    head = (
        f"{time.strftime('%Y-%m-%d')}, `python -m tests.calibration.ledger --seeds {seeds} --write`, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, numpy {version('numpy')}.\n"
    )
    clean = f"#### Nothing wrong: {firm_days.MONTHS} months of the demo's firm, {seeds} seeds\n\n{alarms_table(alarms(numbers))}"
    told = f"#### Single series\n\n{series_table(folder)}"
    faults = f"#### What is found\n\n{power(range(1, max(1, seeds // 3) + 1))}"
    return "\n".join(["", head, clean, told, faults, f"Took {time.process_time() - begun:,.0f} s of CPU.\n"])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.calibration.ledger", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--seeds", type=int, default=12, help="firms without anything wrong (default: 12)")
    parser.add_argument("--write", action="store_true", help="write docs/calibration.md")
    asked = parser.parse_args()
    text = everything(asked.seeds, samples_folder())
    print(text)
    if asked.write:
        put(PAGE, "ledger", "python -m tests.calibration.ledger", text)


if __name__ == "__main__":
    main()

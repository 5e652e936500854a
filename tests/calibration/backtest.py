"""One forecast held against what came: the intervals, and statements about targets beside two plain rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reportgen.stats import Daily, Futures, Landing, Method, forecast_rate, forecast_ratio, forecast_total, landing

DRAWS = 2_000
MULTIPLES = (0.7, 0.85, 1.0, 1.15, 1.3, 1.5)


class Pair(StrEnum):
    """What a history with a denominator is."""

    RATE = "rate"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Past:
    """A history up to the day of the forecast, an amount of `money` or counts; with `over`, a quotient of the period from `begin` on."""

    daily: Daily
    over: Daily | None = None
    pair: Pair | None = None
    begin: date | None = None
    money: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A forecast to make `ahead` days, and what came: the total added, or the period's final quotient."""

    name: str
    past: Past
    ahead: int
    came: float


@dataclass(frozen=True, slots=True)
class Statement:
    """The chance given to a target, whether it was reached, and what two yes/no rules said (None where a rule has nothing to go by)."""

    chance: float
    reached: bool
    linear: bool | None = None
    naive: bool | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a forecast said of one case."""

    name: str
    method: Method
    ahead: int
    in80: bool
    in95: bool
    above: bool
    statements: tuple[Statement, ...]


def say(case: Case) -> Said | None:
    """The forecast of a case against what came; None where the engine makes none."""
    futures = _futures(case)
    found = landing(futures, 0.0, 0.0)
    if found is None:
        return None
    statements = _of_totals(case, futures) if case.past.over is None else _of_quotients(case, futures, found)
    return Said(
        case.name,
        futures.method,
        case.ahead,
        found.likely.low <= case.came <= found.likely.high,
        found.wide.low <= case.came <= found.wide.high,
        case.came > found.likely.high,
        tuple(statements),
    )


def _futures(case: Case) -> Futures:
    past = case.past
    if past.over is None or past.begin is None:
        return forecast_total(past.daily, case.ahead, money=past.money, draws=DRAWS)
    if past.pair is Pair.RATE:
        return forecast_rate(past.daily, past.over, case.ahead, begin=past.begin, draws=DRAWS)
    return forecast_ratio(past.daily, past.over, case.ahead, begin=past.begin, money=True, draws=DRAWS)


def _of_totals(case: Case, futures: Futures) -> Iterator[Statement]:
    """A goal that began in the second half of the history, with targets around what the days before it would add up to."""
    history, elapsed = case.past.daily, min(len(case.past.daily.values) // 2, case.ahead)
    begin = history.end - timedelta(days=elapsed)
    earlier, so_far = history.before(begin).last(91), history.since(begin)
    if not earlier.recorded or not so_far.recorded:
        return
    whole = earlier.total / earlier.recorded * (elapsed + case.ahead)
    linear = so_far.total + so_far.total / so_far.recorded * case.ahead
    naive = _as_before(history, case.ahead)
    final = futures.draws[:, -1] + so_far.total
    for multiple in MULTIPLES:
        target = multiple * whole
        came = so_far.total + case.came >= target
        if so_far.total < target:
            guess = None if naive is None else so_far.total + naive >= target
            yield Statement(float((final >= target).mean()), came, linear >= target, guess)


def _as_before(history: Daily, ahead: int) -> float | None:
    """Seasonal naive: what the same weekdays a year (364 days) before added up to; with less history the last 28 days again."""
    year = history.end - timedelta(days=364)
    same = history.since(year).before(year + timedelta(days=ahead)) if history.begin <= year else history.last(28)
    return same.total / same.recorded * ahead if same.recorded else None


def _of_quotients(case: Case, futures: Futures, found: Landing) -> Iterator[Statement]:
    """Targets around the last 28 days' quotient."""
    past = case.past
    if past.over is None or not past.over.last(28).total:
        return
    recent = past.daily.last(28).total / past.over.last(28).total
    for multiple in MULTIPLES:
        yield Statement(float((futures.draws[:, -1] >= multiple * recent).mean()), case.came >= multiple * recent)


def rolling(name: str, daily: Daily, *, step: int = 28, first: int = 56, aheads: Sequence[int] = (28, 91, 182)) -> Iterator[Case]:
    """A case every `step` days of a real series and for each horizon whose days were all recorded."""
    for day in range(first, len(daily.values), step):
        now = daily.begin + timedelta(days=day)
        for ahead in aheads:
            coming = daily.since(now).before(now + timedelta(days=ahead))
            if coming.recorded == ahead:
                yield Case(name, Past(daily.before(now)), ahead, coming.total)


def rolling_rate(name: str, x: Daily, n: Daily, *, step: int = 28, first: int = 56) -> Iterator[Case]:
    """The same for a rate whose period begins with the forecast."""
    for whole in rolling(name, n, step=step, first=first):
        now = whole.past.daily.end
        hits = x.since(now).before(now + timedelta(days=whole.ahead))
        if whole.came and hits.recorded == whole.ahead:
            yield Case(name, Past(x.before(now), whole.past.daily, Pair.RATE, now), whole.ahead, hits.total / whole.came)

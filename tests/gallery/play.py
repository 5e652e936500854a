"""Made-up visits of a made-up firm, as a table of events: small, seeded, the same bytes each time.

`tests/bench` has more events and reportgen's own demo more of what a tracker sends; here a firm is said in a dozen lines.
"""

import csv
import io
import json
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")
COLUMNS = """\
    columns: {time: time, event: event, visitor: visitor, page: page, source: source, medium: medium, campaign: campaign, device: device,
      country: country, platform: platform, engagement_ms: engaged, amount: amount, transaction_id: order, params: params}
"""
"""For an input of report.yaml."""

HEADER = (
    "time", "event", "visitor", "page", "source", "medium", "campaign", "device", "country", "platform", "engaged", "amount", "order",
    "params",
)  # fmt: skip
WEEKDAYS = (1.15, 1.2, 1.15, 1.1, 0.95, 0.65, 0.8)
HOURS = tuple(range(7, 23))
MOST_VISITS = 5


@dataclass(frozen=True)
class Way:
    """One way to the site: what share of first visits comes by it (any weight), how readily they act, and its first and last day."""

    source: str
    medium: str
    share: float
    campaign: str = ""
    ready: float = 1.0
    opens: date = date.min
    ends: date = date.max


@dataclass(frozen=True)
class Act:
    """Something visitors do: how likely in one visit, by which event, on which page.

    `after` multiplies the chance once an earlier act of that name happened; `months` the chance in these months; `amount` is the median
    of the money that it brings.
    """

    name: str
    chance: float
    page: str = "/"
    params: Mapping[str, Sequence[str]] = field(default_factory=dict)
    after: Mapping[str, float] = field(default_factory=dict)
    amount: float = 0.0
    months: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Firm:
    """A firm's site: how many new visitors it has a day, from where, what they see and do.

    `grows` is the growth a year (0.2: a fifth more), `busy` multiplies the visitors of a month (`2026-10`), `silent` are the first and the
    last day of which no event was recorded.
    """

    seed: int
    begin: date
    end: date
    a_day: float
    ways: Sequence[Way]
    pages: Mapping[str, float]
    acts: Sequence[Act]
    zone: str = "Europe/London"
    grows: float = 0.0
    busy: Mapping[str, float] = field(default_factory=dict)
    returns: float = 0.3
    silent: tuple[date, date] | None = None
    countries: Sequence[str] = ("United Kingdom",)


@dataclass(frozen=True)
class Row:
    """One event."""

    time: datetime
    event: str
    visitor: str
    page: str
    way: Way
    device: str
    country: str
    engaged: int = 0
    amount: float = 0.0
    order: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Weighed(Generic[T]):
    """Things to draw one of, each with its weight."""

    things: tuple[T, ...]
    weights: tuple[float, ...]

    @cached_property
    def edges(self) -> np.ndarray:
        return np.cumsum(self.weights)

    def drawn(self, rng: np.random.Generator) -> T:
        return self.things[int(np.searchsorted(self.edges, rng.random() * self.edges[-1], side="right"))]


def exports(firm: Firm) -> Mapping[str, str]:
    """One CSV a month, by its name; a month in which nothing was recorded has none."""
    months: dict[str, list[Row]] = {}
    zone = zoneinfo.ZoneInfo(firm.zone)
    for row in sorted(play(firm), key=lambda each: each.time):
        day = row.time.astimezone(zone).date()
        if day < firm.end and not (firm.silent and firm.silent[0] <= day <= firm.silent[1]):
            months.setdefault(f"{day:%Y-%m}", []).append(row)
    return {f"data/web/{month}.csv": table(rows) for month, rows in months.items()}


def table(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n")
    write.writerow(HEADER)
    for row in rows:
        way = row.way
        money = f"{row.amount:.2f}" if row.amount else ""
        params = json.dumps(dict(row.params), ensure_ascii=False) if row.params else ""
        write.writerow(
            (row.time.isoformat(), row.event, row.visitor, row.page, way.source, way.medium, way.campaign, row.device, row.country, "web",
             row.engaged or "", money, row.order, params)
        )  # fmt: skip
    return text.getvalue()


def play(firm: Firm) -> Iterator[Row]:
    """Every event of everybody whose first visit lies in the firm's days; later visits may lie beyond them."""
    days = (firm.end - firm.begin).days
    number, pages = 0, Weighed(tuple(firm.pages), tuple(firm.pages.values()))
    for place in range(days):
        day = firm.begin + timedelta(days=place)
        ways = [each for each in firm.ways if each.opens <= day <= each.ends]
        open_ways = Weighed(tuple(ways), tuple(each.share for each in ways))
        rng = np.random.default_rng([firm.seed, place])
        mean = firm.a_day * WEEKDAYS[day.weekday()] * (1 + firm.grows) ** (place / 365) * firm.busy.get(f"{day:%Y-%m}", 1.0)
        for _ in range(rng.poisson(mean)):
            number += 1
            yield from _visitor(firm, rng, day, f"v{number:06d}", open_ways.drawn(rng), pages)


def _visitor(firm: Firm, rng: np.random.Generator, day: date, visitor: str, way: Way, pages: Weighed[str]) -> Iterator[Row]:
    device, country = ("desktop", "mobile", "tablet")[rng.choice(3, p=(0.45, 0.5, 0.05))], firm.countries[rng.integers(len(firm.countries))]
    done: set[str] = set()
    for visit in range(MOST_VISITS):
        blank = Row(_moment(firm, rng, day), "", visitor, "/", way, device, country)
        yield from _visit(firm, rng, blank, done, pages)
        if rng.random() >= firm.returns:
            return
        day += timedelta(days=int(rng.geometric(0.12)))
        way = replace(way, source="(direct)", medium="(none)", campaign="") if visit % 2 == 0 else way


def _moment(firm: Firm, rng: np.random.Generator, day: date) -> datetime:
    local = time(int(rng.choice(HOURS)), int(rng.integers(60)), int(rng.integers(60)))
    return datetime.combine(day, local, zoneinfo.ZoneInfo(firm.zone)).astimezone(UTC)


def _visit(firm: Firm, rng: np.random.Generator, blank: Row, done: set[str], pages: Weighed[str]) -> Iterator[Row]:
    """The page views of a visit, then what the visitor does in it, in the firm's order of acts."""
    moment = blank.time
    for _ in range(int(rng.geometric(0.42))):
        engaged = int(rng.exponential(28_000))
        yield replace(blank, time=moment, event="page_view", page=pages.drawn(rng), engaged=engaged)
        moment += timedelta(milliseconds=engaged + 2_000)
    for act in firm.acts:
        chance = act.chance * blank.way.ready * act.months.get(f"{blank.time:%Y-%m}", 1.0)
        for before, times in act.after.items():
            chance *= times if before in done else 1.0
        if rng.random() < chance:
            done.add(act.name)
            moment += timedelta(seconds=20)
            if act.page != "/":
                yield replace(blank, time=moment, event="page_view", page=act.page, engaged=15_000)
                moment += timedelta(seconds=15)
            yield _done(rng, replace(blank, time=moment, page=act.page), act)


def _done(rng: np.random.Generator, blank: Row, act: Act) -> Row:
    params = {key: str(rng.choice(values)) for key, values in act.params.items()}
    if not act.amount:
        return replace(blank, event=act.name, params=params)
    amount = round(float(act.amount * np.exp(0.5 * rng.standard_normal())), 2)
    return replace(blank, event=act.name, params=params, amount=amount, order=f"O-{blank.visitor[1:]}-{int(blank.time.timestamp())}")

"""Totals and costs from outside the site, as a report tells them. Nobody stands behind them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ibis.expr.types import Table

from reportgen import periods
from reportgen.engine import Engine
from reportgen.metrics.ask import CALENDAR, Ask, calendar_rows, dates
from reportgen.metrics.frames import Row, rows
from reportgen.model.outside import CostCounts, CostSlice, CounterCounts, CounterSlice, Flow, Level
from reportgen.model.settings import CounterKind, CounterMeasure, CounterTable, InputSettings, Settings, YearComparison
from reportgen.periods import Grain, Period, day_date, day_number

MICRO = 1_000_000
MOST_SLICES = 10
WEEKS_BACK = 26
MONTHS_BACK = 6
DAY = timedelta(days=1)
WEEK = timedelta(days=7)

Spans = tuple[Period, Period, Period]
"""The reported period as far as it may be seen, the one before it, and the one a year before."""
Key = tuple[str, str]
"""A counter: its input and its measure."""


def spans(ask: Ask, settings: Settings) -> Spans:
    """What is compared. Totals keep their own calendar: an earlier period counts wherever they were told in it."""
    weekdays = settings.report.year_comparison is YearComparison.WEEKDAYS
    return ask.seen or ask.period, periods.previous(ask.period), periods.year_before(ask.period, weekdays=weekdays)


@dataclass(frozen=True, slots=True)
class _Told:
    """Units of each counter: of all its flow by day; by dimension the flow (and its days) of each period, and the last number of a stock
    up to an edge of one. `months` and `weeks` are those that flows are tabulated by."""

    months: tuple[Period, ...]
    weeks: tuple[Period, ...]
    days: Mapping[Key, Mapping[date, float]] = field(default_factory=dict)
    flows: Mapping[Key, Mapping[str, Mapping[int, tuple[float, int]]]] = field(default_factory=dict)
    levels: Mapping[Key, Mapping[str, Mapping[date, tuple[date, float]]]] = field(default_factory=dict)


def counter_counts(engine: Engine, counters: Table | None, settings: Settings, ask: Ask) -> tuple[CounterCounts, ...]:
    """Every counter of the settings, in their order; one that no file tells has nothing in it. Of a preset those that any file tells."""
    asked = spans(ask, settings)
    parts = (_months(asked[0]), periods.split(asked[0], Grain.WEEK, settings.report.week_start))
    told = _Told(*parts) if counters is None else _told(engine, counters, settings, asked, parts)
    ever = _ever(engine, counters) if any(source.preset for source in settings.report.inputs) else frozenset()
    return tuple(
        _counter(source, table, measure, told, asked)
        for source in settings.report.inputs
        for table, measure in source.measures
        if not source.preset or (source.key, measure.key) in ever
    )


def _ever(engine: Engine, counters: Table | None) -> frozenset[Key]:
    """The counters that any file tells."""
    return frozenset() if counters is None else frozenset(_of(row) for row in rows(engine.run(names(counters))))


def names(counters: Table) -> Table:
    """Rows (`source`, `metric`), each once."""
    return counters.select("source", "metric").distinct()


def _told(engine: Engine, counters: Table, settings: Settings, asked: Spans, parts: tuple[tuple[Period, ...], tuple[Period, ...]]) -> _Told:
    declared = [table for source in settings.report.inputs for table in source.counters]
    kinds = {measure.kind for each in declared for measure in each.measures}
    apart = any(each.dimension for each in declared)
    return _Told(
        *parts,
        days=_days(engine, counters, asked) if CounterKind.FLOW in kinds else {},
        flows=_flows(engine, counters, asked) if CounterKind.FLOW in kinds and apart else {},
        levels=_levels(engine, counters, asked) if CounterKind.STOCK in kinds else {},
    )


def _of(row: Row) -> Key:
    return row.text("source"), row.text("metric")


def _days(engine: Engine, counters: Table, asked: Spans) -> dict[Key, dict[date, float]]:
    """Flows of all dimensions together on the days of the periods and of the weeks before."""
    first = min(day_number(asked[2].begin), day_number(asked[0].begin - WEEKS_BACK * WEEK))
    frame = engine.run(day_sums(counters, first, day_number(asked[0].last_day)))
    found: defaultdict[Key, dict[date, float]] = defaultdict(dict)
    for row in rows(frame):
        found[_of(row)][day_date(row.number("day"))] = row.number("value") / MICRO
    return dict(found)


def day_sums(counters: Table, first: int, last: int) -> Table:
    """Rows (`source`, `metric`, `day`, `value`) of flows on the days from first to last."""
    found = counters.filter((counters.kind == CounterKind.FLOW.value) & counters.day.between(first, last))
    return found.group_by("source", "metric", "day").aggregate(value=found["value"].sum())


def _flows(engine: Engine, counters: Table, asked: Spans) -> dict[Key, dict[str, dict[int, tuple[float, int]]]]:
    calendar = engine.memtable(calendar_rows([[span] for span in asked]), CALENDAR)
    frame = engine.run(period_sums(counters, calendar))
    engine.drop(calendar)
    found: defaultdict[Key, defaultdict[str, dict[int, tuple[float, int]]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows(frame):
        found[_of(row)][row.text("dimension")][row.number("period")] = (row.number("value") / MICRO, row.number("days"))
    return {key: dict(values) for key, values in found.items()}


def period_sums(counters: Table, calendar: Table) -> Table:
    """Rows (`period`, `source`, `metric`, `dimension`, `value`, `days`) of flows."""
    found = counters.filter(counters.kind == CounterKind.FLOW.value).inner_join(calendar, "day")
    told = found.mutate(dimension=found.dimension.fill_null(""))
    return told.group_by("period", "source", "metric", "dimension").aggregate(value=told["value"].sum(), days=told.count())


def _levels(engine: Engine, counters: Table, asked: Spans) -> dict[Key, dict[str, dict[date, tuple[date, float]]]]:
    edges = sorted({edge for span in asked for edge in (span.begin - DAY, span.last_day)})
    calendar = engine.memtable([{"edge": day_number(edge)} for edge in edges], {"edge": "int64"})
    frame = engine.run(last_levels(counters, calendar))
    engine.drop(calendar)
    found: defaultdict[Key, defaultdict[str, dict[date, tuple[date, float]]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows(frame):
        own = found[_of(row)][row.text("dimension")]
        own[day_date(row.number("edge"))] = (day_date(row.number("day")), row.number("value") / MICRO)
    return {key: dict(values) for key, values in found.items()}


def last_levels(counters: Table, calendar: Table) -> Table:
    """Rows (`edge`, `source`, `metric`, `dimension`, `day`, `value`): of each stock the last number up to each edge. Never a sum."""
    stocks = counters.filter(counters.kind == CounterKind.STOCK.value)
    told = stocks.select("source", "metric", "day", "value", dimension=stocks.dimension.fill_null(""))
    within = told.inner_join(calendar, [told.day <= calendar.edge])
    keys = ["edge", "source", "metric", "dimension"]
    newest = within.group_by(keys).aggregate(day=within.day.max())
    return newest.inner_join(told, ["source", "metric", "dimension", "day"]).select(*keys, "day", "value")


def _counter(source: InputSettings, table: CounterTable, measure: CounterMeasure, told: _Told, asked: Spans) -> CounterCounts:
    key, stock, apart = (source.key, measure.key), measure.kind is CounterKind.STOCK, bool(table.dimension)
    days = told.days.get(key, {})
    slices = [
        *(_slice(value, [_level(span, edges) for span in asked]) for value, edges in told.levels.get(key, {}).items()),
        *(_slice(value, [_flow(span, sums.get(n)) for n, span in enumerate(asked)]) for value, sums in told.flows.get(key, {}).items()),
    ]
    shown = sorted(slices, key=lambda one: (-_size(one.current), one.value or "")) if apart else []
    alone = apart and (stock or measure.people)
    return CounterCounts(
        input=source.key,
        key=measure.key,
        label=measure.title,
        platform=source.platform,
        stock=stock,
        people=measure.people,
        grain=table.grain if table.day else Grain.MONTH,
        dimension=tuple(columns[0] for columns in table.dimension),
        whole=None if alone else _whole(slices, days, asked, stock=stock),
        slices=tuple(shown[:MOST_SLICES]),
        left_out=max(len(shown) - MOST_SLICES, 0),
        weekly=_weekly(days, asked[0].begin) if _is_daily(table) and not alone else (),
        months=() if alone else _parts(days, told.months),
        weeks=() if alone or not table.day or table.grain is Grain.MONTH else _parts(days, told.weeks),
    )


def _is_daily(table: CounterTable) -> bool:
    """Whether each day has a number of its own, and not its part of several days' number."""
    return bool(table.day) and not table.until and table.grain is Grain.DAY


def _whole(slices: Sequence[CounterSlice], days: Mapping[date, float], asked: Spans, *, stock: bool) -> CounterSlice:
    if stock:
        return next(iter(slices), _slice("", [_level(span, {}) for span in asked]))
    return _slice("", [_summed(span, days) for span in asked])


def _months(span: Period) -> tuple[Period, ...]:
    """The months up to the period's last day."""
    first = periods.add_months(span.last_day.replace(day=1), 1 - MONTHS_BACK)
    return periods.split(periods.of(first, span.last_day), Grain.MONTH)


def _parts(days: Mapping[date, float], spans: Sequence[Period]) -> tuple[Flow, ...]:
    """The flow of each stretch, those left out on whose days nothing was told."""
    flows = (_summed(span, days) for span in spans)
    return tuple(flow for flow in flows if flow.days)


def _slice(value: str, parts: Sequence[Flow | Level]) -> CounterSlice:
    return CounterSlice(value or None, *parts)


def _size(part: Flow | Level) -> float:
    return part.total if isinstance(part, Flow) else part.value or 0.0


def _flow(span: Period, told: tuple[float, int] | None) -> Flow:
    return Flow(span, *(told or (0.0, 0)))


def _summed(span: Period, days: Mapping[date, float]) -> Flow:
    inside = [days[day] for day in dates(span) if day in days]
    return Flow(span, float(sum(inside)), len(inside))


def _level(span: Period, edges: Mapping[date, tuple[date, float]]) -> Level:
    day, value = edges.get(span.last_day, (None, None))
    before_day, before = edges.get(span.begin - DAY, (None, None))
    return Level(span, value, day, before, before_day)


def _weekly(days: Mapping[date, float], begin: date) -> tuple[float, ...]:
    """The totals of the whole weeks that end at `begin`, first to last, where each day was told."""
    weeks = [[begin - WEEK * back + DAY * day for day in range(7)] for back in range(WEEKS_BACK, 0, -1)]
    return tuple(sum(days[day] for day in week) for week in weeks if all(day in days for day in week))


def cost_counts(engine: Engine, costs: Table | None, settings: Settings, ask: Ask) -> CostCounts | None:
    """What was spent, by channel and by campaign; None where no file tells of costs."""
    edges = None if costs is None else cost_edges(engine, costs)
    if costs is None or edges is None:
        return None
    asked = spans(ask, settings)
    calendar = engine.memtable(calendar_rows([[span] for span in asked]), CALENDAR)
    frame = engine.run(cost_sums(costs, calendar))
    engine.drop(calendar)
    spent = [(row.number("period"), row.text("channel"), row.text("campaign"), row.number("amount")) for row in rows(frame)]
    known = [edges[0] <= span.begin for span in asked]
    whole = [sum(amount for period, _, _, amount in spent if period == n) if known[n] or n == 0 else None for n in range(3)]
    return CostCounts(
        current=whole[0] or 0,
        previous=whole[1],
        year_before=whole[2],
        days=sum(edges[0] <= day <= edges[1] for day in dates(asked[0])),
        channels=_cost_slices([(period, channel, amount) for period, channel, _, amount in spent], known),
        campaigns=_cost_slices([(period, campaign, amount) for period, _, campaign, amount in spent], known),
    )


def cost_sums(costs: Table, calendar: Table) -> Table:
    """Rows (`period`, `channel`, `campaign`, `amount`)."""
    found = costs.inner_join(calendar, "day")
    return found.group_by("period", "channel", "campaign").aggregate(amount=found.amount.sum())


def cost_edges(engine: Engine, costs: Table) -> tuple[date, date] | None:
    """The first and the last day with a cost, None without any. Between them a day without one cost nothing."""
    (found,) = rows(engine.run(costs.aggregate(first=costs.day.min(), last=costs.day.max(), n=costs.count())))
    return (day_date(found.number("first")), day_date(found.number("last"))) if found.number("n") else None


def _cost_slices(spent: Sequence[tuple[int, str, int]], known: Sequence[bool]) -> tuple[CostSlice, ...]:
    totals: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for period, value, amount in spent:
        totals[value][period] += amount
    found = [CostSlice(value, now, was if known[1] else None, year if known[2] else None) for value, (now, was, year) in totals.items()]
    return tuple(sorted(found, key=lambda one: (-one.current, one.value)))

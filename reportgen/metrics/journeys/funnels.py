"""Ordered funnels, first match greedy (statistics 4): for each macro the stages before it, and the cart where its rules are declared.

All funnels are counted together. Entrants are those of the reported period, of each of the 24 weeks before it, and of all time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import ibis
import pandas as pd
from ibis.expr.types import IntegerValue, Table

from reportgen.engine import stacked
from reportgen.metrics.ask import CALENDAR, Ask, Recorded, calendar_rows
from reportgen.metrics.frames import Row, rows
from reportgen.metrics.journeys.records import grouped, lags_of
from reportgen.metrics.journeys.ways import Ways
from reportgen.model.journeys import Funnel, FunnelCohort, FunnelStep, windows
from reportgen.model.settings import ConversionRule, Settings, Tier
from reportgen.periods import Period, day_number
from reportgen.stats.measures import Rate

WEEKS = 24
AGES = (0, 7, 30)
EVER = -1
"""The stretch of entrants of all time, beside the positions of period and weeks."""
CART = ("view_item", "add_to_cart", "begin_checkout", "purchase")


@dataclass(frozen=True, slots=True)
class Plan:
    """A funnel to count."""

    key: str
    steps: tuple[FunnelStep, ...]
    window: int


def plans(settings: Settings) -> tuple[Plan, ...]:
    """A funnel for each macro that has a step before it, then the cart."""
    stages = [FunnelStep(stage.key, keys) for stage in settings.report.stages if (keys := of_stage(stage.key, settings))]
    found = []
    for rule in settings.macros:
        ladder = _ladder(rule, settings)
        taken = set(ladder)
        steps = [step for step in stages if not taken >= set(step.rules)] + [FunnelStep(key, (key,)) for key in ladder]
        found.append(Plan(rule.key, tuple(steps), windows(rule).funnel))
    return tuple(plan for plan in (*found, *_cart(settings)) if len(plan.steps) > 1)


def of_stage(stage: str, settings: Settings) -> tuple[str, ...]:
    """The listed rules of a stage."""
    return tuple(rule.key for rule in (*settings.micros, *settings.macros) if rule.stage == stage)


def _ladder(rule: ConversionRule, settings: Settings) -> list[str]:
    """The macro, after the macros it follows or is measured on."""
    found = [rule.key]
    listed = {macro.key: macro for macro in settings.macros}
    while (before := listed[found[0]].only_after or listed[found[0]].rate_base) in listed and before not in found:
        found.insert(0, str(before))
    return found


def _cart(settings: Settings) -> list[Plan]:
    """The shop's own steps, where there are rules of two or more of its events and the last is a macro."""
    steps = [FunnelStep(event, keys) for event in CART if (keys := _on_event(event, settings))]
    last = settings.rule(steps[-1].rules[0]) if steps else None
    if last is None or steps[-1].key != CART[-1] or last.tier is not Tier.MACRO:
        return []
    return [Plan("cart", tuple(steps), windows(last).funnel)]


def _on_event(event: str, settings: Settings) -> tuple[str, ...]:
    listed = (*settings.macros, *settings.micros)
    return tuple(rule.key for rule in listed if any(event in part.event for part in rule.match))


def stretches(ask: Ask, known: Recorded) -> tuple[Period, ...]:
    """The reported period up to as_of, then the weeks before it that have data, newest first."""
    assert ask.seen is not None
    begin, first = ask.period.begin, known.first or ask.period.begin
    weeks = [Period(begin - timedelta(weeks=back), begin - timedelta(weeks=back - 1)) for back in range(1, WEEKS + 1)]
    return (ask.seen, *(week for week in weeks if week.begin >= first))


def funnels(way: Ways, spans: Sequence[Period]) -> tuple[Funnel, ...]:
    """Every funnel of the settings, over these stretches."""
    asked = plans(way.settings)
    if not asked:
        return ()
    engine = way.engine
    calendar = engine.memtable(calendar_rows([[span] for span in spans]), CALENDAR)
    taken = engine.cache(_taken(way, asked), "funnel_steps")
    passed = engine.cache(_passed(way, taken, calendar, max(len(plan.steps) for plan in asked)), "passed")
    ages = [{"funnel": plan.key, "age": age} for plan in asked for age in sorted({*AGES, plan.window}) if age <= plan.window]
    aged = engine.memtable(ages, {"funnel": "string", "age": "int64"})
    depth = max(len(plan.steps) for plan in asked)
    frames = engine.many(
        {
            "cohorts": _cohorts(way, passed, aged, depth),
            "lags": _lags(way, passed, depth),
            "skipped": _skipped(way, taken),
            "standing": _standing(way, taken),
            "seen": _seen(taken, calendar),
        }
    )
    engine.drop(calendar, taken, passed, aged)
    return tuple(_record(plan, spans, frames) for plan in asked)


def _taken(way: Ways, asked: Sequence[Plan]) -> Table:
    """Each step that a person took: `funnel`, its `window`, `place` of the step and `last` place, `time`, `day`."""
    steps = [
        {"funnel": plan.key, "window": plan.window, "place": place, "last": len(plan.steps) - 1, "rule": rule}
        for plan in asked
        for place, step in enumerate(plan.steps)
        for rule in step.rules
    ]
    columns = {"funnel": "string", "window": "int64", "place": "int64", "last": "int64", "rule": "string"}
    table = way.engine.memtable(steps, columns)
    joined = way.marks.select("visitor", "rule", "time", "day").inner_join(table, "rule")
    return joined.select("visitor", "funnel", "window", "place", "last", "time", "day").distinct()


def _passed(way: Ways, taken: Table, calendar: Table, depth: int) -> Table:
    """A row a funnel, stretch and person who entered in it: times and days of each step reached in order; with their first channel."""
    first = taken.filter(taken.place == 0)
    dated = first.inner_join(calendar, "day").select("funnel", "window", "period", "visitor", "time", "day")
    ever = first.select("funnel", "window", "visitor", "time", "day", period=ibis.literal(EVER, "int64"))
    rows = dated.union(ever.select(dated.columns))
    keys = ["funnel", "window", "period", "visitor"]
    entered = rows.group_by(keys).aggregate(time_0=rows.time.min(), day_0=rows.day.min())
    found = _further(entered, taken, 1, keys)
    for place in range(2, depth):
        found = _further(found, taken, place, keys)
    later = [f"{name}_{place}" for place in range(1, depth) for name in ("time", "day")]
    whole = entered.left_join(found.select(*keys, *later), keys, rname="of_{name}").select(*entered.columns, *later)
    named = whole.left_join(way.people.select("visitor", "channel"), "visitor", rname="of_{name}")
    return named.select(*whole.columns, channel=named.channel.fill_null("(none)"))


def _further(found: Table, taken: Table, place: int, keys: Sequence[str]) -> Table:
    """The rows with when this step was reached; of the first step after entering, which few take, only those who did."""
    step = taken.filter(taken.place == place).select(step_funnel="funnel", step_visitor="visitor", step_time="time", step_day="day")
    after = [
        found.funnel == step.step_funnel,
        found.visitor == step.step_visitor,
        step.step_time > found[f"time_{place - 1}"],
        step.step_day <= found.day_0 + found.window,
    ]
    joined = found.inner_join(step, after) if place == 1 else found.left_join(step, after)
    earlier = [f"{name}_{before}" for before in range(place) for name in ("time", "day")]
    return joined.group_by([*keys, *earlier]).aggregate(**{f"time_{place}": joined.step_time.min(), f"day_{place}": joined.step_day.min()})


def _cohorts(way: Ways, passed: Table, aged: Table, depth: int) -> Table:
    """By funnel, stretch, channel and age: `reached_0` entrants who are so old, `reached_k` of them at step k within the age."""
    each = passed.filter(passed.period != EVER).inner_join(aged, "funnel")
    old = each.filter(each.day_0 + each.age <= way.today)
    reached = {f"reached_{place}": _count(old[f"day_{place}"] <= old.day_0 + old.age) for place in range(depth)}
    return old.group_by("funnel", "period", "channel", "age").aggregate(**reached)


def _count(test: ibis.expr.types.BooleanValue) -> IntegerValue:
    return test.fill_null(False).cast("int64").sum()


def _lags(way: Ways, passed: Table, depth: int) -> Table:
    """By funnel and step: days to the next step, or as long as it was waited for within the window."""
    ever = passed.filter(passed.period == EVER)
    parts = []
    for place in range(depth - 1):
        at = ever.filter(ever[f"day_{place}"].notnull())
        day, later = at[f"day_{place}"], at[f"day_{place + 1}"]
        waited = ibis.least(ibis.literal(way.today, "int64"), at.day_0 + at.window) - day
        lag = ibis.ifelse(later.notnull(), later - day, waited)
        parts.append(at.select("funnel", place=ibis.literal(place, "int64"), lag=lag, event=later.notnull().cast("int64")))
    each = stacked(parts)
    return each.group_by("funnel", "place", "lag", "event").aggregate(n=each.count())


def _skipped(way: Ways, taken: Table) -> Table:
    """By funnel and step: of the people with the last step, those seen at this one up to then; ever, and with the last in the period."""
    assert way.ask.seen is not None
    firsts = taken.group_by("funnel", "place", "last", "visitor").aggregate(time=taken.time.min(), day=taken.day.min())
    ends = firsts.filter(firsts.place == firsts["last"]).select("funnel", "visitor", end="time", end_day="day")
    both = firsts.inner_join(ends, ["funnel", "visitor"])
    seen = both.filter(both.time <= both.end)
    recent = seen.end_day.between(day_number(way.ask.seen.begin), way.today)
    return seen.group_by("funnel", "place").aggregate(ever=seen.count(), recent=_count(recent))


def _standing(way: Ways, taken: Table) -> Table:
    """By funnel: people by the furthest step they took in the last `window` days."""
    lately = taken.filter(taken.day > way.today - taken.window)
    furthest = lately.group_by("funnel", "visitor").aggregate(place=lately.place.max())
    return furthest.group_by("funnel", "place").aggregate(n=furthest.count())


def _seen(taken: Table, calendar: Table) -> Table:
    """By funnel: people with each step in the reported period."""
    inside = taken.semi_join(calendar.filter(calendar.period == 0), "day")
    return inside.select("funnel", "place", "visitor").distinct().group_by("funnel", "place").aggregate(n=ibis._.count())


def _record(plan: Plan, spans: Sequence[Period], frames: dict[str, pd.DataFrame]) -> Funnel:
    def own(name: str) -> list[Row]:
        return [row for row in rows(frames[name]) if row.text("funnel") == plan.key]

    depth = range(len(plan.steps))
    lags = grouped(own("lags"), lambda row: row.number("place"))
    standing, seen = ({row.number("place"): row.number("n") for row in own(name)} for name in ("standing", "seen"))
    skipped = {row.number("place"): row for row in own("skipped")}
    return Funnel(
        key=plan.key,
        steps=plan.steps,
        window=plan.window,
        cohorts=tuple(
            FunnelCohort(span, channel, age, reached)
            for at, channel, age, reached in sorted(
                (row.number("period"), row.text("channel"), row.number("age"), tuple(row.number(f"reached_{place}") for place in depth))
                for row in own("cohorts")
            )
            for span in (spans[at],)
        ),
        lags=tuple(lags_of(lags.get(place, [])) for place in depth[:-1]),
        skipped=_missed(skipped, "recent", depth),
        skipped_ever=_missed(skipped, "ever", depth),
        standing=tuple(standing.get(place, 0) for place in depth),
        seen=tuple(seen.get(place, 0) for place in depth),
    )


def _missed(seen: dict[int, Row], name: str, depth: range) -> tuple[Rate, ...]:
    """For each step but the last: those not seen there, of all with the last."""
    numbers = [seen[place].number(name) if place in seen else 0 for place in depth]
    return tuple(Rate(numbers[-1] - number, numbers[-1]) for number in numbers[:-1])

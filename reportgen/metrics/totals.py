"""The reported period and the ones it is compared with: totals, breakdowns, items, rates on a base."""

from collections.abc import Mapping, Sequence
from functools import reduce

import pandas as pd
from ibis.expr.types import Table

from reportgen.metrics import conversions as conv
from reportgen.metrics import messages as msg
from reportgen.metrics import people as ppl
from reportgen.metrics import tiers
from reportgen.metrics.ask import CALENDAR, calendar_rows
from reportgen.metrics.conversions import ANY_MACRO
from reportgen.metrics.frames import add_converted, add_traffic, converted_by, every_rule, rows, traffic_by
from reportgen.metrics.source import Source
from reportgen.model.counts import Converted, Dimension, PeriodCounts, Slice, TierCounts, Traffic
from reportgen.model.settings import ConversionRule, Settings
from reportgen.periods import Period
from reportgen.stats.measures import Rate

OTHER = "(other)"
SLICES = 200
"""Most values of one dimension; the rest become `(other)`. Slices share no visitor, so their counts add."""


def listed(settings: Settings) -> tuple[str, ...]:
    """The keys of every rule that readers see, macros first, then `any_macro`."""
    return (*(rule.key for rule in (*settings.macros, *settings.micros)), ANY_MACRO)


def macro_keys(settings: Settings) -> tuple[str, ...]:
    return tuple(rule.key for rule in settings.macros)


def period_counts(source: Source, spans: Mapping[int, Period], named: Mapping[int, Period]) -> dict[int, PeriodCounts]:
    """Counts of each period by its position. `spans` are the days seen, `named` the periods as asked for."""
    engine = source.engine
    calendar = engine.memtable(calendar_rows([[spans[at]] if at in spans else [] for at in range(max(named) + 1)]), CALENDAR)
    people = engine.cache(ppl.people_by_first_session(ppl.tagged(source.facts.visits, calendar)), "period_people")
    matched = conv.matched(ppl.tagged(source.facts.conversions, calendar), people)
    every = engine.cache(conv.persons(conv.with_any(matched, macro_keys(source.settings))), "period_persons")
    persons = engine.cache(conv.with_dimensions(every, people), "period_conversions")  # by itself: both at once need twice the memory
    engine.drop(every)
    frames = engine.many(expressions(people, persons, matched, source))
    engine.drop(people, persons, calendar)
    return {index: _assemble(index, period, frames, source) for index, period in named.items()}


def expressions(people: Table, persons: Table, matched: Table, source: Source) -> dict[str, Table]:
    """Everything asked of the periods' people, converters and conversions, by name."""
    settings = source.settings
    each = ["dimension", "value"]
    asked = {
        "traffic": ppl.traffic(people),
        "converted": conv.added_up(persons),
        "traffic_by": ppl.traffic(ppl.by_dimension(people), each),
        "converted_by": conv.added_up(ppl.by_dimension(persons), each),
        "tiers": tiers.expression(people, persons, settings),
    }
    for place in range(max((len(rule.by) for rule in settings.rules), default=0)):
        name = conv.PARAMETERS[place]
        wanted = [rule.key for rule in settings.rules if len(rule.by) > place]
        asked[f"items:{name}"] = conv.converted(matched.filter(matched.rule.isin(wanted)), [name])
    asked |= msg.expressions(people, persons)
    pairs = [{"rule": rule.key, "base": rule.rate_base} for rule in settings.rules if rule.rate_base]
    if pairs:
        asked["bases"] = conv.on_base(persons, source.engine.memtable(pairs, {"rule": "string", "base": "string"}))
    return asked


def _assemble(index: int, period: Period, frames: Mapping[str, pd.DataFrame], source: Source) -> PeriodCounts:
    settings = source.settings
    found = converted_by(frames["converted"]).get((index, ""), {})
    return PeriodCounts(
        period=period,
        traffic=traffic_by(frames["traffic"]).get((index, ""), Traffic()),
        converted=every_rule(found, listed(settings)),
        bases=_bases(index, frames, found, settings),
        by={dimension: _slices(index, dimension, frames, settings) for dimension in Dimension},
        recorded=source.known.share(period),
        messages=msg.messages(frames, listed(settings)) if index == 0 else (),
        tiers=tiers.tier_counts(frames["tiers"]) if index == 0 else TierCounts(),
        items={(rule.key, name): _items(index, rule, place, frames) for rule in settings.rules for place, name in enumerate(rule.by)},
    )


def _bases(index: int, frames: Mapping[str, pd.DataFrame], found: Mapping[str, Converted], settings: Settings) -> dict[str, Rate]:
    """For each rule with a `rate_base`: its converters among that rule's converters, both in the same period."""
    both = {
        (row.text("rule"), row.text("base")): row.number("n")
        for row in (rows(frames["bases"]) if "bases" in frames else ())
        if row.number("period") == index
    }
    return {
        rule.key: Rate(both.get((rule.key, rule.rate_base), 0), found.get(rule.rate_base, Converted()).converters)
        for rule in settings.rules
        if rule.rate_base
    }


def _items(index: int, rule: ConversionRule, place: int, frames: Mapping[str, pd.DataFrame]) -> dict[str, Converted]:
    """Parameter value -> Converted of the rule, most conversions first."""
    name = conv.PARAMETERS[place]
    grouped = converted_by(frames[f"items:{name}"], name)
    values = {value: found[rule.key] for (at, value), found in grouped.items() if at == index and rule.key in found}
    return dict(sorted(values.items(), key=lambda item: (-item[1].conversions, item[0])))


def _slices(index: int, dimension: Dimension, frames: Mapping[str, pd.DataFrame], settings: Settings) -> tuple[Slice, ...]:
    """The dimension's values in the period, most visitors first, `(other)` last."""
    seen = traffic_by(_of(frames["traffic_by"], dimension), "value")
    found = converted_by(_of(frames["converted_by"], dimension), "value")
    kept = set(_largest(seen, found))
    values = {value for at, value in (*seen, *found) if at == index}
    rules = listed(settings)
    slices = [
        Slice(value, seen.get((index, value), Traffic()), every_rule(found.get((index, value), {}), rules)) for value in values & kept
    ]
    slices.sort(key=lambda item: (-item.traffic.visitors, -item.traffic.sessions, item.value))
    rest = sorted(values - kept)
    if rest:
        slices.append(_merged([(seen.get((index, value), Traffic()), found.get((index, value), {})) for value in rest], rules))
    return tuple(slices)


def _of(frame: pd.DataFrame, dimension: Dimension) -> pd.DataFrame:
    return frame[frame["dimension"] == dimension.value]


def _largest(seen: Mapping[tuple[int, str], Traffic], found: Mapping[tuple[int, str], Mapping[str, Converted]]) -> Sequence[str]:
    """The values kept by name in every period: those with most visitors in the first period, then in the others."""
    weight: dict[str, tuple[int, int]] = dict.fromkeys((value for _, value in found), (0, 0))
    for (at, value), part in seen.items():
        now, ever = weight.get(value, (0, 0))
        weight[value] = (now + (part.visitors if at == 0 else 0), ever + part.visitors)
    return sorted(weight, key=lambda value: (-weight[value][0], -weight[value][1], value))[:SLICES]


def _merged(parts: Sequence[tuple[Traffic, Mapping[str, Converted]]], rules: Sequence[str]) -> Slice:
    traffic = reduce(add_traffic, (part for part, _ in parts))
    converted = {rule: reduce(add_converted, (found.get(rule, Converted()) for _, found in parts)) for rule in rules}
    return Slice(OTHER, traffic, converted)

"""Channel by message: the people of the reported period by the channel and the message (`content`) of their first session in it."""

from collections.abc import Mapping, Sequence
from functools import reduce

import pandas as pd
from ibis.expr.types import Table

from reportgen.metrics import conversions as conv
from reportgen.metrics import people as ppl
from reportgen.metrics.frames import add_converted, add_traffic, converted_of, every_rule, rows, traffic_of
from reportgen.model.counts import Converted, MessageSlice, Traffic

MESSAGES = 50
"""Most messages told apart, by visitors; the rest are `(other)`."""
OTHER = "(other)"
UNNAMED = frozenset({"", ppl.NONE, "(not set)", "(not provided)"})
BY = ("channel", ppl.MESSAGE)

Place = tuple[str, str]


def expressions(people: Table, persons: Table) -> dict[str, Table]:
    """Traffic and conversions of period 0 by channel and message."""
    return {
        "messages": ppl.traffic(people.filter(people.period == 0), BY),
        "message_conversions": conv.added_up(persons.filter(persons.period == 0), BY),
    }


def messages(frames: Mapping[str, pd.DataFrame], rules: Sequence[str]) -> tuple[MessageSlice, ...]:
    """The slices with all rules, which add up to the period; empty where nobody came by a named message."""
    seen: dict[Place, Traffic] = {}
    for row in rows(frames["messages"]):
        at = _place(row.text("channel"), row.text(ppl.MESSAGE))
        seen[at] = add_traffic(seen.get(at, Traffic()), traffic_of(row))
    kept = _largest(seen)
    if not kept:
        return ()
    done: dict[Place, dict[str, Converted]] = {}
    for row in rows(frames["message_conversions"]):
        at, rule = _place(row.text("channel"), row.text(ppl.MESSAGE)), row.text("rule")
        own = done.setdefault(at, {})
        own[rule] = add_converted(own.get(rule, Converted()), converted_of(row))
    pooled: dict[Place, list[Place]] = {}
    for at in sorted({*seen, *done}):
        pooled.setdefault((at[0], at[1] if at[1] in kept or not at[1] else OTHER), []).append(at)
    found = {at: every_rule(own, rules) for at, own in done.items()}
    none = every_rule({}, rules)
    return tuple(
        MessageSlice(
            *at,
            reduce(add_traffic, (seen.get(part, Traffic()) for part in parts)),
            reduce(_sums, (found.get(part, none) for part in parts)),
        )
        for at, parts in sorted(pooled.items())
    )


def _place(channel: str, message: str) -> Place:
    return channel, "" if message in UNNAMED else message


def _largest(seen: Mapping[Place, Traffic]) -> frozenset[str]:
    """The named messages with most visitors."""
    visitors: dict[str, int] = {}
    for (_, message), traffic in seen.items():
        if message:
            visitors[message] = visitors.get(message, 0) + traffic.visitors
    return frozenset(sorted(visitors, key=lambda message: (-visitors[message], message))[:MESSAGES])


def _sums(one: Mapping[str, Converted], other: Mapping[str, Converted]) -> dict[str, Converted]:
    """Conversions of two groups that share no visitor, rule by rule."""
    return {rule: add_converted(one[rule], other[rule]) for rule in one}

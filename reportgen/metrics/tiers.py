"""Both tiers together: how many of the reported period's visitors were engaged, gave any signal, had any macro."""

from collections.abc import Sequence

import pandas as pd
from ibis.expr.types import IntegerValue, Table

from reportgen.metrics.frames import rows
from reportgen.model.counts import TierCounts
from reportgen.model.settings import ConversionRule, Settings


def expression(people_rows: Table, persons: Table, settings: Settings) -> Table:
    """One row of counts of the visitors of period 0, from a row a visitor and a row a rule and person; hidden rules stand in none."""
    done = persons.filter((persons.period == 0) & persons.person.notnull() & (persons.rows > 0))
    each = done.group_by("person").aggregate(micro=_any(done, settings.micros), macro=_any(done, settings.macros))
    seen = people_rows.filter((people_rows.period == 0) & people_rows.visitor.notnull())
    joined = seen.left_join(each, seen.visitor == each.person)
    marked = joined.select(
        engaged=(joined.engaged_sessions > 0).cast("int64"), micro=joined.micro.fill_null(0), macro=joined.macro.fill_null(0)
    )
    return marked.aggregate(
        engaged=marked.engaged.sum(), micro=marked.micro.sum(), macro=marked.macro.sum(), both=(marked.micro * marked.macro).sum()
    )


def _any(done: Table, rules: Sequence[ConversionRule]) -> IntegerValue:
    """1 for a person with any of the rules, else 0. No rule has an empty key: a list of none would be no column."""
    return done.rule.isin([rule.key for rule in rules] or [""]).cast("int64").max()


def tier_counts(frame: pd.DataFrame) -> TierCounts:
    (row,) = rows(frame)
    return TierCounts(row.number("engaged"), row.number("micro"), row.number("macro"), row.number("both"))

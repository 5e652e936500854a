"""Conversions of several periods at once, matched with the people seen in each. Expressions only."""

from collections.abc import Sequence

import ibis
from ibis.expr.types import Table

from reportgen.metrics.people import KNOWN, NONE

ANY_MACRO = "any_macro"
PARAMETERS = ("by_1", "by_2", "by_3")


def matched(conversions_tagged: Table, people_rows: Table) -> Table:
    """Conversions with `person`: their visitor where seen in the period, else null."""
    seen = people_rows.filter(people_rows.visitor.notnull()).select("period", "visitor", person=people_rows.visitor)
    wanted = conversions_tagged.select("period", "day", "time", "rule", "visitor", "amount", *PARAMETERS)
    joined = wanted.left_join(seen, ["period", "visitor"], rname="seen_{name}")
    parameters = {name: joined[name].fill_null(NONE) for name in PARAMETERS}
    return joined.select("period", "day", "time", "rule", "person", "amount", **parameters)


def with_dimensions(persons: Table, people_rows: Table) -> Table:
    """Rows of `persons` with the dimensions of each; those of nobody stand under `(none)`, so that slices still add up."""
    named = people_rows.filter(people_rows.visitor.notnull()).select("period", "visitor", *KNOWN)
    joined = persons.left_join(named, [persons.period == named.period, persons.person == named.visitor])
    return joined.select(*(persons[name] for name in persons.columns), **{name: joined[name].fill_null(NONE) for name in KNOWN})


def fulfilled(conversions: Table) -> Table:
    """Conversions without refunds: a negative amount takes money back and fulfils nothing."""
    return conversions.filter(conversions.amount.fill_null(0) >= 0)


def with_any(conversions: Table, macros: Sequence[str]) -> Table:
    """The conversions once more under the rule `any_macro`, those of the listed macros only."""
    of_macros = conversions.filter(conversions.rule.isin(list(macros)))
    return conversions.union(of_macros.mutate(rule=ibis.literal(ANY_MACRO)))


def converted(matched_rows: Table, by: Sequence[str] = ()) -> Table:
    """Per period and rule (and further columns): `conversions`, `converters`, `unmatched`, `amount` with `valued` rows behind it.

    A refund (a negative amount) is no conversion, but its amount counts.
    """
    return added_up(persons(matched_rows, by), by)


def persons(matched_rows: Table, by: Sequence[str] = ()) -> Table:
    """A row a period, rule and person (and further columns; null: all that match nobody), with sums of their conversions."""
    return matched_rows.group_by(["period", "rule", *by, "person"]).aggregate(
        rows=(matched_rows.amount.fill_null(0) >= 0).cast("int64").sum(),
        amounts=matched_rows.amount.sum(),
        with_amount=matched_rows.amount.count(),
    )


def added_up(persons: Table, by: Sequence[str] = ()) -> Table:
    """`converted` from rows of `persons`."""
    return persons.group_by(["period", "rule", *by]).aggregate(
        conversions=persons.rows.sum(),
        converters=(persons.person.notnull() & (persons.rows > 0)).cast("int64").sum(),
        unmatched=ibis.ifelse(persons.person.isnull(), persons.rows, 0).sum(),
        amount=ibis.coalesce(persons.amounts, 0).sum(),
        valued=persons.with_amount.sum(),
    )


def on_base(persons: Table, pairs: Table) -> Table:
    """For each pair (`rule`, `base`) and period: `n` persons who fulfilled both in it."""
    done = persons.filter(persons.person.notnull() & (persons.rows > 0)).select("period", "rule", "person")
    base = done.select("period", "person", base=done.rule)
    both = done.inner_join(pairs, "rule").inner_join(base, ["period", "person", "base"])
    return both.group_by(["period", "rule", "base"]).aggregate(n=both.count())

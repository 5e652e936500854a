"""Conversions of several periods at once, matched with the people seen in each. Expressions only."""

from collections.abc import Sequence

import ibis
from ibis.expr.types import Table

from reportgen.metrics.people import NONE

ANY_MACRO = "any_macro"
PARAMETERS = ("by_1", "by_2", "by_3")


def matched(conversions_tagged: Table, people_rows: Table, carry: Sequence[str] = ()) -> Table:
    """Conversions with `person`: their visitor where seen in the period, else null. `carry` takes columns of the person along.

    A conversion without a person stands under `(none)`, in no slice of its own, so that slices still add up.
    """
    seen = people_rows.filter(people_rows.visitor.notnull()).select("period", "visitor", *carry)
    seen = seen.mutate(person=seen.visitor)
    wanted = conversions_tagged.select("period", "day", "time", "rule", "visitor", "amount", *PARAMETERS)
    joined = wanted.left_join(seen, ["period", "visitor"], rname="seen_{name}")
    carried = {name: joined[name].fill_null(NONE) for name in carry}
    parameters = {name: joined[name].fill_null(NONE) for name in PARAMETERS}
    return joined.select("period", "day", "time", "rule", "person", "amount", **parameters, **carried)


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
    keys = ["period", "rule", *by]
    persons = matched_rows.group_by([*keys, "person"]).aggregate(
        rows=(matched_rows.amount.fill_null(0) >= 0).cast("int64").sum(),
        amounts=matched_rows.amount.sum(),
        with_amount=matched_rows.amount.count(),
    )
    return persons.group_by(keys).aggregate(
        conversions=persons.rows.sum(),
        converters=(persons.person.notnull() & (persons.rows > 0)).cast("int64").sum(),
        unmatched=ibis.ifelse(persons.person.isnull(), persons.rows, 0).sum(),
        amount=ibis.coalesce(persons.amounts, 0).sum(),
        valued=persons.with_amount.sum(),
    )


def fulfillers(matched_rows: Table) -> Table:
    """A row a period, rule and person who fulfilled it at least once."""
    done = fulfilled(matched_rows)
    named = done.filter(done.person.notnull())
    return named.select("period", "rule", "person").distinct()


def on_base(matched_rows: Table, pairs: Table) -> Table:
    """For each pair (`rule`, `base`) and period: `n` persons who fulfilled both in it."""
    done = fulfillers(matched_rows)
    base = done.select("period", "person", base=done.rule)
    both = done.inner_join(pairs, "rule").inner_join(base, ["period", "person", "base"])
    return both.group_by(["period", "rule", "base"]).aggregate(n=both.count())

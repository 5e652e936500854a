"""The visitors of one build by number: what is joined, grouped and sorted by whole numbers costs a fraction of what names cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportgen.engine import stacked

if TYPE_CHECKING:
    from ibis.expr.types import Table

NAMING = ("sessions", "conversions", "identities")
"""The kept tables that name every visitor."""
PORTIONS = 4096
"""Into so many portions visitors are cut, each of which one machine numbers."""


def numbered(kept: Mapping[str, Table], tasks: int = 1) -> Table:
    """Each `visitor` of the kept tables with a `number` of their own, from 0. No result may depend on which.

    On several machines each numbers its portion of the visitors, so that none has to order them all.
    """
    import ibis

    named = stacked([kept[name].select("visitor") for name in NAMING])
    people = named.filter(named.visitor.notnull()).distinct()
    if tasks == 1:
        return people.mutate(number=ibis.row_number().over(order_by="visitor").cast("int64"))
    shared = people.mutate(portion=people.visitor.hash().cast("int64") % PORTIONS)
    within = ibis.row_number().over(group_by="portion", order_by="visitor").cast("int64")
    return shared.mutate(number=within * (2 * PORTIONS) + shared.portion + PORTIONS).drop("portion")


def by_number(rows: Table, names: Table) -> Table:
    """The rows with each visitor's number in the name's place; null where they name nobody."""
    found = rows.left_join(names, rows.visitor == names.visitor, rname="of_{name}")
    return found.select(**{name: found.number if name == "visitor" else found[name] for name in rows.columns})

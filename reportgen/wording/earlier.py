"""The columns against the period before and the year before: only those whose period the data reach."""

from collections.abc import Iterable

from reportgen.model.document import Cell, Column
from reportgen.wording.draft import Draft


def heads(draft: Draft) -> tuple[Column, ...]:
    """A column for each earlier period that exists."""
    found = (draft.findings.previous, draft.findings.year_before)
    return tuple(Column(draft.say("macro.column_against", period=draft.span(period)), numeric=True) for period in found if period)


def cells(draft: Draft, previous: Cell, year: Cell) -> tuple[Cell, ...]:
    """The cells of those columns."""
    found = ((previous, draft.findings.previous), (year, draft.findings.year_before))
    return tuple(cell for cell, period in found if period)


def notes(draft: Draft, others: Iterable[str] = ()) -> tuple[str, ...]:
    """The notes of such a table: after the others the one that says what there is nothing to compare with; none where all is there."""
    if draft.findings.previous is None:
        return (*others, draft.say("verdict.nothing_before"))
    return (*others, draft.say("verdict.nothing_year")) if draft.findings.year_before is None else tuple(others)

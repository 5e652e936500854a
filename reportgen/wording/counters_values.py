"""Outside counters by the values of their dimension: a table for each dimension, a row a video, list, shop or campaign."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from reportgen.model.document import Cell, Column, Row, Table
from reportgen.model.outside import CounterSlice, Flow, Level
from reportgen.model.outside_findings import CounterFinding
from reportgen.wording import counters_cells as cells
from reportgen.wording.draft import Draft

MOST_COLUMNS = 5
Key = tuple[str, tuple[str, ...]]
"""An input and the columns of a dimension."""


def tables(draft: Draft, told: Sequence[CounterFinding]) -> Iterator[Table]:
    """Each dimension with several values and several numbers: the period's numbers side by side, the earlier ones below them."""
    for key, counters in _together(told).items():
        yield _table(draft, key, counters)


def shown_there(told: Sequence[CounterFinding]) -> frozenset[tuple[str, str]]:
    """The counters (input, key) whose values these tables show."""
    return frozenset((one.counts.input, one.counts.key) for counters in _together(told).values() for one in counters)


def _together(told: Sequence[CounterFinding]) -> Mapping[Key, list[CounterFinding]]:
    found: defaultdict[Key, list[CounterFinding]] = defaultdict(list)
    for one in told:
        if one.counts.dimension and len(one.counts.slices) > 1:
            found[one.counts.input, one.counts.dimension].append(one)
    return {key: counters[:MOST_COLUMNS] for key, counters in found.items() if len(counters) > 1}


def _table(draft: Draft, key: Key, counters: Sequence[CounterFinding]) -> Table:
    values = list(dict.fromkeys(part.value for one in counters for part in one.counts.slices))
    by_value = [{part.value: part for part in one.counts.slices} for one in counters]
    rows = []
    for value in values:
        parts = zip(counters, (own.get(value) for own in by_value), strict=True)
        rows.append(Row((Cell(value or draft.say("number.not_set")), *(_cell(draft, one, part) for one, part in parts))))
    first = counters[0].counts
    named = draft.listed(key[1])
    caption = draft.say("counters.values", platform=first.platform or first.input, dimension=named, period=draft.period)
    head = (Column(named[:1].upper() + named[1:]), *(Column(one.counts.label, numeric=True) for one in counters))
    left = max(one.counts.left_out for one in counters)
    more = draft.say("counters.more_values", n=left) if left else None
    return Table(f"counters-of-{key[0]}-{'-'.join(key[1])}".lower().replace(" ", "-"), caption, head, tuple(rows), more=more)


def _cell(draft: Draft, one: CounterFinding, part: CounterSlice | None) -> Cell:
    """What came in beside the period before; of a stock the last number and what it changed by."""
    now, before = (part.current, part.previous) if part else (None, None)
    if isinstance(now, Level) and now.value is not None:
        net = draft.say("counters.net", value=cells.signed(draft, one.unit, now.net)) if now.net is not None else None
        return Cell(cells.number(draft, one.unit, now.value), note=net, sort=now.value)
    if not isinstance(now, Flow) or not now.days:
        return cells.missing(draft, "counters.not_told")
    earlier = before if isinstance(before, Flow) and before.days else None
    note = draft.say("counters.before", value=cells.number(draft, one.unit, earlier.total)) if earlier else None
    return Cell(cells.number(draft, one.unit, now.total), note=note, sort=now.total)

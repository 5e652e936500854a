"""The ledger's lines about what a source lumped together before it was exported."""

from collections.abc import Iterator

from reportgen.model.counts import Counts
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.outside import CounterCounts, Flow
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.quality.entries import Fact, entry

LUMPS = frozenset({"(other)", "<other>"})
MANY = 0.1


def lumped(counts: Counts) -> Iterator[LedgerEntry]:
    """Counters whose source put rare values of their dimension into one row, `(other)`: a mark of its row limit. Where a file says so
    itself, that is told instead."""
    told = {file.input for file in counts.profile.files for remark in file.remarks if remark.reason == "other_row"}
    for counter in (each for each in counts.outside.counters if each.input not in told):
        if share := _share(counter):
            facts: dict[str, Fact] = {"input": counter.input, "label": counter.label, "share": share}
            severity = Severity.WARNING if share > MANY else Severity.NOTE
            yield entry("remarks", severity, Say.OTHER_ROWS, facts, touches=[Touch.COUNTERS], example=f"{counter.label}: (other)")


def _share(counter: CounterCounts) -> float | None:
    """The lump's part of a flow's total, 0-1; None without a lump or a total."""
    whole = counter.whole.current if counter.whole else None
    lump = sum(each.current.total for each in counter.slices if (each.value or "").lower() in LUMPS and isinstance(each.current, Flow))
    return min(1.0, lump / whole.total) if isinstance(whole, Flow) and whole.total > 0 and lump else None

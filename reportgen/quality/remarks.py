"""What readers found remarkable in files that count: one line of the ledger for each reason and input."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.model.counts import Counts, FileProfile, RejectedRows
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.quality.entries import Fact, entry


@dataclass(frozen=True, slots=True)
class Told:
    """How a reason is told."""

    message: Say
    severity: Severity
    touches: tuple[Touch, ...]


REASONS = {
    "row_limit": Told(Say.ROW_LIMIT, Severity.WARNING, (Touch.ALL,)),
    "nul_bytes": Told(Say.NUL_BYTES, Severity.NOTE, ()),
    "duplicated_column": Told(Say.DUPLICATED_COLUMN, Severity.NOTE, ()),
    "different_columns": Told(Say.DIFFERENT_COLUMNS, Severity.NOTE, ()),
    "totals_row": Told(Say.TOTALS_ROW, Severity.NOTE, (Touch.COUNTERS,)),
    "top_rows_only": Told(Say.TOP_ROWS_ONLY, Severity.WARNING, (Touch.COUNTERS,)),
    "table_not_read": Told(Say.TABLE_NOT_READ, Severity.NOTE, (Touch.COUNTERS,)),
    "half_read": Told(Say.HALF_READ, Severity.WARNING, (Touch.COUNTERS, Touch.COSTS)),
    "one_kind_only": Told(Say.ONE_KIND_ONLY, Severity.NOTE, (Touch.COUNTERS, Touch.COSTS)),
    "people_not_added": Told(Say.PEOPLE_NOT_ADDED, Severity.NOTE, (Touch.COUNTERS,)),
    "people_not_spread": Told(Say.PEOPLE_NOT_SPREAD, Severity.NOTE, (Touch.COUNTERS,)),
    "sampled": Told(Say.SAMPLED, Severity.WARNING, (Touch.COUNTERS,)),
    "thresholded": Told(Say.THRESHOLDED, Severity.WARNING, (Touch.COUNTERS,)),
    "other_row": Told(Say.OTHER_ROW, Severity.NOTE, (Touch.COUNTERS,)),
    "unknown_stage": Told(Say.UNKNOWN_STAGE, Severity.WARNING, (Touch.CONVERSIONS,)),
    "closed_without_date": Told(Say.CLOSED_WITHOUT_DATE, Severity.WARNING, (Touch.CONVERSIONS,)),
    "won_before_contact": Told(Say.WON_BEFORE_CONTACT, Severity.WARNING, (Touch.CONVERSIONS,)),
    "report_cut": Told(Say.REPORT_CUT, Severity.WARNING, (Touch.COUNTERS,)),
}
"""A reader's reason -> how it is told; each message has the facts `input`, `file` (the first), `files`, `rows` and `line` (0: none)."""


def remarks(counts: Counts) -> Iterator[LedgerEntry]:
    """The remarks on all files, one line for each reason and input, with the first example."""
    found: defaultdict[tuple[str, str], list[tuple[FileProfile, RejectedRows]]] = defaultdict(list)
    for file in counts.profile.files:
        for remark in file.remarks:
            found[file.input, remark.reason].append((file, remark))
    for (source, reason), told in found.items():
        how, (file, remark) = REASONS[reason], told[0]
        rows = sum(each.rows for _, each in told)
        facts: dict[str, Fact] = {"input": source, "file": file.file, "files": len(told), "rows": rows, "line": remark.line or 0}
        yield entry("remarks", how.severity, how.message, facts, touches=how.touches, example=remark.example or None)

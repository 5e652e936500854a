"""Reports of the Google Analytics Data API (`runReport`, `batchRunReports`), each as a table of records.

A report is names and rows apart: `dimensionHeaders` and `metricHeaders`, then rows of values in their order, all of them texts. Google's
reference for `RunReportResponse`, looked at in November 2026. Several reports may stand in one file: in a batch, in a list, or a line each.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.model.counts import RejectedRows

CURRENCY = "currencyCode"
"""The column with the currency of every amount of a report."""
KNOWN = re.compile(r'"(dimensionHeaders|dimension_headers|metricHeaders|metric_headers)"\s*:')
ERROR = re.compile(r'\A\s*\[?\s*\{\s*"error"\s*:\s*\{')
MOST_SHOWN = 120


class BrokenReportError(Exception):
    """Not a report as the API writes it. `line` is where the text breaks off, where that is known."""

    def __init__(self, wrong: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(wrong)


@dataclass(frozen=True, slots=True)
class Report:
    """One table: the names of its dimensions, its columns, its rows as texts, and what the API says of its numbers."""

    dimensions: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[RejectedRows, ...]


def is_reports(head: str) -> bool:
    """Whether a text is such reports, or the error that the API answered with, by its beginning."""
    return head.lstrip()[:1] in ("{", "[") and bool(KNOWN.search(head) or ERROR.match(head))


def read(text: str) -> tuple[Report, ...]:
    """The reports of a text; pages of one report are one. Raises BrokenReportError for a text that breaks off, and for what is none."""
    pages: defaultdict[tuple[str, ...], list[Report]] = defaultdict(list)
    counted: dict[tuple[str, ...], int] = {}
    for found in _reports(_documents(text)):
        report = _report(found)
        pages[report.columns].append(report)
        counted[report.columns] = max(counted.get(report.columns, 0), _whole(_get(found, "rowCount")))
    return tuple(_joined(each, counted[columns]) for columns, each in pages.items())


def write(report: Report, path: Path) -> None:
    """The report as one JSON record a line; without rows its header alone."""
    with path.open("w", encoding="utf-8") as out:
        if not report.rows:
            out.write(",".join(report.columns) + "\n")
        for row in report.rows:
            out.write(json.dumps(dict(zip(report.columns, row, strict=True)), ensure_ascii=False) + "\n")


def _documents(text: str) -> Iterator[object]:
    """The JSON of a text: one document, or one after the other."""
    decoder, place = json.JSONDecoder(), 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        try:
            found, place = decoder.raw_decode(text, place)
        except RecursionError as error:
            raise BrokenReportError("the JSON is nested too deeply for a report") from error
        except ValueError as error:
            line = getattr(error, "lineno", None)
            raise BrokenReportError(f"the JSON breaks off or is damaged ({getattr(error, 'msg', error)})", line) from error
        yield found


def _reports(documents: Iterator[object]) -> Iterator[Mapping[str, object]]:
    for found in documents:
        if isinstance(found, list):
            yield from _reports(iter(found))
        elif not isinstance(found, dict):
            raise BrokenReportError("a value stands where a report should be")
        elif isinstance(error := _get(found, "error"), dict):
            raise BrokenReportError(f"it holds an error of the API and no report: {str(error.get('message', ''))[:MOST_SHOWN]}")
        elif isinstance(batch := _get(found, "reports"), list):
            yield from _reports(iter(batch))
        elif _get(found, "pivotHeaders"):
            raise BrokenReportError("a pivot report is not read: ask for it with `runReport`")
        elif _get(found, "metricHeaders") is None:
            raise BrokenReportError("a report has no `metricHeaders`")
        else:
            yield found


def _get(found: Mapping[str, object], name: str) -> object:
    """A value by its name, as the API writes it or with underscores, as some of its clients do."""
    return found.get(name, found.get(re.sub("([A-Z])", lambda letter: f"_{letter[0].lower()}", name)))


def _report(found: Mapping[str, object]) -> Report:
    dimensions = _names(_get(found, "dimensionHeaders"))
    columns = (*dimensions, *_names(_get(found, "metricHeaders")))
    metadata = _get(found, "metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    currency = str(_get(metadata, CURRENCY) or "")
    written = _get(found, "rows") or []
    if not isinstance(written, list):
        raise BrokenReportError("the `rows` of a report are no list")
    rows = tuple((*_row(row, len(dimensions), len(columns)), currency) for row in written)
    return Report(dimensions, (*columns, CURRENCY), rows, tuple(_remarks(metadata)))


def _names(headers: object) -> tuple[str, ...]:
    found = [each.get("name") for each in headers if isinstance(each, dict)] if isinstance(headers, list) else []
    return tuple(str(name) for name in found)


def _row(row: object, dimensions: int, width: int) -> tuple[str, ...]:
    values = (*_values(row, "dimensionValues"), *_values(row, "metricValues")) if isinstance(row, dict) else ()
    if len(values) != width or (isinstance(row, dict) and len(_values(row, "dimensionValues")) != dimensions):
        raise BrokenReportError(f"a row has {len(values)} values, and the report {width} names: {json.dumps(row)[:MOST_SHOWN]}")
    return values


def _values(row: Mapping[str, object], name: str) -> tuple[str, ...]:
    found = _get(row, name)
    return tuple(str(each.get("value") or "") if isinstance(each, dict) else "" for each in found) if isinstance(found, list) else ()


def _remarks(metadata: Mapping[str, object]) -> Iterator[RejectedRows]:
    """What the API says of the report's numbers: from a sample, small ones withheld, rare values in one row."""
    sampled = _get(metadata, "samplingMetadatas")
    if isinstance(sampled, list) and sampled:
        one = sampled[0] if isinstance(sampled[0], dict) else {}
        read, of = (str(_get(one, name) or "?") for name in ("samplesReadCount", "samplingSpaceSize"))
        yield RejectedRows("sampled", 0, f"{read} of {of} events", None)
    if _get(metadata, "subjectToThresholding"):
        yield RejectedRows("thresholded", 0, "", None)
    if _get(metadata, "dataLossFromOtherRow"):
        yield RejectedRows("other_row", 0, "", None)


def _joined(pages: Sequence[Report], counted: int) -> Report:
    """Pages of one report as one, with a remark where it has more rows than they hold."""
    rows = tuple(dict.fromkeys(row for page in pages for row in page.rows))
    remarks = dict.fromkeys(remark for page in pages for remark in page.remarks)
    cut = [RejectedRows("report_cut", counted - len(rows), f"{len(rows)} of {counted} rows", None)] if counted > len(rows) else []
    return Report(pages[0].dimensions, pages[0].columns, rows, (*remarks, *cut))


def _whole(number: object) -> int:
    return int(str(number)) if str(number).isdigit() else 0

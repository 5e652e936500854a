"""Findings as files: `report.json` and the tables of `data/`."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter

from reportgen.model.counts import Converted, Series
from reportgen.model.findings import Findings, RuleFinding

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MICRO = 1_000_000
Cell = str | int | float | None


@cache
def _adapter() -> TypeAdapter[Findings]:
    return TypeAdapter(Findings)


def report_json(findings: Findings) -> bytes:
    """All findings as JSON: sorted keys, no clock, the same bytes for the same findings."""
    plain = _adapter().dump_python(findings, mode="json")
    return (json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode()


def findings(report: bytes) -> Findings:
    """The findings that `report.json` holds. Raises ValueError for anything that is no report of this schema."""
    return _adapter().validate_json(report)


def report_facts(findings: Findings) -> bytes:
    """`report.json` without the edition's number and what it says otherwise: what decides whether an edition is new."""
    return report_json(replace(findings, edition=0, since=None))


def report_schema() -> dict[str, object]:
    """The JSON Schema of `report.json`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_adapter().json_schema(mode="serialization")}


def tables(findings: Findings) -> dict[str, bytes]:
    """The data behind the report as CSV files, by name below the report's folder. Money in units of the report's currency."""
    rules = (*findings.macros, findings.any_macro, *findings.micros)
    return {
        "data/conversions.csv": _csv(RULE_COLUMNS, map(_rule, rules)),
        "data/goals.csv": _csv(GOAL_COLUMNS, _goals(findings)),
        "data/breakdowns.csv": _csv(SLICE_COLUMNS, _slices(findings)),
        "data/pages.csv": _csv((*PAGE_COLUMNS, *_led(findings)), _pages(findings)),
        "data/days.csv": _series(findings.days),
        "data/weeks.csv": _series(findings.weeks),
        "data/months.csv": _series(findings.months),
        "data/files.csv": _csv(FILE_COLUMNS, _files(findings)),
        **({"data/metrics.csv": _csv(METRIC_COLUMNS, _metrics(findings))} if findings.named else {}),
    }


RULE_COLUMNS = (
    "key", "label", "tier", "stage", "conversions", "converters", "visitors", "rate", "rate_low", "rate_high", "unmatched", "amount",
    "rate_previous", "rate_year_before", "conversions_previous", "conversions_year_before",
)  # fmt: skip
GOAL_COLUMNS = (
    "key", "label", "owner", "tier", "status", "basis", "actual", "target", "expected", "pace", "progress", "growth", "wanted_growth",
    "required_per_day", "recent_per_day", "from", "by", "as_of",
)  # fmt: skip
SLICE_COLUMNS = (
    "dimension",
    "value",
    "visitors",
    "sessions",
    "rule",
    "conversions",
    "converters",
    "rate",
    "rate_low",
    "rate_high",
    "marked",
)
PAGE_COLUMNS = ("page", "group", "views", "visitors", "engagement_seconds", "landings", "exits")
METRIC_COLUMNS = ("key", "label", "formula", "value", "n", "of", "low", "high", "previous", "year_before", "known", "reason")
FILE_COLUMNS = ("input", "file", "format", "sha256", "bytes", "rows", "accepted", "repeated", "rejected", "first_day", "last_day")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def _safe(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _money(amount: int | None) -> float | None:
    return None if amount is None else amount / MICRO


def _rule(rule: RuleFinding) -> Sequence[Cell]:
    interval = rule.estimate.interval
    counts = rule.converted
    return (
        rule.key, rule.label, rule.tier, rule.stage, counts.conversions, counts.converters, rule.estimate.rate.of, rule.estimate.rate.value,
        interval.low if interval else None, interval.high if interval else None, counts.unmatched, _money(counts.amount),
        rule.against_previous.before.value, rule.against_year.before.value,
        rule.count_against_previous.before if not rule.count_against_previous.reason else None,
        rule.count_against_year.before if not rule.count_against_year.reason else None,
    )  # fmt: skip


def _goals(findings: Findings) -> Iterable[Sequence[Cell]]:
    for goal in findings.goals:
        yield (
            goal.key, goal.label, goal.owner, goal.tier, goal.status, goal.basis, goal.actual, goal.target, goal.expected, goal.pace,
            goal.progress, goal.growth, goal.wanted_growth, goal.required_per_day, goal.recent_per_day,
            goal.period.begin.isoformat(), goal.period.last_day.isoformat(), goal.as_of.isoformat(),
        )  # fmt: skip


def _slices(findings: Findings) -> Iterable[Sequence[Cell]]:
    for breakdown in findings.breakdowns:
        for each in breakdown.slices:
            for rule, counts in each.converted.items():
                estimate = each.estimates.get(rule)
                interval = estimate.interval if estimate else None
                yield (
                    breakdown.dimension, each.value, each.traffic.visitors, each.traffic.sessions, rule, counts.conversions,
                    counts.converters,
                    estimate.rate.value if estimate else None, interval.low if interval else None, interval.high if interval else None,
                    each.marked.get(rule, 0),
                )  # fmt: skip


def _metrics(findings: Findings) -> Iterable[Sequence[Cell]]:
    for one in findings.named:
        low, high = (one.interval.low, one.interval.high) if one.interval else (None, None)
        yield (
            one.key, one.label, one.formula, one.value, one.now.n, one.now.of, low, high, one.previous, one.year_before, one.known,
            one.reason,
        )  # fmt: skip


def _led(findings: Findings) -> tuple[str, ...]:
    return tuple(f"led_to_{rule}" for rule in sorted({rule for page in findings.pages for rule in page.led_to}))


def _pages(findings: Findings) -> Iterable[Sequence[Cell]]:
    led = [column.removeprefix("led_to_") for column in _led(findings)]
    for page in findings.pages:
        seconds = round(page.engagement_ms / 1000)
        yield (
            page.page,
            page.group,
            page.views,
            page.visitors,
            seconds,
            page.landings,
            page.exits,
            *(page.led_to.get(rule, 0) for rule in led),
        )


def _series(series: Series) -> bytes:
    rules = sorted(series.converted)
    columns = ("begin", "end", "partial", "missing", "visitors", "sessions", "page_views", *(f"conversions_{rule}" for rule in rules))
    return _csv(columns, (_point(series, place, rules) for place in range(len(series.periods))))


def _point(series: Series, place: int, rules: Sequence[str]) -> Sequence[Cell]:
    period, traffic = series.periods[place], series.traffic[place]
    found: Mapping[str, Sequence[Converted]] = series.converted
    return (
        period.begin.isoformat(), period.last_day.isoformat(), int(series.partial[place]), int(series.missing[place]),
        traffic.visitors, traffic.sessions, traffic.page_views, *(found[rule][place].conversions for rule in rules),
    )  # fmt: skip


def _files(findings: Findings) -> Iterable[Sequence[Cell]]:
    for file in findings.ledger.profile.files:
        yield (
            file.input, file.file, file.format, file.sha256, file.bytes, file.rows, file.accepted, file.repeated,
            sum(each.rows for each in file.rejected),
            file.first_day.isoformat() if file.first_day else None, file.last_day.isoformat() if file.last_day else None,
        )  # fmt: skip

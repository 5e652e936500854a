"""Conversion rules as predicates over events, and the digest of all that a kept part depends on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reportgen.model.settings import ConversionRule, InputSettings, Match, ReportSettings, Settings
from reportgen.model.stated import kept_facts
from reportgen.model.tables import EVENTS, TABLE_SCHEMA

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, StringValue, Table


def like(value: StringValue, patterns: Sequence[str]) -> BooleanValue:
    """True where the text equals one of the patterns; `*` stands for any run of characters."""
    plain = [pattern for pattern in patterns if "*" not in pattern]
    globs = [pattern for pattern in patterns if "*" in pattern]
    tests = [value.isin(plain)] if plain else []
    tests += [_glob(value, pattern) for pattern in globs]
    result = tests[0]
    for test in tests[1:]:
        result = result | test
    return result.fill_null(False)


def _glob(value: StringValue, pattern: str) -> BooleanValue:
    if pattern.count("*") == 1 and pattern.endswith("*"):
        return value.startswith(pattern[:-1])
    return value.re_search("^" + ".*".join(re.escape(part) for part in pattern.split("*")) + "$")


def pages(report: ReportSettings, names: Iterable[str]) -> tuple[str, ...]:
    """Page groups by name, and patterns as they are -> patterns."""
    return tuple(pattern for name in names for pattern in report.page_groups.get(name, (name,)))


def on_events(match: Match) -> bool:
    """Whether single events fulfil a match; those with an `engagement` need the whole session."""
    return match.engagement is None


def predicate(events: Table, match: Match, report: ReportSettings) -> BooleanValue:
    """Which events fulfil a match. A page alone means a view of it."""
    result = like(events.event_name, match.event) if match.event else None
    if match.page:
        seen = like(events.page, pages(report, match.page))
        result = seen & (events.is_view if result is None else result)
    for param, values in match.params.items():
        test = like(column(events, param), values)
        result = test if result is None else result & test
    assert result is not None, "settings refuse a match without any part"
    return result


def column(events: Table, name: str) -> StringValue:
    """A parameter by name; a fixed column where the export has no such parameter column."""
    return events[f"param:{name}"] if f"param:{name}" in events.columns else events[name]


def wanted_params(settings: Settings) -> tuple[str, ...]:
    """The parameters that any rule needs, without those that every event has as a column."""
    return tuple(param for param in params(settings) if param not in EVENTS)


def params(settings: Settings) -> tuple[str, ...]:
    """All that any rule matches on or is broken down by, and the answers asked for at them, in order."""
    named = {param for rule in settings.rules for match in rule.match for param in match.params}
    named |= {param for rule in settings.rules for param in rule.by}
    if stated := settings.report.stated:
        named |= {*stated.heard, *stated.convinced}
    return tuple(sorted(named))


def digest(settings: Settings, source: InputSettings, engine: str) -> str:
    """What a kept part of this input depends on beside the file's content: rules as far as events fulfil them, the input, the zone,
    the tables' schema and the engine's release. A rule's label, value or tier is not among it."""
    facts = {
        "schema": TABLE_SCHEMA,
        "engine": engine,
        "zone": settings.report.site.zone,
        "input": source.model_dump(mode="json", exclude={"files", "optional", "late_days"}),
        "rules": [] if source.outside else [_rule_facts(rule, settings.report) for rule in settings.rules],
        "stated": kept_facts(stated) if (stated := settings.report.stated) and not source.outside else None,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _rule_facts(rule: ConversionRule, report: ReportSettings) -> dict[str, object]:
    matches = [
        {"event": match.event, "page": pages(report, match.page), "params": {name: list(values) for name, values in match.params.items()}}
        for match in rule.match
        if on_events(match)
    ]
    return {"key": rule.key, "match": matches, "by": rule.by}

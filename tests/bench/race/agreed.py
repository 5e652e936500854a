"""The numbers that the contestants share, as reportgen's `report.json` has them, and whether another's are the same."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

TRAFFIC = ("visitors", "sessions", "page_views")
RULES = ("contact", "quote", "newsletter", "pricing", "download")
DIMENSIONS = ("channel", "device", "country", "landing_page")

Numbers = Mapping[str, int]


def ours(report_json: Path) -> Numbers:
    """By a name such as `channel/Direct/visitors` or `month/2026-10/contact people`; zeros are left out."""
    report = json.loads(report_json.read_text(encoding="utf-8"))
    return {name: number for name, number in _named(report) if number}


def handed_in(file: Path) -> Numbers:
    """What a contestant wrote down."""
    found: Numbers = {name: number for name, number in json.loads(file.read_text(encoding="utf-8")).items() if number}
    return found


def check(who: str, found: Numbers, right: Numbers, *, part: bool = False) -> int:
    """How many numbers are equal. SystemExit where one is not, or, unless only a part is handed in, is missing."""
    wrong = {name for name in found if found[name] != right.get(name)} | (set() if part else right.keys() - found.keys())
    if wrong or not found:
        shown = ", ".join(f"{name} is {found.get(name)}, not {right.get(name)}" for name in sorted(wrong)[:5])
        raise SystemExit(f"{who}: {len(wrong)} of {len(right)} numbers differ: {shown}")
    return len(found)


def _named(report: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    shown, rules = report["period"], RULES
    for grain, cut, whole in (("month", 7, True), ("day", 10, False)):
        series = report[f"{grain}s"]
        for place, period in enumerate(series["periods"]):
            if whole or shown["begin"] <= period["begin"] < shown["end"]:
                converted = {rule: series["converted"][rule][place] for rule in rules}
                yield from _slice(f"{grain}/{period['begin'][:cut]}", series["traffic"][place], converted)
    for breakdown in report["breakdowns"]:
        if breakdown["dimension"] in DIMENSIONS:
            for part in breakdown["slices"]:
                yield from _slice(f"{breakdown['dimension']}/{part['value']}", part["traffic"], part["converted"])
    for page in report["pages"]:
        yield from ((f"page/{page['page']}/{measure}", page[measure]) for measure in ("views", "visitors"))
    for micro in report["micros"]:
        for item in micro["items"].get("file_name", []):
            yield f"item/{item['value']}/{micro['key']}", item["converted"]["conversions"]
    for goal in report["goals"]:
        yield f"goal/{goal['key']}/actual", round(goal["actual"])


def _slice(name: str, traffic: Mapping[str, int], converted: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, int]]:
    yield from ((f"{name}/{measure}", traffic[measure]) for measure in TRAFFIC)
    for rule in RULES:
        yield f"{name}/{rule}", converted[rule]["conversions"]
        yield f"{name}/{rule} people", converted[rule]["converters"]

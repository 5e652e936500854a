"""The settings reference, `docs/settings.md`, and the JSON Schemas, written from the declared options.

    python -m reportgen.settings.reference [CHECKOUT]

The prose around the tables stands in `reference_prose`; every option's type, default and paragraph come from its
declaration in `model.settings`.
"""

import sys
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import get_args, get_origin

from pydantic.fields import FieldInfo

from reportgen.model.settings import (
    AnswerCategory,
    Approval,
    Baseline,
    Benchmark,
    Brand,
    BrandFont,
    CampaignGroup,
    Capacity,
    ChannelRule,
    ConversionRule,
    CostTable,
    CounterMeasure,
    CounterTable,
    DeliverySettings,
    EarlierCampaign,
    EarlierVersion,
    Gates,
    Goal,
    HotLeads,
    InputColumns,
    InputSettings,
    LeadValue,
    Lifetime,
    MailSettings,
    Match,
    MemberColumns,
    Metric,
    Milestone,
    NamedMetric,
    Note,
    PeriodTarget,
    Pipeline,
    Preset,
    Protect,
    Ramp,
    Record,
    RecordColumns,
    ReportSettings,
    Scope,
    Site,
    Stage,
    Stalls,
    Stated,
    Target,
    Thresholds,
    Value,
    Written,
)
from reportgen.settings import reference_prose as prose
from reportgen.settings import schema, shapes
from reportgen.settings.sugar import DIALECT

SECTIONS: Mapping[str, tuple[tuple[str, type[Record]], ...]] = {
    "report.yaml": (
        ("At the top of report.yaml", ReportSettings),
        ("site", Site),
        ("inputs", InputSettings),
        ("inputs: columns", InputColumns),
        ("inputs: records", RecordColumns),
        ("inputs: members", MemberColumns),
        ("inputs: counters", CounterTable),
        ("inputs: measures", CounterMeasure),
        ("inputs: costs", CostTable),
        ("channels", ChannelRule),
        ("campaigns", CampaignGroup),
        ("stages", Stage),
        ("stalls", Stalls),
        ("hot_leads", HotLeads),
        ("lead_value", LeadValue),
        ("lead_value: lifetime", Lifetime),
        ("lead_value: capacity", Capacity),
        ("lead_value: pipeline", Pipeline),
        ("protect", Protect),
        ("metrics", NamedMetric),
        ("stated", Stated),
        ("stated: categories", AnswerCategory),
        ("brand", Brand),
        ("brand: font", BrandFont),
        ("gates", Gates),
        ("delivery", DeliverySettings),
        ("delivery: mail", MailSettings),
    ),
    "conversions.yaml": (("conversions", ConversionRule), ("match", Match), ("value", Value), ("benchmark", Benchmark)),
    "goals.yaml": (
        ("goals", Goal),
        ("metric: filters", Scope),
        ("milestones", Milestone),
        ("thresholds", Thresholds),
        ("earlier", EarlierVersion),
        ("ramp", Ramp),
        ("ramp: like", EarlierCampaign),
    ),
    "notes.yaml": (("notes", Note),),
    "approvals.yaml": (("approvals", Approval),),
    "presets/NAME.yaml": (("preset", Preset),),
}

NAMED: Mapping[type[Record], str] = {
    Metric: "a [metric](#metric)",
    Target: "a [target](#target)",
    Baseline: "a [baseline](#baseline)",
    PeriodTarget: "[a number for each month or quarter](#targets)",
}
SINGLE: Mapping[object, str] = {
    Written.SHARE: "share, such as `2.5%` or 0.025",
    Written.DURATION: "duration, such as `30s`",
    Written.MONTHS: "time, such as `1y` or `18 months`",
    Written.ZONE: "time zone",
    Written.LOCALE: "locale",
    bool: "`true` or `false`",
    int: "whole number",
    float: "number",
    date: "date",
    str: "text",
}


def page() -> str:
    """The whole reference as Markdown."""
    parts = [prose.INTRO]
    for file, sections in SECTIONS.items():
        parts.append(f"## {file}\n\n{prose.FILES[file]}")
        for title, kind in sections:
            parts.append(_section(title, kind))
        if file == "goals.yaml":
            parts.append(prose.GOALS)
    parts.append(prose.CLIENTS)
    parts.append(prose.WARNINGS)
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _section(title: str, kind: type[Record]) -> str:
    rows = [_row(kind, option, declared) for option, declared in kind.model_fields.items() if option != "key"]
    head = "| option | takes | default | |\n|---|---|---|---|"
    said = "\n\n".join(part for part in (prose.SHORT.get(kind, ""), "\n".join([head, *rows])) if part)
    return f"### {title}\n\n{said}"


def _row(kind: type[Record], option: str, declared: FieldInfo) -> str:
    name = DIALECT.yaml_name(kind, option)
    takes = takes_of(declared.annotation, tuple(declared.metadata))
    said = prose.OPTIONS.get((kind, option), declared.description or "")
    return f"| `{name}` | {_cell(takes)} | {_cell(_default(declared))} | {_cell(said)} |"


def takes_of(shape: object, marks: tuple[object, ...]) -> str:
    """What the option takes, in words."""
    inner, marks = shapes.unwrapped(shapes.without_none(shapes.unwrapped(shape, marks)[0])[0], marks)
    written = next((mark for mark in marks if isinstance(mark, Written)), None)
    if written is not None:
        return SINGLE[written]
    origin = get_origin(inner)
    if origin is tuple:
        return _several(get_args(inner)[0])
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return f"name: {takes_of(get_args(inner)[1], ())}"
    choices = shapes.names(inner)
    if choices:
        return " / ".join(f"`{each}`" for each in choices)
    if isinstance(inner, type) and issubclass(inner, Record):
        return NAMED.get(inner) or f"[options](#{_anchor(inner)})"
    return SINGLE[inner]


def _several(shape: object) -> str:
    inner, _ = shapes.unwrapped(shape, ())
    if not (isinstance(inner, type) and issubclass(inner, Record)):
        choices = shapes.names(inner)
        return "list of " + " / ".join(f"`{each}`" for each in choices) if choices else "text, or a list"
    if inner in NAMED:
        return NAMED[inner]
    link = f"[options](#{_anchor(inner)})"
    return f"key: {link}" if "key" in inner.model_fields else f"{link}, or a list of them"


def _anchor(kind: type[Record]) -> str:
    titles = {each: title for sections in SECTIONS.values() for title, each in sections}
    return titles[kind].lower().replace(":", "").replace(" ", "-")


def _default(declared: FieldInfo) -> str:
    if declared.is_required():
        return "needed"
    value = declared.default
    if isinstance(value, StrEnum):
        return f"`{value.value}`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple) and value and all(isinstance(each, Stage) for each in value):
        return ", ".join(f"`{each.key}`" for each in value)
    if isinstance(value, tuple) and value:
        return ", ".join(f"`{each}`" if each else "nothing" for each in value)
    return f"`{value}`" if isinstance(value, str | int | float) else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main(checkout: Path) -> None:
    """Write the reference and the schemas into the checkout."""
    (checkout / "docs").mkdir(exist_ok=True)
    (checkout / "docs" / "settings.md").write_text(page(), encoding="utf-8")
    schema.write(checkout / "config")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2])

"""JSON Schemas of the settings files, made from the declared options and the shorthands of `sugar`.

Editors read them through the first line of each file, `# yaml-language-server: $schema=...`. They describe the YAML as it
is written (keys before the colon, `from` and `by`, a single value where a list is meant); what one setting says about
another is left to `check`.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias, get_args, get_origin

from reportgen.model.settings import (
    Add,
    AnswerCategory,
    Approval,
    Baseline,
    BaselineKind,
    CampaignGroup,
    Combine,
    CombinedGoal,
    ConversionRule,
    Direction,
    Goal,
    InputSettings,
    Match,
    Metric,
    Note,
    PeriodTarget,
    Preset,
    Ramp,
    Record,
    ReportSettings,
    Scope,
    Stage,
    Stalls,
    Target,
    Value,
    Written,
)
from reportgen.settings import shapes
from reportgen.settings.goal_checks import KINDS
from reportgen.settings.outside import COST_FILTERS
from reportgen.settings.sugar import DIALECT, WITH_RULE

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors know best."""

KEY_PATTERN = "^[a-z][a-z0-9_]*$"
DEFINITIONS: Mapping[str, Json] = {
    "text": {"type": ["string", "number", "boolean"]},
    "texts": {"anyOf": [{"$ref": "#/definitions/text"}, {"type": "array", "items": {"$ref": "#/definitions/text"}}]},
    "number": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[-+\u2212]?\s*\d+(\.\d+)?\s*%$"}]},
    "duration": {"type": "string", "pattern": r"^(\d+(\.\d+)?h)?\s*(\d+(\.\d+)?m(in)?)?\s*(\d+(\.\d+)?s)?$", "minLength": 2},
    "months": {"type": "string", "pattern": r"^\d+\s*(y|years?|m|months?)$"},
    "day": {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
}
"""Shapes of single values that come back in every file: texts YAML may read as numbers, percentages, durations, days."""


def ref(name: str) -> dict[str, Json]:
    return {"$ref": f"#/definitions/{name}"}


TEXT, TEXTS, NUMBER, DAY = ref("text"), ref("texts"), ref("number"), ref("day")

SHORT: Mapping[type[Record], Json] = {
    Stage: TEXT,
    InputSettings: TEXTS,
    CampaignGroup: TEXTS,
    AnswerCategory: TEXTS,
    Match: TEXTS,
    Stalls: TEXTS,
    Value: {"type": "number", "minimum": 0},
    Ramp: {"type": "integer", "minimum": 1},
}
"""What may stand for the whole record."""


def schemas() -> dict[str, Json]:
    """File name -> schema, for every settings file."""
    return {
        "report.schema.json": _file(_object(ReportSettings), "report.yaml: the site, its sources and how its report looks"),
        "conversions.schema.json": _file(_top("conversions", _by_key(ConversionRule)), "conversions.yaml: what counts as a conversion"),
        "goals.schema.json": _file(_goals(), "goals.yaml: the SMART goals, and goals made of others", _goal_definitions()),
        "notes.schema.json": _file(_top("notes", _or_nothing(_list_of(Note))), "notes.yaml: what happened when"),
        "approvals.schema.json": _file(_top("approvals", _or_nothing(_list_of(Approval))), "approvals.yaml: who approved which edition"),
        "presets.schema.json": _file(_object(Preset), "presets/NAME.yaml: how a vendor's tables of totals and costs are read"),
    }


def write(folder: Path) -> tuple[Path, ...]:
    """Write every schema into the folder; the same bytes every time."""
    written = []
    for name, schema in schemas().items():
        file = folder / name
        file.write_text(text_of(schema), encoding="utf-8")
        written.append(file)
    return tuple(written)


def text_of(schema: Json) -> str:
    """The schema as it is committed."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _file(schema: dict[str, Json], title: str, more: Mapping[str, Json] | None = None) -> Json:
    return {"$schema": DRAFT, "title": title, **schema, "definitions": {**DEFINITIONS, **(more or {})}}


def _top(key: str, inner: Json) -> dict[str, Json]:
    return {"type": "object", "properties": {key: inner}, "required": [key], "additionalProperties": False}


def _goals() -> dict[str, Json]:
    tops: dict[str, Json] = {"goals": _or_nothing(_by_key(Goal)), "combined": _or_nothing(_by_key(CombinedGoal))}
    return _closed(tops, ["goals"])


def _or_nothing(schema: dict[str, Json]) -> dict[str, Json]:
    return {**schema, "type": [schema["type"], "null"]} if "type" in schema else {"anyOf": [schema, {"type": "null"}]}


def _by_key(kind: type[Record]) -> dict[str, Json]:
    return {"type": "object", "propertyNames": {"pattern": KEY_PATTERN, "maxLength": 64}, "additionalProperties": _record(kind)}


def _list_of(kind: type[Record]) -> dict[str, Json]:
    return {"anyOf": [_record(kind), {"type": "array", "items": _record(kind)}]}


def _record(kind: type[Record]) -> dict[str, Json]:
    """The record, or what may stand for it."""
    if kind in WHOLE:
        return WHOLE[kind]()
    return {"anyOf": [SHORT[kind], _object(kind)]} if kind in SHORT else _object(kind)


def _object(kind: type[Record]) -> dict[str, Json]:
    """The record's options under their YAML names."""
    properties: dict[str, Json] = {}
    required: list[Json] = []
    bounds = _bounds(kind)
    for option, declared in kind.model_fields.items():
        if option == "key":
            continue
        name = DIALECT.yaml_name(kind, option)
        said: dict[str, Json] = {"description": declared.description} if declared.description else {}
        properties[name] = {**said, **_option(declared.annotation, tuple(declared.metadata), bounds[option])}
        if declared.is_required():
            required.append(name)
    schema: dict[str, Json] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


@cache
def _bounds(kind: type[Record]) -> dict[str, dict[str, Json]]:
    """Option -> what pydantic says of it: the limits of single values."""
    properties: dict[str, dict[str, Json]] = kind.model_json_schema(by_alias=False)["properties"]
    return properties


def _option(shape: object, marks: tuple[object, ...], bounds: dict[str, Json]) -> dict[str, Json]:
    """One option, by its declared type; single values keep the bounds that pydantic gives them."""
    inner, marks = shapes.unwrapped(shapes.without_none(shapes.unwrapped(shape, marks)[0])[0], marks)
    written = next((mark for mark in marks if isinstance(mark, Written)), None)
    if written is Written.SHARE:
        return NUMBER
    if written is Written.DURATION:
        return ref("duration")
    if written is Written.MONTHS:
        return ref("months")
    origin = get_origin(inner)
    if origin is tuple:
        return _many(get_args(inner)[0], bounds)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        value = get_args(inner)[1]
        return {"type": "object", "additionalProperties": _option(value, (), {"type": "string" if value is str else "number"})}
    if isinstance(inner, type) and issubclass(inner, Record):
        return _record(inner)
    return _single(inner, bounds)


def _many(shape: object, bounds: dict[str, Json]) -> dict[str, Json]:
    """A list of the shape, or one of it; keyed records as a mapping."""
    inner, _ = shapes.unwrapped(shape, ())
    if inner is PeriodTarget:
        return _period_targets()
    if isinstance(inner, type) and issubclass(inner, Record):
        return _by_key(inner) if "key" in inner.model_fields else _list_of(inner)
    if get_origin(inner) is tuple:
        return {"anyOf": [TEXT, {"type": "array", "items": TEXTS}]}
    item = _single(inner, {"type": "string"})
    limits: dict[str, Json] = {name: bounds[name] for name in ("minItems", "maxItems") if name in bounds}
    if item == TEXT and not limits:
        return TEXTS
    return {"anyOf": [item, {"type": "array", "items": item, **limits}]}


def _single(inner: object, bounds: dict[str, Json]) -> dict[str, Json]:
    choices = shapes.names(inner)
    if choices:
        return {"enum": list(choices)}
    alternatives = bounds.get("anyOf")
    own = alternatives[0] if isinstance(alternatives, list) else bounds
    assert isinstance(own, dict)
    kept = {name: value for name, value in own.items() if name not in ("title", "description", "default")}
    if kept.get("format") == "date":
        return DAY
    return TEXT if kept == {"type": "string"} else kept


def _goal_definitions() -> dict[str, Json]:
    return {"metric": _metric(), "filters": _object(Scope)}


def _metric() -> dict[str, Json]:
    """One key names the kind; ratios and sums hold metrics again."""
    scope: dict[str, Json] = {name: {"$ref": f"#/definitions/filters/properties/{name}"} for name in Scope.model_fields}
    key: Json = {"type": "string", "pattern": KEY_PATTERN}
    kinds: dict[str, Json] = {}
    for kind in KINDS:
        if kind == "ratio":
            kinds[kind] = _closed({"of": _metric_ref(), "to": _metric_ref()}, ["of", "to"])
        elif kind == "counter":
            named = _closed({"name": {"type": "string"}, "dimension": TEXTS}, ["name"])
            kinds[kind] = {"anyOf": [{"type": "string"}, named]}
        elif kind == "named":
            kinds[kind] = key
        elif kind == "cost":
            kinds[kind] = {"anyOf": [{"type": "null"}, _closed({name: scope[name] for name in COST_FILTERS}, [])]}
        elif kind == "sum":
            term = _closed({"metric": _metric_ref(), "weight": {"type": "number"}}, ["metric"])
            kinds[kind] = {"type": "array", "minItems": 2, "items": {"anyOf": [term, _metric_ref()]}}
        elif kind in WITH_RULE:
            kinds[kind] = {"anyOf": [key, _closed({"rule": key, **scope}, ["rule"])]}
        else:
            add: dict[str, Json] = {"add": {"enum": [each.value for each in Add]}} if kind == "visitors" else {}
            kinds[kind] = {"anyOf": [{"type": "null"}, _closed({**add, **scope}, [])]}
    one: dict[str, Json] = {**_closed(kinds, []), "minProperties": 1, "maxProperties": 1}
    more: list[Json] = [*sorted(WITH_RULE), "counter", "ratio", "sum", "named"]
    return {"anyOf": [{"type": "string", "pattern": KEY_PATTERN, "not": {"enum": more}}, one]}


def _metric_ref() -> dict[str, Json]:
    return ref("metric")


def _closed(properties: dict[str, Json], required: list[Json]) -> dict[str, Json]:
    schema: dict[str, Json] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


def _target() -> dict[str, Json]:
    directions = _closed({each.value: NUMBER for each in Direction}, [])
    return {"anyOf": [NUMBER, {**directions, "minProperties": 1, "maxProperties": 1}]}


def _baseline() -> dict[str, Json]:
    return {
        "anyOf": [
            {"const": BaselineKind.SAME_PERIOD_LAST_YEAR.value},
            _closed({"year": {"type": "integer"}}, ["year"]),
            _closed({"from": DAY, "to": DAY}, ["from", "to"]),
            _closed({"value": NUMBER}, ["value"]),
        ]
    }


def _goal() -> dict[str, Json]:
    """`target`, or `targets` that add up to it."""
    schema = _object(Goal)
    required = schema["required"]
    assert isinstance(required, list)
    either: list[Json] = [{"required": ["target"]}, {"required": ["targets"]}]
    return {**schema, "required": [name for name in required if name != "target"], "anyOf": either}


def _period_targets() -> dict[str, Json]:
    names: Json = {"pattern": r"^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$"}
    return {"type": "object", "minProperties": 1, "propertyNames": names, "additionalProperties": {"type": "number", "minimum": 0}}


def _combined() -> dict[str, Json]:
    """The options of every combined goal, and exactly one way in which its parts make it."""
    schema = _object(CombinedGoal)
    properties = schema["properties"]
    assert isinstance(properties, dict)
    key: Json = {"type": "string", "pattern": KEY_PATTERN}
    keys: Json = {"type": "array", "items": key, "minItems": 2}
    weights: Json = {"type": "object", "minProperties": 2, "additionalProperties": {"type": "number", "exclusiveMinimum": 0}}
    ways: dict[str, Json] = {
        Combine.ALL_OF.value: keys,
        Combine.ANY_OF.value: keys,
        Combine.WEIGHTED.value: weights,
        "goal": key,
        "while": {"anyOf": [key, {"type": "array", "items": key, "minItems": 1}]},
    }
    own = {name: said for name, said in properties.items() if name not in ("combine", "parts")}
    one: list[Json] = [{"required": [name]} for name in ways if name not in ("goal", "while")]
    return {**_closed({**own, **ways}, ["label"]), "oneOf": [*one, {"required": ["goal", "while"]}]}


WHOLE: Mapping[type[Record], Callable[[], dict[str, Json]]] = {
    Metric: _metric_ref,
    Target: _target,
    Baseline: _baseline,
    Goal: _goal,
    CombinedGoal: _combined,
}
"""Records whose YAML shape is their own."""

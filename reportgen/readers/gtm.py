"""Exports of Google Tag Manager containers: which events their tags send.

Format: the JSON of "Export container" in Google Tag Manager's administration, and the container version of its API (fields as in the
Tag Manager API v2 reference, resources `accounts.containers.versions`). An event's name may be made of variables: constants and lookup
tables are resolved, `{{Event}}` by the tag's triggers, and what only the site knows becomes `*`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import product
from pathlib import Path
from typing import Any

from reportgen.errors import DataError, Place, Problem
from reportgen.model.tracking import Container, DefinedEvent, TrackingPlan
from reportgen.readers.files import matching, shown

MOST_BYTES = 30 << 20
"""A container holds a few hundred KB at most; more is another file."""
MOST_NAMES = 100
"""Names that one tag is told to send; with more it sends any."""
MOST_NESTED = 8
"""Variables inside variables that are followed."""
ANY = "*"
EXPORT_IT = "export the container again: Admin, Export container, as JSON"
VARIABLE = re.compile(r"\{\{([^{}]+)\}\}")
GTAG_EVENT = re.compile(r"gtag\(\s*['\"]event['\"]\s*,\s*['\"]([\w-]+)['\"]")
PLAIN = re.compile(r"[\w-]+")
THE_EVENT = frozenset({"event", "_event"})

Item = Mapping[str, Any]


def read(workspace: Path, patterns: Sequence[str]) -> TrackingPlan | None:
    """The plan of all containers that the patterns mean; None without patterns.

    Raises DataError for a pattern that matches nothing, and for a file that is no container export.
    """
    if not patterns:
        return None
    files = dict.fromkeys(file for pattern in patterns for file in _files(workspace, pattern))
    containers: list[Container] = []
    found: dict[str, list[tuple[str, bool, bool]]] = {}
    for file in files:
        name = shown(workspace, file)
        version = _version(file, name)
        tags = _items(version, "tag")
        sending = [(tag, names) for tag in tags if (names := tuple(_names(tag, version)))]
        called = _called(tags)
        inside = version.get("container")
        described = inside if isinstance(inside, dict) else {}
        containers.append(Container(str(described.get("name", "")), str(described.get("publicId", "")), name, len(tags), len(sending)))
        for tag, names in sending:
            for each in names:
                found.setdefault(each, []).append((str(tag.get("name", "")), _live(tag, called), _waits(tag)))
    return TrackingPlan(tuple(containers), tuple(_event(name, found[name]) for name in sorted(found)))


def _event(name: str, tags: Sequence[tuple[str, bool, bool]]) -> DefinedEvent:
    live = [waits for _, is_live, waits in tags if is_live]
    return DefinedEvent(name, tuple(dict.fromkeys(tag for tag, _, _ in tags)), bool(live), bool(live) and all(live))


def _files(workspace: Path, pattern: str) -> Sequence[Path]:
    found = matching(workspace, pattern)
    if not found:
        wrong = f"nothing matches {pattern!r} below {workspace.name or workspace}"
        raise DataError(Problem(Place("config/report.yaml"), "tracking_plan", wrong, "write a file or a glob such as data/gtm/*.json"))
    return found


# --- the file -------------------------------------------------------------------------------------------------------


def _version(file: Path, name: str) -> Item:
    """The container version in the file."""
    whole = _json(file, name)
    version = whole.get("containerVersion", whole) if isinstance(whole, dict) else None
    if not isinstance(version, dict) or not (whole is not version or "container" in version):
        raise DataError(
            Problem(Place(name), "", "this JSON is no container of Google Tag Manager: it has no `containerVersion`", EXPORT_IT)
        )
    for key in ("tag", "trigger", "variable"):
        items = version.get(key, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise DataError(Problem(Place(name), f"containerVersion.{key}", "is no list of records", EXPORT_IT))
    return version


def _json(file: Path, name: str) -> object:
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            wrong = f"the file has {size >> 20} MB, and a container's export a few at most"
            raise DataError(Problem(Place(name), "", wrong, "name the container's export alone"))
        return json.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise DataError(Problem(Place(name), "", f"cannot read it: {error.strerror}", "check that it is there and readable")) from error
    except UnicodeDecodeError as error:
        raise DataError(Problem(Place(name), "", "the text is not UTF-8, so it is no container's export", EXPORT_IT)) from error
    except json.JSONDecodeError as error:
        raise DataError(Problem(Place(name, error.lineno, error.colno), "", f"this is not JSON ({error.msg})", EXPORT_IT)) from error
    except RecursionError as error:
        raise DataError(Problem(Place(name), "", "the JSON is nested too deeply to be a container", EXPORT_IT)) from error


def _items(version: Item, key: str) -> Sequence[Item]:
    found: Sequence[Item] = version.get(key, [])
    return found


# --- tags -----------------------------------------------------------------------------------------------------------


def _names(tag: Item, version: Item) -> Iterator[str]:
    """The events that a tag sends; empty for tags of other kinds."""
    kind = tag.get("type")
    if kind == "gaawe":
        yield from _resolved(_text(tag, "eventName") or ANY, tag, version)
    elif kind in ("gaawc", "googtag"):
        off = _text(tag, "sendPageView") if kind == "gaawc" else _setting(tag, "send_page_view")
        yield from () if off == "false" else ("page_view",)
    elif kind == "ua" and _text(tag, "trackType") == "TRACK_EVENT":
        yield from _resolved(_text(tag, "eventAction") or ANY, tag, version)
    elif kind == "html":
        yield from dict.fromkeys(GTAG_EVENT.findall(_text(tag, "html") or ""))


def _called(tags: Sequence[Item]) -> set[str]:
    """The names of the tags that others call before or after themselves."""
    parts = (part for tag in tags for key in ("setupTag", "teardownTag") for part in _listed(tag.get(key)) if isinstance(part, dict))
    return {str(part.get("tagName")) for part in parts}


def _live(tag: Item, called: Set[str]) -> bool:
    """Whether a tag can fire: not paused, and with a trigger or another tag that calls it."""
    return tag.get("paused") is not True and bool(tag.get("firingTriggerId") or tag.get("name") in called)


def _waits(tag: Item) -> bool:
    settings = tag.get("consentSettings")
    return isinstance(settings, dict) and str(settings.get("consentStatus", "")).upper() == "NEEDED"


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _parameters(item: Item) -> Iterator[Item]:
    return (part for part in _listed(item.get("parameter")) if isinstance(part, dict))


def _text(item: Item, key: str) -> str | None:
    """The plain value of a parameter."""
    return next((part["value"] for part in _parameters(item) if part.get("key") == key and isinstance(part.get("value"), str)), None)


def _rows(item: Item, key: str) -> Iterator[dict[str, str]]:
    """The rows of a parameter that is a table."""
    for part in _parameters(item):
        if part.get("key") == key:
            for row in _listed(part.get("list")):
                cells = _listed(row.get("map")) if isinstance(row, dict) else []
                yield {str(cell.get("key")): str(cell.get("value", "")) for cell in cells if isinstance(cell, dict)}


def _setting(tag: Item, name: str) -> str | None:
    """A setting in the table of a Google tag."""
    rows = _rows(tag, "configSettingsTable")
    return next((row.get("parameterValue", "").lower() for row in rows if row.get("parameter") == name), None)


# --- names made of variables ----------------------------------------------------------------------------------------


def _resolved(text: str, tag: Item, version: Item, depth: int = 0) -> Sequence[str]:
    """All that a text with variables may be, each once; what only the site knows is `*`."""
    parts = VARIABLE.split(text)
    choices = [[part] if at % 2 == 0 else _values(part.strip(), tag, version, depth) for at, part in enumerate(parts)]
    size = 1
    for each in choices:
        size *= len(each)
    if size > MOST_NAMES:
        return [ANY]
    return list(dict.fromkeys(re.sub(r"\*+", ANY, "".join(combined)) for combined in product(*choices)))


def _values(name: str, tag: Item, version: Item, depth: int) -> Sequence[str]:
    """What a variable may hold."""
    variable = next((item for item in _items(version, "variable") if item.get("name") == name), None)
    kind = variable.get("type") if variable else None
    if variable is None or (kind == "v" and _text(variable, "name") == "event"):
        return _of_triggers(tag, version) if variable or name.lower() in THE_EVENT else [ANY]
    if depth >= MOST_NESTED:
        return [ANY]
    if kind == "c":
        return _resolved(_text(variable, "value") or "", tag, version, depth + 1)
    if kind in ("smm", "remm"):
        texts = [row["value"] for row in _rows(variable, "map") if "value" in row]
        default = _text(variable, "defaultValue")
        texts += [default] if default and _text(variable, "setDefaultValue") != "false" else []
        return list(dict.fromkeys(each for text in texts for each in _resolved(text, tag, version, depth + 1))) or [ANY]
    return [ANY]


def _of_triggers(tag: Item, version: Item) -> Sequence[str]:
    """The names of the site's own events that fire the tag; any, where a trigger does not name them."""
    wanted = {str(key) for key in _listed(tag.get("firingTriggerId"))}
    triggers = [item for item in _items(version, "trigger") if str(item.get("triggerId")) in wanted]
    names = [name for trigger in triggers for name in _of_trigger(trigger)]
    return list(dict.fromkeys(names)) or [ANY]


def _of_trigger(trigger: Item) -> Iterator[str]:
    for test in _listed(trigger.get("customEventFilter")):
        if isinstance(test, dict):
            value, kind = _text(test, "arg1") or ANY, str(test.get("type", "")).upper().replace("_", "")
            if _text(test, "negate") == "true":
                yield ANY
            elif kind == "EQUALS":
                yield value
            elif kind == "MATCHREGEX":
                yield from _of_regex(value)
            else:
                yield {"STARTSWITH": f"{value}*", "ENDSWITH": f"*{value}", "CONTAINS": f"*{value}*"}.get(kind, ANY)


def _of_regex(pattern: str) -> Sequence[str]:
    """The alternatives of a regular expression that only lists names; any for every other. `^` and `$` around them make no difference."""
    bare = pattern.removeprefix("^").removesuffix("$")
    bare = bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare
    names = [part.removeprefix("^").removesuffix("$") for part in bare.split("|")]
    return names if all(PLAIN.fullmatch(name) for name in names) else [ANY]

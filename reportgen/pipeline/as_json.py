"""Frozen records as JSON and back, equal in every field: those of `model`, `periods` and `stats`, and what they are made of.

Texts, numbers, truth and null stand for themselves; anything else is a list that begins with a code for what it is. Classes are named once,
and so is a record of nothing but plain values, however often it stands there: counts hold many zeros.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import Any

ROOMS = ("reportgen.model.", "reportgen.periods", "reportgen.stats.")
PLAIN = frozenset({type(None), bool, int, float, str})
TUPLE, MAP, SAME, RECORD, ENUM, SET, LIST, DAY = range(8)


def dumped(record: object) -> str:
    """The record as text. Raises TypeError for what is no record of these rooms or made of anything else."""
    writer = _Writer()
    tree = writer.down(record)
    return json.dumps([writer.classes, writer.simple, tree], separators=(",", ":"), ensure_ascii=False)


def loaded(text: str) -> Any:
    """What `dumped` wrote. Raises ValueError for anything else, and for records whose fields have changed since."""
    try:
        parts = json.loads(text)
        classes, simple, tree = parts[0], parts[1], parts[2]
        found = [_class(name) for name in classes]
        return _Reader(found, [found[place](*values) for place, *values in simple]).up(tree)
    except (TypeError, KeyError, IndexError, AttributeError, ImportError, RecursionError) as error:
        raise ValueError(f"not a record of this version: {error}") from error


@dataclass(slots=True)
class _Writer:
    """The classes by name and the simple records so far, each with its place."""

    classes: list[str] = field(default_factory=list)
    simple: list[list[Any]] = field(default_factory=list)
    _class_places: dict[type, int] = field(default_factory=dict)
    _simple_places: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def down(self, value: Any) -> Any:
        kind: Any = type(value)
        if kind in PLAIN:
            return value
        code = _code(kind)
        if code == RECORD:
            return self._record(kind, _values(kind)(value))
        if code == MAP:
            return [MAP, *(self.down(each) for pair in value.items() for each in pair)]
        if code == ENUM:
            return [ENUM, self._place(kind), value.value]
        return [DAY, value.toordinal()] if code == DAY else [code, *map(self.down, value)]

    def _record(self, kind: Any, values: tuple[Any, ...]) -> list[Any]:
        kinds = tuple(map(type, values))
        if not PLAIN.issuperset(kinds):
            return [RECORD, self._place(kind), *map(self.down, values)]
        same = (kind, values, kinds)
        place = self._simple_places.get(same)
        if place is None:
            place = self._simple_places[same] = len(self.simple)
            self.simple.append([self._place(kind), *values])
        return [SAME, place]

    def _place(self, kind: type) -> int:
        if kind not in self._class_places:
            if not kind.__module__.startswith(ROOMS):
                raise TypeError(f"{kind.__module__}.{kind.__qualname__} is no record of counts")
            self._class_places[kind] = len(self.classes)
            self.classes.append(f"{kind.__module__}:{kind.__qualname__}")
        return self._class_places[kind]


class _Reader:
    """The way back, by each code."""

    def __init__(self, classes: list[Any], simple: list[Any]) -> None:
        up = self.up
        self._made: tuple[Callable[[list[Any]], Any], ...] = (
            lambda held: tuple(map(up, held[1:])),
            lambda held: {up(held[at]): up(held[at + 1]) for at in range(1, len(held), 2)},
            lambda held: simple[held[1]],
            lambda held: classes[held[1]](*map(up, held[2:])),
            lambda held: classes[held[1]](held[2]),
            lambda held: frozenset(map(up, held[1:])),
            lambda held: list(map(up, held[1:])),
            lambda held: date.fromordinal(held[1]),
        )

    def up(self, value: Any) -> Any:
        return self._made[value[0]](value) if type(value) is list else value


@cache
def _code(kind: Any) -> int:
    """What values of the class are written as."""
    if is_dataclass(kind):
        return RECORD
    if issubclass(kind, Mapping):
        return MAP
    if issubclass(kind, Enum):
        return ENUM
    codes = {tuple: TUPLE, frozenset: SET, list: LIST, date: DAY}
    if kind not in codes:
        raise TypeError(f"{kind.__name__} is no record of counts")
    return codes[kind]


@cache
def _values(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """A record of the class -> the values of its fields, in their order."""
    names = [each.name for each in fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda record: tuple(getattr(record, name) for name in names)


def _class(name: str) -> Any:
    """The record or enum of that name, of these rooms alone: nothing else can be made of a text."""
    module, _, own = name.partition(":")
    found = getattr(import_module(module), own) if module.startswith(ROOMS) else None
    if not isinstance(found, type) or not (is_dataclass(found) or issubclass(found, Enum)):
        raise ValueError(f"{name} is no record of counts")
    return found

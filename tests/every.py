"""Everything of a kind within a record, however deep."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import TypeVar

Kind = TypeVar("Kind")


def every(kind: type[Kind], value: object, wanted: Callable[[object, str], bool] = lambda _record, _field: True) -> Iterator[Kind]:
    """In the order of fields, outer ones before what they hold; of records only the fields that are wanted."""
    if isinstance(value, kind):
        yield value
    if is_dataclass(value):
        for field in fields(value):
            if wanted(value, field.name):
                yield from every(kind, getattr(value, field.name), wanted)
    elif isinstance(value, dict | tuple | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from every(kind, item, wanted)


def texts(value: object) -> list[str]:
    """Every text."""
    return list(every(str, value))

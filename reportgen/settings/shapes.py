"""The declared type of an option, taken apart; and a text read as that type."""

import types
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias, Union, get_args, get_origin

from reportgen.model.settings import Written
from reportgen.settings import scalars
from reportgen.settings.guess import suggestion

Single: TypeAlias = str | int | float | bool | date

READERS: Mapping[object, Callable[[str], Single]] = {
    Written.SHARE: scalars.share,
    Written.DURATION: scalars.seconds,
    Written.MONTHS: scalars.months,
    Written.ZONE: scalars.zone,
    Written.LOCALE: scalars.locale,
    bool: scalars.boolean,
    int: scalars.integer,
    float: scalars.number,
    date: scalars.day,
    str: str,
}


def read(text: str, kind: object, marks: tuple[object, ...]) -> Single:
    """The text as the kind wants it. Raises MisreadError."""
    for mark in marks:
        if isinstance(mark, Written):
            return READERS[mark](text)
    allowed = names(kind)
    if not allowed:
        return READERS[kind](text)
    if text in allowed:
        return text
    raise scalars.MisreadError(f"`{text}` is not one of its values", suggestion(text, allowed))


def names(kind: object) -> tuple[str, ...]:
    """The values of an enum or Literal; none for any other type."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return tuple(each.value for each in kind)
    return tuple(str(each) for each in get_args(kind)) if get_origin(kind) is Literal else ()


def unwrapped(shape: object, marks: tuple[object, ...]) -> tuple[object, tuple[object, ...]]:
    """Without Annotated, its metadata among the marks."""
    while get_origin(shape) is Annotated:
        inner, *found = get_args(shape)
        shape, marks = inner, (*found, *marks)
    return shape, marks


def choices(shape: object) -> tuple[object, ...]:
    return get_args(shape) if get_origin(shape) in (Union, types.UnionType) else (shape,)


def without_none(shape: object) -> tuple[object, ...]:
    return tuple(each for each in choices(shape) if each is not type(None))

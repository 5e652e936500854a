"""`*` patterns and page groups, in Python for a few names and as an expression for many rows."""

import re
from collections.abc import Mapping, Sequence
from functools import reduce

import ibis
from ibis.expr.types import BooleanValue, StringValue


def regex(pattern: str) -> str:
    """The anchored regular expression of a pattern in which `*` is any run of characters, in the dialect all engines share."""
    return "^" + ".*".join(_literal(part) for part in pattern.split("*")) + "$"


def _literal(text: str) -> str:
    return "".join(
        char if char.isalnum() or char in "/_-~ " or ord(char) > 127 else f"[{char}]" if char not in "[]^\\" else f"\\{char}"
        for char in text
    )


def matches(text: str, patterns: Sequence[str]) -> bool:
    """Whether any pattern fits the whole text; case counts."""
    return any(re.search(regex(pattern), text, re.DOTALL) is not None for pattern in patterns)


def page_group(page: str, groups: Mapping[str, Sequence[str]]) -> str | None:
    """The first group of the settings with a pattern that fits the page."""
    return next((name for name, patterns in groups.items() if matches(page, patterns)), None)


def page_patterns(names: Sequence[str], groups: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Page groups by name replaced by their patterns; other texts are patterns already."""
    return tuple(pattern for name in names for pattern in groups.get(name, (name,)))


def fits(column: StringValue, patterns: Sequence[str], fold: bool) -> BooleanValue:
    """The expression of `matches`; with `fold` case does not count. Null fits nothing."""
    subject = column.lower() if fold else column
    tests = [_fit(subject, pattern.lower() if fold else pattern) for pattern in patterns]
    return reduce(lambda left, right: left | right, tests).fill_null(False)


def _fit(column: StringValue, pattern: str) -> BooleanValue:
    """Most patterns are a name or a beginning, which every engine compares faster than a regular expression."""
    head, star, tail = pattern.partition("*")
    if not star:
        return column == ibis.literal(pattern)
    if not tail:
        return column.startswith(head)
    return column.re_search(regex(pattern))

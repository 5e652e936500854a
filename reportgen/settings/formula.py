"""Formulas of named metrics: a text such as `cost / conversions(quote_request)` as a tree, and a tree as a text again.

    sum     = product, then any of `+ product`, `- product`
    product = signed, then any of `* signed`, `/ signed`
    signed  = `- signed`, or a part
    part    = a number (`1.19`, `40%`), a name, or `( sum )`
    name    = `visitors`, `conversions(RULE)`, `cost[channel: Email | Direct]`, `counter(INPUT.MEASURE)[dimension: VALUE]`

Nothing is ever executed. Length, nesting and the number of parts have their limits, so that any text ends in a tree or in one sentence.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

LONGEST, DEEPEST, MOST_PARTS = 500, 20, 40
LARGEST = 1e15


class FormulaError(Exception):
    """What is wrong with a formula, at which character (from 0), and what would be right."""

    def __init__(self, at: int, wrong: str, right: str) -> None:
        self.at, self.wrong, self.right = at, wrong, right
        super().__init__(f"{wrong}; {right}")


class BrokenNameError(Exception):
    """A formula names what cannot be known: a metric whose own formula is wrong, which is said there, or a counter of an input whose
    files nobody has looked at yet."""


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number, not negative; `40%` is 0.4."""

    value: float
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A metric by its name. `argument` stands in round brackets, `filters` (name, values) in square ones."""

    name: str
    argument: str | None = None
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """The part with its sign turned."""

    part: "Tree"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts with `+`, `-`, `*` or `/` between them; `at` is the sign's place."""

    sign: str
    left: "Tree"
    right: "Tree"
    at: int = field(default=0, compare=False)


Tree: TypeAlias = Number | Name | Negative | Operation

_TOKEN = re.compile(r"(?P<number>(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?)|(?P<name>[^\W\d]\w*)|(?P<sign>[-+*/()%])")
_SPACE = re.compile(r"\s*")
_FRIENDLY = str.maketrans({"\u2212": "-", "\u00d7": "*", "\u00b7": "*", "\u00f7": "/"})
_ARGUMENT = re.compile(r"\s*(\w+(\.\w+)?)\s*\)")
_FILTER = re.compile(r"\s*([^\W\d]\w*)\s*[:=]\s*")
_VALUE = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^"|,\[\]]*))\s*')
_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}


def parse(text: str) -> Tree:
    """The formula's tree. Raises FormulaError for the first thing in it that cannot be read."""
    if len(text) > LONGEST:
        raise FormulaError(LONGEST, f"is {len(text)} characters long", f"write at most {LONGEST}, and give its parts names of their own")
    reader = _Reader(text)
    if reader.next() is None:
        raise FormulaError(0, "is empty", "write a formula such as `cost / conversions(contact)`")
    tree = reader.sum(0)
    if reader.next() is not None:
        raise reader.unexpected()
    return tree


class _Reader:
    """The text and the place up to which it has been read."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.parts = text, 0, 0

    def next(self) -> str | None:
        """The character that comes next, a typographer's sign as the plain one; None at the end."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at].translate(_FRIENDLY) if self.at < len(self.text) else None

    def sum(self, depth: int) -> Tree:
        tree = self.product(depth)
        while (sign := self.next()) in ("+", "-"):
            at = self.step()
            tree = Operation(str(sign), tree, self.product(depth), at)
        return tree

    def product(self, depth: int) -> Tree:
        tree = self.signed(depth)
        while (sign := self.next()) in ("*", "/"):
            at = self.step()
            tree = Operation(str(sign), tree, self.signed(depth), at)
        return tree

    def signed(self, depth: int) -> Tree:
        if depth > DEEPEST:
            raise FormulaError(self.at, f"is nested more than {DEEPEST} deep", "give its parts names of their own")
        if self.next() == "-":
            at = self.step()
            return Negative(self.signed(depth + 1), at)
        return self.part(depth)

    def part(self, depth: int) -> Tree:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise FormulaError(self.at, f"has more than {MOST_PARTS} parts", "give some of them a name of their own")
        if self.next() == "(":
            opened = self.step()
            tree = self.sum(depth + 1)
            if self.next() != ")":
                raise self.unexpected() if self.next() else FormulaError(opened, "the bracket is never closed", "write `)`")
            self.step()
            return tree
        found = _TOKEN.match(self.text, self.at)
        if found is None or found["sign"]:
            raise self.unexpected()
        return self.number(found) if found["number"] else self.name(found)

    def step(self) -> int:
        """Go past one character; its place."""
        self.at += 1
        return self.at - 1

    def number(self, found: re.Match[str]) -> Number:
        at, self.at = self.at, found.end()
        value = float(found["number"])
        if not math.isfinite(value) or value > LARGEST:
            raise FormulaError(at, f"`{found['number']}` is too large a number", f"write one up to {LARGEST:.0f}")
        following = self.text[self.at : self.at + 1]
        if following == "%":
            self.step()
            value /= 100
        elif following == ",":
            raise FormulaError(self.at, "a comma in a number", "write 1250.5 for one thousand two hundred and fifty and a half")
        return Number(value, at)

    def name(self, found: re.Match[str]) -> Name:
        at, self.at = self.at, found.end()
        argument = self.argument(found["name"]) if self.next() == "(" else None
        filters = tuple(self.filters()) if self.next() == "[" else ()
        return Name(found["name"], argument, filters, at)

    def argument(self, name: str) -> str:
        self.step()
        found = _ARGUMENT.match(self.text, self.at)
        if found is None:
            raise FormulaError(self.at, f"`{name}(` is not followed by one key and `)`", f"write `{name}(KEY)`, filters in `[ ]`")
        self.at = found.end()
        return found[1]

    def filters(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The filters up to the closing bracket."""
        opened, closed = self.at, False
        while not closed:
            self.step()
            found = _FILTER.match(self.text, self.at)
            if found is None:
                raise FormulaError(self.at, "is not a filter", "write `[channel: Email]`, several as `[channel: Email, device: mobile]`")
            self.at = found.end()
            yield found[1], self.values(opened)
            closed = self.next() == "]"
        self.step()

    def values(self, opened: int) -> tuple[str, ...]:
        """The values of one filter, with `|` between them."""
        found: list[str] = []
        while not found or self.next() == "|":
            if found:
                self.step()
            one = _VALUE.match(self.text, self.at)
            assert one is not None, "an empty value fits"
            value = one[1].replace('""', '"') if one[1] is not None else one[2].strip()
            if not value:
                raise FormulaError(self.at, "a filter without a value", "write `[channel: Email]`, in quotes where it holds `,` or `|`")
            found.append(value)
            self.at = one.end()
        if self.next() not in ("]", ","):
            raise FormulaError(opened, "the bracket is never closed", "write `]`") if self.next() is None else self.unexpected()
        return tuple(found)

    def unexpected(self) -> FormulaError:
        letter = self.next()
        if letter is None:
            return FormulaError(self.at, "ends where a number or a name should follow", "write what comes after the sign")
        return FormulaError(self.at, f"`{letter}` cannot stand here", "a formula has names, numbers, + - * / and brackets")


def printed(tree: Tree) -> str:
    """The tree as a formula, with no more brackets than it needs. `parse` gives the same tree again."""
    if isinstance(tree, Number):
        return _number(tree.value)
    if isinstance(tree, Name):
        argument = f"({tree.argument})" if tree.argument is not None else ""
        filters = ", ".join(f"{name}: {' | '.join(map(_value, values))}" for name, values in tree.filters)
        return f"{tree.name}{argument}{f'[{filters}]' if filters else ''}"
    if isinstance(tree, Negative):
        return f"-{_within(tree.part, 3)}"
    own = _PRECEDENCE[tree.sign]
    return f"{_within(tree.left, own)} {tree.sign} {_within(tree.right, own + 1)}"


def _within(tree: Tree, least: int) -> str:
    own = _PRECEDENCE[tree.sign] if isinstance(tree, Operation) else 3
    return f"({printed(tree)})" if own < least else printed(tree)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _value(text: str) -> str:
    needs = text != text.strip() or any(letter in text for letter in '",|[]')
    return '"' + text.replace('"', '""') + '"' if needs else text

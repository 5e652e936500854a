"""Nodes -> records, led by the declared types.

The type of an option says how its text is read and which shorthands it takes: a single value where a list is meant,
a mapping of keys where keyed records are meant, `30s`, `3%`. Every problem is collected with its place; what pydantic
then finds (bounds, patterns, missing options) is placed by its `loc`, which is the key of the nodes converted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar, get_args, get_origin

from pydantic import ValidationError

from reportgen.errors import Place, Problem
from reportgen.model.settings import Record
from reportgen.settings import scalars, shapes
from reportgen.settings.constraints import sentence
from reportgen.settings.guess import close, suggestion
from reportgen.settings.nodes import Items, Node, Scalar, Table, joined, moved

Plain: TypeAlias = "shapes.Single | list[Plain] | dict[str, Plain] | None"
Loc: TypeAlias = tuple[str | int, ...]
Sugar: TypeAlias = "Callable[[Node, Trace], Node | None]"
R = TypeVar("R", bound=Record)


@dataclass
class Trace:
    """What a conversion leaves behind: problems, each option's place, the paths whose shorthand failed, and where conversion did."""

    problems: list[Problem] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    nodes: dict[Loc, Node] = field(default_factory=dict)
    broken: set[Loc] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def problem(self, node: Node, wrong: str, right: str = "") -> None:
        self.problems.append(Problem(node.place, node.path, wrong, right))

    def refusal(self, node: Node, wrong: str, right: str = "") -> Node | None:
        """Note the problem; the None stands for the node that could not be opened."""
        self.problem(node, wrong, right)
        return None

    def misread(self, node: Node, error: scalars.MisreadError) -> None:
        self.problem(node, error.wrong, error.right)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How YAML's shape differs from the records': shorthands a record, and options under another name.

    `stand_ins` are harmless values for options that are wrong and that the rest needs: it is then still checked.
    """

    sugar: Mapping[type[Record], Sugar] = field(default_factory=dict)
    names: Mapping[tuple[type[Record], str], str] = field(default_factory=dict)
    stand_ins: Mapping[type[Record], Mapping[str, Plain]] = field(default_factory=dict)

    def yaml_name(self, record: type[Record], option: str) -> str:
        """How YAML calls the option: `from` for a goal's `begin`."""
        alias = record.model_fields[option].alias
        return self.names.get((record, option), alias or option)


def record(node: Node, kind: type[R], trace: Trace, dialect: Dialect) -> R | None:
    """The record the node describes; with problems in the trace, what is left of it without the wrong options, or None."""
    trace.nodes.clear()
    trace.broken.clear()
    plain = _Converter(trace, dialect).value(node, kind, (), ())
    if not isinstance(plain, dict):
        return None
    stand_ins = dialect.stand_ins.get(kind, {})
    plain.update({str(loc[0]): stand_ins[str(loc[0])] for loc in trace.broken if len(loc) == 1 and loc[0] in stand_ins})
    try:
        return kind.model_validate(plain)
    except ValidationError as error:
        trace.problems.extend(_placed(error, kind, trace, dialect))
        return _remainder(plain, kind, error, dialect)


def keyed(node: Node | None, kind: type[R], trace: Trace, dialect: Dialect) -> tuple[tuple[R, ...], tuple[str, ...]]:
    """The records of a mapping (or a list with `key:`), each checked on its own, and every key written, also of the broken ones."""
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return (), ()
    entries = _entries(node, trace)
    found = (record(each, kind, trace, dialect) for each in entries.values())
    return tuple(each for each in found if each is not None), tuple(entries)


def register(node: Node, places: dict[str, Place]) -> None:
    """Put the place of every option of the tree into the table, by its dotted path."""
    places.setdefault(node.path, node.place)
    children: Iterable[Node] = node.entries.values() if isinstance(node, Table) else node.items if isinstance(node, Items) else ()
    for child in children:
        register(child, places)


def _entries(node: Node, trace: Trace) -> dict[str, Node]:
    """Key -> node that carries the key, from a mapping or a list."""
    if isinstance(node, Table):
        for child in node.entries.values():
            if isinstance(child, Table) and "key" in child.entries:
                trace.problem(child.entries["key"], "is not a setting", "the key stands before the colon: remove this line")
        return {key: _with_key(key, child) for key, child in node.entries.items()}
    if isinstance(node, Scalar):
        trace.problem(node, "is a single value", "write `key:` and its options below")
        return {}
    entries: dict[str, Node] = {}
    for child in node.items:
        key = child.entries.get("key") if isinstance(child, Table) else None
        if not isinstance(key, Scalar) or key.is_null:
            trace.problem(child, "has no key", "write a mapping: its key, and the options below")
        elif key.text in entries:
            trace.problem(key, f"the key `{key.text}` is there twice", "keep one of them")
        else:
            entries[key.text] = moved(child, joined(node.path, key.text))
            trace.places.setdefault(joined(node.path, key.text), child.place)
    return entries


def _with_key(key: str, child: Node) -> Node:
    """The node with its key as an entry, so that key and options are read alike. A shorthand is left for its sugar to open."""
    named = Scalar(child.place, child.path, key, plain=False)
    if isinstance(child, Table):
        return Table(child.place, child.path, {**child.entries, "key": named})
    return Table(child.place, child.path, {"key": named, "": child})


class _Converter:
    def __init__(self, trace: Trace, dialect: Dialect) -> None:
        self.trace = trace
        self.dialect = dialect

    def value(self, node: Node, shape: object, marks: tuple[object, ...], at: Loc) -> Plain:
        """The node as plain data of the declared shape; None where it fails (then `broken` holds its loc)."""
        self.trace.nodes[at] = node
        if node.path in self.trace.refused:
            self.trace.broken.add(at)
            return None
        shape, marks = shapes.unwrapped(shape, marks)
        options = shapes.without_none(shape)
        if isinstance(node, Scalar) and node.is_null:
            return self.null(node, len(options) < len(shapes.choices(shape)), at)
        kind, marks = shapes.unwrapped(options[0], marks)
        origin = get_origin(kind)
        if origin is tuple:
            return self.items(node, get_args(kind)[0], at)
        if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
            return self.mapping(node, get_args(kind)[1], at)
        if isinstance(kind, type) and issubclass(kind, Record):
            return self.record(node, kind, at)
        return self.scalar(node, kind, marks, at)

    def null(self, node: Scalar, optional: bool, at: Loc) -> Plain:
        if node.is_empty:
            shown = f"has no value: `{node.comment}` is a comment" if node.comment else "has no value"
            self.fail(node, at, shown, "put the value in quotes" if node.comment else "write one, or remove the line")
        elif not optional:
            self.fail(node, at, "cannot be null", "write a value, or remove the line")
        return None

    def items(self, node: Node, shape: object, at: Loc) -> Plain:
        kind, _ = shapes.unwrapped(shape, ())
        if isinstance(kind, type) and issubclass(kind, Record) and "key" in kind.model_fields:
            children = list(_entries(node, self.trace).values())
        else:
            children = list(node.items) if isinstance(node, Items) else [node]
        return [self.value(child, shape, (), (*at, n)) for n, child in enumerate(children)]

    def mapping(self, node: Node, shape: object, at: Loc) -> Plain:
        if not isinstance(node, Table):
            return self.fail(node, at, f"is {_kind(node)}", "write `name: value` lines below it")
        return {key: self.value(child, shape, (), (*at, key)) for key, child in node.entries.items()}

    def record(self, node: Node, kind: type[Record], at: Loc) -> Plain:
        opened = self.dialect.sugar[kind](node, self.trace) if kind in self.dialect.sugar else node
        if opened is None:
            self.trace.broken.add(at)
            return None
        if isinstance(opened, Table) and "" in opened.entries:
            opened = opened.entries[""]
        if not isinstance(opened, Table):
            names = [self.dialect.yaml_name(kind, option) for option in kind.model_fields if option != "key"]
            return self.fail(opened, at, f"is {_kind(opened)}", f"write its options below it, such as `{names[0]}:`")
        options = {self.dialect.yaml_name(kind, option): option for option in kind.model_fields}
        plain: dict[str, Plain] = {}
        for name, child in opened.entries.items():
            if name not in options:
                self.unknown(child, name, {each: option for each, option in options.items() if each != "key"}, kind, at)
                continue
            option = options[name]
            declared = kind.model_fields[option]
            loc = (*at, declared.alias or option)
            plain[declared.alias or option] = self.value(child, declared.annotation, tuple(declared.metadata), loc)
        return plain

    def unknown(self, node: Node, name: str, options: Mapping[str, str], kind: type[Record], at: Loc) -> None:
        """A misspelt option; the one that was meant is not called missing as well."""
        self.trace.problem(node, "is not a setting", suggestion(name, options, most=20))
        meant = close(name, options)
        if meant is not None:
            self.trace.broken.add((*at, kind.model_fields[options[meant]].alias or options[meant]))

    def scalar(self, node: Node, kind: object, marks: tuple[object, ...], at: Loc) -> Plain:
        if not isinstance(node, Scalar):
            return self.fail(node, at, f"is {_kind(node)}", "write a single value")
        try:
            return shapes.read(node.text, kind, marks)
        except scalars.MisreadError as error:
            return self.fail(node, at, error.wrong, error.right)

    def fail(self, node: Node, at: Loc, wrong: str, right: str) -> Plain:
        """Note the problem; the None stands for the value, and `broken` keeps pydantic from saying it again."""
        self.trace.problem(node, wrong, right)
        self.trace.broken.add(at)
        return None


def _kind(node: Node) -> str:
    return "a list" if isinstance(node, Items) else "a mapping" if isinstance(node, Table) else "a single value"


def _remainder(plain: dict[str, Plain], kind: type[R], error: ValidationError, dialect: Dialect) -> R | None:
    """The record without its wrong options, so that what the others name is still checked in the same run."""
    wrong = {found["loc"][0] for found in error.errors() if found["loc"]}
    right = {option: value for option, value in plain.items() if option not in wrong}
    try:
        return kind.model_validate({**dialect.stand_ins.get(kind, {}), **right})
    except ValidationError:
        return None


def _placed(error: ValidationError, kind: type[Record], trace: Trace, dialect: Dialect) -> Iterable[Problem]:
    """pydantic's findings at their nodes, without those that only echo a failed conversion."""
    every = error.errors(include_url=False, include_context=True)
    for found in every:
        loc = found["loc"]
        if found["type"] == "too_short" and any(len(other["loc"]) > len(loc) and other["loc"][: len(loc)] == loc for other in every):
            continue  # pydantic does not count entries that are wrong themselves
        if any(loc[: len(broken)] == broken or broken[: len(loc)] == loc for broken in trace.broken):
            continue
        known = next(loc[:size] for size in range(len(loc), -1, -1) if loc[:size] in trace.nodes)
        node = trace.nodes[known]
        path = node.path
        for part in loc[len(known) :]:
            if part != "[key]":
                path = joined(path, _written(kind, str(part), dialect))
        wrong, right = sentence(found)
        yield Problem(node.place, path, wrong, right)


def _written(kind: type[Record], option: str, dialect: Dialect) -> str:
    return dialect.yaml_name(kind, option) if option in kind.model_fields else option

"""A YAML file as a tree of placed nodes.

Scalars stay the text that was written: what `no`, `30:00` or `1_200` mean is decided later, by the type of the
option they stand for, never guessed from their looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import yaml
from yaml import events, nodes

from reportgen.errors import Place, Problem

MAX_DEPTH = 40
NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written. `plain` when it stood without quotes; `comment` when a `#` follows where the value should be; `start` is the
    place of its first character, where it stands letter for letter in one line."""

    place: Place
    path: str
    text: str
    plain: bool = True
    comment: str = ""
    start: Place | None = None

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in NULLS

    @property
    def is_empty(self) -> bool:
        """Nothing was written after the colon."""
        return self.plain and not self.text


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `place` is that of its key."""

    place: Place
    path: str
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping in file order. Each entry's `place` is that of its key."""

    place: Place
    path: str
    entries: Mapping[str, "Node"]


Node: TypeAlias = Scalar | Items | Table


class UnreadableFileError(Exception):
    """Carries the file's problem up to `read`; never leaves this module."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def read(file: Path, shown: str) -> tuple[Table | None, tuple[Problem, ...]]:
    """The file's table, or None and what is wrong with it. `shown` is the file's name in messages, relative to the workspace."""
    try:
        text = decoded(file.read_bytes(), shown)
        root = yaml.compose(text, Loader=_loader(shown))
    except UnreadableFileError as error:
        return None, (error.problem,)
    except OSError as error:
        return None, (Problem(Place(shown), "", f"cannot be read: {error.strerror or error}", "check the file and its permissions"),)
    except yaml.MarkedYAMLError as error:
        return None, (_syntax_problem(error, shown),)
    except yaml.YAMLError as error:
        return None, (Problem(Place(shown), "", f"is not YAML: {error}", "remove the characters named"),)
    return _table(root, text, shown)


def decoded(raw: bytes, shown: str) -> str:
    """The file's text. Raises UnreadableFileError when it is not UTF-8."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableFileError(Problem(Place(shown), "", "is written in UTF-16", "save it as UTF-8"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        wrong = f"is not UTF-8: byte 0x{raw[error.start]:02x}"
        raise UnreadableFileError(Problem(Place(shown, line, column), "", wrong, "save it as UTF-8")) from error


def moved(node: Node, path: str) -> Node:
    """The node under another path."""
    return replace(node, path=path)


def relocated(node: Node, path: str) -> Node:
    """The node and all below it under another path."""
    if isinstance(node, Table):
        entries = {name: relocated(child, joined(path, name)) for name, child in node.entries.items()}
        return Table(node.place, path, entries)
    if isinstance(node, Items):
        return Items(node.place, path, tuple(relocated(child, joined(path, str(n))) for n, child in enumerate(node.items)))
    return moved(node, path)


def _loader(shown: str) -> type[yaml.SafeLoader]:
    """A loader that refuses aliases, tags and bottomless nesting before they cost anything."""

    class Careful(yaml.SafeLoader):
        depth = 0

        def compose_node(self, parent: nodes.Node | None, index: int) -> nodes.Node | None:
            event = self.peek_event()  # type: ignore[no-untyped-call]
            mark = event.start_mark
            place = Place(shown, mark.line + 1, mark.column + 1)
            if isinstance(event, events.AliasEvent):
                raise UnreadableFileError(Problem(place, "", f"the alias `*{event.anchor}` is not read", "write the value out"))
            tag = getattr(event, "tag", None)
            if tag not in (None, "!"):
                raise UnreadableFileError(Problem(place, "", f"the tag `{tag}` is not read", "write the value without it"))
            if self.depth >= MAX_DEPTH:
                raise UnreadableFileError(Problem(place, "", f"is nested more than {MAX_DEPTH} levels deep", "no setting needs that"))
            self.depth += 1
            node = super().compose_node(parent, index)
            self.depth -= 1
            return node

    return Careful


def _syntax_problem(error: yaml.MarkedYAMLError, shown: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(shown, mark.line + 1, mark.column + 1) if mark else Place(shown)
    wrong = error.problem or "cannot be read"
    if "'\\t'" in wrong:
        return Problem(place, "", "a tab stands where YAML wants spaces", "indent with spaces")
    if "mapping values are not allowed" in wrong:
        return Problem(place, "", "a second `:` in one line", "put the text in quotes, or start a new line after the key")
    if "but found another document" in wrong:
        return Problem(place, "", "a second document starts here", "keep one document in a file: remove the `---`")
    if "found unexpected end of stream" in wrong:
        return Problem(place, "", "the file ends inside a quoted text", "close the quotes")
    if "could not find expected ':'" in wrong:
        return Problem(place, "", "a key without `:`", "write `key: value`")
    return Problem(place, "", f"YAML: {wrong}", "check quotes, brackets and indentation here")


def _table(root: nodes.Node | None, text: str, shown: str) -> tuple[Table | None, tuple[Problem, ...]]:
    """The root as a table; an empty file, a list or a bare text is a problem."""
    if root is None:
        return None, (Problem(Place(shown), "", "is empty", "write at least one setting, or remove the file"),)
    if not isinstance(root, nodes.MappingNode):
        kind = "a list" if isinstance(root, nodes.SequenceNode) else "a single text"
        place = Place(shown, root.start_mark.line + 1, root.start_mark.column + 1)
        return None, (Problem(place, "", f"holds {kind}", "start with `key: value`"),)
    walk = _Walk(shown, text.splitlines())
    tree = walk.node(root, "", Place(shown, 1, 1))
    assert isinstance(tree, Table)
    return tree, tuple(walk.problems)


class _Walk:
    """Turns PyYAML's nodes into ours, collecting duplicate and odd keys on the way."""

    def __init__(self, shown: str, lines: list[str]) -> None:
        self.shown = shown
        self.lines = lines
        self.problems: list[Problem] = []

    def place(self, node: nodes.Node) -> Place:
        return Place(self.shown, node.start_mark.line + 1, node.start_mark.column + 1)

    def node(self, node: nodes.Node, path: str, place: Place) -> Node:
        if isinstance(node, nodes.MappingNode):
            return self.table(node, path, place)
        if isinstance(node, nodes.SequenceNode):
            return Items(place, path, tuple(self.node(item, joined(path, str(n)), self.place(item)) for n, item in enumerate(node.value)))
        if _halved(node.value):
            self.problems.append(Problem(place, path, HALVED, "write the character itself"))
            return Scalar(place, path, node.value.encode("utf-8", "replace").decode(), False, "")
        plain = isinstance(node, nodes.ScalarNode) and node.style is None
        return Scalar(place, path, node.value, plain, self.comment(node) if not node.value else "", self.start(node))

    def table(self, node: nodes.MappingNode, path: str, place: Place) -> Table:
        entries: dict[str, Node] = {}
        for key, value in node.value:
            here = self.place(key)
            if not isinstance(key, nodes.ScalarNode):
                self.problems.append(Problem(here, path, "a list or mapping as a key", "write a name before the `:`"))
                continue
            if not key.value:
                self.problems.append(Problem(here, path, "an empty key", "write a name before the `:`"))
                continue
            if _halved(key.value):
                self.problems.append(Problem(here, path, HALVED, "write the character itself"))
                continue
            way = joined(path, key.value)
            if key.value in entries:
                first = entries[key.value].place.line
                self.problems.append(Problem(here, way, f"is there twice (first in line {first})", "keep one of them"))
                continue
            entries[key.value] = self.node(value, way, here)
        return Table(place, path, entries)

    def start(self, node: nodes.Node) -> Place | None:
        """Where the text itself begins, behind its quotes."""
        line = self.lines[node.start_mark.line] if node.start_mark.line < len(self.lines) else ""
        column = line.find(str(node.value), node.start_mark.column)
        near = node.value and column - node.start_mark.column in (0, 1)
        return Place(self.shown, node.start_mark.line + 1, column + 1) if near else None

    def comment(self, node: nodes.Node) -> str:
        """What follows on an empty scalar's line, when it is a comment."""
        line = self.lines[node.start_mark.line] if node.start_mark.line < len(self.lines) else ""
        rest = line[node.start_mark.column :].strip()
        return rest if rest.startswith("#") else ""


HALVED = "half a character: YAML reads an escape such as \\ud83c alone, not as one of a pair"


def _halved(text: str) -> bool:
    """Whether the text holds a surrogate, which no file can be written with."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def joined(path: str, name: str) -> str:
    """`goals` and `megan_blog` as `goals.megan_blog`."""
    return f"{path}.{name}" if path else name

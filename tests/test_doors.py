"""What import-linter cannot see: rooms are entered by their door, and the clock is read in one place."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "reportgen"
FILES = sorted(PACKAGE.rglob("*.py"))
SHARED = ("reportgen.model", "reportgen.stats.measures")
"""Records that pass between the rooms; every floor may name them."""

CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.localtime", "Timestamp.now", "ibis.now"}

LAST_WORDS = {name.partition(".")[2] for name in CLOCKS}


@cache
def told(file: Path) -> list[ast.Import | ast.ImportFrom | ast.Call]:
    """What a file imports and calls, in no special order."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom | ast.Call)]


def imports(file: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of every module of ours that a file imports from."""
    for node in told(file):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@cache
def is_module(name: str) -> bool:
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def enters_by_a_window(file: Path, name: str) -> bool:
    """Whether `name` is a module inside another room than the file's own."""
    parts = name.split(".")
    if parts[0] != "reportgen" or len(parts) < 3 or name.startswith(SHARED) or not is_module(name):
        return False
    return parts[1] != file.relative_to(PACKAGE).parts[0]


def test_other_rooms_are_entered_by_their_door() -> None:
    windows = [
        f"{file.relative_to(PACKAGE)}:{line}: {name}" for file in FILES for line, name in imports(file) if enters_by_a_window(file, name)
    ]
    assert windows == []


def test_imports_are_written_in_full() -> None:
    relative = [
        f"{file.relative_to(PACKAGE)}:{node.lineno}"
        for file in FILES
        if file.name != "__init__.py"
        for node in told(file)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_the_clock_is_read_only_in_the_command_line() -> None:
    found = {
        f"{file.relative_to(PACKAGE)}:{node.lineno}: {ast.unparse(node.func)}"
        for file in FILES
        if file.relative_to(PACKAGE).parts[0] != "cli"
        for node in told(file)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LAST_WORDS
        if ast.unparse(node.func).endswith(tuple(CLOCKS))
    }
    assert found == set()


def test_the_rule_sees_a_window() -> None:
    file = PACKAGE / "wording" / "numbers.py"
    assert enters_by_a_window(file, "reportgen.archive.disk")
    assert not enters_by_a_window(file, "reportgen.archive.place")
    assert not enters_by_a_window(file, "reportgen.wording.numbers")
    assert not enters_by_a_window(file, "reportgen.model.findings")

"""Write the generated parts of the manual: `docs/commands.md`, the tests in `docs/coverage.md`, the map in CONTRIBUTING.md.

`make docs` runs it (`python docs/references.py`); tests/test_docs.py fails when a file is not what it would write.
"""

import ast
import re
import tokenize
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from inspect import cleandoc, getdoc
from pathlib import Path

import click

from reportgen import cli, errors

ROOT = Path(__file__).parents[1]
COMMANDS = ROOT / "docs" / "commands.md"
COVERAGE = ROOT / "docs" / "coverage.md"
GUIDE = ROOT / ".github" / "CONTRIBUTING.md"
PACKAGE = ROOT / "reportgen"

MADE = "<!-- Made by `make docs`: change the command's own text instead. -->"
ROW = re.compile(r"\| (\d{3}-\d+) \|")
MAP = re.compile(r"(?<=<!-- map: made by `make docs` -->\n).*(?=<!-- end of map -->)", re.DOTALL)
CLAIM = re.compile(r"#\s*checklist\s+((?:\d{3}-\d+[,\s]*)+)")


def commands(group: click.Group, program: str = "reportgen") -> str:
    """The reference of all commands: text, arguments and options as declared, and the exit codes."""
    context = click.Context(group, info_name=program)
    parts = ["# Commands", MADE, _text(group)]
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command and not command.hidden:
            parts += _command(command, click.Context(command, info_name=name, parent=context))
    return "\n\n".join([*parts, "## Exit codes", _exit_codes()]) + "\n"


def _command(command: click.Command, context: click.Context) -> list[str]:
    parts = [f"## `{command.name}`", f"    {context.command_path} {' '.join(command.collect_usage_pieces(context))}", _text(command)]
    records = [record for parameter in command.get_params(context) if (record := parameter.get_help_record(context))]
    if records:
        rows = [f"| {_cell(f'`{name}`')} | {_cell(text)} |" for name, text in records]
        parts.append("\n".join(["| option | what it does |", "|---|---|", *rows]))
    return parts


def _text(command: click.Command) -> str:
    paragraphs = cleandoc(command.help or "").replace("\b\n", "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _exit_codes() -> str:
    """Every code with what can cause it, from the errors themselves."""
    causes: dict[int, list[str]] = defaultdict(list)
    for error in _kinds(errors.ReportgenError):
        first = (getdoc(error) or "").split("\n\n")[0]
        causes[error.exit_code].append(re.sub(r"\s*\(exit \d\)", "", " ".join(first.split())))
    rows = {0: "Done.", 1: "A bug: please report it."} | {code: " ".join(texts) for code, texts in sorted(causes.items())}
    return "\n".join(["| code | meaning |", "|---|---|", *(f"| {code} | {_cell(text)} |" for code, text in rows.items())])


def _kinds(base: type[errors.ReportgenError]) -> Iterator[type[errors.ReportgenError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


def claims(folder: Path) -> Mapping[str, Sequence[str]]:
    """Checklist row -> the tests that name it in a comment `# checklist 003-8`, inside the test or right before it."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in sorted(folder.rglob("test_*.py")):
        tests = _tests(file)
        for line, rows in _comments(file):
            name = next((name for name, last in tests if line <= last), None)
            if name is None:
                raise ValueError(f"{file}:{line}: names a checklist row, but no test follows")
            for row in rows:
                found[row].add(f"{file.relative_to(folder.parent).as_posix()}::{name}")
    return {row: sorted(tests) for row, tests in found.items()}


def _tests(file: Path) -> list[tuple[str, int]]:
    """Name and last line of each test function, from the top."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))
    return sorted(((node.name, node.end_lineno or node.lineno) for node in functions), key=lambda test: test[1])


def _comments(file: Path) -> Iterator[tuple[int, list[str]]]:
    with file.open("rb") as stream:
        for token in tokenize.tokenize(stream.readline):
            if token.type == tokenize.COMMENT and (match := CLAIM.search(token.string)):
                yield token.start[0], re.findall(r"\d{3}-\d+", match[1])


def coverage(text: str, tests: Mapping[str, Sequence[str]]) -> str:
    """The page with its last column (the tests) filled in anew; the other columns are kept by hand."""
    return "".join(_covered(line, tests) for line in text.splitlines(keepends=True))


def _covered(line: str, tests: Mapping[str, Sequence[str]]) -> str:
    match = ROW.match(line)
    if not match:
        return line
    kept = line.rstrip().removesuffix("|").rpartition("|")[0]
    named = ", ".join(f"`{test}`" for test in tests.get(match[1], ()))
    return f"{kept}| {named}{' ' if named else ''}|\n"


def module_map(package: Path, rooms: Sequence[str]) -> str:
    """A line a module, from the first sentence of its own docstring: the rooms in the order given, then what stands alone."""
    parts = []
    for room in rooms:
        if (package / room).is_dir():
            inside = sorted(file for file in (package / room).rglob("*.py") if file.name != "__init__.py")
            parts.append(f"### {room}\n\n{_sentence(package / room / '__init__.py')}\n\n" + _lines(package, inside))
        elif (file := package / f"{room}.py").is_file():
            parts.append(f"### {room}\n\n" + _lines(package, [file]))
    return "\n" + "\n".join(parts) + "\n"


def _lines(package: Path, files: Sequence[Path]) -> str:
    return "".join(f"- `{file.relative_to(package.parent).as_posix()}`: {_sentence(file)}\n" for file in files)


def _sentence(file: Path) -> str:
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    first = " ".join(text.split("\n\n")[0].split())
    return re.split(r"(?<=\.)\s", first)[0]


def floors() -> list[str]:
    """The rooms from the top of the house to its ground, as the import contract has them."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        contracts = tomllib.load(stream)["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [room.strip(" ()") for layer in layers for room in layer.split("|")]


def with_map(guide: str) -> str:
    """The guide with its module map made anew."""
    return MAP.sub(lambda _match: module_map(PACKAGE, floors()), guide)


def command_group() -> click.Group:
    """The one click group of the command line."""
    return next(value for value in vars(cli).values() if isinstance(value, click.Group))


def main() -> None:
    COVERAGE.write_text(coverage(COVERAGE.read_text(encoding="utf-8"), claims(ROOT / "tests")), encoding="utf-8")
    GUIDE.write_text(with_map(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
    COMMANDS.write_text(commands(command_group()), encoding="utf-8")


if __name__ == "__main__":
    main()

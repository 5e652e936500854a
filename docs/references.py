"""Write the generated parts of the manual: commands, kept tables, presets, JSON schemas, tests in `docs/coverage.md`, the map in
CONTRIBUTING.md.

`make docs` runs it (`python docs/references.py`); tests/test_docs.py fails when a file is not what it would write.
"""

import ast
import json
import re
import tokenize
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from inspect import cleandoc, getdoc
from itertools import pairwise
from pathlib import Path

import click

from reportgen import archive, cli, errors
from reportgen.model import tables
from reportgen.model.settings import Preset
from reportgen.pipeline.kept_counts import MOST
from reportgen.settings import presets

ROOT = Path(__file__).parents[1]
COMMANDS = ROOT / "docs" / "commands.md"
COVERAGE = ROOT / "docs" / "coverage.md"
SOURCES = ROOT / "docs" / "sources.md"
KEPT_TABLES = ROOT / "docs" / "kept-tables.md"
GUIDE = ROOT / ".github" / "CONTRIBUTING.md"
PACKAGE = ROOT / "reportgen"

MADE = "<!-- Made by `make docs`: change the command's own text instead. -->"
ROW = re.compile(r"\| (\d{3}-\d+) \|")
MAP = re.compile(r"(?<=<!-- map: made by `make docs` -->\n).*(?=<!-- end of map -->)", re.DOTALL)
PRESETS = re.compile(r"(?<=<!-- presets: made by `make docs` -->\n).*(?=<!-- end of presets -->)", re.DOTALL)
CLAIM = re.compile(r"#\s*checklist\s+((?:\d{3}-\d+[,\s]*)+)")


def commands(group: click.Group, program: str = "reportgen") -> str:
    """The reference of all commands: text, arguments and options as declared, and the exit codes."""
    context = click.Context(group, info_name=program, **group.context_settings)
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
        if "checklist" not in file.read_text(encoding="utf-8"):
            continue
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


def with_presets(page: str) -> str:
    """The page on sources with its table of shipped presets made anew."""
    found = presets.of(ROOT / "docs").every()
    rows = [f"| `{name}` | {preset.title}: {_cell(preset.of)} | {_cell(_numbers(preset))} |" for name, preset in sorted(found.items())]
    table = "\n".join(["| preset | file | what it tells |", "|---|---|---|", *rows])
    return PRESETS.sub(lambda _match: f"\n{table}\n\n", page)


def _numbers(preset: Preset) -> str:
    """Its counters with their keys, and whether it tells costs."""
    measures = dict.fromkeys((measure.key, measure.title, measure.kind.value) for each in preset.counters for measure in each.measures)
    told = [f"{title} (`{key}`, {kind})" for key, title, kind in measures]
    return "; ".join([*told, *(["costs"] if preset.costs else [])])


KEPT = """# Kept tables

<!-- Made by `make docs`: change `reportgen/model/tables.py` instead. -->

Each export is read once. What a report needs of it is kept in the workspace as a part: a folder `.reportgen/parts/KEY` with one Parquet
file a table and `part.json`, which says how many rows were read, accepted, repeated and rejected (with an example), and the first and last
day. The folder may be deleted at any time; the next build reads the exports again.

KEY is a hash of the export's bytes and of all that shapes the part: the rules' matches and `by`, the input's settings, the site's zone, the
engine's release and the schema number. A rule's label, value, tier or counting is not among them: changing those reads nothing again.

An export of events has the tables `sessions` to `profile`, one of totals `counters`, `costs` or both.

A part holds only what its own file can say. What needs history is derived from all parts when a report is built: sessions over a file's
edge, visit numbers, channels, `only_after`, counting, repeats across files.

| what | schema | where it stands |
|---|--:|---|
| kept tables | {tables} | `part.json` |
| report.json | {report} | `schema`; [JSON Schema](report.schema.json) |
| manifest.json | {manifest} | `schema`; [JSON Schema](manifest.schema.json) |

A file with a higher number than the program knows is refused (exit 4). A part with a lower one is not looked at: the number is in KEY, so
that its export is read again.

What a period counted is kept too, in `.reportgen/counts/KEY.json.gz` (schema {counts}): a report of the same data and settings is not
counted again, be it for `check`, `build`, `goals` or `explain`. KEY is a digest of all that the counts depend on: the parts with rows up to
the last day that the report may see, the settings, the salts, the engine's release, the schema number and the code that counts. Where any
of these differs, older and newer files have other names and stay unread; a damaged one is counted anew. The {most} periods asked for last
are kept. A month more leaves the counts of the periods before as they are. The folder may be deleted at any time.

{about}
"""
IN_A_PART = {
    "sessions": "SESSION_PARTS",
    "pages": "PAGE_PARTS",
    "conversions": "CONVERSION_PARTS",
    "identities": "IDENTITY_PARTS",
    "profile": "PROFILE_PARTS",
    "counters": "COUNTER_PARTS",
    "costs": "COST_PARTS",
}


def kept_tables() -> str:
    """The page on kept tables: files of a part and their columns, with the texts that stand beside them in the code."""
    texts = _texts_beside(Path(tables.__file__))
    head, _, about = (tables.__doc__ or "").partition("\n\n")
    assert head, "model/tables.py says what it is"
    numbers = {"tables": tables.TABLE_SCHEMA, "report": tables.REPORT_SCHEMA, "manifest": tables.MANIFEST_SCHEMA}
    numbers |= {"counts": tables.COUNTS_SCHEMA, "most": MOST}
    parts = [KEPT.format(**numbers, about=" ".join(about.partition("Raise ")[0].split()))]
    for file, name in IN_A_PART.items():
        rows = "\n".join(f"| `{column}` | {kind} |" for column, kind in getattr(tables, name).items())
        parts.append(f"## {file}.parquet\n\n{texts[name]}\n\n| column | type |\n|---|---|\n{rows}\n")
    return "\n".join(parts)


def _texts_beside(file: Path) -> Mapping[str, str]:
    """Name -> the text that follows its assignment in a module."""
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return {
        statement.targets[0].id: " ".join(text.value.value.split())
        for statement, text in pairwise(body)
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }


def schemas() -> Mapping[Path, str]:
    """The JSON Schemas of what a site publishes, by file."""
    found = {"report": archive.report_schema(), "manifest": archive.schema()}
    return {ROOT / "docs" / f"{name}.schema.json": json.dumps(schema, indent=1) + "\n" for name, schema in found.items()}


def command_group() -> click.Group:
    """The one click group of the command line."""
    return next(value for value in vars(cli).values() if isinstance(value, click.Group))


def main() -> None:
    COVERAGE.write_text(coverage(COVERAGE.read_text(encoding="utf-8"), claims(ROOT / "tests")), encoding="utf-8")
    GUIDE.write_text(with_map(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
    COMMANDS.write_text(commands(command_group()), encoding="utf-8")
    KEPT_TABLES.write_text(kept_tables(), encoding="utf-8")
    SOURCES.write_text(with_presets(SOURCES.read_text(encoding="utf-8")), encoding="utf-8")
    for file, text in schemas().items():
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

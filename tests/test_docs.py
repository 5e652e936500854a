"""The manual says what the program does: generated pages are fresh, links lead somewhere, coverage claims have tests."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import jsonschema
import pytest
import references

from reportgen.activity.parts import SCHEMAS
from reportgen.activity.totals import SCHEMAS as OUTSIDE
from reportgen.model import tables

ROOT = Path(__file__).parents[1]
ROWS = {"000": 23, "001": 27, "002": 20, "003": 20, "004": 25}
"""How many rows of the checklist each source article has."""

LINE = re.compile(r"\| (?P<row>\d{3}-\d+) \| (?P<asked>.+?) \| (?P<status>\w+) \| (?:(?P<where>.+?) )?\| (?:(?P<tests>.+?) )?\|")
STATUSES = {"done", "part", "later"}


def covered() -> list[dict[str, str | None]]:
    text = references.COVERAGE.read_text(encoding="utf-8")
    found = [(line, LINE.fullmatch(line)) for line in text.splitlines() if line.startswith("| 00")]
    assert [line for line, match in found if match is None] == []
    return [match.groupdict() for _line, match in found if match]


def test_every_row_of_the_checklist_is_there_once() -> None:
    rows = [row["row"] for row in covered()]
    assert rows == [f"{article}-{number}" for article, last in ROWS.items() for number in range(1, last + 1)]


def test_a_status_is_backed_by_a_test_or_a_place() -> None:
    for row in covered():
        assert row["status"] in STATUSES, row
        if row["status"] == "later":
            assert row["tests"] is None, f"{row['row']}: tests show it, so it is part or done"
        else:
            assert row["tests"], f"{row['row']}: no test names it, so nothing would fail without it"
        if row["status"] == "done":
            assert row["where"], f"{row['row']}: say where a reader sees it"


def test_the_tests_named_in_the_coverage_page_exist() -> None:
    """`make docs` fills them in; a test that was renamed or removed is missed here."""
    named = {test for row in covered() for test in re.findall(r"`([^`]+)`", row["tests"] or "")}
    for test in named:
        file, _, function = test.partition("::")
        assert f"def {function}(" in (ROOT / file).read_text(encoding="utf-8"), test


@pytest.fixture(scope="module")
def claims() -> Mapping[str, Sequence[str]]:
    return references.claims(ROOT / "tests")


def test_the_coverage_page_is_fresh(claims: Mapping[str, Sequence[str]]) -> None:
    text = references.COVERAGE.read_text(encoding="utf-8")
    assert references.coverage(text, claims) == text, "run make docs"


def test_a_claim_names_a_row_that_exists(claims: Mapping[str, Sequence[str]]) -> None:
    rows = {row["row"] for row in covered()}
    assert set(claims) - rows == set()


@pytest.mark.samples
def test_the_rows_are_the_checklists(samples: Path) -> None:
    checklist = (samples.parent / "spec" / "checklist.md").read_text(encoding="utf-8")
    assert [row["row"] for row in covered()] == re.findall(r"^\| (\d{3}-\d+) \|", checklist, re.MULTILINE)


def test_claims_are_read_from_comments(tmp_path: Path) -> None:
    """
    A row is named before a test, beside its first line, or inside it; text in strings is none.
    """
    source = '''
# checklist 000-1, 000-2
def test_one():
    """# checklist 009-9"""

def test_two():  # checklist 000-2 003-8
    def helper():
        return "# checklist 009-9"
    assert helper()  # checklist 004-1
'''
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_made_up.py").write_text(source)
    one, two = (f"tests/test_made_up.py::test_{name}" for name in ("one", "two"))
    found = references.claims(tmp_path / "tests")
    assert found == {"000-1": [one], "000-2": [one, two], "003-8": [two], "004-1": [two]}
    page = "| row | asked |\n| 000-1 | a \\| b | part | here | `old` |\n| 000-3 | c | later | | |\n"
    assert references.coverage(page, found) == f"| row | asked |\n| 000-1 | a \\| b | part | here | `{one}` |\n| 000-3 | c | later | | |\n"
    with pytest.raises(ValueError, match="no test follows"):
        (tmp_path / "tests" / "test_made_up.py").write_text("# checklist 000-1\n")
        references.claims(tmp_path / "tests")


def test_the_command_reference_is_fresh() -> None:
    assert references.COMMANDS.read_text(encoding="utf-8") == references.commands(references.command_group()), "run make docs"


def test_the_command_reference_has_every_option() -> None:
    @click.group()
    def tool() -> None:
        """Do things."""

    @tool.command()
    @click.argument("folder", required=False)
    @click.option("--month", metavar="MONTH", help="One month | the last.")
    @click.option("--all", "every", is_flag=True, help="All of\nthem.")
    def build(folder: str, month: str, every: bool) -> None:
        """Build it.

        Then look
        at it.
        """

    text = references.commands(tool, "tool")
    assert "## `build`\n\n    tool build [OPTIONS] [FOLDER]\n\nBuild it.\n\nThen look at it." in text
    assert "| `--month MONTH` | One month \\| the last. |" in text
    assert "| `--all` | All of them. |" in text
    assert [f"| {code} |" in text for code in range(6)] == [True] * 6


def test_the_page_on_kept_tables_is_fresh() -> None:
    assert references.KEPT_TABLES.read_text(encoding="utf-8") == references.kept_tables(), "run make docs"


def test_the_page_on_sources_lists_every_shipped_preset() -> None:
    text = references.SOURCES.read_text(encoding="utf-8")
    assert references.with_presets(text) == text, "run make docs"
    shipped = {file.stem for file in (ROOT / "config" / "presets").glob("*.yaml")}
    assert shipped == set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))


def test_the_page_on_kept_tables_has_every_table_of_a_part() -> None:
    named = {file: getattr(tables, name) for file, name in references.IN_A_PART.items()}
    assert named == {**SCHEMAS, **OUTSIDE}
    text = references.kept_tables()
    assert "## sessions.parquet\n\nA row a session and site day." in text
    assert f"| kept tables | {tables.TABLE_SCHEMA} |" in text


def test_the_published_schemas_are_fresh_and_schemas() -> None:
    for file, text in references.schemas().items():
        assert file.read_text(encoding="utf-8") == text, f"{file.name}: run make docs"
        jsonschema.Draft202012Validator.check_schema(json.loads(text))


def pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / ".github").glob("*.md")])


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_module_map_is_fresh() -> None:
    text = references.GUIDE.read_text(encoding="utf-8")
    assert references.with_map(text) == text, "run make docs"


def test_every_module_is_on_the_map_and_says_what_it_is() -> None:
    text = references.GUIDE.read_text(encoding="utf-8")
    mapped = Counter(re.findall(r"^- `(reportgen/[\w/.]+)`: \S", text, re.MULTILINE))
    modules = {file for file in references.PACKAGE.rglob("*.py") if not file.name.startswith("__")}
    assert mapped == Counter(file.relative_to(ROOT).as_posix() for file in modules)

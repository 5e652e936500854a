"""The script that all pages share, and the list of periods beside it. What it does in a browser: tests/site/test_site_script.py."""

import json
import re
from pathlib import Path

import pytest
from render_fixture import archive

from reportgen.render import Shell, scripts


def told(script: bytes) -> tuple[str, list[list[str]]]:
    """The way to the top and the periods, as JSON reads them."""
    found = re.fullmatch(r"self\.periods = \{ top: (\".*\"), all: (\[.*\]) \};\n", script.decode("ascii"), re.DOTALL)
    assert found
    return json.loads(found[1]), json.loads(found[2])


def test_periods_are_told_with_the_way_to_them() -> None:
    entries = archive().entries
    assert told(scripts(entries, Shell(), "../")["periods.js"]) == ("../", [[entry.key, entry.title] for entry in entries])
    assert told(scripts((), Shell(), "../../../")["periods.js"]) == ("../../../", [])


def test_the_script_is_small_and_asks_nothing_of_a_strict_policy() -> None:
    """Content Security Policy 3: neither evaluated text, nor handlers or styles as text, nor anything fetched."""
    script = scripts((), Shell(), "../")["report.js"].decode()
    assert len(script.encode()) < 4096
    assert not re.search(r"eval|Function\(|innerHTML|insertAdjacentHTML|document\.write|fetch|import|http|setAttribute|\.style\b", script)


def test_a_workspace_may_have_a_script_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "report.js").write_text("// nothing\n", "utf-8")
    assert scripts((), Shell(overrides=(tmp_path,)), "../")["report.js"] == b"// nothing\n"


@pytest.mark.parametrize("word", ["sort", "ascending", "descending", "unsorted", "link", "copied", "periods"])
def test_the_script_uses_every_word_that_the_page_gives_it(word: str) -> None:
    script = scripts((), Shell(), "../")["report.js"].decode()
    assert f"words.{word}" in script or f'"{word}"' in script or f" {word}:" in script

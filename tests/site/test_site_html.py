"""Every page, drawing and style sheet of a site by the Nu checker's rules: no error, no warning."""

import json
import subprocess
from pathlib import Path

import pytest
from looking import NODE
from site_world import Sites

pytestmark = pytest.mark.slow

JAR = NODE.parents[1] / ".venv" / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def messages(*files: Path) -> list[str]:
    """What the checker says of them."""
    assert JAR.is_file(), "the node packages are missing: sh .ci/bootstrap node"
    command = ["java", "-jar", str(JAR), "--format", "json", "--also-check-css", "--also-check-svg", *map(str, files)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(told.stderr)["messages"]
    return [f"{Path(each.get('url', '')).parent.name}:{each.get('lastLine')}: {each['type']}: {each['message']}" for each in found]


def test_every_page_and_sheet_is_valid(sites: Sites) -> None:
    files = [file for site in (sites.firm, sites.agency) for file in sorted(site.rglob("*")) if file.suffix in {".html", ".css"}]
    assert len(files) > 15
    assert messages(*files) == []


def test_the_demo_s_report_is_valid(demo: Path) -> None:
    assert messages(demo / "2026-10" / "index.html", demo / "index.html") == []


def test_the_checker_would_find_something(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<!DOCTYPE html><html lang="en"><title>x</title><p id="a"><p id="a" style="color: nothing">x', "utf-8")
    found = "\n".join(messages(page))
    assert "Duplicate ID" in found and "CSS" in found

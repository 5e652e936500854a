"""The race is fair: everybody reads the same exports, comes to the same numbers, and is measured with all its processes."""

import gzip
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench.race import agreed, bare, cells, contestants, data, measure, tools
from tests.bench.race.contestants import ENVIRONMENT, SCRIPT, Contestant, Framework, Notebook, Profile, Reportgen, Script
from tests.bench.race.evidence import Evidence
from tests.bench.race.tools import MissingToolError, Tools


@dataclass(frozen=True)
class OwnTools(Tools):
    """The script's libraries are among our own."""

    def python(self, pins: str = "requirements") -> Path:
        return Path(sys.executable)


def test_a_number_that_differs_or_is_missing_stops_the_race() -> None:
    right = {"month/2026-10/visitors": 5, "page//pricing/views": 2}
    assert agreed.check("one", dict(right), right) == 2
    for wrong in ({**right, "page//pricing/views": 3}, {"month/2026-10/visitors": 5}, {**right, "page//other/views": 1}, {}):
        with pytest.raises(SystemExit, match="numbers differ"):
            agreed.check("one", wrong, right)


def test_the_notebook_is_the_script_without_its_page() -> None:
    every, shown = cells.cells(SCRIPT), cells.for_notebook(SCRIPT)
    assert [cell.kind for cell in every if cell.kind] == ["parameters", "script", "export", "script", "race"]
    assert [cell.text for cell in shown if cell in every] == [cell.text for cell in every if cell.kind != "script"]
    made = json.loads(cells.notebook(shown))
    assert made["cells"][0]["metadata"] == {"tags": ["parameters"]}
    assert "".join(made["cells"][2]["source"]) == shown[2].text
    assert cells.quarto(shown).count("```{python}") == len(shown)
    other = cells.for_notebook(SCRIPT, contestants.EXPORTS[data.Form.GA4])
    [(own, read)] = [(one, two) for one, two in zip(shown, other, strict=True) if one != two]
    assert "read_csv" in own.text
    assert "event_params" in read.text


def test_lines_are_what_a_user_writes() -> None:
    text = "# a comment\n\nx = 1  # one\n  -- sql\n// js\ny = 2\n"
    assert len(list(cells.lines(text))) == 2
    assert cells.written([cells.Cell("", text), cells.Cell("race", text)]) == 2
    here = Tools(Path("nowhere"))
    every: list[Contestant] = [
        Script(here),
        Notebook(here),
        Profile(here),
        Framework(here),
        Evidence(here),
        Reportgen("r", kept=True, pdf=False),
    ]
    assert all(5 < one.written() < 250 for one in every)


def test_processes_below_a_command_are_measured_with_it(tmp_path: Path) -> None:
    """Their CPU, and their memory while they live."""
    child = "x = bytearray(200_000_000); sum(range(6_000_000))"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    alone, both = (measure.run([sys.executable, "-c", code], tmp_path) for code in ("pass", parent))
    assert both.cpu > alone.cpu
    assert alone.peak < 100
    assert 190 < both.peak < 400
    with pytest.raises(SystemExit, match="ended with 3"):
        measure.run([sys.executable, "-c", "raise SystemExit(3)"], tmp_path)


def test_other_processes_of_whoever_measures_are_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as other:
        taken = measure.run([sys.executable, "-c", "pass"], tmp_path)
        assert other.poll() is None
        other.kill()
    assert 0 < taken.cpu < 60 and 0 < taken.peak < 100


def test_imports_alone_are_what_the_command_had_loaded(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "one.py").write_text("import sys, fractions\nassert sys.argv == ['one.py', 'word'], sys.argv\n", encoding="utf-8")
    bare.imports([sys.executable, "one.py", "word"], tmp_path / "work", ENVIRONMENT)
    assert "fractions" in json.loads((tmp_path / "work-modules.json").read_text(encoding="utf-8"))


def test_a_tool_that_is_not_there_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError, match="there is no quarto"):
        tools.command("quarto")
    with pytest.raises(MissingToolError, match="there is no npm"):
        Tools(tmp_path).node("framework")


@pytest.mark.slow
def test_the_cells_for_ga4s_own_export_come_to_reportgens_numbers(tmp_path: Path) -> None:
    made, months = data.write(tmp_path / "made", 3_000, 2, data.Form.GA4), data.months(2)
    with gzip.open(data.export(made, months[0], data.Form.GA4), "rt") as lines:
        line = json.loads(next(lines))
    assert isinstance(line["event_timestamp"], str)
    assert {len(each["value"]) for each in line["event_params"]} <= {0, 1}
    ours = Reportgen("ours", kept=False, pdf=False, form=data.Form.GA4)
    [words] = ours.ready(made / ours.name, made, months)
    measure.run(words, made / ours.name, ours.environment())
    script = made / "script"
    (script / "data").mkdir(parents=True)
    for month in months:
        data.arrive(script, made, month)
    every = [cell.text for cell in cells.for_notebook(SCRIPT, contestants.EXPORTS[data.Form.GA4])]
    text = "\n\n".join(every).replace("display(", "print(")
    (script / "report.py").write_text(f"import matplotlib\nmatplotlib.use('Agg')\n{text}", encoding="utf-8")
    measure.run([sys.executable, "report.py"], script)
    right = ours.numbers(made / ours.name)
    assert len(right) > 1_000
    assert agreed.check("script", agreed.handed_in(script / "numbers.json"), right) == len(right)


@pytest.mark.slow
def test_the_script_and_the_sql_come_to_reportgens_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, months = data.write(tmp_path / "made", 3_000, 3), data.months(3)
    ours, script = Reportgen("ours", kept=False, pdf=False), Script(OwnTools(tmp_path))
    for one in (ours, script):
        for words in one.ready(made / one.name, made, months):
            measure.run(words, made / one.name, one.environment())
    right = ours.numbers(made / ours.name)
    assert len(right) > 1_000
    assert agreed.check("script", script.numbers(made / script.name), right) == len(right)
    loader = contestants.HERE / "framework" / "src" / "data" / "report.json.py"
    (made / "load.sql").write_bytes(contestants.SQL.read_bytes())
    monkeypatch.chdir(made)
    (made / "loaded.py").write_text(f"from contextlib import redirect_stdout\nwith open('found.json', 'w') as to, redirect_stdout(to):\n"
                                    f"    exec(open({str(loader)!r}).read())\n", encoding="utf-8")  # fmt: skip
    measure.run([sys.executable, "loaded.py"], made)
    assert agreed.check("sql", contestants.from_rows(json.loads((made / "found.json").read_text(encoding="utf-8"))), right) == len(right)

"""Who takes part: what a user of each writes, how it is run, and the numbers that it came to.

A contestant's files are copied into a folder of its own beside the exports; what it may keep from one month to the next is made there
before the clock starts.
"""

import json
import os
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.bench.race import agreed, cells, data
from tests.bench.race.agreed import Numbers
from tests.bench.race.measure import run
from tests.bench.race.tools import Tools, command

HERE = Path(__file__).parent
ROOT = Path(__file__).parents[3]
SCRIPT, SQL = HERE / "script" / "report.py", HERE / "sql" / "load.sql"
EXPORTS = {data.Form.FLAT: None, data.Form.GA4: HERE / "script" / "ga4.py"}
"""Whose cell reads the exports, where it is not the script's own."""
MONTH = data.months(1)[0]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")}

Command = Sequence[str]


class Contestant(ABC):
    """One way from the exports to the month's report."""

    name: str
    whole: bool = True
    """Whether it comes to every number that the contestants share."""

    @abstractmethod
    def written(self) -> int:
        """Lines that its user writes and keeps, neither empty nor a comment."""

    @abstractmethod
    def ready(self, folder: Path, made: Path, months: Sequence[date]) -> Sequence[Command]:
        """Prepare its folder as it is before the clock starts; the commands that make the report. Raises MissingToolError."""

    @abstractmethod
    def numbers(self, folder: Path) -> Numbers:
        """What it counted, named as in `agreed`."""

    def environment(self) -> Mapping[str, str]:
        return ENVIRONMENT


@dataclass(frozen=True)
class Reportgen(Contestant):
    """`kept`: the months before are built already, as they were when they were new; only the last month's export is. `root` is the checkout
    that is run."""

    name: str
    kept: bool
    pdf: bool
    root: Path = ROOT
    form: data.Form = data.Form.FLAT

    def written(self) -> int:
        files = [file.read_text(encoding="utf-8") for file in data.OWN.iterdir()]
        needless = data.COLUMNS if self.form is data.Form.GA4 else ""
        return sum(1 for text in files for _line in cells.lines(text.replace(needless, "") if needless else text))

    def ready(self, folder: Path, made: Path, months: Sequence[date]) -> Sequence[Command]:
        if not self.kept:
            data.workspace(folder, made, months, pdf=self.pdf)
        else:
            before = folder.with_name(f"{folder.name}-before")
            if not before.exists():
                data.workspace(folder, made, months[:-1], pdf=self.pdf)
                run(self._build(folder, months[-2]), folder, self.environment())
                shutil.copytree(folder, before)
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(before, folder)
            data.arrive(folder, made, months[-1])
        return [self._build(folder, months[-1])]

    def numbers(self, folder: Path) -> Numbers:
        return agreed.ours(folder / "site" / f"{MONTH:%Y-%m}" / "report.json")

    def environment(self) -> Mapping[str, str]:
        return {**ENVIRONMENT, "PYTHONPATH": str(self.root)}

    @staticmethod
    def _build(folder: Path, month: date) -> Command:
        return [sys.executable, "-m", "reportgen", "build", "--workspace", str(folder), "--month", f"{month:%Y-%m}"]


@dataclass(frozen=True)
class Script(Contestant):
    """pandas and pyplot, every month read again, a page filled."""

    tools: Tools
    name: str = "pandas + pyplot script"

    def written(self) -> int:
        return cells.written(cells.cells(SCRIPT))

    def ready(self, folder: Path, made: Path, months: Sequence[date]) -> Sequence[Command]:
        python = self.tools.python()
        _beside(folder, made, months)
        shutil.copy(SCRIPT, folder)
        return [[str(python), SCRIPT.name]]

    def numbers(self, folder: Path) -> Numbers:
        return agreed.handed_in(folder / "numbers.json")


@dataclass(frozen=True)
class Notebook(Contestant):
    """The same cells as a notebook, run by papermill and made a page by nbconvert."""

    tools: Tools
    name: str = "papermill + nbconvert"
    form: data.Form = data.Form.FLAT

    def written(self) -> int:
        return cells.written(self.every_cell())

    def every_cell(self) -> tuple[cells.Cell, ...]:
        """What its user writes, cell by cell."""
        return cells.for_notebook(SCRIPT, EXPORTS[self.form])

    def ready(self, folder: Path, made: Path, months: Sequence[date]) -> Sequence[Command]:
        python = str(self.tools.python())
        _beside(folder, made, months)
        (folder / "report.ipynb").write_text(cells.notebook(self.every_cell()), encoding="utf-8")
        return [
            [python, "-m", "papermill", "report.ipynb", "done.ipynb", "-p", "MONTH", f"{months[-1]:%Y-%m}", "--no-progress-bar"],
            [python, "-m", "nbconvert", "--to", "html", "--no-input", "done.ipynb"],
        ]

    def numbers(self, folder: Path) -> Numbers:
        return agreed.handed_in(folder / "numbers.json")

    def environment(self) -> Mapping[str, str]:
        return {**ENVIRONMENT, "PATH": f"{self.tools.python().parent}{os.pathsep}{ENVIRONMENT['PATH']}"}


@dataclass(frozen=True)
class Quarto(Notebook):
    """The same cells as a Quarto document, where there is a `quarto`."""

    name: str = "Quarto"

    def ready(self, folder: Path, made: Path, months: Sequence[date]) -> Sequence[Command]:
        program, _python = command("quarto"), self.tools.python()
        _beside(folder, made, months)
        (folder / "report.qmd").write_text(cells.quarto(self.every_cell()), encoding="utf-8")
        return [[program, "render", "report.qmd", "--to", "html"]]

    def environment(self) -> Mapping[str, str]:
        return {**super().environment(), "QUARTO_PYTHON": str(self.tools.python())}


@dataclass(frozen=True)
class Profile(Contestant):
    """A page of statistics of every column; it counts rows, and nothing that the others count."""

    tools: Tools
    name: str = "ydata-profiling, minimal"
    whole = False
    file = HERE / "profiling" / "profile.py"

    def written(self) -> int:
        return cells.written(cells.cells(self.file))

    def ready(self, folder: Path, made: Path, months: Sequence[date]) -> Sequence[Command]:
        python = self.tools.python("profiling")
        _beside(folder, made, months)
        shutil.copy(self.file, folder / "described.py")
        return [[str(python), "described.py"]]

    def numbers(self, folder: Path) -> Numbers:
        return {}


@dataclass(frozen=True)
class Framework(Contestant):
    """Observable Framework: a data loader in DuckDB's SQL, and a page whose charts the reader's browser draws."""

    tools: Tools
    name: str = "Observable Framework"

    def written(self) -> int:
        return project_lines("framework")

    def ready(self, folder: Path, made: Path, months: Sequence[date]) -> Sequence[Command]:
        modules = self.tools.node("framework")
        self.tools.python()
        build = ["node", str(modules / "@observablehq" / "framework" / "dist" / "bin" / "observable.js"), "build"]
        project(folder, HERE / "framework", modules, made, months)
        cache = made / "framework-cache"
        if cache.exists():
            shutil.copytree(cache, folder / "src" / ".observablehq" / "cache")
        else:
            run(build, folder, self.environment())
            shutil.rmtree(folder / "src" / ".observablehq" / "cache" / "data")
            shutil.copytree(folder / "src" / ".observablehq" / "cache", cache)
            shutil.rmtree(folder / "dist")
        return [build]

    def numbers(self, folder: Path) -> Numbers:
        [file] = (folder / "dist" / "_file" / "data").glob("report.*.json")
        return from_rows(json.loads(file.read_text(encoding="utf-8")))

    def environment(self) -> Mapping[str, str]:
        return {**ENVIRONMENT, "PYTHON": str(self.tools.python()), "OBSERVABLE_TELEMETRY_DISABLE": "true"}


def from_rows(found: Mapping[str, Sequence[Mapping[str, int | str]]]) -> Numbers:
    """The tables that `sql/load.sql` makes, as Framework's loader and Evidence's sources hand them on."""
    keys = {"months": "month", "days": "day", **{name: name for name in agreed.DIMENSIONS}, "pages": "page"}
    numbers = {
        f"{key}/{row[key]}/{name.removesuffix('_n').replace('_people', ' people')}": int(n)
        for table, key in keys.items()
        for row in found[table]
        for name, n in row.items()
        if name != key and n
    }
    items = {f"item/{row['file_name']}/download": int(row["n"]) for row in found["downloads"]}
    return numbers | items | {f"goal/{row['rule']}/actual": int(row["actual"]) for row in found["goals"]}


def project_lines(name: str) -> int:
    """Lines of a node project and of the SQL that it loads its data with."""
    files = [SQL, *(file for file in (HERE / name).rglob("*") if file.is_file())]
    return sum(1 for file in files for _line in cells.lines(file.read_text(encoding="utf-8")))


def project(folder: Path, files: Path, modules: Path, made: Path, months: Sequence[date]) -> None:
    """A copy of a node project with its SQL, its packages and the exports."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(files, folder)
    shutil.copy(SQL, folder)
    (folder / "node_modules").symlink_to(modules)
    for month in months:
        data.arrive(folder, made, month)


def _beside(folder: Path, made: Path, months: Sequence[date]) -> None:
    """An empty folder with the months' exports."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for month in months:
        data.arrive(folder, made, month)

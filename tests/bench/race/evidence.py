"""Evidence, for whoever runs it where it installs and may fetch its engine's parts from the net."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from tests.bench.race.agreed import Numbers
from tests.bench.race.contestants import ENVIRONMENT, HERE, Command, Contestant, from_rows, project, project_lines
from tests.bench.race.tools import MissingToolError, Tools

TRIAL = 120
"""Seconds after which a first `evidence sources` is given up: without a net it waits for an extension of its engine for ever."""


@dataclass(frozen=True)
class Evidence(Contestant):
    """The same SQL into a DuckDB file, its tables as sources, a page of components that the reader's browser draws."""

    tools: Tools
    name: str = "Evidence"

    def written(self) -> int:
        return project_lines("evidence")

    def ready(self, folder: Path, made: Path, months: Sequence[date]) -> Sequence[Command]:
        modules, python = self.tools.node("evidence"), self.tools.python()
        evidence = ["node", str(modules / "@evidence-dev" / "evidence" / "cli.js")]
        load, *rest = [str(python), "load.py"], [*evidence, "sources", "--strict"], [*evidence, "build"]
        project(folder, HERE / "evidence", modules, made, months)
        tried = self.tools.folder / "evidence-tried"
        if not tried.exists():
            self._try(folder, load, rest[0])
            tried.touch()
            project(folder, HERE / "evidence", modules, made, months)
        return [load, *rest]

    def numbers(self, folder: Path) -> Numbers:
        tables = folder / ".evidence" / "template" / "static" / "data" / "web"
        with duckdb.connect() as database:
            found = {file.stem: database.read_parquet(str(file)).df().fillna(0).to_dict("records") for file in tables.glob("*/*.parquet")}
        return from_rows(found)

    def environment(self) -> Mapping[str, str]:
        return {**ENVIRONMENT, "NO_TELEMETRY": "1"}

    def _try(self, folder: Path, load: Command, sources: Command) -> None:
        try:
            for command in (load, sources):
                subprocess.run(command, cwd=folder, env=self.environment(), timeout=TRIAL, capture_output=True, check=True)
        except subprocess.TimeoutExpired as error:
            raise MissingToolError(f"`evidence sources` did not end within {TRIAL} seconds, as it does without a net") from error
        except subprocess.CalledProcessError as error:
            raise MissingToolError(f"`{' '.join(error.cmd[-2:])}` ended with {error.returncode}") from error

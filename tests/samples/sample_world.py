"""A workspace of a few lines of YAML over real exports, counted by the whole chain; and the engine for queries written by hand."""

from datetime import date
from pathlib import Path

import duckdb

from reportgen import periods, settings
from reportgen.model.counts import Counts
from reportgen.periods import Period
from reportgen.pipeline.analyse import counted, opened
from reportgen.pipeline.ask import Workspace
from reportgen.pipeline.gather import gather

Row = tuple[object, ...]


def count(folder: Path, period: Period | str, inputs: str, rules: str, zone: str = "UTC", as_of: date | None = None) -> Counts:
    """One period's counts. `inputs` and `rules` are YAML; suspected bots count, as they do in a query written by hand."""
    config = folder / "config"
    config.mkdir(exist_ok=True)
    report = f"site: {{name: Sample, zone: {zone}}}\nbots: include\ncurrency: USD\ninputs:\n  {inputs}\n"
    (config / "report.yaml").write_text(report)
    (config / "conversions.yaml").write_text(f"conversions:\n{rules}")
    wanted = periods.month(period) if isinstance(period, str) else period
    loaded = settings.load(folder)
    with opened(loaded, Workspace(folder)) as engine:
        found = gather(engine, Workspace(folder), loaded.settings, lambda text: None)
        return counted(engine, loaded.settings, found, wanted, as_of or wanted.last_day)


def asked(query: str, **files: object) -> list[Row]:
    """A query written by hand over the raw files; `{name}` in it is a file."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        rows: list[Row] = connection.execute(query.format(**{name: f"'{file}'" for name, file in files.items()})).fetchall()
    return rows


def one(query: str, **files: object) -> Row:
    (row,) = asked(query, **files)
    return row

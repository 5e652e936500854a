"""GA4's tables in BigQuery as kept parts there: each day's table is read once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen import activity, readers
from reportgen.engine import RELEASE, BigQuery, Engine, Listed, batches
from reportgen.errors import DataError, Place, Problem, SettingsError
from reportgen.model.settings import InputSettings, Settings
from reportgen.pipeline.ask import Progress
from reportgen.pipeline.gathered import Gathered

DAYS_AT_ONCE = 31
PRICES = "cloud.google.com/bigquery/pricing"


@dataclass(frozen=True, slots=True)
class Looked:
    """An input's tables of events as they stand: each day's one, which of them are kept already, and what reading the others takes."""

    source: InputSettings
    listed: Mapping[str, Listed]
    stamps: Mapping[str, str]
    keys: Mapping[str, str]
    parts: Mapping[str, activity.Part]
    columns: frozenset[str]
    wanted: readers.Wanted
    new_bytes: int
    kept_bytes: int

    @property
    def new(self) -> tuple[str, ...]:
        """Tables to read, in the order of their days."""
        return tuple(name for name in self.stamps if name not in self.parts)

    @property
    def scanned(self) -> str:
        """What a build is going to scan, before it does."""
        new, kept = self.new, f"{self.kept_bytes / 1_000_000:,.1f} MB kept in the dataset, several times"
        if not new:
            return f"scanning no table of {self.source.key}, and {kept}"
        days = f"{new[0]} to {new[-1]}" if len(new) > 1 else new[0]
        events = f"{self.new_bytes / 1_000_000:,.1f} MB of {len(new)} tables of {self.source.key}, {days}, as BigQuery estimates"
        return f"scanning {events}, and {kept}; what that costs: {PRICES}"


def look(engine: Engine, store: activity.Store, settings: Settings, source: InputSettings) -> Looked:
    """What stands in the dataset of an input. Nothing is read but by dry runs, and nothing is made.

    Raises DataError where the dataset has no tables of events, SettingsError for one that cannot be read.
    """
    assert isinstance(engine, BigQuery), "settings refuse tables on another engine"
    project, dataset = source.tables or ("", "")
    try:
        listed = {each.name: each for each in engine.listed(project, dataset)}
    except SettingsError as error:
        raise SettingsError([replace(each, path=f"inputs.{source.key}.files") for each in error.problems]) from error
    chosen = readers.chosen_tables(listed)
    if not chosen and not source.optional:
        right = "is it the dataset that GA4 exports to? Its tables are called events_20261031"
        raise DataError(Problem(Place("config/report.yaml"), f"inputs.{source.key}.files", f"{project}.{dataset} has no events", right))
    digest = activity.digest(settings, source, RELEASE)
    stamps = {name: _stamp(project, dataset, listed[name]) for name in chosen}
    keys = {name: store.key(stamps[name], digest) for name in chosen}
    known, whole = engine.kept()
    parts = {name: store.part(keys[name], known[keys[name]]) for name in chosen if keys[name] in known}
    wanted = readers.Wanted(activity.wanted_params(settings), settings.report.site.zone)
    new = [name for name in chosen if name not in parts]
    columns = readers.columns_of_tables(engine, source) if new else frozenset[str]()
    scanned = sum(readers.bytes_of_tables(engine, source, names, wanted, columns) for names in _months(new))
    return Looked(source, listed, stamps, keys, parts, columns, wanted, scanned, whole)


def gather_tables(engine: Engine, store: activity.Store, settings: Settings, looked: Looked, progress: Progress) -> tuple[Gathered, ...]:
    """The kept parts of an input's tables, in the order of their days; tables that are new or have changed are read."""
    assert isinstance(engine, BigQuery), "settings refuse tables on another engine"
    source, new, parts = looked.source, looked.new, dict(looked.parts)
    for names in _months(new):
        progress(f"reading {names[0]}" + (f" to {names[-1]}" if len(names) > 1 else ""))
        staged = readers.staged_tables(engine, source, names, looked.wanted, looked.columns)
        files = {readers.table_suffix(name): name for name in names}
        made = activity.keep_native(engine, store, {file: looked.keys[name] for file, name in files.items()}, staged, settings)
        engine.drop(staged.events)
        parts |= {files[file]: part for file, part in made.items()}
    return tuple(
        Gathered(readers.Export(source, Path(name), name), stamp, looked.listed[name].bytes, parts[name], name in new)
        for name, stamp in looked.stamps.items()
    )


def _stamp(project: str, dataset: str, table: Listed) -> str:
    """What stands for a table's content: BigQuery tells no hash of it."""
    told = f"{project}.{dataset}.{table.name} {table.rows} {table.bytes} {table.changed}"
    return hashlib.sha256(told.encode()).hexdigest()


def _months(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many days' tables as are read in one go."""
    return batches(names, lambda _name: 1, DAYS_AT_ONCE)

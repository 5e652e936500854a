"""Presets: how a vendor's tables of totals are read, a YAML file each. A workspace's own `config/presets` come before the shipped ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from reportgen import shipped
from reportgen.errors import Problem
from reportgen.model.settings import CostTable, CounterTable, InputSettings, Preset, ReportSettings
from reportgen.settings import convert
from reportgen.settings.convert import Trace
from reportgen.settings.guess import suggestion
from reportgen.settings.nodes import Scalar, Table, read
from reportgen.settings.sugar import DIALECT

FOLDER = "presets"
PLAIN = frozenset({"key", "files", "zone", "platform", "missing", "optional", "date_order", "decimal", "about", "late_days"})
"""Options of an input that do not say what its files are: with these alone it may be recognised by their headers."""

Recogniser = Callable[[InputSettings, Callable[[], Mapping[str, Preset]]], tuple[str, ...]]
"""Names the presets that fit an input's files; asks for the presets only where no reader of events knows them."""
T = TypeVar("T", CounterTable, CostTable)


@dataclass(frozen=True)
class Presets:
    """The presets that a workspace may name, each read when it is asked for."""

    folders: tuple[tuple[Path, str], ...]
    """Folders and how messages call them, the first of which to have a preset gives it."""

    @cached_property
    def files(self) -> Mapping[str, tuple[Path, str]]:
        """Name -> its file, and how messages call that."""
        found = {
            file.stem: (file, f"{shown}/{file.name}") for folder, shown in reversed(self.folders) for file in sorted(folder.glob("*.yaml"))
        }
        return dict(sorted(found.items()))

    def read(self, name: str) -> tuple[Preset | None, tuple[Problem, ...]]:
        """The preset of this name, and what is wrong with its file."""
        file, shown = self.files[name]
        return _kept(file, shown) if file.is_relative_to(shipped.folder("config")) else _read(file, shown)

    def every(self) -> dict[str, Preset]:
        """Name -> each preset that can be read."""
        return {name: preset for name in self.files if (preset := self.read(name)[0]) is not None}


def of(workspace: Path, client: str | None = None) -> Presets:
    """The presets of a workspace: the client's, its own and the shipped ones."""
    own = [f"clients/{client}/config/{FOLDER}"] if client else []
    folders = [(workspace / name, name) for name in (*own, f"config/{FOLDER}")]
    return Presets((*folders, (shipped.folder("config") / FOLDER, f"{FOLDER} (shipped)")))


def _read(file: Path, shown: str) -> tuple[Preset | None, tuple[Problem, ...]]:
    tree, problems = read(file, shown)
    if tree is None:
        return None, problems
    trace = Trace(problems=list(problems))
    named = Table(tree.place, tree.path, {**tree.entries, "key": Scalar(tree.place, tree.path, file.stem, plain=False)})
    preset = convert.record(named, Preset, trace, DIALECT)
    return (None if trace.problems else preset), tuple(trace.problems)


_kept = cache(_read)


def applied(report: ReportSettings, presets: Presets, recognise: Recogniser | None, trace: Trace) -> ReportSettings:
    """The report's settings with the tables of every preset that an input names, or is recognised by."""
    return report.model_copy(update={"inputs": tuple(_applied(each, presets, recognise, trace) for each in report.inputs)})


def _applied(source: InputSettings, presets: Presets, recognise: Recogniser | None, trace: Trace) -> InputSettings:
    path = f"inputs.{source.key}"
    name = source.preset
    if name is None and recognise is not None and source.model_fields_set <= PLAIN:
        found = recognise(source, presets.every)
        if len(found) > 1:
            _problem(trace, path, f"its files fit several presets: {', '.join(found)}", f"say which: `preset: {found[0]}`")
        name = found[0] if len(found) == 1 else None
    if name is None:
        return _ordered(source)
    if name not in presets.files:
        _problem(trace, f"{path}.preset", f"there is no preset `{name}`", suggestion(name, tuple(presets.files)))
        return source
    preset, problems = presets.read(name)
    trace.problems.extend(problems)
    if source.outside:
        _problem(trace, f"{path}.preset", "the input maps its tables itself", "keep the preset or the tables")
        return source
    return source if preset is None else _ordered(_with(source, preset))


def _with(source: InputSettings, preset: Preset) -> InputSettings:
    taken = {
        "preset": preset.key,
        "counters": tuple(_ignoring(table, preset) for table in preset.counters),
        "costs": tuple(_ignoring(table, preset) for table in preset.costs),
        "platform": source.platform or preset.platform,
        "about": source.about or preset.about,
        "missing": tuple(dict.fromkeys((*source.missing, *preset.missing))),
    }
    return source.model_copy(update=taken)


def _ignoring(table: T, preset: Preset) -> T:
    return table.model_copy(update={"ignored": (*table.ignored, *preset.ignored)}) if preset.ignored else table


def _ordered(source: InputSettings) -> InputSettings:
    """With the input's own word on days and numbers in each of its tables that has none."""
    if source.date_order is None and source.decimal is None:
        return source

    def told(table: T) -> T:
        return table.model_copy(update={"date_order": table.date_order or source.date_order, "decimal": table.decimal or source.decimal})

    return source.model_copy(
        update={"counters": tuple(told(table) for table in source.counters), "costs": tuple(told(table) for table in source.costs)}
    )


def _problem(trace: Trace, path: str, wrong: str, right: str) -> None:
    place = trace.places.get(path) or trace.places.get(path.rpartition(".")[0])
    trace.problems.append(Problem(place, path, wrong, right))

"""YAML files -> checked settings: every problem of every file at once, or frozen settings with their warnings."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypedDict

from reportgen.errors import Place, Problem, SettingsError
from reportgen.model.advice import Advice
from reportgen.model.settings import Brand, CombinedGoal, ConversionRule, Goal, Named, Note, ReportSettings, Settings
from reportgen.settings import convert, pictures, presets, typefaces
from reportgen.settings.checks import Parts, problems_of
from reportgen.settings.convert import Trace
from reportgen.settings.files import CONVERSIONS, GOALS, NOTES, REPORT, gather
from reportgen.settings.formula_names import Known
from reportgen.settings.guess import suggestion
from reportgen.settings.lint import lint
from reportgen.settings.named import misread_targets, named_metrics, with_named
from reportgen.settings.names import Names
from reportgen.settings.nodes import Items, Node, Scalar, Table
from reportgen.settings.outside import counters_of, dimensions, resolved
from reportgen.settings.placing import placed
from reportgen.settings.sugar import DIALECT

TOP = {CONVERSIONS: ("conversions",), GOALS: ("goals", "combined"), NOTES: ("notes",)}
"""The keys at the top of each file of records: the first is needed."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Checked settings, what is unwise about them, the files they came from, and where each option stands."""

    settings: Settings
    advice: tuple[Advice, ...]
    files: tuple[Path, ...]
    places: Mapping[str, Place] = field(default_factory=dict)


def load(workspace: Path, client: str | None = None, *, today: date | None = None, recognise: presets.Recogniser | None = None) -> Loaded:
    """The workspace's settings, the client's laid over the base's. `today` only ages benchmarks; without it none is old. `recognise` names
    the presets that fit the files of an input which says nothing of its tables; without it such an input is one of events.

    Raises SettingsError with every problem found, UsageError for an unknown client.
    """
    sources = gather(workspace, client)
    trace = Trace(problems=list(sources.problems))
    for tree in sources.trees.values():
        convert.register(tree, trace.places)
    known = presets.of(workspace, client)
    parts = _parts(sources.trees, trace, lambda report: presets.applied(report, known, recognise, trace), looked=recognise is not None)
    trace.problems.extend(_unheard(problems_of(parts, trace.places), trace.problems))
    trace.problems.extend(_unheard(_unfit(workspace, client, parts.report, trace.places), trace.problems))
    if trace.problems or parts.report is None:
        raise SettingsError(_in_order(trace.problems))
    settings = Settings(
        report=parts.report, rules=parts.rules, goals=parts.goals, combined=parts.combined, notes=parts.notes, named=parts.named
    )
    return Loaded(settings, lint(settings, today=today, places=trace.places), sources.files, trace.places)


def located(loaded: Loaded, problem: Problem) -> Problem:
    """A problem that a room below found with a setting, where that setting stands; any other as it is."""
    if problem.place is None or problem.place.line or not problem.place.file.startswith("config/"):
        return problem
    found = placed(loaded.places, problem.path, problem.wrong, problem.right)
    return found if found.place else problem


def digest(settings: Settings) -> str:
    """SHA-256 over the settings as canonical JSON: equal settings, equal digest, however the YAML was written. Who gets the report by mail
    and where it is counted is none of the report's."""
    return hashlib.sha256(plain(settings)).hexdigest()


def plain(settings: Settings) -> bytes:
    """The settings as canonical JSON, without who gets the report, and without the engine: its address is nobody else's."""
    told = settings.model_dump(mode="json", exclude={"report": {"delivery", "engine", "memory"}})
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def restored(kept: bytes) -> Settings | None:
    """The settings that `plain` wrote; None for those of a version that knew other options."""
    try:
        return Settings.model_validate_json(kept)
    except ValueError:
        return None


def _parts(trees: Mapping[str, Table], trace: Trace, preset: Callable[[ReportSettings], ReportSettings], *, looked: bool) -> Parts:
    """Each file's records; a broken one is left out, its key is still known to those that name it. `preset` gives inputs their tables;
    `looked`: also those whose files alone say what they are."""
    bodies: dict[str, Node | None] = {}
    for name, keys in TOP.items():
        if name in trees:
            bodies.update(_bodies(trees[name], keys, trace))
    plain = convert.record(trees[REPORT], ReportSettings, trace, DIALECT) if REPORT in trees else None
    report = None if plain is None else preset(plain)
    rules, rule_keys = convert.keyed(bodies.get("conversions"), ConversionRule, trace, DIALECT)
    written, goal_keys = convert.keyed(bodies.get("goals"), Goal, trace, DIALECT)
    combined, combined_keys = convert.keyed(bodies.get("combined"), CombinedGoal, trace, DIALECT)
    notes = _notes(bodies.get("notes"), trace)
    node = bodies.get("conversions")
    if node is not None and not rule_keys and (report is None or report.has_people):
        trace.problem(node, "has no conversion rule", "a report needs at least one: write what counts as a conversion")
    names = Names(
        rules=rule_keys if CONVERSIONS in trees else None,
        goals=goal_keys,
        combined=combined_keys,
        counters=dimensions(report.inputs) if report is not None else None,
        unseen=[each.key for each in report.inputs if each.model_fields_set <= presets.PLAIN] if report and not looked else [],
        **_report_names(report, trees.get(REPORT)),
    )
    named = _named(report, rules, names, trees.get(REPORT), trace)
    goals = tuple(with_named(resolved(goal, report), named) for goal in written)
    misread_targets(goals, bodies.get("goals"), trace)
    return Parts(report, rules, goals, combined, notes, names, named)


def _named(
    report: ReportSettings | None, rules: Sequence[ConversionRule], names: Names, tree: Table | None, trace: Trace
) -> tuple[Named, ...]:
    if report is None or tree is None:
        return ()
    known = Known(names, counters_of(report.inputs), frozenset(rule.key for rule in rules if rule.rate_base))
    return named_metrics(report.metrics, known, tree.entries.get("metrics"), trace)


def _bodies(tree: Table, keys: Sequence[str], trace: Trace) -> dict[str, Node | None]:
    """What stands under each of the file's keys."""
    for name, child in tree.entries.items():
        if name not in keys:
            trace.problem(child, "is not a setting", suggestion(name, keys))
    if keys[0] not in tree.entries:
        trace.problem(tree, f"has no `{keys[0]}:`", f"write `{keys[0]}:` and the entries below it")
    return {key: tree.entries.get(key) for key in keys}


def _notes(node: Node | None, trace: Trace) -> tuple[Note, ...]:
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return ()
    children = node.items if isinstance(node, Items) else (node,)
    found = (convert.record(child, Note, trace, DIALECT) for child in children)
    return tuple(note for note in found if note is not None)


class ReportNames(TypedDict):
    """The keys that report.yaml gives; None where they cannot be known because it is broken."""

    stages: tuple[str, ...] | None
    page_groups: tuple[str, ...] | None
    segments: tuple[str, ...] | None
    metrics: tuple[str, ...] | None


def _report_names(report: ReportSettings | None, tree: Table | None) -> ReportNames:
    """The keys of stages, page groups, segments and metrics, also of those that are broken themselves."""
    if tree is None:
        return {"stages": None, "page_groups": None, "segments": None, "metrics": None}
    default = tuple(stage.key for stage in ReportSettings.model_fields["stages"].default)
    return {
        "stages": tuple(stage.key for stage in report.stages) if report is not None else _written(tree, "stages", default),
        "page_groups": _written(tree, "page_groups", ()),
        "segments": _written(tree, "segments", ()),
        "metrics": tuple(one.key for one in report.metrics) if report and report.metrics else _written(tree, "metrics", ()),
    }


def _written(tree: Table, option: str, default: tuple[str, ...]) -> tuple[str, ...] | None:
    """The keys below the option; None where it is no mapping."""
    node = tree.entries.get(option)
    return tuple(node.entries) if isinstance(node, Table) else default if node is None else None


def _unfit(workspace: Path, client: str | None, report: ReportSettings | None, places: Mapping[str, Place]) -> list[Problem]:
    """Pictures and fonts that are not there, or that may not stand in a page."""
    brand = report.brand if report else Brand()
    named = {"logo": brand.logo, "logo_dark": brand.logo_dark, "logo_mail": brand.logo_mail}
    found = {
        option: pictures.fault(workspace, client, name, (".png",) if option == "logo_mail" else (".svg", ".png"))
        for option, name in named.items()
        if name is not None
    }
    fonts = typefaces.faults(workspace, client, brand.font) if brand.font else {}
    told = {**found, **{f"font.{option}": wrong for option, wrong in fonts.items()}}
    return [placed(places, f"brand.{option}", *wrong) for option, wrong in told.items() if wrong]


def _unheard(found: Iterable[Problem], said: Sequence[Problem]) -> list[Problem]:
    """The contradictions that do not merely follow from a value inside them that could not be read."""
    paths = [problem.path for problem in said]
    return [each for each in found if not any(path == each.path or path.startswith(f"{each.path}.") for path in paths)]


def _in_order(problems: list[Problem]) -> list[Problem]:
    """By file and line, each said once."""

    def key(problem: Problem) -> tuple[str, int, int]:
        place = problem.place or Place("")
        return place.file, place.line or 0, place.column or 0

    return sorted(dict.fromkeys(problems), key=key)

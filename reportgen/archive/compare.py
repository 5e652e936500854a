"""Two editions of one period side by side: what moved, and what changed beneath."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportgen.archive.manifest import About
from reportgen.model.counts import FileProfile
from reportgen.model.editions import InputMoved, Moved, Since, Source, Told
from reportgen.model.findings import Findings, RuleFinding

Key = tuple[Told, str]


@dataclass(frozen=True, slots=True)
class _Number:
    label: str
    value: float | str | None


def compare(before: Findings, after: Findings, *, beneath: Sequence[Source], between: Findings | None = None) -> Since:
    """What `after` says otherwise than the edition `before`. `between` are the findings of the old settings on the new data.

    In the order of the report: macros, goals, micros, people. A renamed rule or goal keeps its key and has not moved.
    """
    old, new = dict(_numbers(before)), dict(_numbers(after))
    middle = dict(_numbers(between)) if between else {}
    moved = tuple(
        Moved(*key, (new.get(key) or old[key]).label, _value(old, key), _value(new, key), _value(middle, key))
        for key in dict.fromkeys((*new, *old))
        if _value(old, key) != _value(new, key)
    )
    inputs = tuple(_inputs(before.ledger.profile.files, after.ledger.profile.files))
    return Since(before.edition, tuple(beneath), inputs, moved, split=between is not None)


def sources(old: Findings, new: Findings, *, settings: bool, version: bool) -> tuple[Source, ...]:
    """What differs beneath two editions; whether the `settings` and reportgen's `version` do, their manifests say."""
    differs = {
        Source.DATA: _prints(old.ledger.profile.files) != _prints(new.ledger.profile.files),
        Source.SETTINGS: settings,
        Source.COMMENTARY: old.commentary != new.commentary,
        Source.PROGRAM: version or old.schema != new.schema,
    }
    return tuple(source for source, other in differs.items() if other)


def changed(before: About, after: About) -> tuple[Source, ...]:
    """What differs beneath two editions as far as their manifests alone tell: nothing of what the team has written."""
    differs = {
        Source.DATA: before.inputs != after.inputs,
        Source.SETTINGS: before.settings != after.settings,
        Source.PROGRAM: before.version != after.version,
    }
    return tuple(source for source, other in differs.items() if other)


def _value(numbers: Mapping[Key, _Number], key: Key) -> float | str | None:
    return numbers[key].value if key in numbers else None


def _numbers(findings: Findings) -> Iterator[tuple[Key, _Number]]:
    for rule in (*findings.macros, findings.any_macro):
        yield from _rule(rule)
    for goal in findings.goals:
        yield (Told.STATUS, goal.key), _Number(goal.label, goal.status.value)
        yield (Told.GOAL, goal.key), _Number(goal.label, goal.actual)
    for whole in findings.combined:
        yield (Told.STATUS, whole.key), _Number(whole.label, whole.status.value)
    for rule in findings.micros:
        yield from _rule(rule)
    traffic = findings.context.traffic
    yield (Told.VISITORS, ""), _Number("", float(traffic.visitors))
    yield (Told.SESSIONS, ""), _Number("", float(traffic.sessions))


def _rule(rule: RuleFinding) -> Iterator[tuple[Key, _Number]]:
    found = rule.converted
    amount = None if found.amount is None else float(found.amount)
    numbers = {Told.CONVERSIONS: float(found.conversions), Told.CONVERTERS: float(found.converters), Told.VALUE: amount}
    yield from (((told, rule.key), _Number(rule.label, value)) for told, value in numbers.items())


def _prints(files: Sequence[FileProfile]) -> set[tuple[str, str]]:
    return {(file.input, file.sha256) for file in files}


def _inputs(before: Sequence[FileProfile], after: Sequence[FileProfile]) -> Iterator[InputMoved]:
    """Every input that has other files now, by name: the same name with other bytes is a changed file."""

    def by_input(files: Sequence[FileProfile]) -> dict[str, dict[str, FileProfile]]:
        ordered = sorted(files, key=lambda file: file.input)
        return {key: {file.file: file for file in group} for key, group in groupby(ordered, key=lambda file: file.input)}

    old, new = by_input(before), by_input(after)
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key, {}), new.get(key, {})
        changed = sum(now[name].sha256 != was[name].sha256 for name in now.keys() & was.keys())
        came, gone = len(now.keys() - was.keys()), len(was.keys() - now.keys())
        if came or gone or changed:
            rows = sum(file.accepted for file in now.values()) - sum(file.accepted for file in was.values())
            yield InputMoved(key, came, gone, changed, rows)

"""What a combined goal says about goals and cannot be true."""

from collections.abc import Iterator

from reportgen.model.settings import Combine, CombinedGoal
from reportgen.settings.guess import suggestion
from reportgen.settings.names import Finding, Names, repeated
from reportgen.settings.placing import Places


def combined_findings(one: CombinedGoal, names: Names) -> Iterator[Finding]:
    """Every contradiction in one combined goal."""
    path = f"combined.{one.key}"
    for where, key in _parts(path, one):
        if key in names.goals:
            continue
        if key in names.combined:
            yield Finding(where, f"`{key}` is itself a combined goal", "name the goals that it is made of")
        else:
            yield Finding(where, f"there is no goal `{key}`", suggestion(key, names.goals))
    yield from repeated(path, [part.goal for part in one.parts])
    if one.combine is not Combine.WEIGHTED and "target" in one.model_fields_set:
        yield Finding(f"{path}.target", "is for weighted goals only", "remove it, or write `weighted: {a: 2, b: 1}`")


def taken_keys(names: Names, places: Places) -> Iterator[Finding]:
    """Combined goals under the key of a goal."""
    for key in names.combined:
        if key in names.goals:
            place = places.get(f"goals.{key}")
            line = "" if place is None else f" (line {place.line})"
            yield Finding(f"combined.{key}", f"the key `{key}` is a goal's already{line}", "take another key")


def _parts(path: str, one: CombinedGoal) -> Iterator[tuple[str, str]]:
    """Where each part is written, and its goal."""
    for n, part in enumerate(one.parts):
        if one.combine is Combine.WEIGHTED:
            yield f"{path}.weighted.{part.goal}", part.goal
        elif one.combine is Combine.GUARDED:
            yield f"{path}.while.{n - 1}" if n else f"{path}.goal", part.goal
        else:
            yield f"{path}.{one.combine.value}.{n}", part.goal

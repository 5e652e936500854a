"""Whether anybody can be asked what brought them, and answers be told apart."""

from collections.abc import Iterator, Mapping

from reportgen.model.settings import Stated
from reportgen.settings.guess import suggestion
from reportgen.settings.names import Finding, Names, repeated


def stated_findings(stated: Stated, names: Names) -> Iterator[Finding]:
    """Conversions that are none, one parameter for both questions, and patterns that no answer reaches."""
    yield from repeated("stated.rules", stated.rules)
    for key in stated.rules:
        if names.rules is not None and key not in names.rules:
            yield Finding("stated.rules", f"there is no conversion `{key}`", suggestion(key, names.rules))
    for param in sorted({*stated.heard} & {*stated.convinced}):
        yield Finding("stated.convinced", f"`{param}` is also the answer to how they heard of you", "name the parameter of each question")
    for option in ("heard", "convinced"):
        if not getattr(stated, option):
            yield Finding(f"stated.{option}", "names no parameter", "name one, or remove the line")
    yield from _unreached("categories", {name: each.answers for name, each in stated.categories.items()})
    yield from _unreached("reasons", stated.reasons)


def _unreached(option: str, groups: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Groups behind one that takes every answer, and patterns that stand twice."""
    seen: dict[str, str] = {}
    catcher: str | None = None
    for name, patterns in groups.items():
        path = f"stated.{option}.{name}"
        if not name.strip():
            yield Finding(path, "has no name", "write one before the colon")
        if catcher is not None:
            yield Finding(path, f"no answer comes here: `{catcher}` takes every one", f"move `{catcher}` to the end")
        for pattern in (" ".join(each.lower().split()) for each in patterns):
            if pattern in seen and seen[pattern] != name:
                yield Finding(path, f"`{pattern}` counts as `{seen[pattern]}` already", "keep one of them")
            seen.setdefault(pattern, name)
            catcher = catcher or (name if pattern == "*" else None)

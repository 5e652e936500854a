"""What may be named in the settings, and what is wrong with a name that is not there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.settings.guess import suggestion
from reportgen.settings.links import ANY_MACRO


@dataclass(frozen=True, slots=True)
class Names:
    """Every key that may be named, also of entries that are broken themselves; None where nobody can know them."""

    rules: Sequence[str] | None
    goals: Sequence[str]
    combined: Sequence[str]
    stages: Sequence[str] | None
    page_groups: Sequence[str] | None
    segments: Sequence[str] | None
    counters: Mapping[str, Sequence[str]] | None = None
    """Counter -> the columns of its dimension."""
    unseen: Sequence[str] = ()
    """Inputs whose files were not looked at, so that nobody knows whether they are tables of a vendor's totals."""
    metrics: Sequence[str] | None = None
    """Metrics by formula."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before it is placed."""

    path: str
    wrong: str
    right: str = ""


def supports(path: str, keys: Iterable[str], names: Names) -> Iterator[Finding]:
    """Each key that is no conversion and no goal."""
    if names.rules is None:
        return
    known = (*names.rules, *names.goals, ANY_MACRO)
    for key in keys:
        if key in known:
            continue
        if key in names.combined:
            yield Finding(f"{path}.supports", f"`{key}` is a combined goal", "name a goal that it is made of")
        else:
            yield Finding(f"{path}.supports", f"there is no conversion or goal `{key}`", suggestion(key, known))


def pages(path: str, patterns: Iterable[str], names: Names) -> Iterator[Finding]:
    """A word without `/` or `*` is a page group's name."""
    for page in patterns:
        if not is_pattern(page) and names.page_groups is not None and page not in names.page_groups:
            hint = suggestion(page, names.page_groups) if names.page_groups else "`page_groups` in report.yaml has none"
            yield Finding(path, f"there is no page group `{page}`", f"{hint}; a path begins with `/`")


def segments(path: str, keys: Iterable[str], names: Names) -> Iterator[Finding]:
    """Each key that is no segment of report.yaml."""
    for key in keys:
        if names.segments is not None and key not in names.segments:
            hint = suggestion(key, names.segments) if names.segments else "`segments` in report.yaml has none"
            yield Finding(path, f"there is no segment `{key}`", hint)


def is_pattern(page: str) -> bool:
    """Whether the text is a path pattern rather than a name."""
    return "/" in page or "*" in page


def repeated(path: str, keys: Sequence[str]) -> Iterator[Finding]:
    """Each key that is there more than once."""
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Finding(path, f"`{key}` is there twice", "keep one of them")

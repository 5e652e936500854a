"""What one setting says about another and cannot be true: refused, with what would be right."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.errors import Problem
from reportgen.model.settings import (
    ALWAYS_SHOWN,
    Baseline,
    BaselineKind,
    ConversionRule,
    Goal,
    InputFormat,
    InputSettings,
    Metric,
    MetricKind,
    Note,
    Publish,
    ReportSettings,
)
from reportgen.settings.guess import suggestion
from reportgen.settings.links import ANY_MACRO, links_of, reached
from reportgen.settings.placing import Places, placed


@dataclass(frozen=True, slots=True)
class Names:
    """Every key that may be named, also of entries that are broken themselves; None where nobody can know them."""

    rules: Sequence[str] | None
    goals: Sequence[str]
    stages: Sequence[str] | None
    page_groups: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Parts:
    """The records that could be read; a broken one is left out."""

    report: ReportSettings | None
    rules: tuple[ConversionRule, ...]
    goals: tuple[Goal, ...]
    notes: tuple[Note, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before it is placed."""

    path: str
    wrong: str
    right: str = ""


def problems_of(parts: Parts, places: Places) -> tuple[Problem, ...]:
    """Every contradiction among the settings that could be read."""
    names = parts.names
    found: list[Finding] = []
    if parts.report is not None:
        found.extend(_report(parts.report))
    for rule in parts.rules:
        found.extend(_rule(rule, names))
    for goal in parts.goals:
        found.extend(_goal(goal, names))
    for n, note in enumerate(parts.notes):
        found.extend(_note(note, f"notes.{n}", names))
    found.extend(_circles(parts.rules, parts.goals))
    return tuple(placed(places, each.path, each.wrong, each.right) for each in found)


def _report(report: ReportSettings) -> Iterator[Finding]:
    if report.publish is Publish.PAGES and not report.public:
        yield Finding("publish", "`pages` lets anybody read the report", "write `public: true` as well, or `publish: artifact`")
    yield from _sections(report)
    yield from _rates(report)
    for each in report.inputs:
        yield from _input(each)
    yield from _repeated("stages", [stage.key for stage in report.stages])
    for name, patterns in report.page_groups.items():
        for pattern in patterns:
            if not _is_pattern(pattern):
                yield Finding(f"page_groups.{name}", f"`{pattern}` is not a path pattern", f"begin with `/`, such as `/{pattern}/*`")
    if not re.match(r"[a-z][a-z0-9+.-]*://", report.engine):
        yield Finding("engine", f"`{report.engine}` is not an engine's address", "write `duckdb://`, `pyspark://...` or `bigquery://...`")
    if report.memory is not None and not re.fullmatch(r"\d+(\.\d+)?\s?[KMGT]i?B", report.memory):
        yield Finding("memory", f"`{report.memory}` is not an amount of memory", "write one such as 2GB or 500MB")
    if report.brand.logo is not None and not report.brand.logo.lower().endswith((".svg", ".png")):
        yield Finding("brand.logo", f"`{report.brand.logo}` is neither SVG nor PNG", "give a .svg or .png file")


def _sections(report: ReportSettings) -> Iterator[Finding]:
    if report.sections is None:
        return
    yield from _repeated("sections", [section.value for section in report.sections])
    absent = [section.value for section in ALWAYS_SHOWN if section not in report.sections]
    if absent:
        yield Finding("sections", f"leaves out {_listed(absent)}", "these are always shown: add them where you want them")


def _rates(report: ReportSettings) -> Iterator[Finding]:
    for currency, rate in report.rates.items():
        if not re.fullmatch(r"[A-Z]{3}", currency):
            yield Finding(f"rates.{currency}", f"`{currency}` is not an ISO currency code", "write three capital letters, such as USD")
        elif currency == report.currency and rate != 1:
            yield Finding(f"rates.{currency}", f"{currency} is the report's own currency", "remove the line: its rate is 1")
        if rate <= 0:
            yield Finding(f"rates.{currency}", f"a rate of {rate:g} makes no sense", "write a number above zero")


def _input(each: InputSettings) -> Iterator[Finding]:
    path = f"inputs.{each.key}"
    if each.format is InputFormat.TABLE and each.columns is None:
        yield Finding(path, "is a table and names no columns", "write `columns:` with at least `time:`")
    if each.columns is not None:
        if each.format is InputFormat.GA4:
            yield Finding(f"{path}.columns", "a GA4 export needs no columns", "remove them, or write `format: table`")
        if each.columns.event is None and each.event is None:
            right = "name the column in `columns: {event: ...}`, or the one event in `event:`"
            yield Finding(path, "nothing says which event a row is", right)
        if each.columns.event is not None and each.event is not None:
            yield Finding(f"{path}.event", "both the input and its columns name the event", "keep one of them")
    for pattern in each.files:
        if "://" in pattern:
            yield Finding(f"{path}.files", f"`{pattern}` is an address", "name files in the workspace; nothing is fetched")


def _rule(rule: ConversionRule, names: Names) -> Iterator[Finding]:
    path = f"conversions.{rule.key}"
    if rule.key == ANY_MACRO:
        yield Finding(path, f"the key `{ANY_MACRO}` stands for all macros together", "take another key")
    for n, match in enumerate(rule.match):
        where = f"{path}.match.{n}" if len(rule.match) > 1 else f"{path}.match"
        if not (match.event or match.params or match.page or match.engagement):
            yield Finding(where, "matches everything", "name an event, a page or an engagement")
        if match.engagement is not None and match.event:
            wrong = "engagement is measured over pages or sessions, not events"
            yield Finding(f"{where}.engagement", wrong, "leave out `event` or `engagement`")
        yield from _pages(f"{where}.page", match.page, names)
    for option, other in (("only_after", rule.only_after), ("rate_base", rule.rate_base)):
        if other is not None and names.rules is not None and other not in names.rules:
            yield Finding(f"{path}.{option}", f"there is no conversion `{other}`", suggestion(other, names.rules))
    if rule.rate_base == rule.key:
        yield Finding(f"{path}.rate_base", "is the rule itself: the rate would always be 100%", "name another rule, or remove it")
    yield from _supports(path, rule.supports, names)
    if rule.stage is not None and names.stages is not None and rule.stage not in names.stages:
        yield Finding(f"{path}.stage", f"there is no stage `{rule.stage}`", suggestion(rule.stage, names.stages))


def _goal(goal: Goal, names: Names) -> Iterator[Finding]:
    path = f"goals.{goal.key}"
    if goal.end <= goal.begin:
        yield Finding(f"{path}.by", "is before `from`", "swap the two days")
    if goal.target.change is not None and goal.baseline is None:
        usual = BaselineKind.SAME_PERIOD_LAST_YEAR.value
        yield Finding(
            f"{path}.target",
            f"{goal.target.change * 100:+.4g}% can be read in two ways without a baseline",
            f"write `baseline: {usual}` for a change on the same days a year before,"
            " or `baseline: {value: ...}` (or `{from: DAY, to: DAY}`) for a change on a fixed start",
        )
    yield from _overlap(f"{path}.baseline", goal)
    yield from _metric(f"{path}.metric", goal.metric, names)
    yield from _supports(path, goal.supports, names)


def _overlap(path: str, goal: Goal) -> Iterator[Finding]:
    base: Baseline | None = goal.baseline
    if base is not None and base.end is not None and base.end > goal.begin:
        yield Finding(path, f"ends after the goal begins on {goal.begin}", "compare with days before the goal")


def _metric(path: str, metric: Metric, names: Names) -> Iterator[Finding]:
    """The metric and those inside it."""
    if metric.rule is not None and names.rules is not None and metric.rule not in (*names.rules, ANY_MACRO):
        yield Finding(path, f"there is no conversion `{metric.rule}`", suggestion(metric.rule, names.rules))
    yield from _pages(f"{path}.{metric.kind}.landing_page", metric.scope.landing_page, names)
    yield from _pages(f"{path}.{metric.kind}.page", metric.scope.page, names)
    for part, inner in (("of", metric.numerator), ("to", metric.denominator)):
        if inner is not None:
            yield from _metric(f"{path}.{metric.kind}.{part}", inner, names)
    for n, term in enumerate(metric.terms):
        yield from _metric(f"{path}.sum.{n}", term.metric, names)
    kinds = {term.metric.kind for term in metric.terms}
    if MetricKind.SUM in kinds or MetricKind.RATIO in kinds:
        yield Finding(path, "a sum of sums or ratios cannot be followed", "write its parts in one sum")


def _note(note: Note, path: str, names: Names) -> Iterator[Finding]:
    if note.until is not None and note.until < note.day:
        yield Finding(f"{path}.until", f"{note.until} is before {note.day}", "swap the two days")
    if note.rule is not None and names.rules is not None and note.rule not in names.rules:
        yield Finding(f"{path}.rule", f"there is no conversion `{note.rule}`", suggestion(note.rule, names.rules))
    yield from _pages(f"{path}.page", (note.page,) if note.page else (), names)


def _supports(path: str, keys: Iterable[str], names: Names) -> Iterator[Finding]:
    if names.rules is None:
        return
    known = (*names.rules, *names.goals, ANY_MACRO)
    for key in keys:
        if key not in known:
            yield Finding(f"{path}.supports", f"there is no conversion or goal `{key}`", suggestion(key, known))


def _pages(path: str, pages: Iterable[str], names: Names) -> Iterator[Finding]:
    """A word without `/` or `*` is a page group's name."""
    for page in pages:
        if not _is_pattern(page) and names.page_groups is not None and page not in names.page_groups:
            hint = suggestion(page, names.page_groups) if names.page_groups else "`page_groups` in report.yaml has none"
            yield Finding(path, f"there is no page group `{page}`", f"{hint}; a path begins with `/`")


def _is_pattern(page: str) -> bool:
    return "/" in page or "*" in page


def _circles(rules: Sequence[ConversionRule], goals: Sequence[Goal]) -> Iterator[Finding]:
    """`supports`, `only_after` and `rate_base` that lead back to where they began."""
    links = links_of(rules, goals)
    supporting = [("conversions", rule.key) for rule in rules if rule.supports] + [("goals", goal.key) for goal in goals if goal.supports]
    for top, key in supporting:
        if key in reached(key, links):
            yield Finding(f"{top}.{key}.supports", f"leads back to `{key}` itself", "take one of the links out")
    after = {rule.key: (rule.only_after,) for rule in rules if rule.only_after}
    for key in after:
        if key in reached(key, after):
            yield Finding(f"conversions.{key}.only_after", f"waits for `{key}` itself", "take one of the links out")


def _repeated(path: str, keys: Sequence[str]) -> Iterator[Finding]:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Finding(path, f"`{key}` is there twice", "keep one of them")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)

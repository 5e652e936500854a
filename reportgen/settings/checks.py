"""What one setting says about another and cannot be true: refused, with what would be right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.engine import Kind, address
from reportgen.errors import Problem, SettingsError
from reportgen.model.settings import (
    ALWAYS_SHOWN,
    CombinedGoal,
    ConversionRule,
    Goal,
    InputFormat,
    InputSettings,
    Named,
    Note,
    Protect,
    Publish,
    ReportSettings,
    Scope,
    Stalls,
)
from reportgen.settings.combined_checks import combined_findings, taken_keys
from reportgen.settings.goal_checks import goal_findings, scope_findings
from reportgen.settings.guess import suggestion
from reportgen.settings.lead_checks import lead_findings
from reportgen.settings.lead_value_checks import lead_value_findings
from reportgen.settings.links import ANY_MACRO, links_of, reached
from reportgen.settings.mail_checks import mail_findings
from reportgen.settings.names import Finding, Names, is_pattern, pages, repeated, supports
from reportgen.settings.outside import input_findings
from reportgen.settings.placing import Places, placed
from reportgen.settings.record_checks import record_findings
from reportgen.settings.stated_checks import stated_findings


@dataclass(frozen=True, slots=True)
class Parts:
    """The records that could be read; a broken one is left out."""

    report: ReportSettings | None
    rules: tuple[ConversionRule, ...]
    goals: tuple[Goal, ...]
    combined: tuple[CombinedGoal, ...]
    notes: tuple[Note, ...]
    names: Names
    named: tuple[Named, ...] = ()


def problems_of(parts: Parts, places: Places) -> tuple[Problem, ...]:
    """Every contradiction among the settings that could be read."""
    names = parts.names
    found: list[Finding] = []
    if parts.report is not None:
        found.extend(_report(parts.report))
        found.extend(_segments(parts.report, names))
        found.extend(_stalls(parts.report.stalls, names))
        found.extend(_content(parts.report, names))
        found.extend(_protect(parts.report.protect, names) if parts.report.protect else ())
        found.extend(stated_findings(parts.report.stated, names) if parts.report.stated else ())
        found.extend(_tracking_plan(parts.report))
        found.extend(lead_findings(parts.report.hot_leads, parts.rules, names) if parts.report.hot_leads else ())
        found.extend(lead_value_findings(parts.report, parts.rules, names))
    for rule in parts.rules:
        found.extend(_rule(rule, names))
    for goal in parts.goals:
        found.extend(goal_findings(goal, names))
    for one in parts.combined:
        found.extend(combined_findings(one, names))
    found.extend(taken_keys(names, places))
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
    yield from repeated("stages", [stage.key for stage in report.stages])
    for name, patterns in report.page_groups.items():
        for pattern in patterns:
            if not is_pattern(pattern):
                yield Finding(f"page_groups.{name}", f"`{pattern}` is not a path pattern", f"begin with `/`, such as `/{pattern}/*`")
    yield from _engine(report)
    if report.memory is not None and not re.fullmatch(r"\d+(\.\d+)?\s?[KMGT]i?B", report.memory):
        yield Finding("memory", f"`{report.memory}` is not an amount of memory", "write one such as 2GB or 500MB")
    yield from mail_findings(report)


def _engine(report: ReportSettings) -> Iterator[Finding]:
    try:
        address(report.engine)
    except SettingsError as error:
        for problem in error.problems:
            yield Finding(problem.path, problem.wrong, problem.right)
    for each in report.inputs:
        if each.tables and not report.engine.startswith(f"{Kind.BIGQUERY}://"):
            right = f"write `engine: bigquery://{'/'.join(each.tables)}`, or name files"
            yield Finding(f"inputs.{each.key}.files", "only BigQuery reads its own tables", right)


def _content(report: ReportSettings, names: Names) -> Iterator[Finding]:
    """Each name that is neither a page group nor a conversion with `by`."""
    if names.page_groups is None or names.rules is None:
        return
    known = (*names.page_groups, *names.rules)
    for name in report.content or ():
        if name not in known:
            yield Finding("content", f"there is no page group or conversion `{name}`", suggestion(name, known))


def _tracking_plan(report: ReportSettings) -> Iterator[Finding]:
    for pattern in report.tracking_plan:
        if "://" in pattern:
            yield Finding("tracking_plan", f"`{pattern}` is an address", "name files in the workspace; nothing is fetched")


def _protect(protect: Protect, names: Names) -> Iterator[Finding]:
    if protect == Protect():
        yield Finding("protect", "names nothing", "write `channels:`, `campaigns:` or `rules:`, or remove it")
    for option, values in (("channels", protect.channels), ("campaigns", protect.campaigns), ("rules", protect.rules)):
        yield from repeated(f"protect.{option}", values)
    known = names.rules
    for rule in protect.rules:
        if known is not None and rule not in known:
            yield Finding("protect.rules", f"there is no conversion `{rule}`", suggestion(rule, known))


def _segments(report: ReportSettings, names: Names) -> Iterator[Finding]:
    for key, scope in report.segments.items():
        path = f"segments.{key}"
        if scope.segment:
            yield Finding(f"{path}.segment", "a segment is not made of others", "write their filters here")
        elif scope == Scope():
            yield Finding(path, "takes in every visit", "write at least one filter")
        yield from scope_findings(path, scope.model_copy(update={"segment": ()}), names)


def _stalls(stalls: Stalls, names: Names) -> Iterator[Finding]:
    yield from repeated("stalls.watch", stalls.watch)
    yield from pages("stalls.watch", stalls.watch, names)
    for target in stalls.playbook:
        path = f"stalls.playbook.{target}"
        if stalls.watch and target not in stalls.watch:
            yield Finding(path, f"`{target}` is not watched", suggestion(target, stalls.watch))
        else:
            yield from pages(path, (target,), names)


def _sections(report: ReportSettings) -> Iterator[Finding]:
    if report.sections is None:
        return
    yield from repeated("sections", [section.value for section in report.sections])
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
    yield from input_findings(each)
    yield from record_findings(each)
    if each.format is InputFormat.TABLE and not (each.columns or each.records or each.members or each.outside):
        yield Finding(path, "is a table and names no columns", "write `columns:` with at least `time:`")
    if each.columns is not None:
        if each.format not in {InputFormat.AUTO, InputFormat.TABLE}:
            yield Finding(f"{path}.columns", f"`format: {each.format}` needs no columns", "remove them, or write `format: table`")
        if each.columns.event is None and each.event is None:
            right = "name the column in `columns: {event: ...}`, or the one event in `event:`"
            yield Finding(path, "nothing says which event a row is", right)
        if each.columns.event is not None and each.event is not None:
            yield Finding(f"{path}.event", "both the input and its columns name the event", "keep one of them")
    yield from _files(each, path)


def _files(each: InputSettings, path: str) -> Iterator[Finding]:
    if each.tables and len(each.files) > 1:
        yield Finding(f"{path}.files", "tables and other files are not of one input", "write an input for each")
    for pattern in each.files:
        if "://" in pattern and not each.tables:
            right = "name files in the workspace; nothing is fetched. GA4's tables are `bigquery://PROJECT/DATASET/events_*`"
            yield Finding(f"{path}.files", f"`{pattern}` is an address", right)


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
        yield from pages(f"{where}.page", match.page, names)
    for option, other in (("only_after", rule.only_after), ("rate_base", rule.rate_base)):
        if other is not None and names.rules is not None and other not in names.rules:
            yield Finding(f"{path}.{option}", f"there is no conversion `{other}`", suggestion(other, names.rules))
    if rule.benchmark is not None and rule.benchmark.rate is None and rule.benchmark.cost is None:
        yield Finding(f"{path}.benchmark", "names no figure", "write `rate: 2.5%`, `cost: 45` or both")
    if rule.rate_base == rule.key:
        yield Finding(f"{path}.rate_base", "is the rule itself: the rate would always be 100%", "name another rule, or remove it")
    yield from supports(path, rule.supports, names)
    if rule.stage is not None and names.stages is not None and rule.stage not in names.stages:
        yield Finding(f"{path}.stage", f"there is no stage `{rule.stage}`", suggestion(rule.stage, names.stages))


def _note(note: Note, path: str, names: Names) -> Iterator[Finding]:
    if note.until is not None and note.until < note.day:
        yield Finding(f"{path}.until", f"{note.until} is before {note.day}", "swap the two days")
    if note.rule is not None and names.rules is not None and note.rule not in names.rules:
        yield Finding(f"{path}.rule", f"there is no conversion `{note.rule}`", suggestion(note.rule, names.rules))
    yield from pages(f"{path}.page", (note.page,) if note.page else (), names)


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


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)

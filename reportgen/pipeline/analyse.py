"""Exports -> findings: everything but the pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from reportgen import activity, goals, insights, metrics, periods, quality, settings, wording
from reportgen.engine import Engine, Kind, address, connect
from reportgen.errors import DataError, Problem, SettingsError, UsageError
from reportgen.model.advice import Advice
from reportgen.model.counts import Counts, FileProfile
from reportgen.model.findings import Findings
from reportgen.model.settings import Settings
from reportgen.model.tables import REPORT_SCHEMA
from reportgen.model.tracking import TrackingPlan
from reportgen.periods import Period, day_number
from reportgen.pipeline import kept_counts
from reportgen.pipeline.ask import Progress, Request, Workspace, named_period, reported_period
from reportgen.pipeline.chosen import loaded
from reportgen.pipeline.gather import gather, recorded_days, to_scan, tracking_plan
from reportgen.pipeline.gathered import Gathered
from reportgen.pipeline.salts import salts


@dataclass(frozen=True, slots=True)
class Asked:
    """A period, the last day that may be seen of it, and the tracking plan to hold beside its events."""

    period: Period
    as_of: date
    plan: TrackingPlan | None


@dataclass(frozen=True, slots=True)
class Analysed:
    """All that a report says, before its edition is known (`findings.edition` is 0), and what it was made from."""

    settings: Settings
    warnings: tuple[Problem, ...]
    gathered: tuple[Gathered, ...]
    findings: Findings


def analysed(workspace: Workspace, request: Request, progress: Progress, *, strict: bool = False) -> Analysed:
    """The findings of the asked period. `strict` refuses settings with warnings (SettingsError).

    What was asked for is judged before any export is read.
    """
    named = named_period(request)
    if named is not None:
        as_of_day(request, named)
    told = loaded(workspace, request.today)
    warnings = wording.problems(told.advice)
    if strict and warnings:
        raise SettingsError(warnings)
    with opened(told, workspace) as engine:
        plan = tracking_plan(workspace, told.settings)
        gathered = gather(engine, workspace, told.settings, progress)
        period = reported_period(named, *recorded_days(gathered, told.settings.report.inputs))
        commentary = settings.commentary(workspace.folder, workspace.client, periods.key(period))
        progress(f"counting {periods.key(period)}")
        findings = _found(engine, told, gathered, Asked(period, as_of_day(request, period), plan), workspace.kept_counts)
    return Analysed(told.settings, warnings, gathered, replace(findings, commentary=commentary))


def recorded(workspace: Workspace, progress: Progress) -> tuple[date | None, date | None]:
    """The first and last day that the exports have data of, None for both without. Raises as `analysed`."""
    told = loaded(workspace)
    with opened(told, workspace) as engine:
        return recorded_days(gather(engine, workspace, told.settings, progress), told.settings.report.inputs)


def scanned(workspace: Workspace) -> tuple[str, ...]:
    """What a build would scan, before anything is read: a line for all files and one for each input of tables. Raises as `analysed`."""
    told = loaded(workspace)
    with opened(told, workspace) as engine:
        return to_scan(engine, workspace, told.settings)


def recounted(workspace: Workspace, chosen: Settings, like: Findings, progress: Progress) -> Findings | None:
    """The same period of the same exports by other settings; None where these cannot read the exports. Where it is counted is as now."""
    now = loaded(workspace).settings.report
    if any(source.tables for source in chosen.report.inputs) and address(now.engine).kind is not Kind.BIGQUERY:
        return None
    report = chosen.report.model_copy(update={"engine": now.engine, "memory": now.memory})
    told = settings.Loaded(chosen.model_copy(update={"report": report}), (), ())
    try:
        with opened(told, workspace) as engine:
            plan = tracking_plan(workspace, told.settings)
            gathered = gather(engine, workspace, told.settings, progress)
            progress(f"counting {periods.key(like.period)} by the settings before")
            return _found(engine, told, gathered, Asked(like.period, like.as_of, plan), workspace.kept_counts)
    except (DataError, SettingsError):
        return None


def _found(engine: Engine, told: settings.Loaded, gathered: tuple[Gathered, ...], asked: Asked, folder: Path) -> Findings:
    """What the counts say, those kept in the folder where nothing that they depend on has changed."""
    key = kept_counts.Counted(engine.version, told.settings, gathered, asked.period, asked.as_of, salts(told.settings)).key
    counts = kept_counts.load(folder, key)
    if counts is None:
        counts = counted(engine, told.settings, gathered, asked.period, asked.as_of)
        kept_counts.save(folder, key, counts)
    counts = replace(counts, profile=replace(counts.profile, files=_files(gathered)))
    return found(told.settings, told.advice, counts, engine, asked.plan)


@contextmanager
def opened(told: settings.Loaded, workspace: Workspace) -> Iterator[Engine]:
    """The engine that the settings name. What the rooms below find wrong with a setting gets that setting's line."""
    report = told.settings.report
    try:
        with connect(report.engine, report.memory, kept=workspace.kept) as engine:
            yield engine
    except DataError as error:
        located = settings.located(told, error.problem)
        if located == error.problem:
            raise
        raise DataError(located) from error
    except SettingsError as error:
        raise SettingsError([settings.located(told, problem) for problem in error.problems]) from error


def as_of_day(request: Request, period: Period) -> date:
    """The last visible day: as asked, else the period's last day. Raises UsageError for a day before the period."""
    as_of = request.as_of or period.last_day
    if as_of < period.begin:
        raise UsageError(f"--as-of {as_of} is before the period begins ({period.begin}); name a day from then on")
    return min(as_of, period.last_day)


def counted(engine: Engine, chosen: Settings, gathered: tuple[Gathered, ...], period: Period, as_of: date) -> Counts:
    """The counts of one period, with history up to `as_of`."""
    parts, last = [each.part for each in gathered], day_number(as_of)
    tables, profile = activity.view(engine, parts, chosen, last, salts(chosen))
    totals = activity.totals(engine, parts, chosen, last)
    profile = replace(profile, files=_files(gathered))
    counts = metrics.count(engine, tables, chosen, metrics.Ask(period, as_of), profile, totals=totals)
    exports = [(each.export.name, each.part) for each in gathered]
    return replace(counts, watch=activity.watch(engine, exports, tables, chosen, last))


def found(chosen: Settings, advice: tuple[Advice, ...], counts: Counts, engine: Engine, plan: TrackingPlan | None = None) -> Findings:
    """What the counts say."""
    seen = insights.find(chosen, counts)
    tracking = quality.coverage(chosen, counts, plan)
    ledger = quality.find(chosen, counts, advice, tracking)
    goal_findings = goals.find(chosen, counts)
    return Findings(
        schema=REPORT_SCHEMA,
        site=chosen.report.site.name,
        zone=chosen.report.site.zone,
        locale=chosen.report.locale,
        currency=chosen.report.currency,
        period=counts.current.period,
        as_of=counts.as_of,
        edition=0,
        status=ledger.status,
        previous=counts.previous.period if counts.previous else None,
        year_before=counts.year_before.period if counts.year_before else None,
        goals=goal_findings,
        combined=goals.combine(chosen, goal_findings),
        macros=seen.macros,
        any_macro=seen.any_macro,
        micros=seen.micros,
        breakdowns=seen.breakdowns,
        pages=counts.pages,
        context=seen.context,
        journeys=seen.journeys,
        ways=seen.ways,
        interest=seen.interest,
        leads=seen.leads,
        channels=seen.channels,
        funnels=seen.funnels,
        change=seen.change,
        outside=seen.outside,
        named=seen.named,
        stated=seen.stated,
        tiers=seen.tiers,
        tracking=tracking,
        days=counts.days,
        weeks=counts.weeks,
        months=counts.months,
        ledger=ledger,
        lead_value=insights.lead_value(chosen, counts, goal_findings),
        definitions=metrics.definitions(chosen, counts, engine.query),
    )


def _files(gathered: tuple[Gathered, ...]) -> tuple[FileProfile, ...]:
    return tuple(_file(each) for each in gathered)


def _file(each: Gathered) -> FileProfile:
    part = each.part
    return FileProfile(
        input=part.input,
        file=each.export.name,
        format=part.format,
        sha256=each.sha256,
        bytes=each.bytes,
        rows=part.rows,
        accepted=part.accepted,
        repeated=part.repeated,
        rejected=part.rejected,
        first_day=part.first_day,
        last_day=part.last_day,
        lost_amounts=part.lost_amounts,
        remarks=part.remarks,
        columns=part.columns,
    )

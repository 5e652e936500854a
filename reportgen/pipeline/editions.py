"""Which edition of its period a report is, and what it says otherwise than the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import reportgen
from reportgen import archive, periods, settings, wording
from reportgen.model.editions import Since, Source
from reportgen.model.findings import Findings
from reportgen.pipeline.analyse import Analysed, analysed, recounted
from reportgen.pipeline.ask import Progress, Request, Workspace


def numbered(
    workspace: Workspace, made: Analysed, site: Path, tables: Mapping[str, bytes], progress: Progress, *, override: str | None
) -> tuple[Findings, archive.Edition]:
    """The findings as an edition of their period: with the reason given for passing a gate, now or for the very same findings before, and
    with what they say otherwise than the edition before."""
    key = periods.key(made.findings.period)
    reasons = [override] if override else [archive.override(site, key), None]
    for reason in reasons if made.findings.ledger.gates else [None]:
        told = replace(made.findings, override=reason)
        edition = archive.edition_for(site, key, archive.report_facts(told), tables)
        if not edition.changed:
            break
    return replace(told, edition=edition.number, since=_since(workspace, replace(made, findings=told), site, edition, progress)), edition


def _since(workspace: Workspace, made: Analysed, site: Path, edition: archive.Edition, progress: Progress) -> Since | None:
    before = archive.newest(site, periods.key(made.findings.period))
    if before is None or not edition.changed:
        return before.findings.since if before is not None and before.findings is not None else None
    return since(workspace, made, before, progress)


def since(workspace: Workspace, made: Analysed, before: archive.Kept, progress: Progress) -> Since:
    """What the findings say otherwise than a kept edition. Where data and settings both changed, and the old settings are kept, they are
    counted on the new data: that parts the two."""
    if before.findings is None:
        return Since(before.manifest.edition, (Source.PROGRAM,), (), (), readable=False)
    old = before.manifest.about
    beneath = archive.sources(
        before.findings,
        made.findings,
        settings=old.settings != settings.digest(made.settings),
        version=old.version != reportgen.__version__,
    )
    between = None
    if {Source.DATA, Source.SETTINGS} <= set(beneath) and before.settings is not None:
        chosen = settings.restored(before.settings)
        between = recounted(workspace, chosen, made.findings, progress) if chosen else None
    return archive.compare(before.findings, made.findings, beneath=beneath, between=between)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a build would change: the period in words, the edition it is held against (None: there is none), and a line for each number."""

    title: str
    edition: int | None
    lines: tuple[str, ...]


def compare(workspace: Workspace, request: Request, site: Path, progress: Progress) -> Compared:
    """Which numbers, goals and statuses a build would move against what the site has; writes nothing there. Raises as `analysed`."""
    made = analysed(workspace, request, progress)
    before = archive.newest(site, periods.key(made.findings.period))
    title = wording.title(made.findings)
    if before is None:
        return Compared(title, None, ())
    found = since(workspace, made, before, progress)
    return Compared(title, found.edition, wording.moved(made.findings, made.settings, found))

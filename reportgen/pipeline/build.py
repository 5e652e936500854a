"""The main job: findings -> pages -> site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import reportgen
from reportgen import archive, periods, render, settings, wording
from reportgen.errors import PdfUnavailableError, Problem
from reportgen.model.document import Document
from reportgen.model.findings import DataStatus, Findings
from reportgen.model.settings import PdfKind, ReportSettings
from reportgen.pipeline import letters, looks
from reportgen.pipeline.analyse import Analysed, analysed
from reportgen.pipeline.ask import Progress, Request, Workspace
from reportgen.pipeline.dress import look, shell
from reportgen.pipeline.editions import numbered
from reportgen.pipeline.over_all import claimed, over_all

if TYPE_CHECKING:
    from reportgen import charts

ROOT = "../"
"""The way from a period's folder to the site's top."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made. `pdf` is None where none is wanted (`pdf: none`) or the PDF's system libraries are missing; `why_no_pdf` then
    says what to install, and `advice` what else this machine lacks. `gates` is what the data did not pass, in words; `findings.override`
    why the report goes out all the same; `board` the goal board as rows of texts under their head, `since` what this edition says
    otherwise than the one before (None for a first)."""

    analysed: Analysed
    findings: Findings
    folder: Path
    html: Path
    pdf: Path | None
    why_no_pdf: str | None
    advice: tuple[Problem, ...]
    changed: bool
    gates: tuple[str, ...]
    title: str
    sentences: tuple[str, ...]
    board: tuple[tuple[str, ...], ...]
    since: str | None


def build(
    workspace: Workspace, request: Request, site: Path, progress: Progress, *, strict: bool = False, override: str | None = None
) -> Built:
    """Build the asked period's report into `site`. The same inputs, settings and schema change nothing that is out already.

    `strict` refuses settings with warnings (SettingsError). `override` is printed where the data did not pass a gate, and holds for as long
    as the report says the same. Raises as every room does; the site then stays as it was.
    """
    looks.check_templates(workspace)
    made = analysed(workspace, request, progress, strict=strict)
    brand = made.settings.report.brand
    around = shell(workspace, brand, "")
    drawn_with = look(workspace, brand, around)
    archive.check_own(site, claimed(around))
    key = periods.key(made.findings.period)
    tables = archive.tables(made.findings)
    findings, edition = numbered(workspace, made, site, tables, progress, override=override)
    document = wording.document(findings, made.settings)
    files: dict[str, bytes] = {"report.json": archive.report_json(findings), "settings.json": settings.plain(made.settings), **tables}
    asked = made.settings.report
    lacking = "" if asked.pdf is PdfKind.NONE else letters.lacking(files["report.json"])
    why_no_pdf = None
    if edition.changed or ("index.html" if asked.pdf is PdfKind.NONE else "report.pdf") not in edition.kept:
        progress("drawing the pages")
        pages, why_no_pdf = _pages(findings, document, replace(around, root=ROOT), drawn_with, _sheet(asked, files, lacking))
        files |= pages
    published = archive.publish(site, _about(made, findings, key, document.sentences), edition, files)
    archive.renew(site, lambda: over_all(findings, brand, site, around, drawn_with))
    pdf = published.folder / "report.pdf"
    return Built(
        analysed=made,
        findings=findings,
        folder=published.folder,
        html=published.folder / "index.html",
        pdf=pdf if pdf.is_file() else None,
        why_no_pdf=why_no_pdf,
        advice=(*letters.advice(made.settings), *letters.signs(lacking), *looks.advice(made.settings, around)),
        changed=published.changed,
        gates=wording.gates(findings, made.settings),
        title=document.period,
        sentences=document.sentences,
        board=wording.board_table(findings),
        since=wording.replaced(findings, made.settings),
    )


def _sheet(asked: ReportSettings, files: Mapping[str, bytes], lacking: str) -> render.Sheet | None:
    """How the PDF is made, without the emoji that are `lacking` here; to be kept, it holds the findings and their tables. None where
    none is wanted."""
    if asked.pdf is PdfKind.NONE:
        return None
    attached = {name: content for name, content in files.items() if name != "settings.json"} if asked.pdf is PdfKind.ARCHIVE else {}
    return render.Sheet(asked.paper, attached, lacking)


def _pages(
    findings: Findings, document: Document, dressed: render.Shell, look: charts.Look, sheet: render.Sheet | None
) -> tuple[dict[str, bytes], str | None]:
    """The report as HTML and, where it is wanted and the machine can, as PDF; else why it can not."""
    why_no_pdf = None
    drawings = _drawn(document, look)
    files = render.beside(dressed)
    if sheet is not None:
        try:
            files["report.pdf"] = render.pdf(document, {key: drawn["pdf"] for key, drawn in drawings.items()}, dressed, sheet)
        except PdfUnavailableError as error:
            why_no_pdf = str(error)
    dressed = replace(dressed, links=wording.links(findings, ROOT, pdf="report.pdf" in files))
    files["index.html"] = render.html(document, {key: drawn["html"] for key, drawn in drawings.items()}, dressed).encode()
    return files, why_no_pdf


def _drawn(document: Document, look: charts.Look) -> Mapping[str, Mapping[charts.Target, str]]:
    """Every figure's id -> its drawing for the page and for print."""
    from reportgen import charts

    return {figure.id: charts.svgs(figure.chart, look) for figure in render.figures(document)}


def _about(made: Analysed, findings: Findings, key: str, sentences: tuple[str, ...]) -> archive.About:
    badge, marks = wording.marks(findings)
    return archive.About(
        key=key,
        title=wording.title(findings),
        period=findings.period,
        as_of=findings.as_of,
        badge=badge,
        goals=marks,
        inputs=tuple(archive.Input(each.export.name, each.sha256, each.part.accepted) for each in made.gathered),
        settings=settings.digest(made.settings),
        version=reportgen.__version__,
        override=findings.override,
        sentences=sentences,
        empty=findings.status is DataStatus.EMPTY,
    )

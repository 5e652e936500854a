"""The words around reports: links between pages, and the archive of all periods."""

from collections.abc import Sequence
from datetime import date

from reportgen.model.document import Archive, Badge, GoalMark, IndexEntry, Link
from reportgen.model.findings import CombinedFinding, Findings, GoalFinding
from reportgen.wording import catalogue
from reportgen.wording.badges import badge
from reportgen.wording.catalogue import PSEUDO, Voice
from reportgen.wording.draft import Speech
from reportgen.wording.report import labels, status_badge


def title(findings: Findings) -> str:
    """The period in words."""
    return Speech(catalogue.voice(findings.locale, findings.currency), findings).period


def marks(findings: Findings) -> tuple[Badge, tuple[GoalMark, ...]]:
    """What the archive page shows of a report: the data status, and each goal's status."""
    voice = catalogue.voice(findings.locale, findings.currency)
    draft = Speech(voice, findings)
    every: tuple[GoalFinding | CombinedFinding, ...] = (*findings.goals, *findings.combined)
    return status_badge(voice, findings.status), tuple(GoalMark(goal.label, badge(draft, goal.status)) for goal in every)


def links(findings: Findings, root: str, *, pdf: bool) -> tuple[Link, ...]:
    """The neighbours of a report's page; `root` is the way up to the archive page, `pdf` whether there is one."""
    voice = catalogue.voice(findings.locale, findings.currency)
    near = (*((("pdf", "report.pdf"),) if pdf else ()), ("json", "report.json"), ("archive", f"{root}index.html"))
    return tuple(Link(voice.say(f"links.{name}"), href) for name, href in near)


def note(voice: Voice, edition: int, as_of: date) -> str:
    """An archive entry's small print."""
    return voice.say("archive.note", n=edition, as_of=as_of)


def archive_page(findings: Findings, entries: Sequence[IndexEntry], brand_color: str | None) -> Archive:
    """The archive page, in the language of the report just built."""
    voice = catalogue.voice(findings.locale, findings.currency)
    return Archive(
        language="en" if voice.language == PSEUDO else voice.language,
        direction=voice.calendar.text_direction,
        site=findings.site,
        lead=voice.say("archive.lead", n=len(entries)) if entries else None,
        entries=tuple(entries),
        labels=labels(voice),
        brand_color=brand_color,
    )

"""The whole report in words."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time

from reportgen.model.charts import Annotation, ColumnChart, PathChart, RateChart
from reportgen.model.document import LABELS, Badge, ContentsGroup, Document, Figure, GoalCard, Section, Tone
from reportgen.model.findings import DataStatus, Findings
from reportgen.model.settings import ALWAYS_SHOWN, SectionName, Settings
from reportgen.wording import (
    catalogue,
    change,
    channels,
    combined,
    commentary,
    counters,
    figures,
    front,
    funnels,
    glossary,
    goal_figures,
    goals,
    journeys,
    ledger,
    macro,
    method,
    micro,
    pages,
)
from reportgen.wording.catalogue import Voice
from reportgen.wording.draft import Draft

_SECTIONS: dict[SectionName, Callable[[Draft], Section]] = {
    SectionName.GOALS: goals.section,
    SectionName.MACRO: macro.section,
    SectionName.MICRO: micro.section,
    SectionName.BRIDGE: journeys.section,
    SectionName.FUNNEL: funnels.section,
    SectionName.CHANNELS: channels.section,
    SectionName.PAGES: pages.section,
    SectionName.CHANGE: change.section,
    SectionName.COUNTERS: counters.section,
    SectionName.CONTEXT: pages.context,
    SectionName.QUALITY: ledger.section,
    SectionName.METHOD: method.section,
}
_GROUPS: dict[str, str] = {
    commentary.ID: "whole",
    SectionName.GOALS: "whole",
    SectionName.CHANGE: "whole",
    SectionName.CHANNELS: "attract",
    SectionName.PAGES: "attract",
    SectionName.COUNTERS: "retain",
    SectionName.CONTEXT: "numbers",
    SectionName.QUALITY: "numbers",
    SectionName.METHOD: "numbers",
}
"""Where sections stand in the contents; all others are about converting."""
_OF_PEOPLE = frozenset(
    {SectionName.BRIDGE, SectionName.FUNNEL, SectionName.PAGES, SectionName.CHANGE, SectionName.CHANNELS, SectionName.CONTEXT}
)
_BADGES = {
    DataStatus.COMPLETE: (Tone.NEUTRAL, "check"),
    DataStatus.PARTIAL: (Tone.WARN, "clock"),
    DataStatus.PROVISIONAL: (Tone.WARN, "clock"),
    DataStatus.EMPTY: (Tone.MUTED, "dash"),
}


def document(findings: Findings, settings: Settings) -> Document:
    """The report as its reader will see it, in the language and locale of the findings."""
    voice = catalogue.voice(findings.locale, findings.currency)
    draft = Draft(voice, findings, settings)
    sentences, blocks = front.sentences(draft), front.blocks(draft)
    told = commentary.placed(draft, [_SECTIONS[name](draft) for name in section_order(settings)])
    sections = glossary.placed(draft, told, (sentences, blocks))
    return Document(
        language="en" if voice.language == catalogue.PSEUDO else voice.language,
        direction=voice.calendar.text_direction,
        title=voice.say("doc.title"),
        site=findings.site,
        period=draft.heading,
        zone=voice.say("doc.zone", zone=findings.zone),
        status=status_badge(voice, findings.status),
        status_note=_status_note(draft),
        edition=voice.say("doc.edition", n=findings.edition),
        sentences=sentences,
        front=blocks,
        sections=sections,
        charts=(*goal_figures.bullets(draft), *combined.bullets(draft), *figures.sparks(draft)),
        labels=labels(voice),
        created=datetime.combine(findings.as_of, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        brand_color=settings.report.brand.color,
        footer=settings.report.brand.footer,
        notes=draft.noted(_charted(draft, sections)),
        contents=contents(draft, sections),
    )


def contents(draft: Draft, sections: Sequence[Section]) -> tuple[ContentsGroup, ...]:
    """The sections in groups, each where the first of its sections stands."""
    groups: dict[str, list[int]] = {}
    for place, section in enumerate(sections):
        groups.setdefault(_GROUPS.get(section.id, "convert"), []).append(place)
    return tuple(ContentsGroup(draft.say(f"contents.{group}"), tuple(sections)) for group, sections in groups.items())


def _charted(draft: Draft, sections: Sequence[Section]) -> list[Annotation]:
    """The dated notes that at least one chart shows, in order of time."""
    shown = [block.figure if isinstance(block, GoalCard) else block for section in sections for block in section.blocks]
    charts = [figure.chart for figure in shown if isinstance(figure, Figure)]
    marked = {note.number for chart in charts if isinstance(chart, PathChart | RateChart | ColumnChart) for note in chart.notes}
    return [note for note in draft.dated() if note.number in marked]


def section_order(settings: Settings) -> tuple[SectionName, ...]:
    """The sections behind the front page as settings order them; outside counters by default only where an input has some, and what tells
    of people only where an input has some of them.

    Those that are always shown follow their default neighbour when left out.
    """
    report = settings.report
    without = frozenset() if any(one.counters for one in report.inputs) else {SectionName.COUNTERS}
    without |= frozenset() if report.has_people else _OF_PEOPLE
    usual = [name for name in SectionName if name not in without]
    chosen = list(settings.report.sections if settings.report.sections is not None else usual)
    for index, name in enumerate(SectionName):
        if name in ALWAYS_SHOWN and name not in chosen:
            before = [one for one in list(SectionName)[:index] if one in chosen]
            chosen.insert(chosen.index(before[-1]) + 1 if before else 0, name)
    return tuple(name for name in dict.fromkeys(chosen) if name is not SectionName.FRONT)


def status_badge(voice: Voice, status: DataStatus) -> Badge:
    """The data status as a word with an icon; it is no judgement, so complete is not green."""
    tone, icon = _BADGES[status]
    return Badge(voice.say(f"status.{status}"), tone, icon)


def labels(voice: Voice) -> dict[str, str]:
    """The words of the page itself (`LABELS`). Places stay as they are, for templates to fill."""
    return {key: voice.say(f"labels.{key}", left="{left}", right="{right}") for key in sorted(LABELS)}


def _status_note(draft: Draft) -> str:
    findings = draft.findings
    if findings.status is DataStatus.EMPTY:
        return draft.say("status_note.empty")
    notes = []
    if findings.as_of < findings.period.last_day:
        notes.append(draft.say("status_note.ends_early", as_of=findings.as_of, last=findings.period.last_day))
    missing = sum(day in findings.period and day <= findings.as_of for day in findings.ledger.missing_days)
    if missing:
        notes.append(draft.say("status_note.missing", n=missing))
    if findings.status is DataStatus.PARTIAL and not notes and not draft.settings.report.has_people:
        notes.append(draft.say("status_note.totals"))
    if findings.status is DataStatus.PROVISIONAL:
        notes.append(draft.say("status_note.provisional"))
    return draft.together(notes) or draft.say(f"status_note.{findings.status}")

"""What somebody has written about the period, each part where it belongs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportgen.model.document import Commentary, Section
from reportgen.model.findings import Findings
from reportgen.wording.draft import Draft

ID = "commentary"


def placed(draft: Draft, sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections, each opened by what is written about it: under a heading that names it, by its id or as the report calls it.

    What stands before any such heading is a section of its own before them all.
    """
    about = _by_section(draft.findings, sections)
    told = tuple(
        replace(section, blocks=(Commentary(draft.say("commentary.label"), about[section.id]), *section.blocks))
        if section.id in about
        else section
        for section in sections
    )
    if None not in about:
        return told
    return (Section(ID, draft.say("commentary.label"), draft.say("commentary.heading"), None, (Commentary(None, about[None]),)), *told)


def _by_section(findings: Findings, sections: Sequence[Section]) -> Mapping[str | None, str]:
    """Section id -> Markdown. A heading that names no section belongs to what stands before it."""
    names = {name.casefold(): section.id for section in sections for name in (section.id, section.kicker)}
    about: dict[str | None, list[str]] = {}
    place: str | None = None
    for remark in findings.commentary:
        named = names.get(remark.heading.casefold()) if remark.heading else None
        place = named or place
        kept = [f"{'#' * remark.level} {remark.heading}"] if remark.heading and not named else []
        about.setdefault(place, []).extend([*kept, remark.text])
    told = {place: "\n\n".join(text for text in texts if text) for place, texts in about.items()}
    return {place: text for place, text in told.items() if text}

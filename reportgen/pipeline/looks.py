"""What is wrong or unwise about a workspace's looks: templates that cannot be used, letters that its font lacks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from reportgen import render, wording
from reportgen.errors import Problem, SettingsError
from reportgen.model.settings import Settings
from reportgen.model.typeface import Typeface
from reportgen.pipeline.ask import Workspace
from reportgen.pipeline.dress import templates

CJK = 0x2E80
"""From here on letters are set in the reader's or the machine's own font, whatever the firm's has (Unicode, CJK Radicals Supplement)."""


def check_templates(workspace: Workspace) -> None:
    """Raises SettingsError with everything that is wrong with the workspace's own templates, before anything is read or drawn."""
    if found := render.template_faults(render.Shell(overrides=templates(workspace))):
        raise SettingsError(found)


def advice(chosen: Settings, dressed: render.Shell) -> tuple[Problem, ...]:
    """What is unwise: templates that nothing uses; a font without letters of the report's language, or whose figures do not line up.

    It is about files beside the settings: no report tells it, and `--strict` does not refuse it.
    """
    return (*render.unused_templates(dressed), *(_of_font(chosen, dressed.typeface) if dressed.typeface else ()))


def _of_font(chosen: Settings, typeface: Typeface) -> Iterator[Problem]:
    report = chosen.report
    if lacking := sorted(_letters(wording.voice(report.locale, report.currency)) - typeface.letters):
        named = ", ".join(lacking[:8]) + (f" and {len(lacking) - 8} more" if len(lacking) > 8 else "")
        wrong = f"lacks letters of the report's language ({named}), which are set in the report's usual font"
        yield Problem(None, "brand.font.regular", wrong, "give a file that has them, not one cut down to English")
    if not typeface.tabular:
        wrong = "has figures of unlike widths: columns of numbers do not line up"
        yield Problem(None, "brand.font.regular", wrong, "choose a font with tabular figures (OpenType's `tnum`)")


def _letters(voice: wording.Voice) -> set[str]:
    """Every letter and mark of the language's texts, without those of East Asian scripts."""
    texts = [text for message in voice.messages.values() for text in ([message] if isinstance(message, str) else message.values())]
    return {sign for sign in set("".join(texts)) if ord(sign) < CJK and unicodedata.category(sign)[0] in "LP"}

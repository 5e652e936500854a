"""Whether this machine can draw the letters of the report's language, and the emoji in its names."""

from __future__ import annotations

from reportgen import wording
from reportgen.errors import Problem
from reportgen.model.settings import Settings

PACKAGE = "fonts-noto-cjk"
EMOJI_PACKAGE = "fonts-noto-color-emoji"
MOST_SIGNS = 5


def advice(chosen: Settings) -> tuple[Problem, ...]:
    """What to install where a Japanese report has no font to be printed with.

    It is about the machine: no report tells it, and `--strict` does not refuse it.
    """
    report = chosen.report
    if wording.voice(report.locale, report.currency).language != "ja":
        return ()
    from reportgen import charts

    if charts.draws_japanese():
        return ()
    wrong = "this machine has no font with Japanese letters: the PDF and the mail's picture show boxes in their place"
    return (Problem(None, "locale", wrong, f"install one: sudo apt-get install -y {PACKAGE}"),)


def lacking(text: bytes) -> str:
    """The emoji of a report's text in UTF-8 that no font here draws, each once."""
    if text.isascii():
        return ""
    from reportgen import charts

    return charts.undrawn(text.decode())


def signs(lacking: str) -> tuple[Problem, ...]:
    """What to install where emoji are `lacking`; as `advice`, it is about the machine."""
    if not lacking:
        return ()
    more = f" and {len(lacking) - MOST_SIGNS} more" if len(lacking) > MOST_SIGNS else ""
    wrong = f"this machine has no font with {' '.join(lacking[:MOST_SIGNS])}{more}: the PDF leaves them out"
    return (Problem(None, "emoji", wrong, f"install one: sudo apt-get install -y {EMOJI_PACKAGE}"),)

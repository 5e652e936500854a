"""Names of settings within a sentence, which the texts write between backticks, as code."""

import re

from markupsafe import Markup, escape

_NAMED = re.compile(r"`([^`]+)`")


def coded(text: str) -> str | Markup:
    """The text with what stands between two backticks as `<code>`; all else is escaped, and a text without any is left as it is."""
    if "`" not in text:
        return text
    pieces = _NAMED.split(text)
    return Markup("").join(Markup("<code>{}</code>").format(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces))

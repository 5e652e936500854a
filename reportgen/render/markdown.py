"""What people write, as HTML that can do no harm: no markup of their own, no pictures, no address but of the web and of mail."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TOP = 3
"""The level of a first heading: above it are the report's own, and the section's."""
LOWEST = 6


def html(text: str) -> Markup:
    """CommonMark as HTML. Markup in it is shown as it is written, a picture as the link to it."""
    return Markup(_parser().render(text))  # noqa: S704 - the parser escapes everything that it does not write itself


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).disable("image")
    parser.core.ruler.push("lowered", _lowered)
    return parser


def _lowered(state: Any) -> None:
    """Let the headings begin below the section's, without a step left out."""
    tokens: Sequence[Token] = state.tokens
    levels = sorted({token.tag for token in tokens if token.type == "heading_open"})
    above = TOP - 1
    for token in tokens:
        if token.type == "heading_open":
            above = min(TOP + levels.index(token.tag), above + 1, LOWEST)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{above}"

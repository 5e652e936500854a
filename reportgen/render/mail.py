"""The digest as mail clients can show it: tables, every style on its element, one picture by content id."""

import struct

import css_inline

from reportgen.model.document import Digest
from reportgen.render.palette import palette
from reportgen.render.templates import Shell, fill

LOGO_WIDTH, LOGO_HEIGHT = 280, 44
"""The most room that a logo takes, in px of the mail."""
CLIPPED = 100_000
"""Bytes from which on some clients cut a mail off."""


def mail(digest: Digest, board: bytes | None, shell: Shell | None = None, logo: bytes | None = None) -> str:
    """The HTML part. `board` is the goal board's picture (PNG at two pixels for each of the page's), None where there is no board;
    `logo` the firm's, in any size. Their content ids are `board` and `logo`.

    Raises errors.TemplateFaultError where a template is wrong.
    """
    shell = shell or Shell(root="")
    colors = palette(digest.brand_color, shell.highlight)
    values = {"digest": digest, "palette": colors, "board": _size(board), "logo": _fitted(_size(logo))}
    page = fill("mail.html.j2", shell, values)
    inliner = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=False, load_remote_stylesheets=False)
    return inliner.inline(page)


def _size(board: bytes | None) -> dict[str, int]:
    """The picture's size on the page. Width and height stand at bytes 16 to 23 of a PNG (its IHDR)."""
    if board is None:
        return {}
    width, height = struct.unpack(">II", board[16:24])
    return {"width": width // 2, "height": height // 2}


def _fitted(size: dict[str, int]) -> dict[str, int]:
    """At most as large as a logo may be."""
    if not size:
        return {}
    share = min(1.0, LOGO_HEIGHT / size["height"], LOGO_WIDTH / size["width"])
    return {side: max(1, round(length * share)) for side, length in size.items()}

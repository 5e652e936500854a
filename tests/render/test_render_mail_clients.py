"""The mail in the clients that most people read with, by what caniemail.com knows of them."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from test_render_mail import DIGEST, PNG

from reportgen import render
from reportgen.model.document import Score, Tone
from reportgen.render.mail import CLIPPED

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parents[1] / "node" / "mail.mjs"
LONG = "Anmeldungen zur Datenschutzgrundverordnungsinformationsveranstaltung"
VARIANTS = {
    "whole": render.mail(DIGEST, PNG, logo=PNG),
    "without a board": render.mail(replace(DIGEST, board=None, goals=()), None),
    "right to left": render.mail(replace(DIGEST, language="ar", direction="rtl", sentences=("هدفان من خمسة متأخران.",)), PNG),
    "long names": render.mail(replace(DIGEST, site=LONG, sentences=(LONG * 8,), footer=(LONG * 3,)), PNG),
}
NOT_KNOWN = {
    "<body> element": "a div stands for it; the outer table has the colour",
    "border-radius": "Outlook draws the button with corners",
    "color-scheme meta tag": "a client that darkens mails does as it likes: looked at in forced dark",
    "display:none": "Gmail on the web of a phone: the preview is one pixel high and of the paper's colour",
    "height property": "Yahoo takes `auto` for a least height, which is none",
    "max-height property": "of the preview, which those clients do not show",
    "overflow": "of the preview, which those clients do not show",
    "role attribute": "for screen readers only",
    "white-space": "a number may break at its space",
}
"""Feature -> why a client that does not know it shows the mail all the same."""
IN_PART = {
    *NOT_KNOWN, "<img> element", "align attribute", "border", "dir attribute", "display", "font-size", "font-weight", "height attribute",
    "lang attribute", "line-height", "margin", "max-width", "padding", "text-decoration", "width attribute", "width property",
}  # fmt: skip
"""Features of which a part is not known, such as `rem` sizes or padding outside cells: the tests of the page see to that part."""


def looked_at(pages: Sequence[str]) -> list[dict[str, set[str]]]:
    """Of each page: how much of it is known ("none", "partial") -> the features."""
    ran = subprocess.run(["node", str(SCRIPT)], input=json.dumps(pages), capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    return [
        {support: {one["feature"] for one in found if one["support"] == support} for support in ("none", "partial")}
        for found in json.loads(ran.stdout)
    ]


def test_no_client_lacks_what_the_mail_needs() -> None:
    for name, found in zip(VARIANTS, looked_at(list(VARIANTS.values())), strict=True):
        assert found["none"] <= set(NOT_KNOWN), name
        assert found["partial"] <= IN_PART, name
    assert "<img> element" in looked_at([VARIANTS["whole"]])[0]["partial"]


@pytest.mark.parametrize(
    "style",
    ["display: grid", "display: flex", "position: absolute", "float: left", "background-image: url(x.png)", "gap: 4px", "filter: none"],
)
def test_what_clients_do_not_know_would_be_found(style: str) -> None:
    page = VARIANTS["whole"].replace('class="sentence"', f'style="{style}"', 1).replace("Two of five", f'<span style="{style}">x</span>', 2)
    [found] = looked_at([page])
    assert not found["none"] <= set(NOT_KNOWN)


def test_the_largest_firms_mail_is_not_cut_off() -> None:
    """Sixty macro conversions and as many signs in every text as a screen is wide; Gmail clips at 102 KB."""
    scores = tuple(Score(f"{LONG} {n}", "1,234,567", None, f"{LONG} before", Tone.NEUTRAL) for n in range(60))
    digest = replace(DIGEST, scoreboard=replace(DIGEST.scoreboard, scores=scores), sentences=(LONG * 8,) * 6)
    assert len(render.mail(digest, PNG).encode()) < CLIPPED

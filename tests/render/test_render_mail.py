"""The mail's HTML: what clients can show and nothing else."""

import re
import struct
from dataclasses import replace

import pytest
from page_checks import Page

from reportgen import render
from reportgen.model.charts import BoardChart, Words
from reportgen.model.document import ActionItem, ActionList, Badge, Digest, Figure, Link, Score, Scoreboard, Tone
from reportgen.render.mail import CLIPPED
from reportgen.render.palette import READABLE, contrast

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (1200).to_bytes(4, "big") + (768).to_bytes(4, "big") + b"\x08\x06\0\0\0"
DIGEST = Digest(
    language="en",
    direction="ltr",
    subject="Northlight: 2 of 5 goals behind, October 2026",
    preview="Contacts rose.",
    site="Northlight",
    period="October 2026",
    status=Badge("Complete", Tone.NEUTRAL, "check"),
    about=("Days and months in Europe/Berlin", "Edition 1"),
    since=None,
    sentences=("Two of five goals are behind.", "Contacts rose."),
    doubt="About the data: one day is missing.",
    scoreboard=Scoreboard("scoreboard", "Macro conversions", (Score("Quote request", "42", None, "40 before", Tone.NEUTRAL),)),
    signals=None,
    board=Figure("board", BoardChart((), Words("Goals", "Quote requests: on track.", {}, {}, {})), "Goals as they stand"),
    goals=("Quote requests: on track.",),
    link=Link("Open the report", "https://northlight.example/2026-10/"),
    attached="The whole report is attached as a PDF.",
    footer=("You get this mail because you asked for it.",),
    actions=ActionList(
        "actions", "What to do", (ActionItem(Badge("Fix", Tone.WARN, "warn"), "Call back –", "3 of 9 waited", "goal-quotes"),)
    ),
)
UNKNOWN = r"\b(grid|flex|position|float|var\(|calc\(|background-image|@media|@import|clip|transform)"
"""What Outlook, Gmail or both pass over (caniemail.com, looked at in 2026)."""


def test_it_is_made_of_what_mail_clients_know() -> None:
    html = render.mail(DIGEST, PNG)
    page = Page(html)
    assert page.faults == []
    tags = {tag for tag, _ in page.starts}
    assert tags.isdisjoint({"style", "script", "link", "svg", "form", "input", "button", "iframe", "video", "div", "section"})
    styles = " ".join(given.get("style", "") for _, given in page.starts)
    assert re.search(UNKNOWN, styles) is None
    assert len(html.encode()) < CLIPPED / 4


def test_an_edition_that_replaces_another_says_so_before_anything_else() -> None:
    said = "This edition replaces edition 1. Quote request 41 → 44."
    html = render.mail(replace(DIGEST, since=said), PNG)
    assert Page(html).faults == []
    assert html.index(said) < html.index(DIGEST.sentences[0])
    assert said not in render.mail(DIGEST, PNG)


def test_what_to_do_is_said_in_words_before_the_numbers() -> None:
    html = render.mail(DIGEST, PNG)
    assert 0 < html.index("Fix</b>") < html.index("Call back –") < html.index("3 of 9 waited") < html.index("Macro conversions")
    assert "What to do" not in render.mail(replace(DIGEST, actions=None), PNG)


def test_the_signals_follow_where_they_lead() -> None:
    led = replace(DIGEST, signals=Scoreboard("signals", "Signals in October 2026", (Score("Download", "11", None, None, Tone.NEUTRAL),)))
    html = render.mail(led, PNG)
    assert Page(html).faults == []
    assert html.index("Macro conversions") < html.index("Signals in October 2026") < html.index("cid:board")


def test_the_picture_is_ours_at_half_its_pixels_and_says_what_it_shows() -> None:
    pictures = [given for tag, given in Page(render.mail(DIGEST, PNG)).starts if tag == "img"]
    [picture] = pictures
    assert {name: picture[name] for name in ("src", "width", "height", "alt")} == {
        "src": "cid:board",
        "width": "600",
        "height": "384",
        "alt": "Quote requests: on track.",
    }


def test_nothing_is_fetched_from_anywhere() -> None:
    page = Page(render.mail(DIGEST, PNG))
    named = [value for _, given in page.starts for name, value in given.items() if name in ("src", "href", "background")]
    assert named == ["cid:board", "https://northlight.example/2026-10/"]


def test_every_text_has_a_size_of_its_own() -> None:
    """Clients drop the styles of a page and keep those on the element."""
    page = Page(render.mail(DIGEST, PNG))
    assert [tag for tag, given in page.starts if tag in ("p", "h1", "h2", "a") and "font-size" not in given.get("style", "")] == []


def test_space_around_texts_is_where_outlook_looks_for_it() -> None:
    """Outlook on Windows knows padding on cells and margins on paragraphs alone (caniemail.com: padding)."""
    page = Page(render.mail(DIGEST, PNG))
    padded = {tag for tag, given in page.starts if re.search(r"padding[^:]*: *[^;]*[1-9]", given.get("style", ""))}
    assert padded == {"td", "th"}


@pytest.mark.parametrize(("direction", "sides"), [("ltr", ["left", "right", "right"]), ("rtl", ["right", "left", "left"])])
def test_columns_run_the_way_of_the_language(direction: str, sides: list[str]) -> None:
    digest = replace(DIGEST, direction=direction)
    cells = [given["align"] for tag, given in Page(render.mail(digest, PNG)).starts if tag in ("th", "td") and "align" in given]
    assert [side for side in cells if side != "center"] == sides


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "</style><b>"])
def test_a_name_is_text_and_nothing_else(hostile: str) -> None:
    digest = replace(DIGEST, site=hostile, subject=hostile, sentences=(hostile,), footer=(hostile,))
    page = Page(render.mail(digest, PNG))
    assert {tag for tag, _ in page.starts} == {tag for tag, _ in Page(render.mail(DIGEST, PNG)).starts}
    assert "".join(page.words).count(hostile) == 4


def test_what_is_not_there_leaves_nothing_behind() -> None:
    bare = replace(DIGEST, doubt=None, board=None, scoreboard=replace(DIGEST.scoreboard, scores=()), link=None, attached=None, footer=())
    page = Page(render.mail(bare, None))
    assert page.faults == []
    assert {"img", "a", "th"}.isdisjoint(tag for tag, _ in page.starts)


def test_the_firms_colour_is_on_it_and_letters_on_it_can_be_read() -> None:
    html = render.mail(replace(DIGEST, brand_color="#ffdd00"), PNG)
    colors = render.print_colors("#ffdd00")
    assert f'bgcolor="{colors["brand"]}"' in html
    assert contrast(colors["brand"], "#ffffff") >= READABLE
    assert "border-top: 5px solid #ffdd00" in html


@pytest.mark.parametrize(("size", "shown"), [((1600, 400), (176, 44)), ((3000, 200), (280, 19)), ((200, 80), (100, 40))])
def test_a_logo_takes_the_names_place(size: tuple[int, int], shown: tuple[int, int]) -> None:
    """At two pixels for each of the mail's, and never larger than its room."""
    page = Page(render.mail(DIGEST, PNG, logo=PNG[:16] + struct.pack(">II", *size) + PNG[24:]))
    (logo,) = (image for image in page.all("img") if image["src"] == "cid:logo")
    assert (logo["width"], logo["height"], logo["alt"]) == (str(shown[0]), str(shown[1]), DIGEST.site)
    assert f">{DIGEST.site}<" not in page.source

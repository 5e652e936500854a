"""The report's page: whole, escaped, self-contained and readable without sight of it."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import get_args
from xml.etree import ElementTree

import pytest
from page_checks import Page, texts
from render_fixture import HOSTILE, LABELS_EN, LINKS, archive, board, document, drawing, drawings

from reportgen import errors, shipped
from reportgen.model.document import (
    LABELS,
    Archive,
    Block,
    Cell,
    Column,
    ContentsGroup,
    EntriesOfYear,
    Link,
    Mark,
    Row,
    Section,
    Table,
    Tone,
)
from reportgen.render import Shell, assets, earlier_assets, feed, html, index, redirect
from reportgen.render.icons import SHAPES
from reportgen.render.pages import print_html


def page_of(**changes: object) -> Page:
    made = replace(document(), **changes)
    return Page(html(made, drawings(made), Shell(links=LINKS)))


@pytest.fixture(scope="module")
def page() -> Page:
    return page_of()


def test_every_tag_is_closed_in_turn(page: Page) -> None:
    assert page.faults == []


def test_every_text_of_the_document_is_on_the_page(page: Page) -> None:
    """But for the words that count goals: a screen has room for all."""
    missing = [text for text in texts(document()) if " ".join(text.split()) not in page.text]
    assert missing == list(board().more)


def test_every_figure_is_drawn_with_its_title_and_alternative_text(page: Page) -> None:
    made = document()
    assert set(page.values("data-figure")) == set(drawings(made))
    alternatives = {attributes["aria-label"] for attributes in page.all("span") if attributes.get("role") == "img"}
    assert alternatives >= {figure.chart.words.alt for figure in made.charts}
    assert "Contacts fell in October after a steady year" in page.text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_printed_literally(page: Page, name: str) -> None:
    assert name in page.text


def test_names_never_become_markup(page: Page) -> None:
    assert "<b>" not in page.source
    assert "<studio>" not in page.source.lower()
    assert all(attributes["src"].startswith("../assets/") for attributes in page.all("script"))
    assert not [value for _, attributes in page.starts for value in attributes if value.startswith("on")]


def test_ids_are_unique_and_every_inner_link_leads_somewhere(page: Page) -> None:
    ids = page.values("id")
    assert sorted(ids) == sorted(set(ids))
    inner = {link[1:] for link in page.values("href") if link.startswith("#")}
    labelled = {name for value in page.values("aria-labelledby") for name in value.split()}
    assert inner | labelled <= set(ids)
    assert len(inner) > 15


def test_nothing_is_loaded_from_elsewhere(page: Page) -> None:
    without_names = page.source.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http:" not in without_names and "https:" not in without_names and "//" not in re.sub(r"/\*.*?\*/", "", without_names)
    outer = [link for link in page.values("href") + page.values("src") if not link.startswith(("#", "data:"))]
    scripts = ["../assets/periods.js", "../assets/report.js"]
    assert outer == ["../assets/place.css", *(link.href for link in LINKS), "../index.html", *scripts]


def test_fonts_are_found_beside_the_page_under_any_prefix(page: Page) -> None:
    assert {"rel": "stylesheet", "href": "../assets/place.css"} in page.all("link")
    wanted = re.findall(r'url\("([^"]+)"\)', assets(Shell())["place.css"].decode())
    assert sorted(wanted) == [f"Inter-{weight}{part}.woff2" for weight in ("Bold", "Regular", "SemiBold") for part in ("-core", "")]
    assert set(wanted) < set(assets(Shell()))
    assert assets(Shell())["Inter-Regular.woff2"][:4] == b"wOF2"
    assert "OFL.txt" in assets(Shell())


def test_a_page_that_has_moved_away_finds_the_fonts_and_says_that_it_was_replaced(page: Page) -> None:
    """From KEY/editions/N/ the page's own `../assets/` is KEY/editions/assets/: the sheet there differs, the page does not."""
    moved, at_home = earlier_assets(Shell())["place.css"].decode(), assets(Shell())["place.css"].decode()
    assert set(re.findall(r'url\("([^"]+)"\)', moved)) == {
        f"../../../assets/{name}" for name in assets(Shell()) if name.startswith("Inter-")
    }
    assert ".replaced { display: block; }" in moved and ".replaced" not in at_home
    assert ".replaced { display: none;" in page.source
    assert page.source.count('class="replaced"') == 1 and "replaced" not in print_html(document(), Shell()).split("<body")[1]


def test_contents_name_every_section_once_with_or_without_groups() -> None:
    # checklist 004-25
    groups = (ContentsGroup("Where we stand", (0,)), ContentsGroup("Convert & <keep>", tuple(range(1, len(document().sections)))))
    for made in (document(), replace(document(), contents=groups)):
        shown = html(made, drawings(made), Shell(links=LINKS))
        listed = re.search(r'<nav class="contents".*?</nav>', shown, re.DOTALL)
        assert listed
        assert re.findall(r'href="#section-(\w+)"', listed[0]) == [section.id for section in made.sections]
        names = re.findall(r'<span class="group-name">(.*?)</span>', listed[0])
        assert names == (["Where we stand", "Convert &amp; &lt;keep&gt;"] if made.contents else [])


def test_headings_go_down_one_level_at_a_time(page: Page) -> None:
    levels = page.headings()
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_has_its_landmarks_language_and_manners(page: Page) -> None:
    assert page.all("html") == [{"lang": "en", "dir": "ltr"}]
    assert len(page.all("main")) == len(page.all("h1")) == 1
    assert page.all("main")[0]["id"] == "report" and page.all("a")[0]["href"] == "#report"
    metas = {attributes.get("name"): attributes.get("content") for attributes in page.all("meta")}
    assert metas["robots"] == "noindex"
    assert metas["viewport"] == "width=device-width, initial-scale=1"


def test_tables_say_what_their_heads_belong_to_and_scroll_by_key(page: Page) -> None:
    assert all(attributes.get("scope") in {"col", "row", "rowgroup"} for attributes in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table")) - 1  # the goal board is named by its heading
    wraps = [attributes for attributes in page.all("div") if attributes.get("class") == "table-wrap"]
    assert wraps and all(wrap["tabindex"] == "0" and wrap["role"] == "group" and "aria-labelledby" in wrap for wrap in wraps)


def test_every_rate_table_keeps_the_order_of_its_groups(page: Page) -> None:
    places = [
        page.text.index(stage)
        for stage in ("Discover", "Reads the blog", "Consider", "Downloads a resource", "Decide", "Opens the pricing page")
    ]
    assert places == sorted(places)
    assert page.source.count('scope="rowgroup"') == 3


def test_words_that_have_a_definition_link_to_it_and_others_do_not() -> None:
    column = (Column("Known", definition="value"), Column("Unknown", definition="nowhere"))
    table = Table("t", "A table", column, (Row((Cell("a"), Cell("b"))),))
    page = page_of(sections=(*document().sections, Section("more", "More", "More", None, (table,))))
    assert 'href="#def-value">Known</a>' in page.source
    assert "#def-nowhere" not in page.source


def test_on_paper_a_definition_has_its_number_beside_the_term() -> None:
    column = (Column("Known", definition="value"), Column("Unknown", definition="nowhere"))
    table = Table("t", "A table", column, (Row((Cell("a"), Cell("b"))),))
    printed = print_html(replace(document(), sections=(*document().sections, Section("more", "More", "More", None, (table,)))), Shell())
    assert '<a class="defined" href="#def-value" data-number="4">Known</a>' in printed
    assert '<dt id="def-value" data-number="4">' in printed and "#def-nowhere" not in printed
    assert "data-number" not in page_of().source


def test_the_four_marks_are_four_shapes_and_four_words(page: Page) -> None:
    drawn = {mark: SHAPES[mark] for mark in Mark}
    assert len(set(drawn.values())) == 4
    for mark in Mark:
        assert LABELS_EN[mark] in page.text


def test_every_shape_is_drawn_once_and_shown_from_there(page: Page) -> None:
    drawn, shown = re.findall(r'<symbol id="([^"]+)"', page.source), re.findall(r'<use href="#([^"]+)"', page.source)
    assert sorted(drawn) == sorted(f"icon-{name}" for name in SHAPES)
    assert set(shown) <= set(drawn)
    assert len(shown) > len(set(shown))
    assert page.source.count('class="icon"') == len(shown)


def test_a_cell_without_text_says_its_mark_aloud() -> None:
    table = Table("t", "A table", (Column("One"), Column("Two")), (Row((Cell("a"), Cell("", mark=Mark.MISSING))),))
    page = page_of(sections=(Section("more", "More", "More", None, (table,)),))
    assert '<span class="hidden">missing </span>' in page.source


@pytest.mark.parametrize(("tone", "word"), [(Tone.GOOD, "favourable"), (Tone.BAD, "unfavourable"), (Tone.WARN, "needs attention")])
def test_a_tone_is_never_colour_alone(tone: Tone, word: str) -> None:
    table = Table("t", "A table", (Column("One"), Column("Two")), (Row((Cell("a"), Cell("12", tone=tone))),))
    page = page_of(sections=(Section("more", "More", "More", None, (table,)),))
    cell = page.source[page.source.index(f'<td class="tone-{tone}">') :].split("</td>")[0]
    assert "<svg" in cell and f'<span class="hidden">{word} </span>' in cell


def test_a_section_without_blocks_says_so_and_prints_no_body(page: Page) -> None:
    part = page.source[page.source.index('id="section-counters"') :].split("</section>")[0]
    assert "No counter is connected" in part and 'class="body"' not in part


def test_every_kind_of_block_has_its_part() -> None:
    parts = {file.name for file in (shipped.folder("templates") / "parts").iterdir()}
    assert {f"{kind.__name__.lower()}.html.j2" for kind in get_args(Block)} <= parts


def test_the_fixture_speaks_every_label() -> None:
    assert set(LABELS_EN) == LABELS


def test_a_missing_label_is_a_fault_not_a_blank() -> None:
    labels = {key: text for key, text in LABELS_EN.items() if key != "contents"}
    with pytest.raises(errors.TemplateFaultError, match=r"report\.html\.j2.*contents"):
        page_of(labels=labels)


def test_a_missing_drawing_is_a_fault_not_a_gap() -> None:
    made = document()
    figures = {key: svg for key, svg in drawings(made).items() if key != "rate-contact"}
    with pytest.raises(KeyError, match="rate-contact"):
        html(made, figures)


def test_the_page_reads_from_right_to_left_where_its_language_does() -> None:
    made = document(direction="rtl")
    page = html(made, drawings(made))
    assert '<html lang="ar" dir="rtl">' in page
    assert "<bdi>0.97 %</bdi><small>" in page


def test_spoken_labels_end_as_their_language_ends_them() -> None:
    """A space before the colon in French, a full-width colon in Japanese: of whom a goal is, and how it stands."""
    made = document()
    for headed, said in (("{left}\xa0: {right}", "Owner\xa0: "), ("{left}：{right}", "Owner：")):
        page = html(replace(made, labels={**LABELS_EN, "headed": headed}), drawings(made))
        assert f'<span class="hidden">{said}</span><bdi>' in page
        assert '<span class="hidden">Owner: </span>' not in page


def test_only_texts_that_run_against_the_page_are_set_apart() -> None:
    """UAX 9: on a page from left to right a number or a Latin word is at home, a Hebrew or Arabic name is not."""
    cells = tuple(Cell(text) for text in ("Direct", "−4.2%", "ערוץ ישיר", "حملة 2026", "Größe ق", "関東", ""))
    table = Table("sides", "Sides", tuple(Column("C") for _ in cells), (Row(cells),))
    row = page_of(sections=(Section("sides", "S", "Sides", None, (table,)),)).source.split('id="table-sides"')[1].split("</table>")[0]
    assert re.findall("<bdi>(.*?)</bdi>", row) == ["ערוץ ישיר", "حملة 2026", "Größe ق"]
    assert "<td></td>" in row


def test_one_document_makes_one_page() -> None:
    made = document()
    assert html(made, drawings(made)) == html(made, drawings(made))


def test_the_brand_colour_reaches_light_dark_and_print() -> None:
    made = document(brand_color="#7a1450")
    assert html(made, drawings(made)).count("--highlight: #7a1450") == 2
    assert "--highlight: #14507a" not in html(made, drawings(made))


def trends() -> dict[str, str]:
    return {trend.figure.id: drawing(trend.figure) for trend in archive().trends}


def test_the_archive_lists_every_period_newest_first() -> None:
    page = Page(index(archive(), trends()))
    assert page.faults == []
    assert [to for to in page.values("href") if not to.startswith("#icon-")] == [
        "data:,",
        "assets/place.css",
        "feed.xml",
        "#reports",
        "2026-10/",
        "2026-09/",
        "2026-08/",
        "2026-07/",
    ]
    # over time, in four strips, and spoken with the shapes of the three that are folded
    assert page.text.count("Organic blog traffic up 15 %") == 8 and HOSTILE[0] in page.text
    assert page.headings() == [1, 2, 2, 2, 2, 2]


def test_an_archive_of_several_years_is_grouped_by_them() -> None:
    made = archive()
    halves = (EntriesOfYear("2027", made.entries[:2]), EntriesOfYear("2026", made.entries[2:]))
    page = Page(index(replace(made, years=halves), trends()))
    assert page.faults == []
    assert page.headings() == [1, 2, 2, 3, 3, 2, 3, 3]
    assert [link for link in page.values("href") if link.startswith("#year")] == ["#year-2027", "#year-2026"]
    assert page.text.count("Latest report") == 1


def test_an_entry_says_what_moved_and_leads_to_its_earlier_editions() -> None:
    made = archive()
    first = replace(made.entries[0], earlier=(Link("Edition 1", "2026-10/editions/1/index.html"),))
    page = Page(index(replace(made, entries=(first, *made.entries[1:])), trends()))
    assert "Earlier editions: Edition 1" in page.text and page.text.count("Earlier editions") == 1
    assert "Nothing moved." in page.text and "Two goals are on track" not in page.text
    assert {"href": "2026-10/editions/1/index.html"} in page.all("a")


def test_the_archive_draws_each_goal_over_time_with_its_words() -> None:
    page = Page(index(archive(), trends()))
    drawn = [given["aria-label"] for tag, given in page.starts if given.get("role") == "img"]
    assert drawn == ["Quote requests over 4 months, now: On track."] * len(archive().trends)
    assert page.source.count("<svg") >= len(drawn)
    assert "Goals over time" not in index(replace(archive(), trends=()), {})


def test_an_archive_without_reports_says_so() -> None:
    empty = Archive("en", "ltr", "A firm", None, (), dict(LABELS_EN))
    assert "No report has been published yet." in Page(index(empty, {})).text


def test_the_feed_has_an_entry_for_each_period() -> None:
    """RFC 4287: id, title and updated for the feed and each entry; one alternate link each."""
    root = ElementTree.fromstring(feed(archive()))
    atom = {"a": "http://www.w3.org/2005/Atom"}

    def texts(path: str) -> list[str | None]:
        return [found.text for found in root.findall(path, atom)]

    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert (texts("a:id"), texts("a:title"), texts("a:updated")) == (
        ["urn:uuid:feed"],
        ["Harbour & Pine <Studio>"],
        ["2026-10-28T00:00:01Z"],
    )
    assert texts("a:entry/a:title") == [entry.title for entry in archive().entries]
    assert len(set(texts("a:entry/a:id"))) == 4
    assert texts("a:entry/a:summary")[0] == "Complete. Two goals are on track & one <is> not. Nothing moved."
    links = [link.attrib for link in root.findall("a:entry/a:link", atom)]
    assert links == [{"rel": "alternate", "href": entry.href} for entry in archive().entries]


def test_the_latest_page_leads_on_without_a_script() -> None:
    page = Page(redirect("../2026-10/", LABELS_EN))
    assert page.faults == []
    assert {"http-equiv": "refresh", "content": "0; url=../2026-10/"} in page.all("meta")
    assert page.all("a") == [{"href": "../2026-10/"}]


def test_the_printed_page_keeps_what_pdf_tags_allow() -> None:
    """WeasyPrint 70 makes a link of each element inside a link, and a child of a list of each space in a list of inline blocks."""
    page = Page(print_html(document(), Shell()))
    assert page.faults == []
    assert {child for parent, child in page.inside if parent == "a"} == {"#text"}
    lists = page.source.split('<ul class="')[1:]
    assert {text.split(">", 1)[1][:3] for text in lists} == {"<li"}
    assert all(attributes.get("alt") for attributes in page.all("img"))
    assert {address.split(":")[0] for address in page.values("src")} == {"reportgen"}


def test_a_goal_card_shows_its_five_letters_and_why_one_is_missing(page: Page) -> None:
    """# checklist 000-5: what fills each letter, and in words what an unfilled one lacks."""
    card = Page(page.source[page.source.index('<article class="card" id="contact_rate"') :].split("</article>")[0] + "</article>")
    items = [attributes["class"] for attributes in card.all("li") if "class" in attributes]
    assert items == ["filled", "filled", "unfilled", "filled", "filled"]
    assert "Attainable (missing) No baseline is named: say what it is compared with." in card.text


def test_a_rate_has_its_counts_and_its_interval_in_its_row(page: Page) -> None:
    """# checklist 003-8: n/N stands within reach of the rate."""
    row = page.source[page.source.index(">Contact</th>") :].split("</tr>")[0]
    assert "0.97 %<small>41\xa0/\xa04,213</small>" in row and "0.72 to 1.3 %" in row

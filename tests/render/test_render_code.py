"""Lines to be copied stand on the page and in print as they are."""

from dataclasses import replace

from page_checks import Page
from render_fixture import document, drawings

from reportgen.model.document import Code, Section
from reportgen.render import Shell, html
from reportgen.render.pages import print_html

LINES = "  more_downloads:\n    label: \"More: <Downloads> & 'guides'\"\n    target: +10%\n"
MADE = replace(
    document(), sections=(Section("bridge", "From micro to macro", "One signal runs ahead", None, (Code("goal-x", "To paste", LINES),)),)
)


def test_lines_to_copy_keep_their_indents_quotes_and_breaks() -> None:
    # checklist 001-21
    source = html(MADE, drawings(MADE), Shell())
    escaped = LINES.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<code>{escaped}</code>" in source
    assert f"<code>{escaped}</code>" in print_html(MADE, Shell())
    page = Page(source)
    assert page.faults == []
    assert "To paste" in page.text

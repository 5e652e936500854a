"""What to do, on the front page: in print each says on which page its number is told, as the goal board does."""

from dataclasses import replace

from render_fixture import document, drawings

from reportgen.model.document import ActionItem, ActionList, Badge, Tone
from reportgen.render import Shell, html
from reportgen.render.pages import print_html

FIX = Badge("Fix", Tone.WARN, "warn")


def test_each_names_the_page_of_its_number_in_print_alone() -> None:
    """On a screen its link is enough; one that is told nowhere else has neither."""
    items = (ActionItem(FIX, "Raise it", "2% of 3%", "goal-quotes"), ActionItem(FIX, "Ask", "7 of 9", None))
    asked = ActionList("actions", "What to do", items)
    made = replace(document(), front=(asked,))
    printed = print_html(made, Shell())
    assert printed.count('<span class="at" data-at="#goal-quotes">Raise it <a href="#goal-quotes">2% of 3%</a></span>') == 1
    assert "<span>Ask 7 of 9</span>" in printed
    assert 'class="at"' not in html(made, drawings(made))

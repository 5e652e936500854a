"""The PDF's first page holds the front, and as many goals as it has room for."""

from dataclasses import replace

import page_boxes
import pytest
from render_fixture import board, document, drawings

from reportgen.model.document import Document, GoalBoard, Paragraph
from reportgen.model.settings import Paper
from reportgen.render import Sheet, front

pytestmark = pytest.mark.slow

LONG = "Visitors who ask for a whole evening for a company, a family or a choir, with music and a walk through the old terraces"


def with_goals(n: int, *, named: str = "", direction: str = "ltr", first: bool = False) -> Document:
    """A front and little else, with so many goals; a board that stands first of all, or last."""
    made, usual = document(direction=direction), board()
    lines = tuple(
        replace(line, id=f"goal-{place}", label=named if named and place % 3 == 0 else line.label)
        for place, line in enumerate((usual.lines * (n // len(usual.lines) + 1))[:n])
    )
    goals = replace(usual, lines=lines, more=tuple(f"{left} more goals: page" for left in range(1, n + 1)))
    boards = (goals, *made.front[:1]) if first else (*made.front[:1], goals)
    after = Paragraph("About the data: two days are missing, and one file is read for the first time.", "warning")
    return replace(made, front=(*(block for block in boards if n or not isinstance(block, GoalBoard)), after), sections=made.sections[-1:])


def n_of_front(pages: tuple[page_boxes.Page, ...]) -> tuple[int, int]:
    """How many pages the front takes, and how many goals stand there."""
    on = {piece.page for page in pages for piece in page.pieces if piece.within(frozenset({"front"})) is not None}
    lines = {piece.within(frozenset({"tr"})) for piece in pages[0].pieces if piece.within(frozenset({"goal"})) is not None}
    return len(on), len(lines) - 1 if lines else 0


def laid_out(made: Document, paper: Paper) -> tuple[int, int]:
    return n_of_front(page_boxes.drawn(made, drawings(made), None, Sheet(paper)))


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize(
    "made",
    [
        pytest.param(with_goals(60), id="60"),
        pytest.param(with_goals(60, named=LONG), id="60 long names"),
        pytest.param(with_goals(60, named="حجز دورة الطبخ العربي مع الشيف ليلى في بيت الزيتون", direction="rtl"), id="right to left"),
        pytest.param(with_goals(60, first=True), id="board first"),
    ],
)
def test_as_many_goals_as_fit_stand_on_the_first_page(monkeypatch: pytest.MonkeyPatch, made: Document, paper: Paper) -> None:
    """One more would take the front to a second page."""
    pages, shown = laid_out(made, paper)
    assert pages == 1 and 1 < shown < 60
    monkeypatch.setattr(front, "fitting", lambda _page, _n: shown + 1)
    assert laid_out(made, paper)[0] == 2


@pytest.mark.parametrize("n", [0, 1, 9])
def test_few_goals_all_stand_there_and_nothing_counts_the_rest(n: int) -> None:
    made = with_goals(n)
    pages = page_boxes.drawn(made, drawings(made))
    assert n_of_front(pages) == (1, n)
    assert not any("more goals" in piece.text for piece in pages[0].pieces)


def test_the_line_that_counts_the_rest_takes_the_place_of_a_goal() -> None:
    made = with_goals(10)
    pages = page_boxes.drawn(made, drawings(made))
    assert n_of_front(pages) == (1, 8)
    assert [piece.text for piece in pages[0].pieces if "more goals" in piece.text] == ["2\N{NO-BREAK SPACE}more goals: page"]

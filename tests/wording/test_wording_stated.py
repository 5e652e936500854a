"""What people say brought them, in words: counts, a share only where there is enough, and quotes only where there are some."""

from dataclasses import replace
from datetime import date

import pytest

from reportgen import wording
from reportgen.model.document import Paragraph, Section, Subheading, Table
from reportgen.model.findings import Findings
from reportgen.model.settings import Settings, Stated
from reportgen.model.stated import NO_ANSWER, OTHER, Quote
from reportgen.model.stated_findings import ReasonRow, StatedFinding, StatedRow
from reportgen.periods import Period
from reportgen.stats import Rate, dispersion, estimate_rate

ROWS = (
    StatedRow("recommendation", 12, 3, (2, 9), 1, ()),
    StatedRow("newsletter", 7, 1, (6, 0), 1, ("Email",)),
    StatedRow(OTHER, 1, 0, (1, 0), 0, ()),
    StatedRow(NO_ANSWER, 4, 0, (4, 0), 0, ()),
)


def stated(**more: object) -> StatedFinding:
    agreement = estimate_rate(Rate(6, 6), dispersion((), 6))
    values: dict[str, object] = {
        "rule": "order",
        "span": Period(date(2025, 11, 1), date(2026, 11, 1)),
        "lookback": 30,
        "channels": ("Email", "Direct"),
        "rows": ROWS,
        "total": StatedRow(NO_ANSWER, 24, 4, (13, 9), 2, ()),
        "answered": Rate(20, 24),
        "recent": Rate(4, 4),
        "unnamed": 1,
        "agreement": agreement,
        "agreement_told": False,
        "needed": 24,
        "convinced": Rate(3, 24),
        "reasons": (ReasonRow("price", 2), ReasonRow(OTHER, 1)),
        "quotes": (),
        **more,
    }
    return StatedFinding(**values)  # type: ignore[arg-type]


@pytest.fixture
def section(healthy: Findings, settings: Settings) -> Section:
    return told(healthy, settings, stated())


def told(healthy: Findings, settings: Settings, found: StatedFinding, asked: Stated | None = None) -> Section:
    report = settings.report.model_copy(update={"stated": asked or Stated(rules=("order",))})
    document = wording.document(replace(healthy, stated=(found,)), settings.model_copy(update={"report": report}))
    return next(one for one in document.sections if one.id == "bridge")


def paragraph(section: Section) -> str:
    at = next(place for place, block in enumerate(section.blocks) if isinstance(block, Subheading) and block.id == "stated-order")
    block = section.blocks[at + 1]
    assert isinstance(block, Paragraph)
    return block.text


def table(section: Section, name: str) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table) and block.id == name)


def test_heading_and_sentences_name_counts(section: Section) -> None:  # checklist 000-21
    headings = [block.text for block in section.blocks if isinstance(block, Subheading)]
    assert "How people say they heard of you: a recommendation comes first, with 12 of 20 answers" in headings
    said = paragraph(section)
    assert "20 of 24 answered since Nov 1, 2025; in October 2026, 4 of 4." in said
    assert "Of 6 whose answer tracking could show, 6 came first by that very channel; a share can be told from 30 on." in said
    assert said.endswith("Tracking cannot see a recommendation: its 12 first came by Direct (9), Email (2), and no session found (1).")
    assert "%" not in said
    whole = [block.text for block in section.blocks if isinstance(block, Paragraph)]
    assert "What convinced them, as 3 of 24 say: the price (2) and other reasons (1)." in whole


def test_the_matrix_adds_up_and_marks_where_both_say_the_same(section: Section) -> None:
    matrix = table(section, "stated-matrix-order")
    assert [column.label for column in matrix.columns] == [
        *("In their own words", "All", "In October 2026", "Email", "Direct", "No session found"),
    ]
    assert [[cell.text for cell in row.cells] for row in matrix.rows] == [
        ["A recommendation", "12", "3", "2", "9", "1"],
        ["The newsletter", "7", "1", "6", "0", "1"],
        ["Other answers", "1", "0", "1", "0", "0"],
        ["No answer", "4", "0", "4", "0", "0"],
        ["All conversions", "24", "4", "13", "9", "2"],
    ]
    assert [(row.cells[0].text, place) for row in matrix.rows for place, cell in enumerate(row.cells) if cell.note] == [
        ("The newsletter", 3)
    ]
    assert "2 conversions have no session in the 30 days before them (without an id: 1)." in matrix.notes[0]
    assert "One answer fits no category" in matrix.notes[0]


def test_a_share_with_its_range_from_thirty_on(healthy: Findings, settings: Settings) -> None:
    enough = stated(agreement=estimate_rate(Rate(24, 32), dispersion((), 32)), agreement_told=True, needed=0)
    assert "24 came first by that very channel: 75% (58% to 87% at 95%)." in paragraph(told(healthy, settings, enough))


def test_few_answers_have_no_leader(healthy: Findings, settings: Settings) -> None:
    rows = (StatedRow("search", 2, 0, (2, 0), 0, ("Organic Search",)), StatedRow(NO_ANSWER, 9, 0, (9, 0), 0, ()))
    few = stated(rows=rows, answered=Rate(2, 11), agreement=estimate_rate(Rate(0, 0), dispersion((), 0)), convinced=Rate(0, 11), reasons=())
    found = told(healthy, settings, few)
    assert "How people say they heard of you: 2 of 11 answered" in [block.text for block in found.blocks if isinstance(block, Subheading)]
    assert "No answer so far is one that tracking could show." in paragraph(found)
    assert not any("convinced" in block.text for block in found.blocks if isinstance(block, Paragraph))


def test_nobody_answered_says_where_answers_were_looked_for(healthy: Findings, settings: Settings) -> None:
    silent = (StatedRow(NO_ANSWER, 11, 2, (11, 0), 0, ()),)
    found = told(healthy, settings, stated(rows=silent, answered=Rate(0, 11), convinced=Rate(0, 11), reasons=()))
    said = "No conversion of order since Nov 1, 2025 holds an answer in stated and convinced"
    assert paragraph(found).startswith(said)
    assert not any(isinstance(block, Table) and block.id == "stated-matrix-order" for block in found.blocks)


def test_own_categories_and_quotes_stand_as_they_are_written(healthy: Findings, settings: Settings) -> None:
    own = Stated.model_validate({"rules": ("order",), "categories": {"A friend": {"answers": ["*friend*"]}}, "reasons": {"Money": ["*"]}})
    rows = (StatedRow("A friend", 5, 5, (5, 0), 0, ()), ROWS[3])
    quotes = (Quote(date(2026, 10, 9), "Money", "Cheap & quick"),)
    found = told(healthy, settings, stated(rows=rows, reasons=(ReasonRow("Money", 3),), quotes=quotes), own)
    assert [cell.text for cell in table(found, "stated-matrix-order").rows[0].cells][:2] == ["A friend", "5"]
    assert [cell.text for cell in table(found, "stated-quotes-order").rows[0].cells] == ["Oct 9, 2026", "Money", "Cheap & quick"]


def test_nothing_where_nobody_is_asked(healthy: Findings, settings: Settings) -> None:
    section = next(one for one in wording.document(healthy, settings).sections if one.id == "bridge")
    assert not any(getattr(block, "id", "").startswith("stated") for block in section.blocks)

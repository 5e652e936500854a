"""The commentary where it belongs."""

from dataclasses import replace

import pytest

from reportgen import wording
from reportgen.model.commentary import Remark
from reportgen.model.document import Commentary, Document
from reportgen.model.findings import Findings
from reportgen.model.settings import Settings


def told(findings: Findings, settings: Settings, *remarks: Remark) -> Document:
    return wording.document(replace(findings, commentary=remarks), settings)


def written(document: Document) -> dict[str, str]:
    """Section id -> its commentary."""
    return {section.id: block.text for section in document.sections for block in section.blocks if isinstance(block, Commentary)}


@pytest.mark.parametrize("heading", ["goals", "Goals", "GOALS"])
def test_a_heading_that_names_a_section_opens_it(healthy: Findings, settings: Settings, heading: str) -> None:
    # checklist 004-24 (analyst commentary)
    document = told(healthy, settings, Remark(heading, 2, "Megan is away."))
    section = next(section for section in document.sections if section.id == "goals")
    assert section.blocks[0] == Commentary("Commentary", "Megan is away.")
    assert [section.id for section in document.sections] == [section.id for section in wording.document(healthy, settings).sections]


def test_a_section_is_known_by_its_name_in_the_report(healthy: Findings, settings: Settings) -> None:
    for section in wording.document(healthy, settings).sections:
        assert written(told(healthy, settings, Remark(section.kicker, 1, "x"))) == {section.id: "x"}


def test_other_headings_stay_with_what_stands_before_them(healthy: Findings, settings: Settings) -> None:
    remarks = (Remark(None, 0, "First."), Remark("Plans", 2, "More."), Remark("Goals", 1, ""), Remark("Next", 3, "- hire"))
    assert written(told(healthy, settings, *remarks)) == {"commentary": "First.\n\n## Plans\n\nMore.", "goals": "### Next\n\n- hire"}


def test_what_names_no_section_comes_first(healthy: Findings, settings: Settings) -> None:
    document = told(healthy, settings, Remark(None, 0, "A good month."))
    first = document.sections[0]
    assert (first.id, first.heading, document.contents[0].label, document.contents[0].sections[0]) == (
        "commentary",
        "What the team says",
        "Where we stand",
        0,
    )
    assert sorted(place for group in document.contents for place in group.sections) == list(range(len(document.sections)))


def test_without_a_commentary_nothing_is_said_of_it(healthy: Findings, settings: Settings) -> None:
    assert written(told(healthy, settings)) == {}
    assert written(told(healthy, settings, Remark("Goals", 1, ""))) == {}

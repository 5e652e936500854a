"""What a new edition says otherwise, in words."""

from dataclasses import replace

from reportgen import wording
from reportgen.model.document import Paragraph, Table
from reportgen.model.editions import InputMoved, Moved, Since, Source, Told
from reportgen.model.findings import Findings
from reportgen.model.settings import Settings

CONTACTS = Moved(Told.CONVERSIONS, "contact", "Contact", 41.0, 44.0)
GOAL = Moved(Told.STATUS, "quotes", "Quote requests", "at_risk", "on_track")
VALUE = Moved(Told.VALUE, "contact", "Contact", None, 1_500_000_000.0)
CRM = InputMoved("crm", came=0, gone=0, changed=1, rows=3)
SINCE = Since(1, (Source.DATA,), (CRM,), (CONTACTS, VALUE, GOAL))


def moved(findings: Findings, settings: Settings, since: Since) -> tuple[str, ...]:
    return wording.moved(findings, settings, since)


def test_each_number_is_told_with_what_changed_beneath(healthy: Findings, settings: Settings) -> None:
    assert moved(healthy, settings, SINCE) == (
        "crm: one file changed, 3 rows more.",
        "Contact 41 → 44",
        "Value of Contact – → €1,500",
        "Status of Quote requests At risk → On track",
    )


def test_data_and_settings_are_told_apart(healthy: Findings, settings: Settings) -> None:
    both = Since(1, (Source.DATA, Source.SETTINGS), (CRM,), (replace(CONTACTS, between=43.0),), split=True)
    first, line = moved(healthy, settings, both)
    assert first == "crm: one file changed, 3 rows more. The settings changed."
    assert line == "Contact 41 → 44 (43 by the data alone)"
    found = table(replace(healthy, since=both), settings)
    assert [column.label for column in found.columns] == ["What", "Edition 1", "New data, old settings", "This edition"]
    assert [cell.text for cell in found.rows[0].cells] == ["Contact", "41", "43", "44"]


def test_nothing_moved_and_nothing_known_are_two_things(healthy: Findings, settings: Settings) -> None:
    still = Since(2, (Source.SETTINGS,), (), ())
    assert moved(healthy, settings, still) == ("The settings changed.", "No number and no status moved.")
    unreadable = Since(2, (Source.PROGRAM,), (), (), readable=False)
    assert moved(healthy, settings, unreadable)[1].startswith("Another version of the program wrote its numbers")


def test_inputs_say_what_came_and_went(healthy: Findings, settings: Settings) -> None:
    inputs = (InputMoved("web", came=1, gone=2, changed=0, rows=-7), InputMoved("mail", came=0, gone=0, changed=1, rows=0))
    told = moved(healthy, settings, Since(1, (Source.DATA,), inputs, (CONTACTS,)))[0]
    assert told == "web: one new file and 2 files gone, 7 rows fewer. mail: one file changed, as many rows as before."


def test_the_front_page_names_a_status_before_a_number(healthy: Findings, settings: Settings) -> None:
    front = wording.document(replace(healthy, since=SINCE), settings).front
    told = [block.text for block in front if isinstance(block, Paragraph)]
    what = "Status of Quote requests At risk → On track and Contact 41 → 44."
    assert f"This edition replaces edition 1. {what} crm: one file changed, 3 rows more." in told
    first = wording.document(healthy, settings).front
    assert not any("replaces" in block.text for block in first if isinstance(block, Paragraph))


def table(findings: Findings, settings: Settings) -> Table:
    section = next(section for section in wording.document(findings, settings).sections if section.id == "change")
    return next(block for block in section.blocks if isinstance(block, Table) and block.id == "since-edition")


def test_the_section_on_changes_lists_what_moved(healthy: Findings, settings: Settings) -> None:
    found = table(replace(healthy, since=SINCE), settings)
    assert [tuple(cell.text for cell in row.cells) for row in found.rows] == [
        ("Contact", "41", "44"),
        ("Value of Contact", "", "€1,500"),
        ("Status of Quote requests", "At risk", "On track"),
    ]
    many = replace(SINCE, moved=(CONTACTS,) * 25)
    assert table(replace(healthy, since=many), settings).more == "5 more numbers moved; they are in report.json."

"""The tracking plan in words: one line for each way in which an event can stand."""

from dataclasses import replace
from datetime import date

import pytest

from reportgen import wording
from reportgen.model.document import Paragraph, Section, Subheading, Table, Tone
from reportgen.model.findings import Findings
from reportgen.model.settings import Settings
from reportgen.model.tracking import Container, TrackedEvent, TrackingFinding, TrackState

CONTAINER = Container("www.firm.example", "GTM-1", "data/gtm.json", 4, 3)
EVENTS = (
    TrackedEvent("quote_*", TrackState.NEVER_SEEN, 0, ("GA4 - quote",), consent=True),
    TrackedEvent("chat_open", TrackState.UNDEFINED, 1),
    TrackedEvent("view_item", TrackState.NO_RULE, 5_877, ("GA4 - view",)),
    TrackedEvent("print", TrackState.IDLE, 0, ("GA4 - print",)),
    TrackedEvent("lead", TrackState.USED, 40, ("GA4 - lead",)),
)


def told(findings: Findings, settings: Settings, **more: object) -> Section:
    values: dict[str, object] = {"containers": (CONTAINER,), "since": date(2025, 1, 1), "events": EVENTS, "automatic": 10, "unnamed": ()}
    found = TrackingFinding(**(values | {"rules": {}} | more))  # type: ignore[arg-type]
    document = wording.document(replace(findings, tracking=found), settings)
    return next(one for one in document.sections if one.id == "quality")


def heading(section: Section) -> tuple[str, str]:
    at = next(place for place, block in enumerate(section.blocks) if isinstance(block, Subheading) and block.id == "tracking")
    first, second = section.blocks[at], section.blocks[at + 1]
    assert isinstance(first, Subheading)
    assert isinstance(second, Paragraph)
    return first.text, second.text


def coverage(section: Section) -> Table | None:
    return next((block for block in section.blocks if isinstance(block, Table) and block.id == "tracking-coverage"), None)


def test_a_table_of_five_lines(healthy: Findings, settings: Settings) -> None:  # checklist 004-23
    section = told(healthy, settings)
    assert heading(section) == (
        "2 of 3 events of the tracking plan are in the data",
        "Compared with www.firm.example (GTM-1, data/gtm.json), over all data since Jan 1, 2025.",
    )
    table = coverage(section)
    assert table is not None
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Defined, never seen", "1", "quote_* (after consent)"],
        ["Seen, not defined", "1", "chat_open (one row)"],
        ["Defined and seen, in no rule", "1", "view_item (5,877 rows)"],
        ["Defined, but paused or without a trigger", "1", "print"],
        ["Defined, seen and in a rule", "1", "lead"],
    ]
    assert [row.cells[0].tone for row in table.rows] == [Tone.WARN, *[Tone.NEUTRAL] * 4]
    assert table.notes == (
        "10 more events are collected automatically by the tool, without a tag. An asterisk stands for a part of the name that only the "
        "site knows.",
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"events": EVENTS[2:], "automatic": 0}, "Every event of the tracking plan is in the data"),
        ({"events": EVENTS[1:2]}, "The tracking plan defines no event"),
        ({"since": None, "events": ()}, "there is no data yet."),
        ({"unnamed": ("GA4 - all",), "events": ()}, "The tag GA4 - all sends events whose names only the site knows"),
    ],
)
def test_what_is_whole_empty_or_unknown(healthy: Findings, settings: Settings, more: dict[str, object], said: str) -> None:
    section = told(healthy, settings, **more)
    assert said in " ".join(heading(section))
    assert (coverage(section) is None) == (more["events"] == ())


def test_many_names_are_cut(healthy: Findings, settings: Settings) -> None:
    many = tuple(TrackedEvent(f"e{number:02}", TrackState.USED, 1, ("t",)) for number in range(25))
    table = coverage(told(healthy, settings, events=many))
    assert table is not None
    assert table.rows[0].cells[2].text.endswith("e19 and 5 more")


def test_nothing_without_a_plan(healthy: Findings, settings: Settings) -> None:
    section = next(one for one in wording.document(healthy, settings).sections if one.id == "quality")
    assert coverage(section) is None

"""An agency's page over its clients, in words."""

from dataclasses import replace

import pytest

from reportgen import wording
from reportgen.model.batch import ClientDone
from reportgen.model.document import Badge, GoalMark, IndexEntry, Tone
from reportgen.model.findings import GoalStatus
from reportgen.wording import badges, goals

COMPLETE, INCOMPLETE = Badge("Data complete", Tone.NEUTRAL, "check"), Badge("Data incomplete", Tone.WARN, "clock")
OFF_TRACK = Badge("Off track", Tone.BAD, "down")
NEWEST = IndexEntry("2026-10", "October 2026", "acme/2026-10/index.html", COMPLETE)
FINE = ClientDone("acme", None, None, NEWEST)


def cover(*done: ClientDone) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Those that need a person: the worst word and the lines."""
    return tuple((entry.badge.text, entry.lines) for entry in wording.cover("en", "EUR", done).urgent)


@pytest.mark.parametrize(
    ("done", "shown"),
    [
        (FINE, ()),
        (replace(FINE, error="no owner"), (("No new report", ("no owner",)),)),
        (replace(FINE, stopped="3 days are missing"), (("Held back by a gate", ("3 days are missing",)),)),
        (
            replace(FINE, newest=replace(NEWEST, goals=(GoalMark("Leads", OFF_TRACK),))),
            (("Goals behind", ("One goal is at risk, off track or missed.",)),),
        ),
        (replace(FINE, sent=3, readers=3), ()),
        (
            replace(FINE, held="nobody has approved it", sent=0, readers=3),
            (("Still to be sent", ("nobody has approved it",)),),
        ),
    ],
)
def test_what_needs_a_person(done: ClientDone, shown: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    assert cover(done) == shown


def test_behind_means_the_same_on_every_page() -> None:
    """What the front page and the mail's subject count as behind is told by the tone of its word."""
    bad = {status for status in GoalStatus if badges.SHAPES[status][0] in (Tone.BAD, Tone.WARN)}
    assert bad == goals.BEHIND
    marks = tuple(GoalMark(status, Badge(status, *badges.SHAPES[status])) for status in GoalStatus)
    (entry,) = wording.cover("en", "EUR", [replace(FINE, newest=replace(NEWEST, goals=marks))]).urgent
    assert {mark.label for mark in entry.goals} == goals.BEHIND


def test_data_that_is_not_complete_is_said_beside_the_report() -> None:
    (entry,) = wording.cover("en", "EUR", [replace(FINE, newest=replace(NEWEST, badge=INCOMPLETE))]).quiet
    assert entry.data == INCOMPLETE
    (entry,) = wording.cover("en", "EUR", [FINE]).quiet
    assert entry.data is None

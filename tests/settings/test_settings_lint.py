"""Warnings: what is allowed and yet unwise, with the reason."""

from collections.abc import Callable
from datetime import date

import pytest
from settings_workspace import Workspace

from reportgen import settings, wording

CONTACT = "  contact: {label: Contact, tier: macro, match: contact, outcome: We talk.}\n"
DOWNLOAD = "  download: {label: Download, tier: micro, match: file_download, supports: contact}\n"
GOALS = """
goals:
  contacts:
    {label: Contacts, owner: Aylin, strategy: Talk, metric: {conversions: contact}, target: 120, attainable: Three more a month,
     from: 2026-01-01, by: 2026-12-31}
  downloads:
    {label: Downloads, owner: Aylin, strategy: Teach, metric: {conversions: download}, target: +10%, baseline: {year: 2025},
     from: 2026-01-01, by: 2026-12-31}
"""


Warned = Callable[..., list[str]]


@pytest.fixture
def warned(workspace: Workspace) -> Warned:
    """The warnings of these files, without their places."""

    def warnings(rules: str = CONTACT + DOWNLOAD, goals: str = GOALS, report: str = "") -> list[str]:
        smallest = "site: {name: N, zone: UTC}\ninputs: {web: data/*}\n"
        workspace.write(report=smallest + report, conversions=f"conversions:\n{rules}", goals=goals)
        return [str(each).split(": ", 1)[1] for each in wording.problems(settings.load(workspace.folder).advice)]

    return warnings


def test_a_tidy_workspace_has_no_warnings(warned: Warned) -> None:
    assert warned() == []


# checklist 001-8 003-10
def test_more_than_two_macros(warned: Warned) -> None:
    three = CONTACT + "".join(f"  macro_{n}: {{label: M, tier: macro, match: m{n}, outcome: O.}}\n" for n in (1, 2)) + DOWNLOAD
    assert warned(three) == [
        "conversions: 3 macro conversions: more of them do not mean more success. One or two get closer attention, to what they"
        " offer and to keeping customers; a long list makes tracking laborious; make the lesser ones micro,"
        " or say in `many_macros` of report.yaml why this business needs them"
    ]
    reason = "many_macros: Three brands share the site.\n"
    assert warned(three, report=reason) == [
        "conversions: 3 macro conversions, none of them primary: the front page tells them all alike; write `primary: true` at the one or"
        " two that matter most"
    ]
    assert warned(three.replace("outcome: We", "primary: true, outcome: We"), report=reason) == []
    assert "3 of them primary" in warned(three.replace("outcome", "primary: true, outcome"), report=reason)[0]


# checklist 001-9 003-13
def test_any_number_of_micros_is_fine(warned: Warned) -> None:
    many = "".join(f"  micro_{n}: {{label: M, tier: micro, match: m{n}, supports: contact}}\n" for n in range(60))
    assert warned(CONTACT + DOWNLOAD + many) == []


def test_two_macros_are_fine_and_hidden_ones_do_not_count(warned: Warned) -> None:
    more = "  sale: {label: Sale, tier: macro, match: sale, outcome: O.}\n  old: {label: Old, tier: macro, match: old, hidden: true}\n"
    assert warned(CONTACT + more + DOWNLOAD) == []


# checklist 003-12
def test_a_macro_without_outcome(warned: Warned) -> None:
    assert warned(CONTACT.replace(", outcome: We talk.", "") + DOWNLOAD) == [
        "conversions.contact: a macro conversion without `outcome`; say in a sentence what you want to happen next"
    ]


# checklist 002-11
def test_an_orphan_micro(warned: Warned) -> None:
    orphan = "  video: {label: Video, tier: micro, match: video}\n"
    assert warned(CONTACT + DOWNLOAD + orphan) == [
        "conversions.video: an orphan: this micro conversion supports no macro; write `supports:` with the macro it pushes towards,"
        " or ask whether it is worth tracking"
    ]


@pytest.mark.parametrize("supports", ["download", "contacts", "any_macro", "downloads"])
def test_a_micro_may_lead_to_a_macro_over_others(warned: Warned, supports: str) -> None:
    """Over another micro, a goal that counts a macro, all macros, or a goal that counts a micro which leads on."""
    video = f"  video: {{label: Video, tier: micro, match: video, supports: {supports}}}\n"
    assert warned(CONTACT + DOWNLOAD + video) == []


# checklist 003-19
def test_a_long_journey_needs_micros_at_every_stage(warned: Warned) -> None:
    long = CONTACT.replace("outcome", "journey: long, outcome")
    assert warned(long, goals=GOALS.replace("download}", "contact}")) == [
        "conversions.contact.journey: a long journey, and no micro conversion supports it; a long journey needs several: write"
        " `supports: contact` with the micros on its way"
    ]
    stages = "stages: {early: Early, late: Late}\n"
    one = DOWNLOAD.replace("supports", "stage: early, supports")
    assert warned(long + one, report=stages) == [
        "conversions.contact.journey: a long journey, and only `download` supports it; a long journey needs several: write"
        " `supports: contact` with the micros on its way",
        "conversions.contact.journey: a long journey without a micro conversion at `late`; give each stage one,"
        " or take the stage out of `stages`",
    ]
    two = "  demo: {label: Demo, tier: micro, match: demo, stage: late, supports: contact}\n"
    assert warned(long + one + two, report=stages) == []


# checklist 003-19
def test_a_macro_that_is_expected_after_its_horizon(warned: Warned) -> None:
    late = CONTACT.replace("outcome", "expected_lag: 31, outcome")
    assert warned(late + DOWNLOAD) == [
        "conversions.contact.expected_lag: expected 31 days after the first session, but followed for 30 only; write `journey: long`"
    ]
    assert warned(late.replace("31", "30") + DOWNLOAD) == []
    assert warned(late.replace("outcome", "horizon: 40, outcome") + DOWNLOAD) == []
    longer = late.replace("31", "380").replace("outcome", "journey: long, outcome")
    two = "  demo: {label: Demo, tier: micro, match: demo, supports: contact}\n"
    assert [each for each in warned(longer + DOWNLOAD + two) if "expected_lag" in each] == [
        "conversions.contact.expected_lag: expected 380 days after the first session, but followed for 365 only; write `horizon: 380`"
    ]


# checklist 000-7
def test_a_tier_without_a_goal(warned: Warned) -> None:
    only_macro = GOALS.replace("download}", "contact}")
    assert warned(goals=only_macro) == ["goals: no goal on a micro conversion; set goals for both: macros show success, micros its signs"]
    assert len(warned(goals="")) == 2


# checklist 000-5
@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("owner: Aylin, ", "nobody owns this goal"),
        ("strategy: Talk, ", "S is missing: nothing says which aim of the business it serves"),
        ("attainable: Three more a month,", "A is missing: nothing says that the target can be reached"),
    ],
)
def test_a_missing_letter_is_named_with_its_reason(warned: Warned, without: str, said: str) -> None:
    found = warned(goals=GOALS.replace(without, "", 1))
    assert len(found) == 1
    assert found[0].startswith(f"goals.contacts: {said}; write `")


def test_a_ramp_longer_than_its_goal(warned: Warned) -> None:
    fits = GOALS.replace("target: 120,", "target: 120, ramp: 52,", 1)
    assert warned(goals=fits) == []
    for ramp, last in (("{weeks: 13, from: 2026-10-05}", "2027-01-03"), ("{weeks: 5, from: 2026-12-01}", "2027-01-04")):
        assert warned(goals=fits.replace("ramp: 52", f"ramp: {ramp}")) == [
            f"goals.contacts.ramp: a ramp that ends on {last}, after the deadline: the goal would never be judged on its way;"
            " write fewer `weeks`"
        ]


def test_a_goal_that_was_changed_without_a_reason(warned: Warned) -> None:
    earlier = "earlier: [{until: 2026-03-31, target: 90, why: The board raised it}, {until: 2026-06-30, target: 100}],"
    assert warned(goals=GOALS.replace("target: 120,", f"target: 120, {earlier}", 1)) == [
        "goals.contacts.earlier.1: the goal was changed, and nothing says why; write `why:` in a sentence"
    ]


def test_relevance(warned: Warned) -> None:
    """A goal on a macro is relevant; one on sessions is when it supports something, or says why."""
    traffic = "  traffic: {label: T, owner: A, strategy: S, metric: sessions, target: 9, attainable: yes, from: 2026-01-01, by: 2026-12-31"
    missing = "goals.traffic: R is missing: it supports no macro conversion; write `supports:` with a macro, or the reason in `relevant:`"
    assert warned(goals=f"{GOALS}{traffic}}}\n") == [missing]
    assert warned(goals=f"{GOALS}{traffic}, supports: download}}\n") == []
    assert warned(goals=f"{GOALS}{traffic}, relevant: Readers ask later}}\n") == []


# checklist 002-9
def test_an_old_benchmark(workspace: Workspace) -> None:
    rules = CONTACT.replace("outcome", "benchmark: {rate: 2.5%, source: Trade body, date: 2023-01-01}, outcome")
    workspace.write(conversions=f"conversions:\n{rules}{DOWNLOAD}", goals=GOALS)
    said = "config/conversions.yaml:2:102: conversions.contact.benchmark.date: the benchmark is from 2023-01-01, more than two years old"
    assert [str(each).split(";")[0] for each in wording.problems(settings.load(workspace.folder, today=date(2026, 1, 1)).advice)] == [said]
    assert settings.load(workspace.folder, today=date(2024, 6, 1)).advice == ()
    assert settings.load(workspace.folder).advice == ()


def test_a_warning_has_its_place(workspace: Workspace) -> None:
    workspace.write(conversions=f"conversions:\n{CONTACT}{DOWNLOAD}  video: {{label: Video, tier: micro, match: video}}\n", goals=GOALS)
    loaded = settings.load(workspace.folder)
    assert [str(each.place) for each in loaded.advice] == ["config/conversions.yaml:4:3"]
    assert [each.place for each in settings.lint(loaded.settings)] == [None]

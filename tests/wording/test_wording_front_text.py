"""The whole front page, word by word, in every language: look at a change, then `pytest tests/wording --update-gold`."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from front_text import front_text
from goal_fixture import told_findings, told_settings
from wording_fixture import healthy_findings, healthy_settings, tiny_findings, tiny_settings

from reportgen import wording
from reportgen.model.document import ActionList, Document, GoalCard
from reportgen.model.findings import GoalStatus
from reportgen.wording import catalogue
from reportgen.wording.actions import MOST, MOST_URGENT
from tests.every import texts

FIRMS = {
    "healthy": (healthy_findings, healthy_settings),
    "told": (told_findings, told_settings),
    "tiny": (tiny_findings, tiny_settings),
}


def page(firm: str, language: str = "en") -> Document:
    findings, settings = FIRMS[firm]
    return wording.document(findings(language), settings())


@pytest.mark.parametrize("language", sorted(catalogue.languages()))
@pytest.mark.parametrize("firm", FIRMS)
def test_the_front_page_reads_as_it_was_looked_at(firm: str, language: str, gold: Callable[[str, str], None]) -> None:
    gold(f"front_{firm}_{language}.txt", front_text(page(firm, language)))


@pytest.mark.parametrize("firm", FIRMS)
def test_there_are_at_most_five_things_to_do_and_each_has_its_number(firm: str) -> None:
    """Those to fix or stop come first, then what to keep, then what needs more data; nothing is asked for twice."""  # checklist 001-26
    items = next(block.items for block in page(firm).front if isinstance(block, ActionList))
    assert 1 <= len(items) <= MOST
    assert all(item.number and not item.number.endswith(".") for item in items)
    calls = [item.badge.text for item in items]
    assert calls == sorted(calls, key=lambda word: ("Fix", "Keep", "Need more data").index("Fix" if word == "Stop" else word))
    assert len({item.text for item in items}) == len(items)


def test_many_goals_behind_leave_room_for_what_to_keep() -> None:
    """Three of those to fix, then one to keep; the rest fills up with what is left to fix."""
    findings = told_findings()
    behind = next(goal for goal in findings.goals if goal.status is GoalStatus.OFF_TRACK)
    many = tuple(replace(behind, key=f"g{place}", label=f"Goal {place}") for place in range(9))
    document = wording.document(replace(findings, goals=many, combined=()), told_settings())
    calls = [item.badge.text for block in document.front if isinstance(block, ActionList) for item in block.items]
    assert (calls.count("Fix"), calls.count("Keep"), len(calls)) == (MOST - 1, 1, MOST)
    assert MOST_URGENT < MOST


@pytest.mark.parametrize("firm", FIRMS)
def test_what_to_do_links_to_a_place_in_the_report(firm: str) -> None:
    document = page(firm)
    cards = {block.id for section in document.sections for block in section.blocks if isinstance(block, GoalCard)}
    places = cards | {f"section-{section.id}" for section in document.sections}
    linked = [item.href for block in document.front if isinstance(block, ActionList) for item in block.items]
    assert [href for href in linked if href not in places] == []


@pytest.mark.parametrize("firm", FIRMS)
def test_every_section_opens_with_a_whole_sentence(firm: str) -> None:
    """With a full stop, after a heading without one; neither says the other's words again."""
    for section in page(firm).sections:
        assert section.heading
        assert not section.heading.endswith("."), section.id
        if section.lead is not None:
            assert re.search(r"[.!?]$", section.lead), section.id
            assert section.lead.rstrip(".") != section.heading, section.id


MONEY_OF_A_SIGNAL = re.compile(r"[€$£]\s?\d|\b(sales?|sold|customers?|revenue)\b", re.IGNORECASE)


@pytest.mark.parametrize("firm", FIRMS)
def test_a_signal_is_never_called_a_success_or_priced(firm: str) -> None:
    """In the section on micros money stands in one column alone, that of the derived value with its range."""
    micro = next(section for section in page(firm).sections if section.id == "micro")
    derived = "What each signal goes along with"
    told = [text for block in micro.blocks if not getattr(block, "caption", "").startswith(derived) for text in texts(block)]
    assert [text for text in (micro.heading, micro.lead or "", *told) if MONEY_OF_A_SIGNAL.search(text)] == []

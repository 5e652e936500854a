"""The front page while macros are too few to judge by: signals and their goals lead, and it says why."""

from dataclasses import replace

import pytest

from reportgen import wording
from reportgen.model.counts import Converted, Traffic
from reportgen.model.document import ActionList, Figure, GoalBoard, Scoreboard, Subheading, Tone
from reportgen.model.findings import Findings, GoalStatus, LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage, Touch
from reportgen.model.settings import Settings
from reportgen.stats.measures import Verdict

DECIDED = (GoalStatus.ACHIEVED, GoalStatus.MISSED)


def with_macros(found: Findings, *counts: int) -> Findings:
    """The first macros with so many conversions; no macro changed clearly and no goal on one is decided."""
    fewer = (
        *(replace(rule, converted=Converted(n, n, n)) for rule, n in zip(found.macros, counts, strict=False)),
        *found.macros[len(counts) :],
    )
    macros = tuple(replace(rule, against_previous=replace(rule.against_previous, verdict=Verdict.NOT_ENOUGH_DATA)) for rule in fewer)
    return replace(found, macros=macros, goals=tuple(goal for goal in found.goals if goal.tier != "macro" or goal.status not in DECIDED))


@pytest.mark.parametrize(
    ("counts", "first"),
    [
        ((19, 3), "19 conversions of Contact are too few to judge October 2026 by; 20 or more would do. The signals below move earlier."),
        ((1, 0), "One conversion of Contact is too little to judge October 2026 by; 20 or more would do. The signals below move earlier."),
        ((0, 0), "No conversion of Contact in October 2026, so there is nothing to judge it by; 20 or more would do. The signals"),
    ],
)
def test_too_few_macros_are_said_first(healthy: Findings, settings: Settings, counts: tuple[int, ...], first: str) -> None:
    """By the primary macro, whatever the others bring."""  # checklist 002-10
    early = wording.document(with_macros(healthy, *counts), settings)
    assert early.sentences[0].startswith(first)
    assert early.sentences[0] != wording.document(with_macros(healthy, 20), settings).sentences[0]


def test_goals_on_signals_and_signals_lead(healthy: Findings, settings: Settings) -> None:
    """The signal that moved first, then the frequent ones; the board before the macros, its goals on signals on top."""
    goals = tuple(replace(goal, tier="micro") if goal.key in ("list", "chats") else goal for goal in healthy.goals)
    early = wording.document(with_macros(replace(healthy, goals=goals), 7, 2), settings)
    signals, board, macros = early.front[:3]
    assert isinstance(signals, Scoreboard)
    assert isinstance(board, GoalBoard)
    assert isinstance(macros, Scoreboard)
    assert (signals.caption, macros.id) == ("Signals in October 2026, beside September 2026", "scoreboard")
    counts = {rule.label: rule.converted.conversions for rule in healthy.micros}
    moved, *others = [score.label for score in signals.scores]
    assert moved == "Newsletter sign-up"
    assert [counts[label] for label in others] == sorted((counts[label] for label in others), reverse=True)
    assert all(counts[label] for label in (moved, *others))
    on_signals = [goal.label for goal in goals if goal.tier == "micro"]
    assert sorted(line.label for line in board.lines[: len(on_signals)]) == sorted(on_signals)
    assert f"Of {len(on_signals)} goals on signals" in early.sentences[1]


def test_one_goal_on_a_signal_beside_others_is_not_the_only_goal(healthy: Findings, settings: Settings) -> None:
    open_goals = [goal for goal in healthy.goals if goal.status not in DECIDED]
    goals = tuple(replace(goal, tier="macro" if place else "micro") for place, goal in enumerate(open_goals))
    early = wording.document(replace(with_macros(healthy, 7, 2), goals=goals), settings)
    assert early.sentences[1].startswith("The one goal on a signal, ")
    assert len(early.sentences) == 4


@pytest.mark.parametrize("status", DECIDED)
def test_goals_that_are_decided_come_before_a_month_too_small_to_judge(healthy: Findings, settings: Settings, status: GoalStatus) -> None:
    goals = tuple(replace(goal, tier="macro", status=status) for goal in healthy.goals[:3])
    early = wording.document(replace(with_macros(healthy, 7, 2), goals=goals, combined=()), settings)
    assert early.sentences[0] == f"All 3 goals are {status.value}."
    assert early.sentences[1].startswith("7 conversions of Contact are too few to judge")


def test_a_month_in_which_a_macro_changed_clearly_is_not_too_small_to_judge(healthy: Findings, settings: Settings) -> None:
    found = with_macros(healthy, 7, 2)
    first = found.macros[0]
    clear = replace(first, against_previous=replace(first.against_previous, verdict=Verdict.DOWN))
    told = wording.document(replace(found, macros=(clear, *found.macros[1:])), settings)
    assert "too few to judge" not in told.sentences[0]


def test_without_any_signal_none_is_promised(healthy: Findings, settings: Settings) -> None:
    silent = tuple(replace(rule, converted=Converted()) for rule in healthy.micros)
    early = wording.document(replace(with_macros(healthy, 0, 0), micros=silent, goals=()), settings)
    assert "signals" not in early.sentences[0]
    assert len(early.sentences) == 3
    assert [block.id for block in early.front if isinstance(block, Scoreboard)] == ["scoreboard"]


def test_goals_that_all_ramp_lead_with_signals_too(healthy: Findings, settings: Settings) -> None:
    """One still in its first weeks is enough to say so only where no other goal on a macro can be judged."""
    goals = tuple(replace(goal, status=GoalStatus.RAMPING) if goal.tier == "macro" else goal for goal in healthy.goals)
    ramping = sum(goal.tier == "macro" for goal in goals)
    early = wording.document(replace(healthy, goals=goals), settings)
    assert early.sentences[0].startswith(
        f"The {ramping} goals on macro conversions are new and still coming up to speed. The signals below"
    )
    one = (goals[1], *(goal for goal in healthy.goals if goal.tier == "macro" and goal.key != goals[1].key))
    assert not wording.document(replace(healthy, goals=one), settings).sentences[0].startswith("The ")


def test_nothing_is_asked_for_on_too_few(healthy: Findings, settings: Settings) -> None:
    calm = replace(with_macros(healthy, 7), goals=healthy.goals[4:5], ledger=replace(healthy.ledger, entries=()))
    assert "too few to tell better from worse" in wording.document(calm, settings).sentences[-1]


def test_what_needs_doing_begins_with_the_signals(healthy: Findings, settings: Settings) -> None:
    behind = (replace(healthy.goals[1], tier="macro"), replace(healthy.goals[0], tier="micro"))
    early = wording.document(replace(with_macros(healthy, 7), goals=behind), settings)
    told = [item.text for block in early.front if isinstance(block, ActionList) for item in block.items]
    places = [next(index for index, text in enumerate(told) if goal.label in text) for goal in behind]
    assert places[1] < places[0]


def test_a_rate_of_nobody_in_any_month_is_not_drawn(healthy: Findings, settings: Settings) -> None:
    """An empty frame has no takeaway."""
    nobody = tuple(Traffic() for _ in healthy.months.traffic)
    unknown = replace(healthy.months, traffic=nobody, missing=tuple(True for _ in healthy.months.missing))
    section = next(one for one in wording.document(replace(healthy, months=unknown), settings).sections if one.id == "macro")
    assert not [block.id for block in section.blocks if isinstance(block, Figure) and block.id.startswith("rate-")]


def test_what_moved_in_incomplete_data_is_neither_good_nor_bad(healthy: Findings, settings: Settings) -> None:
    """A gate on one macro doubts what is said of it and of all macros together, not what is said of another one (statistics 8)."""
    key = next(rule.key for rule in healthy.macros if rule.label == "Quote request")
    gate = LedgerEntry(
        "rules", Severity.GATE, LedgerMessage.RULE_SILENT, {"rule": key, "label": "Q", "run": 9, "usual": 2.0}, touches=(key,)
    )
    found = replace(healthy, ledger=replace(healthy.ledger, entries=(gate,)))
    told = wording.document(found, settings)
    board = next(block for block in told.front if isinstance(block, Scoreboard))
    scores = {score.label: score for score in board.scores}
    assert (scores["Quote request"].change, scores["Quote request"].tone) == ("incomplete data: rate up from 0.66% to 1.4%", Tone.NEUTRAL)
    assert scores["Contact"].change == "rate 2.9% before, no clear change"
    assert any("But its data are incomplete: see Data quality." in sentence for sentence in told.sentences)
    (macros,) = [section for section in told.sections if section.id == "macro"]
    heads = [block.text for block in macros.blocks if isinstance(block, Subheading)]
    assert "Quote request: the rate rose from 0.66% to 1.4%, in incomplete data" in heads


def test_a_warning_doubts_only_the_rule_it_names(healthy: Findings) -> None:
    everything = LedgerEntry("rows", Severity.WARNING, LedgerMessage.REJECTED_ROWS, {}, touches=(Touch.ALL,))
    one = replace(everything, touches=("quote",))
    assert [replace(healthy.ledger, entries=(entry,)).incomplete("quote") for entry in (everything, one)] == [False, True]
    assert not replace(healthy.ledger, entries=(one,)).incomplete("contact")
    assert replace(healthy.ledger, entries=(replace(everything, severity=Severity.GATE),)).incomplete("contact")


def test_people_stand_beside_people_where_rates_are_too_few(healthy: Findings, settings: Settings) -> None:
    change = replace(healthy.any_macro.against_previous, verdict=Verdict.COUNTS_ONLY)
    few = wording.document(replace(healthy, any_macro=replace(healthy.any_macro, against_previous=change)), settings)
    score = next(block for block in few.front if isinstance(block, Scoreboard) and block.id == "scoreboard").scores[-1]
    n = healthy.any_macro.estimate.rate.n
    assert (score.label, score.text, score.change) == ("Any macro conversion", f"{n:,}", f"{change.before.n:,} before")
    assert score.note is not None
    assert score.note.startswith(f"{n:,} of ")

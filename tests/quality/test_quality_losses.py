"""Losses and doublings: of everything, of one event, of one input; each is told once, with its days and an example."""

from collections.abc import Mapping
from datetime import date

from quality_world import OCTOBER, SPAN, day_profile, firm, made

from reportgen import quality
from reportgen.model.counts import Counts, DayProfile
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.model.settings import Settings
from reportgen.model.watch import VisitDay, Watch

PLAIN = firm()
HOURS = (0,) * 8 + (10,) * 10 + (0,) * 6


def ledger(counts: Counts, chosen: Settings = PLAIN) -> dict[str, LedgerEntry]:
    return {line.message: line for line in quality.find(chosen, counts, ()).entries}


def profile(rows: Mapping[date, int], usual: int = 100) -> list[DayProfile]:
    return [day_profile(day, rows.get(day, usual)) for day in SPAN]


def events(**numbers: Mapping[date, int]) -> Watch:
    """Events with 40 a day but on the days given."""
    return Watch(events={name: {day: n for day in SPAN if (n := given.get(day, 40))} for name, given in numbers.items()})


def october(first: int, last: int, n: int) -> dict[date, int]:
    return {date(2026, 10, day): n for day in range(first, last + 1)}


def test_a_loss_of_everything_is_told_with_its_days() -> None:
    line = ledger(made(days=profile(october(10, 13, 20))))[Say.ALL_LOST]
    assert (line.severity, line.touches, line.days) == (Severity.WARNING, (Touch.ALL,), tuple(october(10, 13, 0)))
    assert line.facts == {"run": 4, "counted": 80, "usual": 400}
    assert line.example == "2026-10-10: 20 a day, 100 usual"


def test_a_loss_that_lasts_and_leaves_little_is_a_gate() -> None:
    assert ledger(made(days=profile(october(25, 31, 10))))[Say.ALL_LOST].severity is Severity.GATE
    assert ledger(made(days=profile(october(25, 31, 30))))[Say.ALL_LOST].severity is Severity.WARNING


def test_one_event_that_is_lost_touches_the_rules_on_it() -> None:  # checklist 001-7
    chosen = firm({"key": "quote", "match": [{"event": ["lead*"]}]})
    line = ledger(made(watch=events(lead_form=october(10, 13, 0), scroll={})), chosen)[Say.EVENT_LOST]
    assert (line.facts, line.touches) == ({"event": "lead_form", "run": 4, "usual": 40.0}, ("quote",))
    assert (line.days, line.example) == (tuple(october(10, 13, 0)), "2026-10-10: 0, 40.0 usual")


def test_one_event_that_is_low() -> None:
    line = ledger(made(watch=events(scroll=october(10, 12, 5))))[Say.EVENT_LOW]
    assert (line.facts, line.touches) == ({"event": "scroll", "run": 3, "counted": 15, "usual": 120}, (Touch.CONVERSIONS,))


def test_what_everything_lost_is_not_told_of_each_event() -> None:
    lost = october(10, 13, 20)
    lines = ledger(made(days=profile(lost), watch=events(scroll=october(10, 13, 5), click=october(10, 13, 0))))
    assert {Say.EVENT_LOST, Say.EVENT_LOW}.isdisjoint(lines)
    assert Say.ALL_LOST in lines


def test_what_a_silent_rule_says_is_not_told_of_its_event() -> None:
    chosen = firm({"key": "quote", "match": [{"event": ["lead"]}]})
    lines = ledger(made(conversions={"quote": [3] * 87 + [0] * 5}, watch=events(lead=october(27, 31, 0))), chosen)
    assert (Say.RULE_SILENT in lines, Say.EVENT_LOST in lines) == (True, False)


def test_one_of_two_inputs_without_rows() -> None:
    """Days without any row at all are told as such; those of one input alone are told of it."""
    hours = {"web": dict.fromkeys(SPAN, HOURS), "app": {day: HOURS for day in SPAN if day not in october(29, 31, 0)}}
    line = ledger(made(watch=Watch(hours=hours)))[Say.INPUT_SILENT]
    assert (line.severity, line.facts) == (Severity.GATE, {"input": "app", "run": 3, "usual": 100.0})
    assert ledger(made(watch=Watch(hours={"app": hours["app"]}))) == {}


def doubled(*names: str, everything: bool = False) -> Watch:
    """30 visitors a day with 40 of each event; twice as many of those named from 12 to 16 October."""
    twice = october(12, 16, 80)
    found = events(**{name: twice if name in names else {} for name in ("page_view", "scroll")})
    total = {day: VisitDay(visitors=30, sessions=30, events=160 if everything and day in twice else 80) for day in SPAN}
    return Watch(events=found.events, visits=total)


def test_a_tag_that_fires_twice() -> None:  # checklist 001-7
    line = ledger(made(watch=doubled("page_view")))[Say.TAG_TWICE]
    assert (line.facts, line.days) == ({"event": "page_view", "ratio": 2.0, "run": 5}, tuple(october(12, 16, 0)))
    assert line.example == "2026-10-12: 80 / 30, 1.33 usual"


def test_everything_twice_is_told_once() -> None:
    lines = ledger(made(watch=doubled("page_view", "scroll", everything=True)))
    assert (Say.ALL_TWICE in lines, Say.TAG_TWICE in lines) == (True, False)


def test_a_day_before_the_period_is_old_news() -> None:
    september = {date(2026, 9, day): 20 for day in range(20, 24)}
    assert ledger(made(days=profile(september), watch=events(scroll=dict.fromkeys(september, 0)))) == {}
    assert OCTOBER.begin > max(september)

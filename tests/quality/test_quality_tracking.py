"""The tracking plan beside the data: what is defined and never came, what came and is not defined, and rules that wait in vain."""

from collections.abc import Mapping

from quality_world import AUGUST, firm, made

from reportgen import quality
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage
from reportgen.model.tracking import Container, DefinedEvent, TrackingFinding, TrackingPlan, TrackState

CONTAINER = Container("www.firm.example", "GTM-1", "data/gtm.json", 4, 3)
RULES = ({"key": "quote", "match": [{"event": ["generate_lead"]}]}, {"key": "calls", "tier": "micro", "match": [{"event": ["call_*"]}]})


def defined(name: str, *tags: str, live: bool = True, consent: bool = False) -> DefinedEvent:
    return DefinedEvent(name, tags or (f"GA4 - {name}",), live, consent)


def covered(
    *events: DefinedEvent, seen: Mapping[str, int], offline: Mapping[str, int] | None = None
) -> tuple[TrackingFinding, list[LedgerEntry]]:
    """The coverage and the lines of the ledger; `offline` events come from outside the site. Rules count `generate_lead` and `call_*`."""
    chosen = firm(*RULES)
    everything = {**seen, **(offline or {})}
    matched = tuple(name for name in everything if name == "generate_lead" or name.startswith("call_"))
    days = {key: [3] * 92 for key in ("quote", "calls")}
    counts = made(conversions=days, events=everything, site_events=seen, matched_events=(*matched, "page_view"))
    found = quality.coverage(chosen, counts, TrackingPlan((CONTAINER,), events))
    assert found is not None
    entries = [entry for entry in quality.find(chosen, counts, (), found).entries if entry.kind == "tracking"]
    return found, entries


def states(found: TrackingFinding) -> dict[str, TrackState]:
    return {event.name: event.state for event in found.events}


def test_each_event_stands_in_one_state() -> None:  # checklist 004-23
    """GA4's own events need no tag; a paused tag's event is not missed; a `*` stands for what the data hold."""
    seen = {
        "page_view": 90,
        "session_start": 9,
        "scroll": 5,
        "generate_lead": 3,
        "video_25": 4,
        "video_50": 2,
        "chat_open": 7,
        "call_now": 1,
    }
    plan = (
        defined("generate_lead"),
        defined("quote_tool"),
        defined("print", live=False),
        defined("video_*"),
        defined("call_now", consent=True),
    )
    found, entries = covered(*plan, seen=seen)
    assert states(found) == {
        "quote_tool": TrackState.NEVER_SEEN,
        "chat_open": TrackState.UNDEFINED,
        "video_25": TrackState.NO_RULE,
        "video_50": TrackState.NO_RULE,
        "print": TrackState.IDLE,
        "call_now": TrackState.USED,
        "generate_lead": TrackState.USED,
    }
    assert (found.automatic, found.since, found.unnamed, found.rules) == (3, AUGUST, (), {})
    assert [(entry.message, entry.severity, entry.facts, entry.days) for entry in entries] == [
        (LedgerMessage.TRACKING_NEVER_SEEN, Severity.NOTE, {"events": 1, "names": "quote_tool"}, (AUGUST,)),
        (LedgerMessage.TRACKING_UNDEFINED, Severity.NOTE, {"events": 1, "names": "chat_open"}, ()),
    ]


def test_an_event_that_never_came_touches_the_rules_that_wait_for_it() -> None:
    _, entries = covered(defined("call_me"), defined("generate_lead"), seen={"generate_lead": 3})
    assert [(entry.message, entry.severity, entry.touches) for entry in entries] == [
        (LedgerMessage.TRACKING_NEVER_SEEN, Severity.WARNING, ("calls",))
    ]


def test_a_rule_on_an_event_that_nobody_defines() -> None:
    """Neither a live tag, nor the data, nor the tool itself has it; with a paused tag it waits all the same."""
    found, entries = covered(defined("generate_lead"), defined("call_me", live=False), seen={"generate_lead": 3})
    assert found.rules == {"calls": "call_*"}
    assert [(entry.message, entry.severity, entry.facts["label"], entry.touches) for entry in entries] == [
        (LedgerMessage.RULE_UNDEFINED, Severity.WARNING, "Calls", ("calls",))
    ]


def test_a_rule_that_never_matched_is_told_once() -> None:
    """What the plan says of it is more than that it matched nothing."""
    settings, never = firm(*RULES), {"quote": [3] * 92, "calls": [0] * 92}
    counts = made(conversions=never, events={"generate_lead": 9}, site_events={"generate_lead": 9}, matched_events=("generate_lead",))
    found = quality.coverage(settings, counts, TrackingPlan((CONTAINER,), (defined("generate_lead"),)))
    said = [entry.message for entry in quality.find(settings, counts, (), found).entries if entry.facts.get("rule") == "calls"]
    alone = [entry.message for entry in quality.find(settings, counts, ()).entries if entry.facts.get("rule") == "calls"]
    assert (said, alone) == ([LedgerMessage.RULE_UNDEFINED], [LedgerMessage.RULE_NEVER_SEEN])


def test_facts_from_outside_the_site_are_no_part_of_the_plan() -> None:
    """Rows of a CRM need no tag, and a rule on them waits for none."""
    found, entries = covered(defined("generate_lead"), seen={"generate_lead": 3}, offline={"call_noted": 5})
    assert (states(found), found.rules, entries) == ({"generate_lead": TrackState.USED}, {}, [])


def test_a_tag_that_sends_any_name_leaves_nothing_undefined() -> None:
    found, entries = covered(defined("*", "GA4 - all events"), seen={"generate_lead": 3, "chat_open": 7})
    assert (found.events, found.unnamed, found.rules, entries) == ((), ("GA4 - all events",), {}, [])


def test_without_data_or_plan_nothing_is_said() -> None:
    settings, empty = firm(*RULES), made(days=(), conversions={key: [0] * 92 for key in ("quote", "calls")})
    assert quality.coverage(settings, empty, None) is None
    found = quality.coverage(settings, empty, TrackingPlan((CONTAINER,), (defined("quote_tool"),)))
    assert found is not None
    assert found.since is None
    assert [entry for entry in quality.find(settings, empty, (), found).entries if entry.kind == "tracking"] == []

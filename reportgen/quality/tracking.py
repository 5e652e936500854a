"""The tracking plan beside the data: events that are defined and never came, came and are not defined, or that no rule uses."""

import re
from collections.abc import Iterator, Mapping

from reportgen.model.counts import Counts
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.settings import ConversionRule, Settings
from reportgen.model.tracking import DefinedEvent, TrackedEvent, TrackingFinding, TrackingPlan, TrackState
from reportgen.quality.entries import VISIT_EVENTS, Fact, entry

ANY = "*"
ENHANCED = frozenset(
    {"click", "file_download", "form_start", "form_submit", "page_view", "scroll"}
    | {"video_complete", "video_progress", "video_start", "view_search_results"}
)
"""What GA4 sends by itself where enhanced measurement is on."""
OF_APPS = frozenset(
    {
        "ad_click",
        "ad_exposure",
        "ad_impression",
        "ad_query",
        "ad_reward",
        "adunit_exposure",
        "app_clear_data",
        "app_exception",
        "app_remove",
    }
    | {"app_store_refund", "app_store_subscription_cancel", "app_store_subscription_convert", "app_store_subscription_renew", "app_update"}
    | {"dynamic_link_app_open", "dynamic_link_app_update", "dynamic_link_first_open", "error", "firebase_campaign", "in_app_purchase"}
    | {"notification_dismiss", "notification_foreground", "notification_open", "notification_receive", "os_update", "screen_view"}
)
"""What an app's library sends by itself."""
AUTOMATIC = VISIT_EVENTS | ENHANCED | OF_APPS
"""Source: "Automatically collected events" and "Enhanced measurement events" of the GA4 help."""
ORDER = tuple(TrackState)
MOST_NAMES = 8


def coverage(settings: Settings, counts: Counts, plan: TrackingPlan | None) -> TrackingFinding | None:
    """Each event of the plan and of the site's data with how it stands; None without a plan."""
    if plan is None:
        return None
    seen = counts.profile.site_events
    used = {name for name in counts.profile.matched_events if name in seen}
    defined = [event for event in plan.events if event.name != ANY]
    unnamed = [event for event in plan.events if event.name == ANY and event.live]
    found = [each for event in defined for each in _of_plan(event, seen, used)]
    told = {each.name for each in found}
    beyond = {name: rows for name, rows in seen.items() if name not in told}
    unknown = {} if unnamed else {name: rows for name, rows in beyond.items() if name not in AUTOMATIC}
    found += [TrackedEvent(name, TrackState.UNDEFINED, rows) for name, rows in unknown.items()]
    return TrackingFinding(
        containers=plan.containers,
        since=min((day.day for day in counts.profile.days if day.rows), default=None),
        events=tuple(sorted(found, key=lambda event: (ORDER.index(event.state), event.name))),
        automatic=sum(name in AUTOMATIC for name in beyond),
        unnamed=tuple(tag for event in unnamed for tag in event.tags),
        rules={} if unnamed else _rules(settings, counts, defined),
    )


def _of_plan(event: DefinedEvent, seen: Mapping[str, int], used: set[str]) -> Iterator[TrackedEvent]:
    """A defined event as it is in the data; one with `*` under each name that fits it."""
    names = [name for name in seen if _fits(name, event.name)]
    for name in names:
        state = TrackState.USED if name in used or name in VISIT_EVENTS else TrackState.NO_RULE
        yield TrackedEvent(name, state, seen[name], event.tags, event.consent)
    if not names:
        yield TrackedEvent(event.name, TrackState.NEVER_SEEN if event.live else TrackState.IDLE, 0, event.tags, event.consent)


def _fits(name: str, pattern: str) -> bool:
    """Whether `*`, for any run of characters, makes the pattern the name."""
    return name == pattern or (ANY in pattern and re.fullmatch(".*".join(map(re.escape, pattern.split(ANY))), name) is not None)


def _rules(settings: Settings, counts: Counts, defined: list[DefinedEvent]) -> dict[str, str]:
    """Rules on events of the site of which none is defined by a live tag, collected automatically, or in the data."""
    known = {*AUTOMATIC, *counts.profile.events, *(event.name for event in defined if event.live), *_written(settings)}
    waiting = {rule.key: _events(rule) for rule in (*settings.macros, *settings.micros) if _events(rule)}
    return {key: ", ".join(events) for key, events in waiting.items() if not any(_meet(name, event) for name in known for event in events)}


def _written(settings: Settings) -> set[str]:
    """Events that inputs name themselves: facts from outside the site."""
    return {source.event for source in settings.report.inputs if source.event}


def _events(rule: ConversionRule) -> tuple[str, ...]:
    """The events that a rule waits for; none where it may be fulfilled without one."""
    return tuple(name for match in rule.match for name in match.event) if all(match.event for match in rule.match) else ()


def _meet(one: str, other: str) -> bool:
    return _fits(one, other) or _fits(other, one)


def lines(settings: Settings, found: TrackingFinding | None) -> Iterator[LedgerEntry]:
    """The ledger's lines: events that never came (a warning where a rule waits for them), events that nobody defined, and rules that wait
    for neither."""
    if found is None or found.since is None:
        return
    absent, beyond = (
        [event.name for event in found.events if event.state is state] for state in (TrackState.NEVER_SEEN, TrackState.UNDEFINED)
    )
    if absent:
        waiting = [rule.key for rule in settings.rules if any(_meet(name, event) for name in absent for event in _events(rule))]
        severity = Severity.WARNING if waiting else Severity.NOTE
        yield entry("tracking", severity, Say.TRACKING_NEVER_SEEN, _named(absent), [found.since], touches=waiting)
    if beyond:
        yield entry("tracking", Severity.NOTE, Say.TRACKING_UNDEFINED, _named(beyond))
    for key, events in found.rules.items():
        facts: dict[str, Fact] = {"rule": key, "label": settings.rule(key).label, "names": events}
        yield entry("tracking", Severity.WARNING, Say.RULE_UNDEFINED, facts, touches=[key])


def _named(names: list[str]) -> dict[str, Fact]:
    return {"events": len(names), "names": ", ".join(names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")}


def said_better(line: LedgerEntry, found: TrackingFinding | None) -> bool:
    """Whether a line on a rule that never matched says less than the one on the event that nobody defines."""
    return found is not None and line.message == Say.RULE_NEVER_SEEN and line.facts.get("rule") in found.rules

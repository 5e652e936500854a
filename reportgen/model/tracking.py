"""The tracking plan, as a container of Google Tag Manager defines it, and what the data hold of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Container:
    """One container: its name and public id (`GTM-...`), the file it was read from, and how many of its `tags` send `events`."""

    name: str
    public_id: str
    file: str
    tags: int
    sending: int


@dataclass(frozen=True, slots=True)
class DefinedEvent:
    """An event that tags send. Parts of its `name` that only the site knows are `*`.

    `tags` that send it; `live`: at least one of them is not paused and has a trigger; `consent`: every live one waits for consent.
    """

    name: str
    tags: tuple[str, ...]
    live: bool
    consent: bool


@dataclass(frozen=True, slots=True)
class TrackingPlan:
    """All containers together, events in name order."""

    containers: tuple[Container, ...]
    events: tuple[DefinedEvent, ...]


class TrackState(StrEnum):
    """How an event of the plan, or of the data, stands; in the order of the report."""

    NEVER_SEEN = "never_seen"
    """Defined by a live tag, and not in the data."""
    UNDEFINED = "undefined"
    """In the data, and neither defined nor collected by the tool by itself."""
    NO_RULE = "no_rule"
    """Defined and seen, and used by no conversion rule."""
    IDLE = "idle"
    """Defined by tags that are paused or have no trigger, and not in the data."""
    USED = "used"
    """Defined, seen and used by a rule."""


@dataclass(frozen=True, slots=True)
class TrackedEvent:
    """One event: how many `rows` the data have of it, the `tags` that define it, and whether they wait for consent."""

    name: str
    state: TrackState
    rows: int
    tags: tuple[str, ...] = ()
    consent: bool = False


@dataclass(frozen=True, slots=True)
class TrackingFinding:
    """The tracking plan beside the data since the first day with any (None without data).

    `events` by state, then by name. `automatic`: how many names in the data no tag defines because the tool collects them by itself.
    `unnamed` tags send events whose whole name is known only to the site. `rules` match no event that is defined, and why: rule -> the
    events that it waits for, as text; empty where `unnamed` tags may send them.
    """

    containers: tuple[Container, ...]
    since: date | None
    events: tuple[TrackedEvent, ...]
    automatic: int
    unnamed: tuple[str, ...]
    rules: Mapping[str, str]

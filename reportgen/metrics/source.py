"""What every part of one count works on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from ibis.expr.types import Table

from reportgen.engine import Engine
from reportgen.metrics.ask import Recorded
from reportgen.model.outside import Restated, UnratedAmount
from reportgen.model.settings import Settings


class Tables(Protocol):
    """One build's tables (`model.tables`: SESSIONS, PAGES, CONVERSIONS)."""

    @property
    def sessions(self) -> Table: ...
    @property
    def pages(self) -> Table: ...
    @property
    def conversions(self) -> Table: ...


class Totals(Protocol):
    """One build's tables of totals and costs (`model.tables`: COUNTERS, COSTS), None where no input has any, and what was found in them."""

    @property
    def counters(self) -> Table | None: ...
    @property
    def costs(self) -> Table | None: ...
    @property
    def restated(self) -> tuple[Restated, ...]: ...
    @property
    def unknown_currency(self) -> Mapping[str, int]: ...
    @property
    def unrated(self) -> Mapping[str, UnratedAmount]: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """The tables of one count, as expressions; `visits` are its sessions with columns that add up (`people.visits`).

    `counters` and `costs` are None where no input has any.
    """

    visits: Table
    pages: Table
    conversions: Table
    settings: Settings
    counters: Table | None = None
    costs: Table | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Facts, where they run, and the days that have any."""

    facts: Facts
    engine: Engine
    known: Recorded

    @property
    def settings(self) -> Settings:
        return self.facts.settings

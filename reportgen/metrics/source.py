"""What every part of one count works on."""

from dataclasses import dataclass
from typing import Protocol

from ibis.expr.types import Table

from reportgen.engine import Engine
from reportgen.metrics.ask import Recorded
from reportgen.model.settings import Settings


class Tables(Protocol):
    """One build's tables (`model.tables`: SESSIONS, PAGES, CONVERSIONS)."""

    @property
    def sessions(self) -> Table: ...
    @property
    def pages(self) -> Table: ...
    @property
    def conversions(self) -> Table: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """The tables of one count, as expressions; `visits` are its sessions with columns that add up (`people.visits`)."""

    visits: Table
    pages: Table
    conversions: Table
    settings: Settings


@dataclass(frozen=True, slots=True)
class Source:
    """Facts, where they run, and the days that have any."""

    facts: Facts
    engine: Engine
    known: Recorded

    @property
    def settings(self) -> Settings:
        return self.facts.settings

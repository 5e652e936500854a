"""What the report says of ways to macros: links, assists, values, lags, and what is still to come."""

from dataclasses import dataclass, field

from reportgen.model.journeys import Unit
from reportgen.periods import Period
from reportgen.stats import Assist, Link, Maturity, Rate, Worth


@dataclass(frozen=True, slots=True)
class TypicalLag:
    """Days from a micro to the macro, of those who go on to it within `horizon` days: half have by `half`, the middle half between `early`
    and `late`. `events` were seen."""

    early: int
    half: int
    late: int
    horizon: int
    events: int


@dataclass(frozen=True, slots=True)
class LinkFinding:
    """A micro before a macro; with an `item` one value of the rule's first `by` parameter.

    `visitors` had the micro. `needed`: further macros until there may be enough data, None where no number would do. `vanity` and
    `fewer` as `Link` has them. Of whole rules alone: `worth`, from `matured` (visitors with the macro within the horizon, of those whose
    micro is that old), None where the macro has no value or fewer than thirty matured; `lag`, None under twenty macros after the micro.
    `items` are those of the rule's values with enough data, `few_items` the number of the others.
    """

    micro: str
    item: str | None
    visitors: int
    link: Link
    vanity: bool
    fewer: bool
    needed: int | None
    assist: Assist
    matured: Rate = field(default=Rate(0, 0))
    worth: Worth | None = None
    lag: TypicalLag | None = None
    items: tuple["LinkFinding", ...] = ()
    few_items: int = 0


@dataclass(frozen=True, slots=True)
class CohortFinding:
    """Visitors first seen in a month: those with the macro in that month, those with it so far, and what is still to come.

    `immature`: not all of them have been followed for the whole horizon. `maturity` is None under twenty macros over all cohorts.
    """

    period: Period
    same_month: Rate
    so_far: Rate
    immature: bool
    maturity: Maturity | None


@dataclass(frozen=True, slots=True)
class BridgeFinding:
    """All micros before one macro, the clearest link first, those without enough data last.

    `visitors` had the macro, `linked` of them on or after a page view (a session where there are none); `unnamed` conversions have no
    visitor. `horizon` and `lookback` in days; `followed`: the days over which `cohorts` are told, the horizon or as long as the data
    reach.
    """

    macro: str
    primary: bool
    horizon: int
    lookback: int
    linked: Rate
    unnamed: int
    links: tuple[LinkFinding, ...]
    cohorts: tuple[CohortFinding, ...]
    followed: int


@dataclass(frozen=True, slots=True)
class Edge:
    """What a micro is declared to support: a macro, another micro or a goal; `goals` are those on the target."""

    micro: str
    target: str
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JourneyFindings:
    """From micro to macro: primary macros first. `edges` by micro in the order of the settings; `orphans` support nothing; `unlinkable`
    micros name no visitor, so nothing can be said of what followed."""

    unit: Unit
    visitors: int
    bridges: tuple[BridgeFinding, ...]
    edges: tuple[Edge, ...]
    orphans: tuple[str, ...]
    unlinkable: tuple[str, ...]

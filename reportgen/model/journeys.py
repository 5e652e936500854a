"""What the `metrics` room counts of people's ways from their first visit through micros to a macro.

Sufficient statistics by stratum, never events. A visitor's page views are numbered over all their visits from 0 (`step`), their visits from
0 too. A micro comes before a macro when it is strictly earlier; a refund fulfils nothing. Lags are whole site-local days. `Orders` are in
units of the report's currency, summed in whole numbers and divided once; other amounts are in micro-units.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reportgen.stats import Orders, Stratum, Wait
from reportgen.stats.measures import Rate

NO_ORDERS = Orders(0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Windows:
    """Days of a macro's journey: how long a micro may take to lead to it, how far back touches count, how long its funnel stays open."""

    horizon: int
    lookback: int
    funnel: int


class Unit(StrEnum):
    """What a risk row is: a page view, or a visit where exports hold no page views."""

    PAGE_VIEW = "page_view"
    SESSION = "session"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where risk rows are alike: the visitor's first channel, the number of the visit (6: or later) and the lowest step of its class."""

    channel: str
    visit: int
    step: int


@dataclass(frozen=True, slots=True, order=True)
class Micro:
    """A micro rule, or one value of its first `by` parameter. `at_least` without a rule: so many different micros."""

    rule: str = ""
    item: str = ""
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """A micro before a macro.

    `strata` are of the macro's risk rows, exposed once the visitor has had the micro. `assisted`: of the macro's visitors, those with the
    micro before; `assisted_seasoned` the same of those first seen a look-back or more after the data begin. Of whole rules alone: `lags` in
    days from the first micro to the first macro, of visitors without an earlier macro, up to the horizon; `matured`: of those whose micro
    is a horizon old, the ones with the macro within it; `orders` of the macro after the micro and within the horizon.
    """

    strata: Mapping[Place, Stratum]
    visitors: int
    assisted: Rate
    assisted_seasoned: Rate
    lags: tuple[Wait, ...] = ()
    matured: Rate = field(default=Rate(0, 0))
    orders: Orders = NO_ORDERS


@dataclass(frozen=True, slots=True)
class Cohort:
    """Visitors first seen in a month (`2026-10`), and a macro of theirs.

    `lags` in days from the first visit to the first macro, up to the horizon; `same_month` had it in the month itself.
    """

    month: str
    visitors: int
    same_month: int
    lags: tuple[Wait, ...]


@dataclass(frozen=True, slots=True)
class RepeatCohort:
    """Visitors whose first conversion of a macro was in a month; `lags` in days to their second, up to as_of."""

    month: str
    visitors: int
    lags: tuple[Wait, ...]


@dataclass(frozen=True, slots=True)
class MacroJourney:
    """The first macro of each visitor, and what came before.

    `visitors` had it, `linked` of them on or after a page view within the look-back, `seasoned` of them were first seen a look-back or more
    after the data begin. `unnamed` conversions have no visitor. `places` are the risk rows: (n, d). `repeats`: how many visitors had it
    how often.
    """

    windows: Windows
    visitors: int = 0
    linked: int = 0
    seasoned: int = 0
    unnamed: int = 0
    orders: Orders = NO_ORDERS
    places: Mapping[Place, Rate] = field(default_factory=dict)
    pairs: Mapping[Micro, Pair] = field(default_factory=dict)
    cohorts: tuple[Cohort, ...] = ()
    repeats: Mapping[int, int] = field(default_factory=dict)
    repeat_cohorts: tuple[RepeatCohort, ...] = ()


@dataclass(frozen=True, slots=True)
class Journeys:
    """Everything counted of ways to macros. `visitors` are all people with a visit up to as_of."""

    unit: Unit = Unit.PAGE_VIEW
    visitors: int = 0
    macros: Mapping[str, MacroJourney] = field(default_factory=dict)


NO_JOURNEYS = Journeys()

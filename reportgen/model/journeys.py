"""What the `metrics` room counts of people's ways from their first visit through micros to a macro.

Sufficient statistics by stratum, never events. A visitor's page views are numbered over all their visits from 0 (`step`), their visits from
0 too. A micro comes before a macro when it is strictly earlier; a refund fulfils nothing. Lags are whole site-local days. `Orders` are in
units of the report's currency, summed in whole numbers and divided once; other amounts are in micro-units.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reportgen.model.lead_value import LeadCounts
from reportgen.model.settings import ConversionRule, Journey
from reportgen.model.ways import NOTHING_TAKEN, Reading, Taken
from reportgen.periods import Period
from reportgen.stats import LeadGroup, Orders, Stratum, TouchPath, Wait
from reportgen.stats.measures import Rate

NO_ORDERS = Orders(0, 0.0, 0.0)
HOT = "(hot)"
"""A name that no page group can have."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Days of a macro's journey: how long a micro may take to lead to it, how far back touches count, how long its funnel stays open."""

    horizon: int
    lookback: int
    funnel: int


_USUAL = {Journey.SHORT: Windows(30, 30, 30), Journey.LONG: Windows(365, 180, 180)}


def windows(rule: ConversionRule) -> Windows:
    """A macro's windows, from its `journey` where not given."""
    usual = _USUAL[rule.journey]
    return Windows(rule.horizon or usual.horizon, rule.lookback or usual.lookback, rule.funnel_window or usual.funnel)


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
    """A micro rule, or one value of its first `by` parameter. `at_least` without a rule: so many different micros; `item` without a rule:
    the views of the page group of that name; with the item `HOT`: so many different ones of the hot-lead rule's micros within its days."""

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
class Touches:
    """Conversions of a macro by the visits within the look-back before them, and the days since the first of these."""

    touches: int
    days: int
    macros: int


@dataclass(frozen=True, slots=True)
class Attributed:
    """All conversions of a macro in a period, by the channels of the visits before them within the look-back.

    `paths` and `amounts` (micro-units) add up to the totals; those without a visit have an empty path, `unnamed` of them as
    they name nobody. Only what first, last and linear attribution ask of a path is kept: its first channel, its last that is not direct,
    and how often it has each.
    """

    paths: tuple[TouchPath, ...] = ()
    amounts: tuple[TouchPath, ...] = ()
    touches: tuple[Touches, ...] = ()
    unnamed: int = 0


NOTHING_ATTRIBUTED = Attributed()


@dataclass(frozen=True, slots=True)
class MacroJourney:
    """The first macro of each visitor, and what came before.

    `visitors` had it, `linked` of them on or after a page view within the look-back, `seasoned` of them were first seen a look-back or more
    after the data begin. `unnamed` conversions have no visitor. `places` are the risk rows: (n, d). `repeats`: how many visitors had it
    how often. `leads`: people without the macro 60, 30 and 0 days before as_of, and how many had it in the 30 days after; their marks are
    the listed micros in the settings' order. `standing`: people without the macro 0, 30 ... 360 days before as_of, by how many different
    ones of the hot-lead rule's micros they had in its days up to then, each number as (with the macro in the 30 days after, people).
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
    taken: Taken = NOTHING_TAKEN
    attributed: Attributed = NOTHING_ATTRIBUTED
    attributed_ever: Attributed = NOTHING_ATTRIBUTED
    leads: Mapping[int, tuple[LeadGroup, ...]] = field(default_factory=dict)
    standing: Mapping[int, Mapping[int, Rate]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FunnelCohort:
    """Visitors who entered a funnel in `period` at least `age` days before as_of, by first channel.

    `reached`: how many of them came to each step within `age` days of entering, and within the funnel's window; the first number are all
    so old (at age 0: all who entered).
    """

    period: Period
    channel: str
    age: int
    reached: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A step: a stage's key, or a rule's, and the rules that fulfil it."""

    key: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Funnel:
    """Steps in order; each counts strictly after the one before and within `window` days of the first (statistics 4).

    `cohorts` entered in the reported period or in one of the 24 weeks before it. `lags[k]`: days from step k to the next, of each
    visitor's first way. `skipped[k]`: of the visitors with the last step (in the period, and ever), those never seen at step k up to then.
    `standing`: visitors of the last `window` days by the furthest step they took in them. `seen`: visitors with each step in the reported
    period, whatever they did before.
    """

    key: str
    steps: tuple[FunnelStep, ...]
    window: int
    cohorts: tuple[FunnelCohort, ...]
    lags: tuple[tuple[Wait, ...], ...]
    skipped: tuple[Rate, ...]
    skipped_ever: tuple[Rate, ...]
    standing: tuple[int, ...]
    seen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder between conversions: from a rule to the macro that is declared to follow it.

    `cohorts`: visitors by the month of their first conversion of `before`; their `lags` in days to the first `after` that is strictly
    later, up to `window` days.
    """

    before: str
    after: str
    window: int
    cohorts: tuple[Cohort, ...]


@dataclass(frozen=True, slots=True)
class Caught:
    """Visitors who took a step of a stage in `period`, the reported one moved back by `days`: `on` took a step of a later stage, or had a
    macro, strictly later and within `days`; `macros` of them the macro."""

    stage: str
    days: int
    period: Period
    on: Rate
    macros: int


@dataclass(frozen=True, slots=True)
class Stall:
    """Visitors who saw a page (or page group) in a period, by first channel; `stopped` of them took no further step within seven days.

    A step is a conversion, other than by reading pages, strictly after the first view. Only visitors whose view is seven days old count.
    """

    target: str
    is_group: bool
    period: Period
    channel: str
    stopped: Rate


@dataclass(frozen=True, slots=True)
class Journeys:
    """Everything counted of ways to macros. `visitors` are all people with a visit up to as_of; `reading` is by page group."""

    unit: Unit = Unit.PAGE_VIEW
    visitors: int = 0
    macros: Mapping[str, MacroJourney] = field(default_factory=dict)
    funnels: tuple[Funnel, ...] = ()
    rungs: tuple[Rung, ...] = ()
    caught: tuple[Caught, ...] = ()
    stalls: tuple[Stall, ...] = ()
    reading: Mapping[str, Reading] = field(default_factory=dict)
    lead_value: LeadCounts | None = None


NO_JOURNEYS = Journeys()

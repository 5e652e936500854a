"""conversions.yaml: what counts as a conversion."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import Field

from reportgen.model.settings.values import Key, Record, Seconds, Share


class Tier(StrEnum):
    """Macro touches the bottom line; micro signals potential. Always settings, never code."""

    MACRO = "macro"
    MICRO = "micro"


class Counting(StrEnum):
    """How repeats of a conversion count."""

    EVENT = "event"
    SESSION = "session"
    VISITOR = "visitor"


class Journey(StrEnum):
    """How long a macro's sales cycle is; sets horizon, lookback and funnel window in days."""

    SHORT = "short"
    LONG = "long"


class Match(Record):
    """Which events fulfil a rule. All parts given must hold; a list of matches means any of them."""

    event: tuple[str, ...] = Field(default=(), description="Event names; `*` matches any run of characters.")
    params: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Parameter name -> accepted values; `*` matches any run of characters."
    )
    page: tuple[str, ...] = Field(
        default=(), description="Page groups by name, or path patterns such as `/blog/*`. Alone: a page view of such a page."
    )
    engagement: Seconds | None = Field(
        default=None,
        gt=0,
        description="Least engaged time, such as `30s` or `2m`: on the pages of `page` "
        "within one session, or in the whole session without `page`. "
        "Not together with `event`.",
    )


class Value(Record):
    """What one conversion is worth."""

    fixed: float | None = Field(default=None, ge=0, description="The same amount for every conversion, in the report's currency.")
    source: str | None = Field(
        default=None, description="Where it came from (average order 2025, sales team's estimate): printed beside the number."
    )


class Benchmark(Record):
    """An industry figure to compare a rule's rate with, or what one costs; refused without source and date."""

    rate: Share | None = Field(default=None, gt=0, lt=1, description="The benchmark rate as a share, 0-1 (`2.5%` is read as 0.025).")
    cost: float | None = Field(default=None, gt=0, description="What one conversion costs others, in the report's currency.")
    source: str = Field(description="Who says so.")
    day: date = Field(alias="date", description="When it was published.")


class ConversionRule(Record):
    """What counts as a conversion."""

    key: Key
    label: str = Field(description="What readers see.")
    tier: Tier = Field(description="`macro` (touches the bottom line) or `micro` (signals potential).")
    match: tuple[Match, ...] = Field(min_length=1, description="What fulfils it; a list means any of them.")
    outcome: str | None = Field(
        default=None,
        description="For a macro: the outcome wanted after the visit, in a sentence. "
        "Printed under the macro; a macro without one is warned of.",
    )
    plain: str | None = Field(
        default=None,
        description="What its rate means in one plain sentence, printed with its definition and on goals' cards: by default the report's"
        " own words.",
    )
    counting: Counting = Field(default=Counting.EVENT, description="How repeats count: every `event`, once a `session`, once a `visitor`.")
    value: Value | None = Field(default=None, description="A fixed value. Without it the events' own amounts are summed.")
    by: tuple[str, ...] = Field(
        default=(), description="Parameters to break it down by (asset, item or service, chat channel). At most three.", max_length=3
    )
    only_after: Key | None = Field(default=None, description="Counts only after this rule's first conversion of the same visitor.")
    rate_base: Key | None = Field(
        default=None, description="Rate on the visitors who fulfilled this rule (`purchase`: of purchasers) instead of all visitors."
    )
    supports: tuple[Key, ...] = Field(
        default=(), description="Macro rules (or goals) that this one leads to. A micro without any is an orphan."
    )
    stage: Key | None = Field(default=None, description="A stage of `stages` in report.yaml.")
    weight: float | None = Field(
        default=None, gt=0, description="How much this micro matters to this business (001-20: no global default)."
    )
    proxy: str | None = Field(
        default=None, description="Says that the event only stands in for the thing (a click on the map for a visit), and for what."
    )
    primary: bool = Field(
        default=False, description="A macro for the front page. Of more than two macros the others stand there in one line."
    )
    journey: Journey = Field(
        default=Journey.SHORT, description="`short` (30 days horizon, lookback and funnel) or `long` (365 / 180 / 180)."
    )
    expected_lag: int | None = Field(
        default=None, ge=0, description="Days from first visit to this macro, as the team expects it: printed beside the typical ones."
    )
    horizon: int | None = Field(default=None, ge=1, le=400, description="Days over which a micro may lead to this macro.")
    lookback: int | None = Field(default=None, ge=1, le=400, description="Days before this macro in which touches count.")
    funnel_window: int | None = Field(default=None, ge=1, le=400, description="Days a visitor has to complete the funnel to this macro.")
    benchmark: Benchmark | None = Field(default=None, description="An industry figure for this rule's rate, or for what one costs.")
    cohorts: bool = Field(
        default=False,
        description="For a micro such as joining a list: shows by the month of it how many went on to the macros that it supports.",
    )
    hidden: bool = Field(default=False, description="Keeps the rule for `only_after` and `rate_base` without listing it.")


class StageKind(StrEnum):
    """Whether a stage's micros educate (engagement) or move towards a deal (pipeline)."""

    ENGAGEMENT = "engagement"
    PIPELINE = "pipeline"


class Stage(Record):
    """One step of the way, in order."""

    key: Key
    label: str = Field(description="What readers see.")
    kind: StageKind = Field(default=StageKind.PIPELINE, description="`engagement` (educates, keeps in touch) or `pipeline` (moves on).")

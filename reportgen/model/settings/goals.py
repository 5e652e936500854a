"""goals.yaml: the SMART goals, and goals made of others."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from reportgen.model.settings.metrics import Metric
from reportgen.model.settings.values import Key, Record, Share


class Direction(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Target(Record):
    """The number to reach: `120`, `3%` (a rate), `+15%` (against the baseline), `{at_most: 40}`."""

    direction: Direction = Field(default=Direction.AT_LEAST, description="`at_least` this much, or `at_most`.")
    value: float | None = Field(default=None, description="An absolute number; a rate is a share, 0-1.")
    change: float | None = Field(default=None, description="Relative to the baseline: 0.15 for +15%.")


class BaselineKind(StrEnum):
    SAME_PERIOD_LAST_YEAR = "same_period_last_year"
    RANGE = "range"
    VALUE = "value"


class Baseline(Record):
    """What a relative target is compared with: `same_period_last_year`, `{year: 2013}`, `{from:, to:}` or `{value:}`."""

    kind: BaselineKind = Field(description="What kind of baseline it is.")
    begin: date | None = Field(default=None, description="First day of the range.")
    end: date | None = Field(default=None, description="Exclusive; `to` in YAML is inclusive.")
    value: float | None = Field(default=None, description="A number instead of a range.")


class Measure(StrEnum):
    """What of the period counts against the baseline: its total, its last month, or its monthly average."""

    TOTAL = "total"
    LAST_MONTH = "last_month"
    MONTHLY_AVERAGE = "monthly_average"


class Thresholds(Record):
    """The chance of reaching the target from which on each status word is said; below the last it is `off_track`."""

    ahead: Share = Field(default=0.90, gt=0, lt=1, description="From this chance on `ahead`.")
    on_track: Share = Field(default=0.60, gt=0, lt=1, description="From this chance on `on_track`.")
    at_risk: Share = Field(default=0.25, gt=0, lt=1, description="From this chance on `at_risk`.")


class EarlierVersion(Record):
    """How a goal stood before it was changed, so that its past is judged by what held then."""

    until: date = Field(description="The last day on which it held.")
    target: Target | None = Field(default=None, description="The target then; left out, it was the same.")
    thresholds: Thresholds | None = Field(default=None, description="The thresholds then; left out, they were the same.")
    why: str | None = Field(default=None, description="Why it was changed; printed on the card.")


class Milestone(Record):
    """A number to have come to on the way: the path leads through it."""

    day: date = Field(alias="by", description="The day by which it is due.")
    value: float = Field(gt=0, description="The total by then, from the goal's first day.")
    label: str | None = Field(default=None, description="What readers call it.")


class PeriodTarget(Record):
    """The target of one month or quarter of a goal that has one for each: `targets: {2026-Q1: 100, 2026-Q2: 120}`."""

    begin: date = Field(description="Its first day.")
    end: date = Field(description="Exclusive.")
    value: float = Field(ge=0, description="What this month or quarter alone is to bring.")


class EarlierCampaign(Record):
    """A campaign to compare a new one with, age for age."""

    campaign: str = Field(description="Its name in the data; `*` matches any run of characters.")
    begin: date = Field(description="Its first day (`from` in YAML).")
    label: str | None = Field(default=None, description="What readers call it; by default its name.")


class Ramp(Record):
    """The first weeks of a new campaign, in which little is usual and nothing is called behind."""

    weeks: int = Field(ge=1, le=52, description="How many weeks it takes to come up to speed.")
    begin: date | None = Field(default=None, description="Its first day (`from` in YAML); by default the goal's.")
    like: tuple[EarlierCampaign, ...] = Field(default=(), description="Earlier campaigns, compared at the same age.")


class Goal(Record):
    """A SMART goal: Strategic, Measurable, Attainable, Relevant, Time-based, and owned."""

    key: Key
    label: str = Field(description="What readers see.")
    owner: str | None = Field(default=None, description="Who is responsible for it.")
    strategy: str | None = Field(default=None, description="S: which aim of the business it serves.")
    metric: Metric = Field(description="M: what is measured.")
    target: Target = Field(description="M: the number to reach.")
    baseline: Baseline | None = Field(default=None, description="A: what a relative target is compared with.")
    attainable: str | None = Field(default=None, description="A: why the target can be reached, where no baseline says it.")
    measure: Measure = Field(default=Measure.TOTAL, description="What of the period counts: `total`, `last_month` or `monthly_average`.")
    supports: tuple[Key, ...] = Field(
        default=(), description="R: the macro (or goal) it supports. A goal on a macro is relevant by itself."
    )
    relevant: str | None = Field(default=None, description="R: in words, where `supports` cannot say it.")
    begin: date = Field(description="T: first day (`from` in YAML).")
    end: date = Field(description="T: day after the deadline (`by` in YAML is the deadline itself).")
    note: str | None = Field(default=None, description="The owner's words, printed on the card.")
    targets: tuple[PeriodTarget, ...] = Field(default=(), description="A target for each month or quarter; together they are the target.")
    milestones: tuple[Milestone, ...] = Field(default=(), description="What is due on the way, by day.")
    ramp: Ramp | None = Field(default=None, description="For a new campaign: how long it may take to come up to speed.")
    thresholds: Thresholds = Field(default=Thresholds(), description="From which chance on each status word is said.")
    earlier: tuple[EarlierVersion, ...] = Field(default=(), description="How the goal stood before it was changed, the oldest first.")

    def on(self, day: date) -> "Goal":
        """The goal as it stood on a day: target and thresholds of the version that held then."""
        held = [version for version in self.earlier if day <= version.until]
        target = next((version.target for version in held if version.target is not None), self.target)
        thresholds = next((version.thresholds for version in held if version.thresholds is not None), self.thresholds)
        return self.model_copy(update={"target": target, "thresholds": thresholds})


class Combine(StrEnum):
    """How a combined goal is made of others."""

    ALL_OF = "all_of"
    ANY_OF = "any_of"
    WEIGHTED = "weighted"
    GUARDED = "guarded"


class CombinedPart(Record):
    """One goal in a combined one."""

    goal: Key = Field(description="The goal's key.")
    weight: float = Field(default=1.0, gt=0, description="How much it counts in a weighted goal.")


class CombinedGoal(Record):
    """A goal made of others: `all_of`, `any_of`, `weighted: {KEY: WEIGHT}`, or one that counts only `while` others hold."""

    key: Key
    label: str = Field(description="What readers see.")
    owner: str | None = Field(default=None, description="Who is responsible for it.")
    combine: Combine = Field(description="How its parts make it.")
    parts: tuple[CombinedPart, ...] = Field(min_length=1, description="The goals it is made of; for a guarded one the first is the aim.")
    target: Share = Field(default=1.0, gt=0, le=1, description="For a weighted goal: the share of its parts to reach.")
    note: str | None = Field(default=None, description="The owner's words, printed on the card.")

"""Whatever a goal can measure, and whom it counts."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from reportgen.model.quantity import Quantity
from reportgen.model.settings.values import Key, Record
from reportgen.periods import Grain


class Visit(StrEnum):
    """Whether a session is a visitor's first."""

    NEW = "new"
    RETURNING = "returning"


class Scope(Record):
    """Which visitors, sessions or conversions a metric counts. All parts given must hold."""

    channel: tuple[str, ...] = Field(default=(), description="Channels of the session.")
    source: tuple[str, ...] = Field(default=(), description="Sources; `*` matches any run of characters.")
    medium: tuple[str, ...] = Field(default=(), description="Mediums; `*` matches any run of characters.")
    campaign: tuple[str, ...] = Field(default=(), description="Campaigns; `*` matches any run of characters.")
    tactic: tuple[str, ...] = Field(default=(), description="Tactics, as `campaigns` in report.yaml gives them.")
    initiative: tuple[str, ...] = Field(default=(), description="Initiatives, as `campaigns` in report.yaml gives them.")
    visit: tuple[Visit, ...] = Field(default=(), description="`new`: a visitor's first visit; `returning`: every later one.")
    device: tuple[str, ...] = Field(default=(), description="Kinds of device.")
    country: tuple[str, ...] = Field(default=(), description="Countries.")
    platform: tuple[str, ...] = Field(default=(), description="Platforms.")
    landing_page: tuple[str, ...] = Field(default=(), description="Path patterns or page groups of the session's landing page.")
    page: tuple[str, ...] = Field(default=(), description="Path patterns or page groups seen in the session.")
    segment: tuple[Key, ...] = Field(default=(), description="Segments of report.yaml; all of them must hold.")


class NamedMetric(Record):
    """A metric of this firm's own, as a formula over others."""

    key: Key
    label: str = Field(description="What readers see.")
    formula: str = Field(description="What it is: `cost / conversions(quote_request)`. Names, numbers, `+ - * /` and brackets.")
    why: str | None = Field(default=None, description="What it is looked at for; printed with its definition.")
    plain: str | None = Field(
        default=None, description="What it means in one plain sentence, printed with its definition: by default the report's own words."
    )
    owner: str | None = Field(default=None, description="Who looks after it.")
    front: bool = Field(default=False, description="Puts it on the scoreboard of the front page.")


class MetricKind(StrEnum):
    """Kinds a goal can measure."""

    SESSIONS = "sessions"
    ENGAGED_SESSIONS = "engaged_sessions"
    VISITORS = "visitors"
    PAGE_VIEWS = "page_views"
    CONVERSIONS = "conversions"
    CONVERTERS = "converters"
    VALUE = "value"
    RATE = "rate"
    ENGAGEMENT_RATE = "engagement_rate"
    BOUNCE_RATE = "bounce_rate"
    COUNTER = "counter"
    COST = "cost"
    RATIO = "ratio"
    SUM = "sum"
    NAMED = "named"
    """Stands for a metric of `metrics` until that is put in its place."""
    PRODUCT = "product"
    """Its terms multiplied; only formulas make it."""
    NUMBER = "number"
    """The number one, for a sum's weight; only formulas make it."""


class Add(StrEnum):
    """How visitors of several months become one number: the sum of monthly visitors, or distinct in the whole period."""

    MONTHLY = "monthly"
    DISTINCT = "distinct"


class Term(Record):
    """One weighted part of a sum."""

    metric: "Metric" = Field(description="What is added.")
    weight: float = Field(default=1.0, description="How much it counts; may be negative.")


class Metric(Record):
    """Anything a goal can measure. In YAML one key names the kind: `{conversions: quote_request}`, `{sessions: {channel: Email}}`."""

    kind: MetricKind = Field(description="What is measured.")
    rule: Key | None = Field(
        default=None, description="For conversions, converters, value and rate: the rule; `any_macro` counts people over all macros once."
    )
    scope: Scope = Field(default=Scope(), description="Which visitors, sessions or conversions count.")
    add: Add = Field(default=Add.MONTHLY, description="For visitors: `monthly` adds up the months, `distinct` counts everybody once.")
    counter: str | None = Field(default=None, description="For a counter: `INPUT.MEASURE`.")
    dimension: tuple[str, ...] = Field(default=(), description="For a counter: the values of its dimension that count.")
    stock: bool = Field(default=False, description="Of a counter that is a stock: known from its input.")
    people: bool = Field(default=False, description="Of a counter of people, which does not add up over a dimension: known from its input.")
    grain: Grain = Field(default=Grain.DAY, description="How often a counter is told: known from its input.")
    numerator: "Metric | None" = Field(default=None, description="For a ratio: what is divided.")
    denominator: "Metric | None" = Field(default=None, description="For a ratio: what it is divided by.")
    terms: tuple[Term, ...] = Field(default=(), description="For a sum: its parts.")
    named: Key | None = Field(default=None, description="A metric of `metrics` in report.yaml, by its key.")
    quantity: Quantity | None = Field(default=None, description="Of a named metric: what its formula comes to.")

    @property
    def leaves(self) -> "tuple[Metric, ...]":
        """The plain metrics that it is made of; itself when it is plain."""
        inner = [part for part in (self.numerator, self.denominator, *(term.metric for term in self.terms)) if part]
        return tuple(leaf for part in inner for leaf in part.leaves) if inner else (self,)


@dataclass(frozen=True, slots=True)
class Named:
    """A named metric with its formula read: `formula` as it is printed, `metric` what is measured."""

    key: Key
    label: str
    formula: str
    metric: Metric
    why: str | None = None
    owner: str | None = None
    front: bool = False
    plain: str | None = None


Term.model_rebuild()
Metric.model_rebuild()

"""What a lead is worth and may cost."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import Field

from reportgen.model.settings.values import Key, Months, Record, Share


class Per(StrEnum):
    """Whose value it is. A customer's becomes a lead's by the rate of leads that become customers, once; a lead's is left as it is."""

    CUSTOMER = "customer"
    LEAD = "lead"


class Lifetime(Record):
    """What one customer or lead brings within a time; refused without source and date."""

    value: float = Field(gt=0, description="All that it brings within `after`, before costs.")
    per: Per = Field(description="Whose value it is: a `customer`'s or a `lead`'s.")
    after: Months | None = Field(
        default=None, ge=1, description="Within which time: `1y`, `18 months`. Left out: over the whole lifetime, at no known time."
    )
    only: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict,
        alias="for",
        description="The leads it holds for, where others differ: by first `channel`, or by the first `by` parameter of the lead's rule.",
    )
    currency: str | None = Field(
        default=None, pattern=r"^[A-Z]{3}$", description="ISO code of the value; by default the report's currency."
    )
    source: str = Field(min_length=1, description="Where it comes from: printed beside it.")
    day: date = Field(alias="date", description="When it was found.")


class CapacitySpan(StrEnum):
    """For how long a capacity is stated."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Capacity(Record):
    """How many leads sales can work on, or needs."""

    leads: float = Field(gt=0, description="How many leads.")
    per: CapacitySpan = Field(default=CapacitySpan.MONTH, description="In which time.")


class Pipeline(Record):
    """Records of a CRM, each with an id as `transaction_id` that its events share: what opens and what closes one."""

    opened: Key = Field(description="The rule of the event that opens a record.")
    lost: Key | None = Field(default=None, description="The rule of the event that closes it without a customer.")


class ContactDetail(StrEnum):
    """What sales may know of a lead. Only whether it is there is ever kept, never what it says."""

    EMAIL = "email"
    NAME = "name"
    PHONE = "phone"


class LeadValue(Record):
    """What a lead is worth to this business, and so what it may cost."""

    lead: Key = Field(description="The rule that makes a lead.")
    customer: Key | None = Field(
        default=None, description="The macro that makes a customer of a lead. Not needed where every value is a lead's."
    )
    lifetime: tuple[Lifetime, ...] = Field(min_length=1, description="What a customer or lead brings, within one or several times.")
    margin: Share = Field(default=1.0, gt=0, le=1, description="What is left of the value after the cost of the work itself, 0-1.")
    required_return: float = Field(default=3.0, gt=0, description="How many times its cost a lead is to bring back, after the margin.")
    form: Key | None = Field(default=None, description="A filled-in form that may come before the lead: how many of them do is told.")
    ready: tuple[ContactDetail, ...] = Field(
        default=(), description="What sales needs to know of a lead. Rules with `by: has` tell it, of records with `has` (`email+name`)."
    )
    capacity: Capacity | None = Field(default=None, description="How many leads sales can work on, or needs.")
    pipeline: Pipeline | None = Field(
        default=None, description="Which records are open. Without it leads without a customer are, as long as leads become customers."
    )

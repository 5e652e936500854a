"""The sources of exports: which files, and which column holds what."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from reportgen.model.settings.totals import About, CostTable, CounterMeasure, CounterTable, DateOrder, DecimalMark, _several
from reportgen.model.settings.values import Key, Record, ZoneName


class InputColumns(Record):
    """Which column of a table of events holds what. Only `time` is needed, and `event` or the input's `event`.

    A path such as `properties.plan` reaches into a column that is nested, or holds JSON.
    """

    time: str = Field(description="When it happened: ISO times, or seconds, milliseconds or microseconds since 1970.")
    event: str | None = Field(default=None, description="The event's name.")
    event_id: str | None = Field(default=None, description="An id of the event: equal ids in an input are exact repeats.")
    visitor: str | None = Field(default=None, description="The id of the browser or person; rows without one are counted beside people.")
    user_id: str | None = Field(default=None, description="An id that links devices or systems (CRM id).")
    click_id: str | None = Field(default=None, description="An id that an ad click left, such as gclid.")
    session: str | None = Field(default=None, description="The tool's session id; without it a gap of 30 minutes ends a session.")
    page: str | None = Field(default=None, description="The page's address or path.")
    referrer: str | None = Field(default=None, description="The address the visitor came from: the source of visits that name none.")
    source: str | None = Field(default=None, description="Where the session came from, such as `google`.")
    medium: str | None = Field(default=None, description="How it came, such as `organic` or `email`.")
    campaign: str | None = Field(default=None, description="The campaign's name.")
    content: str | None = Field(default=None, description="The ad's or link's own name.")
    channel: str | None = Field(default=None, description="A ready channel name, which then wins over source and medium.")
    device: str | None = Field(default=None, description="Kind of device.")
    country: str | None = Field(default=None, description="Country of the visitor.")
    platform: str | None = Field(default=None, description="Where it happened: web, app, crm, shop.")
    amount: str | None = Field(default=None, description="Money, in `currency`; refunds negative.")
    currency: str | None = Field(default=None, description="ISO code of the amount; by default the report's currency.")
    transaction_id: str | None = Field(default=None, description="An order or proposal number: repeats of one count once.")
    engagement_ms: str | None = Field(default=None, description="Engaged time in milliseconds.")
    params: str | None = Field(default=None, description="A column of JSON that holds parameters by name, beside columns of their own.")
    date_order: DateOrder | None = Field(
        default=None, description="How `03/04/2026` is read: `day_first` or `month_first`. Found where the file's other times tell."
    )


class InputFormat(StrEnum):
    """`auto` asks each reader whether it knows the content; exactly one says yes."""

    AUTO = "auto"
    GA4 = "ga4"
    UA = "ua"
    AMPLITUDE = "amplitude"
    MATOMO = "matomo"
    MIXPANEL = "mixpanel"
    POSTHOG = "posthog"
    SEGMENT = "segment"
    SNOWPLOW = "snowplow"
    UMAMI = "umami"
    TABLE = "table"


class RecordColumns(Record):
    """Which column of a table of records holds what. A record is a lead, a deal, a quote or a call: one row with several dates, and each
    date becomes an event."""

    id: str = Field(
        description="The record's own number. It becomes the transaction of each of its events: told twice, they count once; a later"
        " file's row does not take back what an earlier one said."
    )
    dates: Mapping[str, str] = Field(
        default_factory=dict,
        description="Event name -> the column with its date, in the order in which they happen: `{lead: created_on, won: won_on}`."
        " An empty date is no event.",
    )
    stage: str | None = Field(default=None, description="The column that says where the record stands.")
    stages: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="What stages mean: `{won: [Closed won], lost: [Closed lost], open: [New, Quote sent]}`. Every meaning but `open` is an"
        " event on the date of `closed`, where no column of `dates` tells it. A stage that is not among them is shown in the ledger.",
    )
    closed: str | None = Field(default=None, description="The column with the date on which a record reached its last stage.")
    visitor: str | None = Field(default=None, description="The web visitor's id; records without one are counted beside people.")
    user_id: str | None = Field(default=None, description="An id that the site knows too.")
    click_id: str | None = Field(default=None, description="The id of the ad click, such as gclid.")
    amount: str | None = Field(default=None, description="Money, in `currency`.")
    amount_at: tuple[str, ...] = Field(default=("won",), description="The events that carry the amount.")
    currency: str | None = Field(default=None, description="ISO code of the amount; by default the report's currency.")
    stated: str | None = Field(
        default=None, description="The column with the answer to `How did you hear about us?`; it becomes the parameter `stated`."
    )
    convinced: str | None = Field(
        default=None, description="The column with the answer to `What convinced you?`; it becomes the parameter `convinced`."
    )
    has: Mapping[str, str] = Field(
        default_factory=dict,
        description="Which contact details are there: `{name: full_name, email: e_mail}`. Only whether a column is filled is read, as the"
        " parameter `has` (`email+name`); what stands in it is kept nowhere.",
    )
    date_order: DateOrder | None = Field(
        default=None, description="How `03/04/2026` is read: `day_first` or `month_first`. Found where the file's other dates tell."
    )


class MemberColumns(Record):
    """Which column of a member list (of the mail tool, of a club) holds what: a row a member, who joined and perhaps left. They become the
    events `list_joined` and `list_left`."""

    joined: str = Field(description="The column with the date on which somebody joined.")
    left: str | None = Field(default=None, description="The column with the date on which somebody left.")
    list_: str | None = Field(alias="list", default=None, description="The column with the list's name; it becomes the parameter `list`.")
    visitor: str | None = Field(default=None, description="The column with the web visitor's id.")
    user_id: str | None = Field(default=None, description="The column with an id that the site knows too.")
    hashed: str | None = Field(
        alias="hash",
        default=None,
        description="The column with SHA-256, as hexadecimal digits, of the salt followed by the user id. Exactly one of `visitor`,"
        " `user_id` and `hash` is needed.",
    )
    salt_env: str | None = Field(
        default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", description="For `hash`: the environment variable that holds the salt."
    )
    date_order: DateOrder | None = Field(
        default=None, description="How `03/04/2026` is read: `day_first` or `month_first`. Found where the file's other dates tell."
    )


TABLES = r"bigquery://([a-z][a-z0-9.:-]*[a-z0-9])/(\w+)/events_\*"
"""How an input names GA4's tables in BigQuery."""


class InputSettings(Record):
    """One source of exports."""

    key: Key
    files: tuple[str, ...] = Field(
        min_length=1,
        description="Files, folders or globs, relative to the workspace: `data/ga4/*.ndjson.gz`. A folder means every file in it. With "
        "`engine: bigquery://...` also GA4's own tables: `bigquery://PROJECT/DATASET/events_*`.",
    )
    format: InputFormat = Field(
        default=InputFormat.AUTO, description="The tool that made them, or `table` for a mapped one; `auto` decides by the content."
    )
    identity: Key | None = Field(
        default=None,
        description="The identity space of the visitor ids; inputs that share one share visitors. By default the input's own key.",
    )
    zone: ZoneName | None = Field(default=None, description="Zone of times without an offset. By default the site's.")
    columns: InputColumns | None = Field(default=None, description="For tables of events: which column holds what.")
    records: RecordColumns | None = Field(
        default=None, description="For tables of leads, deals, quotes or calls, a row each with its dates: which column holds what."
    )
    members: MemberColumns | None = Field(
        default=None, description="For member lists (of the mail tool), a row a member with the dates of joining and leaving."
    )
    preset: Key | None = Field(
        default=None,
        description="A vendor's tables of totals by name: a file of `config/presets`, or one that is shipped. An input that says nothing "
        "of its tables is recognised by its files' headers where exactly one preset fits.",
    )
    counters: Annotated[tuple[CounterTable, ...], BeforeValidator(_several)] = Field(
        default=(),
        description="For tables of totals without people behind them (page likes, calls): which column holds what. Of several tables each "
        "file takes the one that its header fits.",
    )
    costs: Annotated[tuple[CostTable, ...], BeforeValidator(_several)] = Field(
        default=(), description="For tables of costs: which column holds what; several as `counters`."
    )
    date_order: DateOrder | None = Field(
        default=None, description="How days such as `03/04/2026` are read in its tables of totals, where those do not say it themselves."
    )
    decimal: DecimalMark | None = Field(
        default=None, description="How numbers such as `1,234` are read in its tables of totals, where those do not say it themselves."
    )
    about: About | None = Field(
        default=None, description="What its counters tell of: `social`, `mail`, `shop` and so on; the report lists them by it."
    )
    event: str | None = Field(default=None, description="For tables in which every row is the same kind of event: its name.")
    platform: str | None = Field(default=None, description="Platform of rows that name none (web, app, crm, shop).")
    offline: bool = Field(
        default=False,
        description="Rows are facts from outside the site (CRM, shop counter): they make "
        "conversions, never visits; a late row dated inside a period still counts.",
    )
    missing: tuple[str, ...] = Field(
        default=("", "(not set)", "(data deleted)", "<Other>", "null", "NULL", "\\N"), description="Texts that mean: no value."
    )
    page_view_events: tuple[str, ...] = Field(
        default=("page_view", "screen_view", "pageview", "$pageview"), description="Events that are views of a page (or screen)."
    )
    optional: bool = Field(default=False, description="An empty glob is reported, not refused.")
    late_days: int | None = Field(
        default=None,
        ge=0,
        le=30,
        description="For how many days the newest days of an export may still grow (GA4: 3); they are then called provisional. Without it "
        "they are where a later file told such days again with more rows.",
    )

    def __hash__(self) -> int:
        """By its key alone: options that are mappings have no hash."""
        return hash(self.key)

    @model_validator(mode="before")
    @classmethod
    def _outside_facts(cls, given: object) -> object:
        """Records and members are facts from outside the site without anybody saying so."""
        if isinstance(given, dict) and (given.get("records") or given.get("members")):
            return {"offline": True, **given}
        return given

    @property
    def tables(self) -> tuple[str, str] | None:
        """The project and dataset of BigQuery whose tables of GA4 events it reads; None for files."""
        found = re.fullmatch(TABLES, self.files[0])
        return (found[1], found[2]) if found else None

    @property
    def outside(self) -> bool:
        """Whether its files are tables of totals or costs, without people."""
        return bool(self.counters or self.costs)

    @property
    def measures(self) -> tuple[tuple[CounterTable, CounterMeasure], ...]:
        """Every counter of its tables."""
        return tuple((table, measure) for table in self.counters for measure in table.measures)

"""What a workspace's YAML files say, as frozen records.

Each option is declared once, here: type, default, bounds and its paragraph of the manual (`description`).
The settings reference in `docs/`, the JSON Schemas in `config/` and the error messages are made from these
declarations. Reading YAML and placing errors is the `settings` room's work; this module does no I/O.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from reportgen.model.delivery import Security
from reportgen.model.quantity import Quantity
from reportgen.periods import Grain

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
"""A stable name apart from its label: renaming the label keeps a rule's or goal's history."""


class Written(StrEnum):
    """How YAML writes a text or number beyond its plain form. A mark on a field: the settings room reads and checks it."""

    SHARE = "share"
    DURATION = "duration"
    MONTHS = "months"
    ZONE = "zone"
    LOCALE = "locale"


Share = Annotated[float, Written.SHARE]
"""A share, 0-1. YAML may say `2.5%` for 0.025."""

Seconds = Annotated[float, Written.DURATION]
"""A duration in seconds. YAML says `30s`, `2m`, `1h` or `1m30s`."""

Months = Annotated[int, Written.MONTHS]
"""Whole months. YAML says `1y`, `5 years` or `18 months`."""

ZoneName = Annotated[str, Written.ZONE]
"""An IANA time zone."""

LocaleName = Annotated[str, Written.LOCALE]
"""A locale that Babel knows, with an underscore: `en_GB`."""


class Record(BaseModel):
    """Frozen, and strict about misspelt keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


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
    primary: bool = Field(default=False, description="A macro for the front page.")
    journey: Journey = Field(
        default=Journey.SHORT, description="`short` (30 days horizon, lookback and funnel) or `long` (365 / 180 / 180)."
    )
    expected_lag: int | None = Field(default=None, ge=0, description="Days from first visit to this macro, as the team expects it.")
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


class DateOrder(StrEnum):
    """How `03/04/2026` is read."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class InputColumns(Record):
    """Which column of a table of events holds what. Only `time` is needed, and `event` or the input's `event`.

    A path such as `properties.plan` reaches into a column that is nested, or holds JSON.
    """

    time: str = Field(description="When it happened: ISO times, or seconds, milliseconds or microseconds since 1970.")
    event: str | None = Field(default=None, description="The event's name.")
    event_id: str | None = Field(default=None, description="An id of the event: equal ids are exact repeats.")
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


class CounterKind(StrEnum):
    """A flow is how many came in a day (new likes, calls) and adds up; a stock how many there are (page likes) and never does."""

    FLOW = "flow"
    STOCK = "stock"


class CounterUnit(StrEnum):
    """What a counter counts: things, money in the report's currency, or seconds."""

    COUNT = "count"
    MONEY = "money"
    SECONDS = "seconds"


class About(StrEnum):
    """What outside counters tell of, in the order of the report."""

    MONEY = "money"
    SHOP = "shop"
    CALLS = "calls"
    PLACE = "place"
    CHAT = "chat"
    MAIL = "mail"
    SOCIAL = "social"
    ADS = "ads"
    SEARCH = "search"
    APP = "app"
    SITE = "site"


class DecimalMark(StrEnum):
    """How `1,234` and `1.234` are read."""

    POINT = "point"
    COMMA = "comma"


def _several(value: object) -> object:
    """A single value as the list of it."""
    return (value,) if isinstance(value, str | dict) else value


Column = Annotated[tuple[str, ...], BeforeValidator(_several)]
"""A column by its name, or by the names that several versions or languages of an export give it: the first that the file has."""


class CounterMeasure(Record):
    """One number of a table of counters."""

    key: Key
    column: Column = Field(min_length=1, description="The column that holds it; a list where versions of the export name it differently.")
    kind: CounterKind = Field(
        description="`flow`: what came in that day, week or month (new likes, calls); `stock`: how many there were (page likes, members)."
    )
    label: str | None = Field(default=None, description="What readers see; by default the column's name.")
    people: bool = Field(
        default=False,
        description="It counts different people of a day (visitors, reach): never added up over a dimension, and over days only "
        "as what it then is, daily people added up.",
    )
    optional: bool = Field(default=False, description="Files of this table may lack it.")
    divide_by: int = Field(
        default=1, ge=1, description="What the file's number is divided by: 1000000 where it says millionths, 1000 for milliseconds."
    )
    hidden: bool = Field(default=False, description="Keeps it for goals and metrics without listing it in the report.")
    unit: CounterUnit = Field(
        default=CounterUnit.COUNT,
        description="`count`, `money` (in the table's `currency`, converted by `rates`) or `seconds`. A share is not a counter: map the two"
        " numbers behind it.",
    )
    leaves: Key | None = Field(
        default=None, description="For those who left: the number of the same table that says who came. The report shows the net of both."
    )
    per: Key | None = Field(
        default=None,
        description="Another number of the same table: the report shows this one for each of those, such as sales per person counted in the"
        " shop, or seconds to the first answer per conversation.",
    )
    ratio: str | None = Field(default=None, description="What readers see of that, such as `Visit rate`.")

    @property
    def title(self) -> str:
        """What readers see."""
        return self.label or self.column[0]


class OutsideTable(Record):
    """What tables of counters and tables of costs share."""

    name: str | None = Field(default=None, description="What it is called when a file is told that it does not fit it.")
    day: Column = Field(
        default=(),
        alias="date",
        description="The column with the day, or with the first day of the week or month. Without one the days are those that the file's "
        "name or its first lines say, such as `visits_20261001_20261031.csv`: flows are spread evenly over them.",
    )
    grain: Grain = Field(
        default=Grain.DAY,
        description="What a row stands for: a `day`, or a `week` or `month` that begins on its date. `2026-10` is always a month.",
    )
    date_order: DateOrder | None = Field(
        default=None, description="How `03/04/2026` is read: `day_first` or `month_first`. Found where the file's other days tell."
    )
    decimal: DecimalMark | None = Field(
        default=None, description="How `1,234` is read: `point` (1234) or `comma` (1.234). Found where the file's other numbers tell."
    )
    strict: bool = Field(
        default=False,
        description="Only a machine writes such files: one with a column that is not named here, or a row that cannot be read, is damaged "
        "and refused whole.",
    )
    ignored: tuple[str, ...] = Field(default=(), description="Columns that such a file may have and that are not read.")
    until: Column = Field(default=(), description="The column with the last day, where a row is for several: spread over them.")
    currency: Column = Field(default=(), description="The column with the ISO code of its money; by default the report's currency.")
    titled: tuple[str, ...] = Field(
        default=(),
        description="Titles above the header or names of files, of which a file has to have one: for headers that say too little.",
    )
    explained: bool = Field(default=False, description="The row below the header says in words what the columns are; it is left out.")


class CounterTable(OutsideTable):
    """Which column of a table of counters holds what."""

    dimension: Annotated[tuple[Column, ...], BeforeValidator(_several)] = Field(
        default=(), description="Columns that tell its rows of one day apart (the video, the list, the shop).", max_length=3
    )
    added_over: Annotated[tuple[Column, ...], BeforeValidator(_several)] = Field(
        default=(),
        description="More columns that tell rows apart, where the file has them: flows are added up over them, and over rows that nothing "
        "tells apart. Numbers of people are not: their rows keep each of these columns.",
    )
    measures: tuple[CounterMeasure, ...] = Field(min_length=1, description="The numbers in it, each under its key.")


class CostTable(OutsideTable):
    """Which column of a table of costs holds what."""

    amount: Column = Field(
        min_length=1,
        description="The column with the money that was spent; `Amount spent ({currency})` where its name says the currency.",
    )
    divide_by: int = Field(
        default=1, ge=1, description="What the file's amount is divided by: 1000000 where it says millionths, 100 for cents."
    )
    channel: Column = Field(default=(), description="The column with the channel.")
    campaign: Column = Field(default=(), description="The column with the campaign's name.")
    of_channel: str | None = Field(default=None, description="The channel of every row, where no column says it.")


class Preset(Record):
    """How the files of one vendor are read: its tables, as an input would map them."""

    key: Key
    title: str = Field(description="The vendor and its export, as people call it.")
    of: str = Field(description="Where the vendor describes the file, and when that was looked at.")
    platform: str = Field(description="The platform that its numbers are of.")
    about: About | None = Field(default=None, description="What its numbers tell of.")
    missing: tuple[str, ...] = Field(default=(), description="More texts that mean: no value.")
    ignored: tuple[str, ...] = Field(default=(), description="Columns that any of its files may have and that are not read.")
    counters: Annotated[tuple[CounterTable, ...], BeforeValidator(_several)] = Field(default=(), description="Its tables of totals.")
    costs: Annotated[tuple[CostTable, ...], BeforeValidator(_several)] = Field(default=(), description="Its tables of costs.")


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


class InputSettings(Record):
    """One source of exports."""

    key: Key
    files: tuple[str, ...] = Field(
        min_length=1,
        description="Files, folders or globs, relative to the workspace: `data/ga4/*.ndjson.gz`. A folder means every file in it.",
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
    def outside(self) -> bool:
        """Whether its files are tables of totals or costs, without people."""
        return bool(self.counters or self.costs)

    @property
    def measures(self) -> tuple[tuple[CounterTable, CounterMeasure], ...]:
        """Every counter of its tables."""
        return tuple((table, measure) for table in self.counters for measure in table.measures)


class ChannelRule(Record):
    """An override of the default channel grouping: first match wins, before the documented rules."""

    channel: str = Field(description="The channel's name.")
    source: tuple[str, ...] = Field(default=(), description="Sources; `*` matches any run of characters.")
    medium: tuple[str, ...] = Field(default=(), description="Mediums; `*` matches any run of characters.")
    campaign: tuple[str, ...] = Field(default=(), description="Campaigns; `*` matches any run of characters.")


class CampaignGroup(Record):
    """Patterns of campaign names that carry a tactic and an initiative."""

    campaign: tuple[str, ...] = Field(min_length=1, description="Campaign names; `*` matches any run of characters.")
    tactic: str | None = Field(default=None, description="How it is done: paid social, mail, event.")
    initiative: str | None = Field(default=None, description="The larger undertaking it belongs to.")


class Site(Record):
    """The site reported on."""

    name: str = Field(description="The name of the site or firm, in the title of the report.")
    zone: ZoneName = Field(description="IANA zone that decides days and months, such as `Europe/Berlin`.")
    url: str | None = Field(default=None, description="The site's address.")
    domains: tuple[str, ...] = Field(default=(), description="The site's own host names: never a referral source.")


class BusinessType(StrEnum):
    LEAD = "lead"
    PURCHASE = "purchase"
    BOTH = "both"


class Bots(StrEnum):
    EXCLUDE = "exclude"
    INCLUDE = "include"


class Publish(StrEnum):
    NONE = "none"
    ARTIFACT = "artifact"
    PAGES = "pages"


class YearComparison(StrEnum):
    """The year before: the same dates, or 364 days back so that weekdays match."""

    DATES = "dates"
    WEEKDAYS = "weekdays"


class Brand(Record):
    """The looks of the firm."""

    color: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$", description="The highlight colour, `#rrggbb`.")
    logo: str | None = Field(default=None, description="An SVG or PNG file in the workspace.")


class SectionName(StrEnum):
    """Sections in their default order."""

    FRONT = "front"
    GOALS = "goals"
    MACRO = "macro"
    MICRO = "micro"
    BRIDGE = "bridge"
    FUNNEL = "funnel"
    CHANNELS = "channels"
    PAGES = "pages"
    CHANGE = "change"
    COUNTERS = "counters"
    CONTEXT = "context"
    QUALITY = "quality"
    METHOD = "method"


ALWAYS_SHOWN = (SectionName.FRONT, SectionName.GOALS, SectionName.MACRO, SectionName.MICRO, SectionName.QUALITY)


class Stalls(Record):
    """Pages after which people stop, and what to try there."""

    watch: tuple[str, ...] = Field(
        default=(),
        description="Page groups by name, or path patterns such as `/pricing/*`. By default every page group and the pages of conversions"
        " with the stage `intent`; the most visited pages where there are none of these.",
    )
    suggestions: tuple[str, ...] = Field(
        default=(), description="What to try on a page after which people stop. By default three: price, value, calls to action."
    )
    playbook: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict, description="A watched page group or path pattern -> its own suggestions instead of those for every page."
    )


class HotLeads(Record):
    """Who is a hot lead: visitors with any, several or all of these micros within some days, and without the macro yet."""

    any_of: tuple[Key, ...] = Field(default=(), description="Micro conversions of which one is enough, or `at_least` different ones.")
    all_of: tuple[Key, ...] = Field(default=(), description="Micro conversions that are all needed; instead of `any_of`.")
    at_least: int | None = Field(default=None, ge=1, description="How many different ones of `any_of` it takes; by default one.")
    within: int = Field(default=30, ge=1, le=400, description="Days within which they came, up to today.")


class AnswerCategory(Record):
    """Answers that mean the same, and the channels by which tracking would show them."""

    answers: tuple[str, ...] = Field(
        min_length=1, description='Answers, whatever their case; `*` matches any run of characters: `[Google, "*search*"]`.'
    )
    channels: tuple[str, ...] = Field(
        default=(), description="Channels that such an answer agrees with. None where no tracking could see it (a friend, a trade fair)."
    )


class Stated(Record):
    """What people say brought them, asked in a form or noted in the CRM: "How did you hear about us?"."""

    rules: tuple[Key, ...] = Field(min_length=1, description="The conversions at which people are asked.")
    heard: tuple[str, ...] = Field(
        default=("stated",),
        description='Parameters that hold the answer to "How did you hear about us?"; of several the first with an answer.',
    )
    convinced: tuple[str, ...] = Field(
        default=("convinced",),
        description='The same for "What convinced you to contact us?".',
    )
    categories: Mapping[str, AnswerCategory] = Field(
        default_factory=dict,
        description='Name -> answers that count as it, first match wins: `Friend or colleague: ["*friend*", "*colleague*"]`, or '
        "`{answers: ..., channels: ...}`. They replace the shipped ones, which know English and German.",
    )
    reasons: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict, description="The same for what convinced people: name -> answers. They replace the shipped ones."
    )
    quotes: bool = Field(
        default=False,
        description="Whether the report quotes a few answers to what convinced people, without their e-mail addresses, phone numbers "
        "and links. Otherwise only the category of an answer is kept. A name that somebody wrote stands in a quote.",
    )


class Gates(Record):
    """What stops a command with exit 5 when `--fail-on quality:NAME` or `--strict` asks for it."""

    max_rejected: Share = Field(default=0.01, ge=0, le=1, description="Greatest share of rows rejected, 0-1.")
    max_missing_days: int = Field(default=2, ge=0, description="Most days without any data in the period.")


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


class Protect(Record):
    """What works and is watched, so that nothing new makes it forgotten."""

    channels: tuple[str, ...] = Field(default=(), description="Channels by name.")
    campaigns: tuple[str, ...] = Field(default=(), description="Campaigns; `*` matches any run of characters, and all that fit are one.")
    rules: tuple[Key, ...] = Field(default=(), description="Conversions by key.")


class NamedMetric(Record):
    """A metric of this firm's own, as a formula over others."""

    key: Key
    label: str = Field(description="What readers see.")
    formula: str = Field(description="What it is: `cost / conversions(quote_request)`. Names, numbers, `+ - * /` and brackets.")
    why: str | None = Field(default=None, description="What it is looked at for; printed with its definition.")
    owner: str | None = Field(default=None, description="Who looks after it.")
    front: bool = Field(default=False, description="Puts it on the scoreboard of the front page.")


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


class MailSettings(Record):
    """The report's mail: who writes, to whom, through which server. The login stands in the environment, never here."""

    sender: str = Field(alias="from", description="The address that the mail comes from.")
    name: str | None = Field(default=None, description="The sender's name; by default the site's.")
    reply_to: str | None = Field(default=None, description="Where answers go; by default to the sender.")
    unsubscribe: str | None = Field(
        default=None, pattern=r"^(mailto:|https://)\S+$", description="Where a reader can leave: a `mailto:` or `https:` address."
    )
    to: tuple[str, ...] = Field(min_length=1, description="Who gets it; each gets a mail of their own.")
    allowed_domains: tuple[str, ...] = Field(
        min_length=1, description="The only domains that a recipient may have: one wrong address stops the whole letter."
    )
    host: str = Field(description="The mail server's name.")
    port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    security: Security = Field(
        default=Security.STARTTLS, description="`starttls`, `tls` (from the first byte on), or `none` for a server on the same machine."
    )
    link: str | None = Field(
        default=None, pattern=r"^https?://\S+$", description="Where the site is published: the mail links to the period's page there."
    )
    attach: bool = Field(default=True, description="Whether the PDF goes along.")
    footer: str | None = Field(default=None, description="A last line, such as who to ask and the firm's address.")


class Review(StrEnum):
    """Whether somebody has to approve an edition before it is sent."""

    NONE = "none"
    REQUIRED = "required"


class Approval(Record):
    """Somebody has looked at an edition and wants it sent."""

    period: str = Field(pattern=r"^\d{4}-\d{2}(-\d{2}_\d{4}-\d{2}-\d{2})?$", description="The period, as its folder is named: `2026-10`.")
    edition: int = Field(ge=1, description="The edition that was looked at; a later one needs an approval of its own.")
    by: str = Field(min_length=1, description="Who approved it.")
    day: date = Field(alias="date", description="When.")


class DeliverySettings(Record):
    """How the report gets to its readers."""

    mail: MailSettings | None = Field(default=None, description="The mail; without it nothing is sent.")
    review: Review = Field(
        default=Review.NONE,
        description="`required`: nothing is sent before config/approvals.yaml names who approved the edition, and when.",
    )


class ReportSettings(Record):
    """report.yaml."""

    site: Site = Field(description="The site reported on.")
    business_type: BusinessType = Field(default=BusinessType.BOTH, description="Chooses default sections and proposals.")
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$", description="ISO code of the report's currency.")
    rates: Mapping[str, float] = Field(
        default_factory=dict, description="Units of the report's currency for one unit of another: `USD: 0.92`."
    )
    locale: LocaleName = Field(default="en", description="Locale of numbers, dates and texts: `en`, `en_GB`, `de`.")
    week_start: Literal["monday", "sunday"] = Field(default="monday", description="First day of a week.")
    year_comparison: YearComparison = Field(
        default=YearComparison.DATES, description="The year before: the same `dates`, or 364 days back to match `weekdays`."
    )
    inputs: tuple[InputSettings, ...] = Field(min_length=1, description="The sources of exports, each under its key.")
    bots: Bots = Field(default=Bots.EXCLUDE, description="Whether suspected bots count; both totals are shown either way.")
    engine: str = Field(default="duckdb://", description="Where the expressions run.")
    memory: str | None = Field(default=None, description="Memory limit of the engine, such as `2GB`; beyond it data spills to disk.")
    channels: tuple[ChannelRule, ...] = Field(default=(), description="Overrides of the default channel grouping, first match wins.")
    campaigns: tuple[CampaignGroup, ...] = Field(default=(), description="What campaigns belong to, by their names; first match wins.")
    page_groups: Mapping[Key, tuple[str, ...]] = Field(default_factory=dict, description="Name -> path patterns: `blog: [/blog/*]`.")
    content: tuple[Key, ...] | None = Field(
        default=None,
        description="What ages and is renewed: page groups, and micro conversions whose `by` values are assets. By default the group "
        "`blog` and every micro with `by`; campaigns are always looked at.",
    )
    metrics: tuple[NamedMetric, ...] = Field(
        default=(), description="Metrics of this firm's own, by name: each a formula over others, for the report and for goals."
    )
    protect: Protect | None = Field(
        default=None,
        description="What is not to be neglected: the report warns when one of these falls while something else rises. By default the "
        "channels that bring half of the visitors with a macro conversion.",
    )
    segments: Mapping[Key, Scope] = Field(
        default_factory=dict, description="Name -> filters that goals can use: `loyal: {visit: returning, channel: Email}`."
    )
    stages: tuple[Stage, ...] = Field(
        default=(
            Stage(key="awareness", label="Getting to know us", kind=StageKind.ENGAGEMENT),
            Stage(key="engagement", label="Staying in touch", kind=StageKind.ENGAGEMENT),
            Stage(key="consideration", label="Considering", kind=StageKind.PIPELINE),
            Stage(key="intent", label="Ready to talk", kind=StageKind.PIPELINE),
        ),
        description="The steps of the way, in order.",
    )
    stalls: Stalls = Field(default=Stalls(), description="Pages after which people stop, and what to try there.")
    hot_leads: HotLeads | None = Field(
        default=None,
        description="Who is a hot lead. By default visitors with two different micro conversions of pipeline stages within 30 days.",
    )
    stated: Stated | None = Field(default=None, description="What people say brought them, beside what tracking saw.")
    tracking_plan: tuple[str, ...] = Field(
        default=(),
        description="Exports of Google Tag Manager containers (JSON), as files or globs relative to the workspace: `data/gtm/*.json`. "
        "The report says which events they define and which the data hold.",
    )
    lead_value: LeadValue | None = Field(
        default=None, description="What a lead is worth, and so what it may cost. Without it nothing is said of it."
    )
    sections: tuple[SectionName, ...] | None = Field(
        default=None, description="Sections in the order wanted. Front, goals, macro, micro and quality stay."
    )
    many_macros: str | None = Field(
        default=None, description="Why this business needs more than two macros; printed in the report instead of the warning."
    )
    brand: Brand = Field(default=Brand(), description="Colour and logo.")
    gates: Gates = Field(default=Gates(), description="How bad data may be before a gate stops the command.")
    delivery: DeliverySettings = Field(default=DeliverySettings(), description="How the report gets to its readers.")
    publish: Publish = Field(default=Publish.ARTIFACT, description="Where CI puts the report: nowhere, an `artifact`, or public `pages`.")
    public: bool = Field(default=False, description="`publish: pages` needs this to be true: anybody may read the report.")

    @property
    def has_people(self) -> bool:
        """Whether an input has events of people; a workspace may have totals alone."""
        return not self.inputs or any(not each.outside for each in self.inputs)


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


class Note(Record):
    """A dated note: what happened. Shown on charts; the report counts as many days before and after it."""

    day: date = Field(alias="date", description="When it happened.")
    text: str = Field(description="What happened.")
    until: date | None = Field(default=None, description="Last day, when it took longer than one.")
    page: str | None = Field(default=None, description="The page or page group it is about.")
    campaign: str | None = Field(default=None, description="The campaign it is about.")
    rule: Key | None = Field(default=None, description="The conversion it is about.")


class Settings(Record):
    """A workspace's settings, whole and checked."""

    report: ReportSettings
    rules: tuple[ConversionRule, ...]
    goals: tuple[Goal, ...] = ()
    combined: tuple[CombinedGoal, ...] = ()
    notes: tuple[Note, ...] = ()
    named: tuple[Named, ...] = ()

    @property
    def macros(self) -> tuple[ConversionRule, ...]:
        """The listed macro rules in file order."""
        return tuple(rule for rule in self.rules if rule.tier is Tier.MACRO and not rule.hidden)

    @property
    def ranked_macros(self) -> tuple[ConversionRule, ...]:
        """The listed macro rules, primary ones first."""
        return tuple(sorted(self.macros, key=lambda rule: not rule.primary))

    @property
    def micros(self) -> tuple[ConversionRule, ...]:
        """The listed micro rules in file order."""
        return tuple(rule for rule in self.rules if rule.tier is Tier.MICRO and not rule.hidden)

    def rule(self, key: str) -> ConversionRule:
        """The rule with this key. KeyError when there is none."""
        for rule in self.rules:
            if rule.key == key:
                return rule
        raise KeyError(key)


Term.model_rebuild()
Metric.model_rebuild()

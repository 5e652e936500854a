"""report.yaml: the site, its sources, and how its report looks."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import Field

from reportgen.model.settings.delivery import DeliverySettings
from reportgen.model.settings.inputs import InputSettings
from reportgen.model.settings.lead_value import LeadValue
from reportgen.model.settings.metrics import NamedMetric, Scope
from reportgen.model.settings.rules import Stage, StageKind
from reportgen.model.settings.values import Key, LocaleName, Record, Share, ZoneName


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


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


class PdfKind(StrEnum):
    """What the PDF is made for."""

    READ = "read"
    ARCHIVE = "archive"
    NONE = "none"


class YearComparison(StrEnum):
    """The year before: the same dates, or 364 days back so that weekdays match."""

    DATES = "dates"
    WEEKDAYS = "weekdays"


class BrandFont(Record):
    """The firm's font: a WOFF2, OTF or TTF file for each weight, by its path from the client's folder, else from the workspace; 1 MB each
    at most."""

    regular: str = Field(description="What texts are set in.")
    semibold: str | None = Field(default=None, description="What labels and small headings are set in; by default `bold`.")
    bold: str = Field(description="What headings and large numbers are set in.")


class Brand(Record):
    """The looks of the firm."""

    color: str | None = Field(
        default=None, pattern=r"^#[0-9a-fA-F]{6}$", description="The firm's colour, `#rrggbb`: of the band, links, numbers and charts."
    )
    highlight: str | None = Field(
        default=None, pattern=r"^#[0-9a-fA-F]{6}$", description="Another colour for numbers and charts, `#rrggbb`; by default `color`."
    )
    logo: str | None = Field(
        default=None, description="An SVG or PNG file, by its path from the client's folder, else from the workspace; at most 256 KB."
    )
    logo_dark: str | None = Field(
        default=None, description="The same for dark screens. Without it the logo stands on a light ground there."
    )
    logo_mail: str | None = Field(
        default=None, description="The same as PNG, for the mail: mail programs show no SVG. By default the logo, where it is a PNG."
    )
    font: BrandFont | None = Field(
        default=None, description="The font of page, PDF and charts. Letters that it lacks, and mails, are set as without it."
    )
    footer: str | None = Field(
        default=None, max_length=300, description="A last line on the page, in the PDF and in the mail, such as who made the report."
    )


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


class Protect(Record):
    """What works and is watched, so that nothing new makes it forgotten."""

    channels: tuple[str, ...] = Field(default=(), description="Channels by name.")
    campaigns: tuple[str, ...] = Field(default=(), description="Campaigns; `*` matches any run of characters, and all that fit are one.")
    rules: tuple[Key, ...] = Field(default=(), description="Conversions by key.")


USUAL_STAGES = (
    Stage(key="awareness", label="Getting to know us", kind=StageKind.ENGAGEMENT),
    Stage(key="engagement", label="Staying in touch", kind=StageKind.ENGAGEMENT),
    Stage(key="consideration", label="Considering", kind=StageKind.PIPELINE),
    Stage(key="intent", label="Ready to talk", kind=StageKind.PIPELINE),
)
"""Where the settings name none."""


class ReportSettings(Record):
    """report.yaml."""

    site: Site = Field(description="The site reported on.")
    business_type: BusinessType = Field(default=BusinessType.BOTH, description="Chooses default sections and proposals.")
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$", description="ISO code of the report's currency.")
    rates: Mapping[str, float] = Field(
        default_factory=dict, description="Units of the report's currency for one unit of another: `USD: 0.92`."
    )
    locale: LocaleName = Field(
        default="en",
        description="Locale of numbers, amounts, dates and texts, any of the CLDR: `en`, `en_GB`, `de_CH`, `fr_CA`, `ja`, `pt_BR`. "
        "Texts are in English, German, French, Spanish or Japanese, and in English where the locale's language is none of these.",
    )
    week_start: Literal["monday", "sunday"] = Field(default="monday", description="First day of a week.")
    year_comparison: YearComparison = Field(
        default=YearComparison.DATES, description="The year before: the same `dates`, or 364 days back to match `weekdays`."
    )
    inputs: tuple[InputSettings, ...] = Field(min_length=1, description="The sources of exports, each under its key.")
    bots: Bots = Field(default=Bots.EXCLUDE, description="Whether suspected bots count; both totals are shown either way.")
    engine: str = Field(
        default="duckdb://",
        description="Where the expressions run: in the process (`duckdb://`), on Spark (`spark://HOST:PORT`, `spark://local[2]`) or in "
        "BigQuery (`bigquery://PROJECT/DATASET`); see `docs/engines.md`.",
    )
    memory: str | None = Field(
        default=None,
        description="Memory limit of the engine, such as `2GB`; beyond it data spills to disk (`TMPDIR`). By default half of what the "
        "machine or its container has, shared by the clients of a batch.",
    )
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
        default=USUAL_STAGES,
        description="The steps of the way, in order. A report in another language calls the usual ones in its words.",
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
    glossary: bool = Field(
        default=True, description="Whether the report ends with a glossary: the words it uses that not everybody knows, each in a sentence."
    )
    plain_words: bool = Field(
        default=True, description="Whether each metric's definition and each goal's card say in plain words what is measured."
    )
    brand: Brand = Field(default=Brand(), description="Colour, logo and last line.")
    paper: Paper = Field(default=Paper.A4, description="The PDF's paper: `a4` or `letter`.")
    pdf: PdfKind = Field(
        default=PdfKind.READ,
        description="What the PDF is made for: to `read`, for everybody (PDF/UA-1), or also to `archive` (PDF/A-3a), with `report.json` "
        "and the tables of `data/` attached; with `none` there is no PDF.",
    )
    gates: Gates = Field(default=Gates(), description="How bad data may be before a gate stops the command.")
    delivery: DeliverySettings = Field(default=DeliverySettings(), description="How the report gets to its readers.")
    publish: Publish = Field(default=Publish.ARTIFACT, description="Where CI puts the report: nowhere, an `artifact`, or public `pages`.")
    public: bool = Field(default=False, description="`publish: pages` needs this to be true: anybody may read the report.")

    @property
    def has_people(self) -> bool:
        """Whether an input has events of people; a workspace may have totals alone."""
        return not self.inputs or any(not each.outside for each in self.inputs)

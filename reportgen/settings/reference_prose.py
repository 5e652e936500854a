"""What the settings reference says around its tables."""

from collections.abc import Mapping

from reportgen.model.settings import (
    AnswerCategory,
    Approval,
    CampaignGroup,
    ConversionRule,
    CostTable,
    CounterMeasure,
    CounterTable,
    DeliverySettings,
    EarlierCampaign,
    EarlierVersion,
    Goal,
    HotLeads,
    InputSettings,
    LeadValue,
    Lifetime,
    MailSettings,
    Match,
    MemberColumns,
    Milestone,
    NamedMetric,
    Note,
    Pipeline,
    Ramp,
    Record,
    RecordColumns,
    ReportSettings,
    Stage,
    Stalls,
    Stated,
    Thresholds,
    Value,
)

INTRO = """
# Settings

A workspace's settings are four YAML files in its `config/` folder. `report.yaml` and `conversions.yaml` are needed,
`goals.yaml` and `notes.yaml` may be missing. `reportgen check` reads them all and says everything that is wrong at once, each
with file, line and column, and what would be right.

This page is generated from the options' declarations (`python -m reportgen.settings.reference`). Editors that know JSON Schema
complete and check the files as you type when their first line is

```yaml
# yaml-language-server: $schema=./report.schema.json
```

(`conversions.schema.json`, `goals.schema.json` and `notes.schema.json` for the others).

## How values are written

| what | how |
|---|---|
| text | with or without quotes; quotes are needed where it begins with `#`, `*`, `&`, `!`, `[` or `{`, or holds `: ` |
| `true`, `false` | only these two; `yes`, `no`, `on` and `off` are texts in YAML 1.2 and refused where a yes or no is meant |
| number | `1200` or `0.5`; `1_200`, `1,200` and `30:00` are refused with what to write |
| share | `2.5%`, or the share itself, `0.025` |
| duration | `30s`, `2m`, `1h`, `1m30s`; a number without unit is refused |
| date | `2026-03-04` |
| list | `[a, b]`, or a single value where the list has one |
| pattern | `*` stands for any run of characters: `spring_*`, `/blog/*` |
| page | a path pattern (it has a `/` or `*`), or the name of a page group |
| key | small letters, digits and `_`, beginning with a letter; a label may change, its key keeps the history |

A key written twice, an unknown key, an alias (`*name`), a tag (`!name`), a tab as indentation and a text in another encoding
than UTF-8 are refused.
"""

FILES: Mapping[str, str] = {
    "report.yaml": "The site, where its exports are, and how its report looks.",
    "conversions.yaml": "What counts as a conversion: `conversions:`, and each rule under its key.",
    "goals.yaml": "The SMART goals: `goals:`, and each goal under its key; `combined:` for goals made of others.",
    "notes.yaml": "What happened when, for the charts: `notes:` and a list.",
    "approvals.yaml": "Who approved which edition, for `delivery: review: required`: `approvals:` and a list.",
    "presets/NAME.yaml": (
        "How the tables of one vendor are read, for inputs with `preset: NAME`. The shipped ones are in `config/presets`; a file of the"
        " same name in the workspace's `config/presets` comes before a shipped one, and a new name adds a vendor. Its `counters` and"
        " `costs` are those of an input, each a table or a list of them: of several, each file takes the one that its header fits best,"
        " and a file"
        " that fits none is refused with what the nearest needs."
    ),
}

SHORT: Mapping[type[Record], str] = {
    ReportSettings: "`site` and `inputs` are needed.",
    InputSettings: "Each under its key. `web: data/ga4/*` stands for `web: {files: data/ga4/*}`.",
    CampaignGroup: "Patterns of campaign names with what they belong to; first match wins.",
    RecordColumns: (
        "A row is a lead, a deal, a quote or a call, and each of its dates becomes an event: rules match them with `match: won`, and may"
        " match or be broken down by any further column, and by the parameters `has`, `stage`, `stated` and `convinced`. Records join"
        " visitors by `visitor`, `user_id` or `click_id`; the others count beside people, and the ledger says how many. Where the CRM knows"
        " no visitor at all, let `visitor` be the record's own number: leads and the customers they become then still find each other."
        " E-mail addresses are refused as ids. A table of stages entered, a row each, needs no records: map its `columns`."
    ),
    MemberColumns: (
        "Joining and leaving become the events `list_joined` and `list_left`; a rule on the first (`match: list_joined`) shows who was on"
        " the list before a macro, and what each month's new members went on to. E-mail addresses are refused: the mail tool gives an id"
        " that the site knows, or `sha256(salt + user id)`."
    ),
    CounterTable: (
        "Totals without people behind them: they stand beside visitors and are never divided by them. Of two rows with the same date and"
        " dimension in two files the one from the file whose name comes later counts; where they differ, the ledger says so. Days without"
        " a row are missing, not zero."
    ),
    CounterMeasure: "Each under its key. Goals name it as `INPUT.MEASURE`.",
    CostTable: (
        "Money spent, spread evenly over the days that a row is for and converted by `rates`. Negative amounts and rows that stand twice"
        " are refused with their line."
    ),
    NamedMetric: (
        "Each under its key, by which goals (`metric: cost_per_lead`) and other formulas name it. A formula has numbers (`1.19`, `40%`),"
        " `+ - * /`, brackets, and these names: `visitors`, `sessions`, `engaged_sessions`, `page_views`, `conversions(RULE)`,"
        " `converters(RULE)`, `value(RULE)`, `cost` and `counter(INPUT.MEASURE)`; `any_macro` is a rule too. Filters stand in square"
        " brackets, `cost[channel: Paid Search]` or `sessions[channel: Email | Direct, landing_page: /blog/*]`, and then the whole formula"
        " in quotes. Visitors and converters count everybody once in the period. A stock (`counter(lists.size)`) is its last number in the"
        " period, never a sum. Units are checked: money and visitors do not add up, and money by a count is money for each. Dividing by"
        " zero gives no number, and the report says why."
    ),
    Stage: "Each under its key, in order. `awareness: Getting to know us` stands for `awareness: {label: Getting to know us}`.",
    HotLeads: (
        "Visitors without the macro who showed potential lately: `hot_leads: {any_of: [pricing_view, chat], at_least: 2, within: 30}`. The"
        " report counts them, says how many of their like went on, and flags a rule that tells no more than comparable visits. Nobody is"
        " named."
    ),
    LeadValue: (
        "What a lead may cost is its value x margin / required return. A customer's value becomes a lead's by the rate of leads that"
        " become customers, as the ladder counts it and in months that are old enough; a value that is a lead's already is left as it is."
        " With fewer than ten customers only a bound is given. Costs come from inputs with `costs:`."
    ),
    Lifetime: (
        "`lifetime: [{after: 1y, value: 2000, per: customer, source: Accounts 2025, date: 2026-01-15}]`. Each value is all that has come by"
        " then. Where `for: {channel: Email}` names some leads, it holds for them instead of the general one."
    ),
    Pipeline: (
        "Records are told apart by `transaction_id`. Open is what has been opened and neither become a customer nor been lost; the report"
        " holds it against what is left of the first goal on the customer's conversions or value."
    ),
    Stalls: (
        "`stalls: [pricing, /services/*]` stands for `stalls: {watch: [pricing, /services/*]}`. A page stalls people who take no further"
        " step, a conversion other than by reading pages, within seven days. Suggestions are printed under the page, never as a cause:"
        " `playbook: {pricing: [Say what the price includes, Offer a call]}`."
    ),
    Stated: (
        '"How did you hear about us?", asked in a form or noted in the CRM: `stated: {rules: quote_request, heard: how_heard}`. The report'
        " sets the answers beside the channel of the first visit. Only the category of an answer is kept."
    ),
    AnswerCategory: '`Friend: ["*friend*"]` stands for `Friend: {answers: ["*friend*"]}`.',
    ConversionRule: (
        "The key `any_macro` is reserved: it stands for all macros together, people counted once. Every `supports` chain may pass over"
        " other rules and goals, and must not lead back to where it began."
    ),
    Match: "All parts given must hold. `match: purchase` stands for `match: {event: purchase}`.",
    Value: "`value: 1800` stands for `value: {fixed: 1800}`.",
    Goal: "`from` and `by` are both days of the goal. Either `target` or `targets` is needed.",
    Milestone: "On the way to a total, in order; not together with `targets`. `by` is one of the goal's days.",
    Thresholds: "They fall: `{ahead: 90%, on_track: 60%, at_risk: 25%}`.",
    EarlierVersion: "The oldest first. `target` is written as the goal's own.",
    Ramp: "`ramp: 6` stands for `ramp: {weeks: 6}`.",
    EarlierCampaign: "Takes the place of the `campaign` that the goal's filters name.",
    Note: "",
    DeliverySettings: "`reportgen send` mails what `reportgen build` has published; see [delivery](delivery.md).",
    MailSettings: (
        "The login stands in the environment (`REPORTGEN_SMTP_USER`, `REPORTGEN_SMTP_PASSWORD`), and so does the key of the ledger of"
        " sending (`REPORTGEN_LEDGER_KEY`). A client's own `to` and `allowed_domains` replace those of the base."
    ),
    Approval: (
        "`approvals: [{period: 2026-10, edition: 2, by: Anna Weber, date: 2026-11-03}]`, for `delivery: review: required`. Every edition"
        " needs its own; a client's stand in the client's folder alone."
    ),
}

OPTIONS: Mapping[tuple[type[Record], str], str] = {
    (Goal, "begin"): "T: first day.",
    (Goal, "end"): "T: the deadline, itself a day of the goal.",
    (Goal, "target"): "M: the number to reach; `targets` may say it instead.",
    (ConversionRule, "match"): "What fulfils it; a list means any of them.",
}
"""Paragraphs for options whose YAML form differs from the record's."""

GOALS = """
### metric

One key names what is measured; filters stand inside it.

| metric | written |
|---|---|
| sessions, page views | `sessions`, `{sessions: {channel: Organic Search, landing_page: /blog/*}}`, `{page_views: {page: blog}}` |
| visitors | `{visitors: {add: monthly}}` adds up the months (the default); `{visitors: {add: distinct}}` counts everybody once |
| conversions, people who converted | `{conversions: quote_request}`, `{converters: {rule: quote_request, channel: Email}}` |
| value | `{value: accepted_proposal}`, in the report's currency |
| conversion rate | `{rate: quote_request}`, `{rate: {rule: any_macro, device: mobile}}`: visitors who did / all visitors |
| engagement and bounce rate | `{engagement_rate: {}}`, `{bounce_rate: {landing_page: /blog/*}}`, as GA4 defines them |
| ratio | `{ratio: {of: {value: accepted_proposal}, to: {conversions: quote_request}}}` |
| outside counter | `{counter: facebook.page_likes}`, `{counter: {name: lists.size, dimension: News}}`; a flow adds up, a stock never |
| cost | `cost`, `{cost: {channel: Paid Search, campaign: spring_*}}`, in the report's currency |
| engaged sessions | `engaged_sessions`, `{engaged_sessions: {channel: Email}}` |
| a metric by formula | its name in [metrics](#metrics) of report.yaml: `cost_per_lead`, `{named: cost_per_lead}` |
| sum | `{sum: [{metric: {conversions: contact}, weight: 2}, {conversions: newsletter}]}` |

### target

| target | reads |
|---|---|
| `120` | at least 120 |
| `3%` | at least this share; only for rates, and for formulas that come to a share |
| `+15%` | at least 15 % more than the baseline |
| `-10%` | at least 10 % less than the baseline: a fall is a target to stay under |
| `{at_most: 40}`, `{at_least: 120}`, `{at_most: -5%}` | the direction said; a bounce rate is `at_most` unless it says `at_least` |

What can be read in two ways is refused with both readings: `15%` for a count (of the baseline, or a share?), `+40` (a change, or
the number to reach?), `+15%` without a baseline (on the year before, or on a fixed start?). So is what cannot be meant: a rate
above 100%, and a target that is worse than the baseline (`{at_least: -10%}`, or `target: 80` against `baseline: {value: 100}`).

### targets

`targets: {2026-Q1: 100, 2026-Q2: 120, 2026-07: 45}` gives a total its numbers by month and quarter instead of one `target`, which
is then their sum. They lie within the goal's days and do not overlap; days between them are due nothing.

### baseline

| baseline | compares with |
|---|---|
| `same_period_last_year` | the same days a year before |
| `{year: 2013}` | that calendar year |
| `{from: 2025-09-01, to: 2025-12-31}` | those days, both included; another length than the goal's is scaled by days |
| `{value: 1000}` | that number |

A bare number (`baseline: 2013`) is refused: it could be the year or the value.

### combined

Goals made of others stand beside them, under `combined:` in the same file. A key belongs to one goal or combined goal; the parts are
goals, never combined ones, and nothing `supports` a combined goal.

| combined | is reached when |
|---|---|
| `{label: L, owner: O, all_of: [a, b]}` | all its goals are |
| `{label: L, owner: O, any_of: [a, b]}` | one of them is |
| `{label: L, owner: O, weighted: {a: 2, b: 1}, target: 90%}` | its goals' progress, weighted, comes to `target` (100% if not said) |
| `{label: L, owner: O, goal: a, while: [b, c]}` | the goal is, and the others hold meanwhile |

Every one may have a `note`, the owner's words on its card.
"""

CLIENTS = """
## Clients

`clients/NAME/config/` holds the same four files for one client; `--client NAME` lays them over the workspace's own `config/`, and
`--all` builds every client; [an agency's guide](clients.md) has an example. Files are named from the workspace either way, with
`{client}` for the client's name in `inputs: files`, `tracking_plan` and the mail's `link`. One rule, for every file:

- mappings merge key by key: what a client does not mention stays as the base has it, a new key comes after the base's;
- lists and single values replace what the base has;
- `KEY: null` removes what the base has under that key;
- `match`, `value`, `metric`, `target`, `targets`, `baseline` and `weighted` say one thing in several words and are replaced whole;
- a `brand: logo` of the client's own takes the base's `logo_dark` and `logo_mail` away, and a `brand: font` is replaced whole.

An error stands at the file and line that it comes from, the base's or the client's.
"""

WARNINGS = """
## What is warned of

Never refused, said by `check` and in the report: more than two macro conversions (answered by `many_macros`), and then none or more than
two of them `primary`, a macro without `outcome`, one whose `expected_lag` is beyond its horizon, a micro that leads to no macro, a long
journey with fewer than two micros on its way or with a stage that has none, a tier without a goal, a goal without owner or one of its
five letters (S `strategy`, M `metric` and `target`, A `baseline` or `attainable`, R `supports` or `relevant`, T `from` and `by`), a ramp
that outlasts its goal, an earlier version of a goal without `why`, a combined goal without owner, and a benchmark more than two years
old.
"""

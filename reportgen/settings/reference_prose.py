"""What the settings reference says around its tables."""

from collections.abc import Mapping

from reportgen.model.settings import (
    CampaignGroup,
    ConversionRule,
    Goal,
    InputSettings,
    Match,
    Note,
    Record,
    ReportSettings,
    Stage,
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
    "goals.yaml": "The SMART goals: `goals:`, and each goal under its key.",
    "notes.yaml": "What happened when, for the charts: `notes:` and a list.",
}

SHORT: Mapping[type[Record], str] = {
    ReportSettings: "`site` and `inputs` are needed.",
    InputSettings: "Each under its key. `web: data/ga4/*` stands for `web: {files: data/ga4/*}`.",
    CampaignGroup: "Patterns of campaign names with what they belong to; first match wins.",
    Stage: "Each under its key, in order. `awareness: Getting to know us` stands for `awareness: {label: Getting to know us}`.",
    ConversionRule: (
        "The key `any_macro` is reserved: it stands for all macros together, people counted once. Every `supports` chain may pass over"
        " other rules and goals, and must not lead back to where it began."
    ),
    Match: "All parts given must hold. `match: purchase` stands for `match: {event: purchase}`.",
    Value: "`value: 1800` stands for `value: {fixed: 1800}`.",
    Goal: "`from` and `by` are both days of the goal.",
    Note: "",
}

OPTIONS: Mapping[tuple[type[Record], str], str] = {
    (Goal, "begin"): "T: first day.",
    (Goal, "end"): "T: the deadline, itself a day of the goal.",
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
| sum | `{sum: [{metric: {conversions: contact}, weight: 2}, {conversions: newsletter}]}` |

### target

| target | reads |
|---|---|
| `120` | at least 120 |
| `3%` | at least this share; only for rates |
| `+15%` | at least 15 % more than the baseline |
| `-10%` | at least 10 % less than the baseline: a fall is a target to stay under |
| `{at_most: 40}`, `{at_least: 120}`, `{at_most: +5%}` | the direction said; a bounce rate is `at_most` unless it says `at_least` |

What can be read in two ways is refused with both readings: `15%` for a count (of the baseline, or a share?), `+40` (a change, or
the number to reach?), `+15%` without a baseline (on the year before, or on a fixed start?).

### baseline

| baseline | compares with |
|---|---|
| `same_period_last_year` | the same days a year before |
| `{year: 2013}` | that calendar year |
| `{from: 2025-09-01, to: 2025-12-31}` | those days, both included; another length than the goal's is scaled by days |
| `{value: 1000}` | that number |

A bare number (`baseline: 2013`) is refused: it could be the year or the value.
"""

CLIENTS = """
## Clients

`clients/NAME/config/` holds the same four files for one client; `--client NAME` lays them over the workspace's own `config/`, and
`--all` builds every client. Files are named from the workspace either way. One rule, for every file:

- mappings merge key by key: what a client does not mention stays as the base has it, a new key comes after the base's;
- lists and single values replace what the base has;
- `KEY: null` removes what the base has under that key;
- `match`, `value`, `metric`, `target` and `baseline` say one thing in several words and are replaced whole.

An error stands at the file and line that it comes from, the base's or the client's.
"""

WARNINGS = """
## What is warned of

Never refused, said by `check` and in the report: more than two macro conversions (answered by `many_macros`), a macro without
`outcome`, a micro that leads to no macro, a long journey with fewer than two micros on its way or with a stage that has none, a tier
without a goal, a goal without owner or one of its five letters (S `strategy`, M `metric` and `target`, A `baseline` or `attainable`,
R `supports` or `relevant`, T `from` and `by`), and a benchmark more than two years old.
"""

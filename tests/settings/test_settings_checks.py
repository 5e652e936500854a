"""What one setting says about another: contradictions are refused, all of them at once, each at its place."""

import pytest
from settings_workspace import GoalText, Refused, Workspace

REPORT = "site: {name: Northlight, zone: Europe/Berlin}\ninputs: {web: data/*}\n"
RULES = (
    "conversions:\n"
    "  contact: {label: Contact, tier: macro, match: contact, outcome: We talk.}\n"
    "  download: {label: Download, tier: micro, match: file_download, supports: contact}\n"
)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("publish: pages", "publish: `pages` lets anybody read the report; write `public: true` as well"),
        ("locale: en-GB", "locale: there is no locale `en-GB`; write en_GB"),
        ("locale: xx", "locale: there is no locale `xx`; write one such as en, en_GB or de"),
        ("currency: eur", "currency: `eur` does not fit; write the three capital letters of its ISO code, such as EUR"),
        ("rates: {usd: 0.92}", "rates.usd: `usd` is not an ISO currency code"),
        ("rates: {EUR: 2}", "rates.EUR: EUR is the report's own currency; remove the line: its rate is 1"),
        ("rates: {USD: 0}", "rates.USD: a rate of 0 makes no sense"),
        ("sections: [front, macro, goals, micro]", "sections: leaves out `quality`; these are always shown"),
        ("sections: [front, goals, macro, micro, quality, front]", "sections: `front` is there twice"),
        ("sections: [front, gaols]", "sections.1: `gaols` is not one of its values; did you mean `goals`?"),
        ("page_groups: {blog: blog}", "page_groups.blog: `blog` is not a path pattern; begin with `/`, such as `/blog/*`"),
        ("page_groups: {Blog: /blog/*}", "page_groups.Blog: `Blog` does not fit; a key is written in small letters"),
        ("content: [blgo]", "content: there is no page group or conversion `blgo`"),
        ("engine: duckdb", "engine: `duckdb` is no engine that this version runs on"),
        ("memory: lots", "memory: `lots` is not an amount of memory; write one such as 2GB or 500MB"),
        ("brand: {logo: logo.gif}", "brand.logo: `logo.gif` is no SVG or PNG; give a .svg or .png file"),
        ("brand: {color: blue}", "brand.color: `blue` does not fit; write six digits in quotes"),
        ("stalls: pricng", "stalls.watch: there is no page group `pricng`; `page_groups` in report.yaml has none; a path begins with `/`"),
        ("stalls: [/a, /b, /a]", "stalls.watch: `/a` is there twice; keep one of them"),
        ("stalls: {watch: [/a], playbook: {/b: Ask.}}", "stalls.playbook./b: `/b` is not watched; "),
        ("stalls: {playbook: {pricing: Ask.}}", "stalls.playbook.pricing: there is no page group `pricing`"),
        ("gates: {max_rejected: 200%}", "gates.max_rejected: 2.0 is too large; it has to be 1 or less"),
        ("stages: [{key: a, label: A}, {key: a, label: B}]", "stages.1.key: the key `a` is there twice; keep one of them"),
        ("stages: [{label: A}]", "stages.0: has no key; write a mapping"),
        ("protect: {}", "protect: names nothing; write `channels:`, `campaigns:` or `rules:`, or remove it"),
        ("protect: {rules: [contct]}", "protect.rules: there is no conversion `contct`; did you mean `contact`?"),
        ("protect: {channels: [Email, Email]}", "protect.channels: `Email` is there twice"),
    ],
)
def test_report(refused: Refused, line: str, said: str) -> None:
    problem = refused(report=REPORT + line + "\n")
    assert problem.startswith("config/report.yaml:3:")
    assert f": {said}" in problem


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("format: table", "inputs.crm: is a table and names no columns; write `columns:` with at least `time:`"),
        ("columns: {event: kind}", "inputs.crm.columns.time: is missing; add it"),
        ("columns: {time: at}", "inputs.crm: nothing says which event a row is; name the column in `columns: {event: ...}`"),
        ("columns: {time: at, event: kind}, event: won", "inputs.crm.event: both the input and its columns name the event"),
        ("columns: {time: at, event: kind}, format: ga4", "inputs.crm.columns: `format: ga4` needs no columns"),
        (
            "format: csv",
            "inputs.crm.format: `csv` is not one of its values; there are `auto`, `ga4`, `ua`, `amplitude`, `matomo`, `mixpanel`, "
            "`posthog`, `segment`, `snowplow`, `umami`, `table`",
        ),
        ("zone: Europe/Berln", "inputs.crm.zone: there is no time zone `Europe/Berln`; did you mean Europe/Berlin?"),
        ("zone: ../../etc/passwd", "inputs.crm.zone: there is no time zone `../../etc/passwd`"),
    ],
)
def test_inputs(refused: Refused, options: str, said: str) -> None:
    problem = refused(report=f"site: {{name: N, zone: UTC}}\ninputs:\n  crm: {{files: data/*, {options}}}\n")
    assert problem.startswith("config/report.yaml:3:")
    assert f": {said}" in problem


def test_nothing_is_fetched(refused: Refused) -> None:
    said = refused(report="site: {name: N, zone: UTC}\ninputs: {web: 'https://example.com/events.csv'}\n")
    assert "inputs.web.files: `https://example.com/events.csv` is an address; name files in the workspace; nothing is fetched" in said


@pytest.mark.parametrize(
    ("web", "engine", "said"),
    [
        (
            "'bigquery://firm/ga4/events_*'",
            "duckdb://",
            "inputs.web.files: only BigQuery reads its own tables; write `engine: bigquery://firm/ga4`",
        ),
        (
            "'bigquery://firm/ga4/users_*'",
            "bigquery://firm/ga4",
            "inputs.web.files: `bigquery://firm/ga4/users_*` is an address; name files",
        ),
        (
            "['bigquery://firm/ga4/events_*', data/*]",
            "bigquery://firm/ga4",
            "inputs.web.files: tables and other files are not of one input",
        ),
    ],
)
def test_tables_of_bigquery(refused: Refused, web: str, engine: str, said: str) -> None:
    report = f"site: {{name: Northlight, zone: Europe/Berlin}}\ninputs: {{web: {{files: {web}}}}}\nengine: {engine}\n"
    assert f": {said}" in refused(report=report)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "one: {label: A, tier: micro, match: a, supports: contcat}",
            "one.supports: there is no conversion or goal `contcat`; did you mean",
        ),
        ("one: {label: A, tier: micro, match: a, supports: one}", "one.supports: leads back to `one` itself"),
        ("one: {label: A, tier: micro, match: a, only_after: never}", "one.only_after: there is no conversion `never`"),
        ("one: {label: A, tier: micro, match: a, only_after: one}", "one.only_after: waits for `one` itself"),
        ("one: {label: A, tier: micro, match: a, rate_base: never}", "one.rate_base: there is no conversion `never`"),
        ("one: {label: A, tier: micro, match: a, rate_base: one}", "one.rate_base: is the rule itself"),
        ("one: {label: A, tier: micro, match: a, stage: intend}", "one.stage: there is no stage `intend`; did you mean `intent`?"),
        (
            "one: {label: A, tier: micro, match: {page: blog}}",
            "one.match.page: there is no page group `blog`; `page_groups` in report.yaml has none",
        ),
        (
            "one: {label: A, tier: micro, match: {event: a, engagement: 30s}}",
            "one.match.engagement: engagement is measured over pages or sessions",
        ),
        ("one: {label: A, tier: micro, match: {}}", "one.match: matches everything"),
        ("one: {label: A, tier: micro, match: []}", "one.match: is empty; write at least 1 entry"),
        ("one: {label: A, tier: medium, match: a}", "one.tier: `medium` is not one of its values; there are `macro`, `micro`"),
        ("one: {label: A, teir: micro, match: a}", "one.teir: is not a setting; did you mean `tier`?"),
        ("one: {label: A, match: a}", "one.tier: is missing; add it"),
        ("one: {label: A, tier: micro, match: a, by: [a, b, c, d]}", "one.by: has 4 entries; keep it to 3"),
        ("one: {label: A, tier: macro, match: a, horizon: 401}", "one.horizon: 401 is too large; it has to be 400 or less"),
        ("one: {label: A, tier: micro, match: a, weight: 0}", "one.weight: 0.0 is too small; it has to be more than 0"),
        ("one: {label: A, tier: macro, match: a, benchmark: {rate: 2.5%}}", "one.benchmark.source: is missing; add it"),
        (
            "one: {label: A, tier: macro, match: a, benchmark: {source: B, date: 2026-01-01}}",
            "one.benchmark: names no figure; write `rate: 2.5%`, `cost: 45` or both",
        ),
        ("any_macro: {label: A, tier: macro, match: a}", "any_macro: the key `any_macro` stands for all macros together"),
        ("One: {label: A, tier: micro, match: a}", "One: `One` does not fit; a key is written in small letters"),
        ("one: quote", "one: is a single value; write its options below it"),
    ],
    ids=lambda value: value[:70],
)
def test_conversions(workspace: Workspace, rule: str, said: str) -> None:
    problems = workspace.write(conversions=f"{RULES}  {rule}\n").problems()
    assert problems[0].startswith("config/conversions.yaml:4:"), problems
    assert f": conversions.{said}" in problems[0]


# checklist 002-9
def test_a_benchmark_without_source_and_date_is_refused(workspace: Workspace) -> None:
    rule = RULES + "  one: {label: A, tier: macro, match: a, benchmark: {rate: 2.5%}}\n"
    assert [each.split(": ")[1] for each in workspace.write(conversions=rule).problems()] == [
        "conversions.one.benchmark.source",
        "conversions.one.benchmark.date",
    ]


def test_supports_may_pass_over_goals_and_must_not_come_back(workspace: Workspace, goal: GoalText) -> None:
    rules = RULES + "  video: {label: Video, tier: micro, match: video, supports: one}\n"
    assert workspace.write(conversions=rules, goals=goal("metric: sessions\ntarget: 3\nsupports: contact")).problems() == []
    assert workspace.write(conversions=rules, goals=goal("metric: sessions\ntarget: 3\nsupports: video")).problems() == [
        "config/conversions.yaml:4:52: conversions.video.supports: leads back to `video` itself; take one of the links out",
        "config/goals.yaml:8:5: goals.one.supports: leads back to `one` itself; take one of the links out",
    ]


def test_notes(workspace: Workspace) -> None:
    first = "{date: 2026-03-04, text: x, until: 2026-03-01, rule: contcat, page: blog}"
    notes = f"notes:\n  - {first}\n  - {{date: 4 March, text: y}}\n  - {{text: z}}\n"
    assert workspace.write(notes=notes).problems() == [
        "config/notes.yaml:2:33: notes.0.until: 2026-03-01 is before 2026-03-04; swap the two days",
        "config/notes.yaml:2:52: notes.0.rule: there is no conversion `contcat`; did you mean `contact`?",
        "config/notes.yaml:2:67: notes.0.page: there is no page group `blog`; `page_groups` in report.yaml has none;"
        " a path begins with `/`",
        "config/notes.yaml:3:6: notes.1.date: `4 March` is not a date; write year-month-day, such as 2026-03-31",
        "config/notes.yaml:4:5: notes.2.date: is missing; add it",
    ]


def test_a_note_keeps_its_words(workspace: Workspace) -> None:
    workspace.write(notes="notes:\n  date: 2026-03-04\n  text: '<b>$\\frac{1}$</b> \u202etxet'\n")
    assert [note.text for note in workspace.load().notes] == ["<b>$\\frac{1}$</b> \u202etxet"]


def test_every_problem_of_every_file_at_once(workspace: Workspace) -> None:
    """A wrong option never hides what the rest of its record says, nor what other files say about it."""
    report = "site: {name: N, zone: Europe/Berln}\ninputs: {web: data/*}\npublish: pages\n"
    rules = "conversions:\n  contact: {label: Contact, tier: micor, match: contact, stage: intend}\n"
    goals = (
        "goals:\n  one: {label: One, metric: {conversions: contcat}, target: 15%, from: 2026-01-01, by: 2025-01-01, supports: contact}\n"
    )
    assert workspace.write(report=report, conversions=rules, goals=goals, notes="notes:\n\t- x\n").problems() == [
        "config/conversions.yaml:2:29: conversions.contact.tier: `micor` is not one of its values; did you mean `micro`?",
        "config/conversions.yaml:2:58: conversions.contact.stage: there is no stage `intend`; did you mean `intent`?",
        "config/goals.yaml:2:21: goals.one.metric: there is no conversion `contcat`; did you mean `contact`?",
        "config/goals.yaml:2:53: goals.one.target: `15%` can be read in two ways; write +15% for that much more than the baseline;"
        " a share to reach needs a rate as the metric",
        "config/goals.yaml:2:84: goals.one.by: is before `from`; swap the two days",
        "config/notes.yaml:2:1: a tab stands where YAML wants spaces; indent with spaces",
        "config/report.yaml:1:17: site.zone: there is no time zone `Europe/Berln`; did you mean Europe/Berlin?",
        "config/report.yaml:3:1: publish: `pages` lets anybody read the report; write `public: true` as well, or `publish: artifact`",
    ]


def test_needed_and_misnamed_files(workspace: Workspace) -> None:
    workspace.write(conversions="", goal="goals:\n")
    assert workspace.problems() == [
        "config/conversions.yaml: there is no such file; `reportgen init` writes one",
        "config/goal.yaml: is not a settings file's name; did you mean `goals.yaml`?",
    ]


def test_goals_and_notes_may_be_missing_or_empty(workspace: Workspace) -> None:
    assert workspace.write().load().goals == ()
    assert workspace.write(goals="goals:\n  # none yet\n", notes="notes:\n").load().notes == ()


def test_an_unreadable_file_is_a_sentence(workspace: Workspace) -> None:
    workspace.write(goals="")
    (workspace.folder / "config/goals.yaml").mkdir()
    assert workspace.problems() == ["config/goals.yaml: cannot be read: Is a directory; check the file and its permissions"]

"""The settings reference and the JSON Schemas are those of the code."""

from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml
from settings_workspace import GoalText, Workspace

from reportgen import settings
from reportgen.model import settings as model
from reportgen.settings import reference, schema
from reportgen.settings.sugar import DIALECT

ROOT = Path(__file__).parents[2]
RECORDS = [
    each
    for each in vars(model).values()
    if isinstance(each, type) and issubclass(each, model.Record) and each not in (model.Record, model.Settings)
]


def test_the_reference_is_fresh() -> None:
    """`python -m reportgen.settings.reference` writes it."""
    assert (ROOT / "docs/settings.md").read_text(encoding="utf-8") == reference.page()


@pytest.mark.parametrize("name", sorted(settings.schemas()))
def test_the_schemas_are_fresh(name: str) -> None:
    assert (ROOT / "config" / name).read_text(encoding="utf-8") == schema.text_of(settings.schemas()[name])


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_option_has_its_paragraph(record: type[model.Record]) -> None:
    assert [option for option, declared in record.model_fields.items() if not declared.description and option != "key"] == []
    assert record.__doc__


def test_every_record_is_in_the_reference() -> None:
    """But those with a shape of their own, which the prose explains."""
    shown = {kind for sections in reference.SECTIONS.values() for _, kind in sections}
    own = {
        model.OutsideTable,
        model.Metric,
        model.Target,
        model.Baseline,
        model.Term,
        model.PeriodTarget,
        model.CombinedGoal,
        model.CombinedPart,
    }
    assert set(RECORDS) - shown == own


def test_every_example_of_metric_and_target_in_the_reference_loads(workspace: Workspace, goal: GoalText) -> None:
    """The rows of the tables, as written."""
    page = reference.page()
    metrics = page.split("### metric\n")[1].split("### target")[0]
    written = [
        each for row in metrics.splitlines() if row.startswith("| ") for each in row.split("`")[1::2] if each.startswith(("{", "sess"))
    ]
    assert len(written) >= 10
    rules = "".join(
        f"  {key}: {{label: L, tier: micro, match: e}}\n" for key in ("quote_request", "accepted_proposal", "contact", "newsletter")
    )
    likes = "{files: f/*, counters: {date: d, measures: {page_likes: {column: l, kind: stock}}}}"
    lists = "{files: l/*, counters: {date: d, dimension: list, measures: {size: {column: s, kind: stock}}}}"
    report = f"site: {{name: N, zone: UTC}}\ninputs: {{web: data/*, facebook: {likes}, lists: {lists}}}\npage_groups: {{blog: /blog/*}}\n"
    report += "metrics: {cost_per_lead: {label: L, formula: cost / conversions(contact)}}\n"
    for metric in written:
        workspace.write(report=report, conversions=f"conversions:\n{rules}", goals=goal(f"metric: {metric}\ntarget: 0.5"))
        assert workspace.problems() == [], metric
    targets = [row.split("`")[1::2] for row in page.split("### target\n")[1].split("### baseline")[0].splitlines() if row.startswith("| `")]
    for target in [each for row in targets for each in row if each[0] in "{+-1"]:
        workspace.write(goals=goal(f"metric: {{conversions: contact}}\ntarget: {target}\nbaseline: same_period_last_year"))
        assert workspace.problems() == [], target


def test_every_example_of_targets_and_combined_in_the_reference_loads(workspace: Workspace, goal: GoalText) -> None:
    page = reference.page()
    targets = next(each for each in page.split("`") if each.startswith("targets: {2026-Q1"))
    workspace.write(goals=goal(f"metric: {{conversions: contact}}\n{targets}"))
    assert workspace.problems() == []
    rows = page.split("### combined\n")[1].split("## ")[0].splitlines()
    examples = [row.split("`")[1] for row in rows if row.startswith("| `")]
    assert len(examples) == 4
    days = "metric: sessions, target: 9, from: 2026-01-01, by: 2026-12-31"
    goals = "goals:\n" + "".join(f"  {key}: {{label: L, {days}}}\n" for key in "abc")
    combined = "combined:\n" + "".join(f"  made_{n}: {example}\n" for n, example in enumerate(examples))
    assert len(workspace.write(goals=goals + combined).load().combined) == 4


class Plain(yaml.SafeLoader):
    """YAML as editors read it: days stay texts."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if not tag.endswith(":timestamp")]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def misfits(name: str, text: str) -> list[str]:
    """What an editor would underline."""
    found = jsonschema.Draft7Validator(settings.schemas()[f"{name}.schema.json"]).iter_errors(yaml.load(text, Loader=Plain))
    return [each.message for each in found]


@pytest.mark.parametrize("name", ["report", "conversions", "goals", "notes"])
def test_the_shipped_files_fit_their_schemas(name: str) -> None:
    assert misfits(name, (ROOT / "config" / f"{name}.yaml").read_text(encoding="utf-8")) == []


# checklist 001-27
def test_the_shipped_goals_are_of_every_kind() -> None:
    """Totals, changes up and down, rates, limits, values, ratios; a segment, a new campaign; all that can be due on the way."""
    loaded = settings.load(ROOT).settings
    goals = loaded.goals
    kinds = {goal.metric.kind for goal in goals}
    assert {"sessions", "page_views", "conversions", "converters", "value", "rate", "bounce_rate", "ratio"} <= kinds
    changes = [goal.target.change for goal in goals if goal.target.change is not None]
    assert min(changes) < 0 < max(changes)
    assert {goal.target.direction for goal in goals if goal.target.value is not None} == set(model.Direction)
    assert any(goal.metric.scope.segment for goal in goals)
    assert any(goal.metric.scope.campaign and goal.ramp and goal.ramp.like for goal in goals)
    assert all(any(getattr(goal, option) for goal in goals) for option in ("targets", "milestones", "earlier", "note"))
    assert {one.combine for one in loaded.combined} == {model.Combine.GUARDED, model.Combine.ALL_OF}


@pytest.mark.parametrize(
    ("lines", "fits"),
    [
        ("target: 9", True),
        ("targets: {2026-Q1: 9, 2026-12: 1}", True),
        ("targets: {2026-Q5: 9}", False),
        ("targets: {}", False),
        ("label: none", False),
        ("target: 9\nmilestones: {by: 2026-02-01, value: 3}\nthresholds: {ahead: 95%}\nramp: 6", True),
        ("target: 9\nramp: {weeks: 6, like: [{campaign: a, from: 2026-01-01}]}\nearlier: [{until: 2026-02-01, target: +5%}]", True),
        ("target: 9\nramp: six", False),
        ("target: 9\nmilestones: [{value: 3}]", False),
        ("target: 9\nearlier: [{target: 3}]", False),
    ],
)
def test_the_schema_of_a_goal(goal: GoalText, lines: str, fits: bool) -> None:
    text = goal(f"metric: sessions\n{lines}").replace("    label: One\n", "" if "label" in lines else "    label: One\n", 1)
    assert (misfits("goals", text) == []) is fits


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("all_of: [a, b]", True),
        ("any_of: [a, b]", True),
        ("weighted: {a: 2, b: 1}, target: 90%", True),
        ("goal: a, while: b", True),
        ("goal: a", False),
        ("all_of: [a]", False),
        ("all_of: [a, b], any_of: [a, b]", False),
        ("owner: O", False),
        ("weighted: {a: 0, b: 1}", False),
    ],
)
def test_the_schema_of_a_combined_goal(written: str, fits: bool) -> None:
    assert (misfits("goals", f"goals:\ncombined:\n  both: {{label: Both, {written}}}\n") == []) is fits


def tables_in(node: schema.Json) -> Iterator[dict[str, schema.Json]]:
    """Every mapping of the schema."""
    if isinstance(node, dict):
        yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from tables_in(child)


def options_of(node: schema.Json) -> set[str]:
    """Every property name in the schema."""
    return {name for table in tables_in(node) if isinstance(inner := table.get("properties"), dict) for name in inner}


def test_the_schemas_know_every_option() -> None:
    known = {name for each in settings.schemas().values() for name in options_of(each)}
    for kind in (kind for sections in reference.SECTIONS.values() for _, kind in sections):
        names = {DIALECT.yaml_name(kind, option) for option in kind.model_fields if option != "key"}
        assert names <= known, kind


def test_schema_references_lead_somewhere() -> None:
    for name, each in settings.schemas().items():
        assert isinstance(each, dict)
        for target in refs_of(each):
            node: schema.Json = each
            for part in target.removeprefix("#/").split("/"):
                assert isinstance(node, dict)
                assert part in node, (name, target)
                node = node[part]


def refs_of(node: schema.Json) -> set[str]:
    return {target for table in tables_in(node) if isinstance(target := table.get("$ref"), str)}

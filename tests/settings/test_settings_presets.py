"""Presets: by name, by the files' headers, a workspace's own before the shipped ones; and the shipped ones themselves."""

from collections.abc import Callable, Mapping
from pathlib import Path

import jsonschema
import pytest
import yaml
from settings_workspace import Refused, Workspace

from reportgen import settings
from reportgen.errors import SettingsError
from reportgen.model.settings import DateOrder, InputSettings, Preset
from reportgen.settings import presets

SHOP = """\
title: Our shop
of: The till's manual, page 12
platform: Till
missing: [n/a]
counters: {date: day, measures: {sales: {column: sales, kind: flow, label: Sales}}}
costs: {date: day, amount: fee, of_channel: Till}
"""
SITE = "site: {name: N, zone: UTC}\n"
SHIPPED = presets.of(Path("nowhere"))


def with_preset(workspace: Workspace, text: str = SHOP, name: str = "shop") -> Workspace:
    file = workspace.folder / "config" / "presets" / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return workspace


def goal(counter: str) -> str:
    return f"goals:\n  g: {{label: G, metric: {{counter: {counter}}}, target: 5, from: 2026-01-01, by: 2026-12-31}}\n"


def test_an_input_takes_the_tables_of_the_preset_it_names(workspace: Workspace) -> None:
    report = f"{SITE}inputs: {{till: {{files: t/*, preset: shop, date_order: day_first}}}}\n"
    found = with_preset(workspace).write(report=report, goals=goal("till.sales")).load()
    (till,) = found.report.inputs
    assert [measure.title for _, measure in till.measures] == ["Sales"]
    assert [(table.of_channel, table.date_order) for table in till.costs] == [("Till", DateOrder.DAY_FIRST)]
    assert (till.platform, "n/a" in till.missing, "(not set)" in till.missing) == ("Till", True, True)
    assert found.goals[0].metric.counter == "till.sales"


def test_a_goal_on_a_presets_counters_is_checked(workspace: Workspace) -> None:
    report = f"{SITE}inputs: {{till: {{files: t/*, preset: shop}}}}\n"
    (said,) = with_preset(workspace).write(report=report, goals=goal("till.sale")).problems()
    assert "there is no counter `till.sale`; did you mean `till.sales`?" in said


def test_a_goal_on_people_names_one_value_of_their_dimension(workspace: Workspace) -> None:
    report = f"{SITE}inputs: {{web: {{files: w/*, preset: plausible}}}}\n"
    (said,) = workspace.write(report=report, goals=goal("web.page_visitors")).problems()
    assert "people are told for each page and do not add up over them; name one" in said
    assert workspace.write(report=report, goals=goal("{name: web.page_visitors, dimension: /}")).problems() == []


def test_a_workspaces_own_preset_comes_before_a_shipped_one(workspace: Workspace) -> None:
    report = f"{SITE}inputs: {{web: {{files: w/*, preset: plausible}}}}\n"
    assert len(workspace.write(report=report).load().report.inputs[0].measures) > 1
    assert len(with_preset(workspace, name="plausible").write(report=report).load().report.inputs[0].measures) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("preset: shopp", "config/report.yaml:3:20: inputs.till.preset: there is no preset `shopp`; did you mean `shop`?"),
        (
            "preset: shop, costs: {date: d, amount: a}",
            "inputs.till.preset: the input maps its tables itself; keep the preset or the tables",
        ),
        ("preset: shop, event: sale", "inputs.till.event: belongs to events, and the rows are counters"),
    ],
)
def test_what_a_preset_cannot_be_with_is_refused(workspace: Workspace, line: str, said: str) -> None:
    report = f"{SITE}inputs:\n  till: {{files: t, {line}}}\n"
    found = with_preset(workspace).write(report=report).problems()
    assert [said in each for each in found] == [True]


def test_a_mistake_in_a_preset_is_placed_in_its_file(workspace: Workspace) -> None:
    broken = with_preset(workspace, SHOP.replace("kind: flow", "kind: flaw"))
    (said,) = broken.write(report=f"{SITE}inputs: {{till: {{files: t/*, preset: shop}}}}\n").problems()
    assert said == "config/presets/shop.yaml:5:57: counters.measures.sales.kind: `flaw` is not one of its values; did you mean `flow`?"


def fitting(*names: str) -> Callable[[InputSettings, Callable[[], Mapping[str, Preset]]], tuple[str, ...]]:
    return lambda source, known: tuple(name for name in known() if name in names) if source.key == "till" else ()


def test_an_input_that_says_nothing_of_its_tables_is_recognised(workspace: Workspace) -> None:
    found = with_preset(workspace).write(report=f"{SITE}inputs: {{web: data/*, till: t/*}}\n", goals=goal("till.sales"))
    loaded = settings.load(found.folder, recognise=fitting("shop")).settings
    assert [each.preset for each in loaded.report.inputs] == [None, "shop"]
    assert settings.digest(loaded) == settings.digest(
        found.write(report=f"{SITE}inputs: {{web: data/*, till: {{files: t/*, preset: shop}}}}\n", goals=goal("till.sales")).load()
    )


def test_a_goal_on_an_input_whose_files_nobody_looked_at_is_not_judged(workspace: Workspace) -> None:
    """A report that is out is sent where its exports are not."""
    found = workspace.write(report=f"{SITE}inputs: {{web: data/*, till: t/*}}\n", goals=goal("till.sales"))
    assert found.problems() == []
    with pytest.raises(SettingsError):
        settings.load(found.folder, recognise=fitting("no such"))


def test_one_that_fits_several_presets_is_asked_which(workspace: Workspace) -> None:
    found = with_preset(with_preset(workspace), name="store").write(report=f"{SITE}inputs:\n  till: t/*\n")
    with pytest.raises(SettingsError) as caught:
        settings.load(found.folder, recognise=fitting("shop", "store"))
    said = "config/report.yaml:3:3: inputs.till: its files fit several presets: shop, store; say which: `preset: shop`"
    assert [str(problem) for problem in caught.value.problems] == [said]


@pytest.mark.parametrize(
    "option", ["event: sale", "columns: {time: t, event: e}", "format: ga4", "counters: {date: d, measures: {n: {column: N, kind: flow}}}"]
)
def test_one_that_says_what_its_files_are_is_left_alone(workspace: Workspace, option: str, refused: Refused) -> None:
    def recognise(source: InputSettings, known: object) -> tuple[str, ...]:
        raise AssertionError(source.key)

    found = workspace.write(report=f"{SITE}inputs: {{till: {{files: t/*, {option}}}}}\n")
    try:
        settings.load(found.folder, recognise=recognise)
    except SettingsError as error:
        assert all("preset" not in str(problem) for problem in error.problems)


@pytest.mark.parametrize("name", SHIPPED.files)
def test_a_shipped_preset_can_be_named(workspace: Workspace, name: str) -> None:
    found = workspace.write(report=f"{SITE}inputs: {{one: {{files: t/*, preset: {name}}}}}\n").load().report.inputs[0]
    assert found.outside
    assert found.platform
    preset, problems = SHIPPED.read(name)
    assert preset is not None
    assert problems == ()
    assert any(year in preset.of for year in ("2025", "2026")), "`of` says when the vendor's description was looked at"


@pytest.mark.parametrize("name", SHIPPED.files)
def test_a_shipped_preset_fits_the_schema_that_editors_read(name: str) -> None:
    file, _ = SHIPPED.files[name]
    schema = settings.schemas()["presets.schema.json"]
    assert [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(yaml.safe_load(file.read_text("utf-8")))] == []

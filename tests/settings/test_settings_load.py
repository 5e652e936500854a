"""Loading: the shipped example, the shorthands, what came from where, and a digest that follows the meaning."""

from pathlib import Path

import pytest
from settings_workspace import Workspace

from reportgen import settings
from reportgen.model.settings import Stage, StageKind, Tier, Value

ROOT = Path(__file__).parents[2]

FULL = """
conversions:
  quote_request:
    label: Quote request
    tier: macro
    match: {event: generate_lead, params: {form: quote}}
    outcome: We call back within a day.
    value: 1800
    journey: long
    benchmark: {rate: 2.5%, source: Trade body, date: 2026-01-31}
  registration: {label: Product registered, tier: macro, match: sign_up, only_after: quote_request, rate_base: quote_request, outcome: O.}
  reading: {label: Blog reading, tier: micro, match: {page: blog, engagement: 1m30s}, stage: awareness, supports: quote_request, weight: 2}
  either: {label: Either, tier: micro, match: [{event: [a, b*]}, /thanks], by: asset, supports: [quote_request, registration]}
"""


def test_the_shipped_example_loads() -> None:
    loaded = settings.load(ROOT)
    assert len(loaded.settings.macros) >= 2
    assert len(loaded.settings.micros) >= 12
    assert {goal.owner for goal in loaded.settings.goals} >= {"Megan"}


# checklist 003-9
def test_rules_as_people_write_them(workspace: Workspace) -> None:
    report = "site: {name: N, zone: UTC}\ninputs: {web: data/*}\npage_groups: {blog: /blog/*}\n"
    loaded = workspace.write(report=report, conversions=FULL).load()
    quote, registration, reading, either = loaded.rules
    assert (quote.tier, quote.value, quote.match[0].event, quote.match[0].params) == (
        Tier.MACRO,
        Value(fixed=1800),
        ("generate_lead",),
        {"form": ("quote",)},
    )
    assert quote.benchmark is not None
    assert quote.benchmark.rate == 0.025
    assert (registration.only_after, registration.rate_base) == ("quote_request", "quote_request")
    assert (reading.match[0].page, reading.match[0].engagement, reading.supports) == (("blog",), 90, ("quote_request",))
    assert [match.event for match in either.match] == [("a", "b*"), ("/thanks",)]
    assert either.by == ("asset",)


# checklist 004-19
def test_stalls_as_pages_alone_or_with_their_playbook(workspace: Workspace) -> None:
    report = "site: {name: N, zone: UTC}\ninputs: {web: data/*}\npage_groups: {pricing: /pricing}\nstalls: "
    assert workspace.write(report=report + "[pricing, /services/*]\n").load().report.stalls.watch == ("pricing", "/services/*")
    own = "{watch: pricing, suggestions: [Ask why.], playbook: {pricing: [Offer a call., Say what it includes.]}}\n"
    stalls = workspace.write(report=report + own).load().report.stalls
    assert (stalls.watch, stalls.suggestions) == (("pricing",), ("Ask why.",))
    assert stalls.playbook == {"pricing": ("Offer a call.", "Say what it includes.")}


def test_inputs_and_stages_as_mappings_or_lists(workspace: Workspace) -> None:
    mapping = "site: {name: N, zone: UTC}\ninputs: {web: data/*}\nstages: {early: Early, late: {label: Late, kind: engagement}}\n"
    listed = (
        "site: {name: N, zone: UTC}\ninputs:\n  - {key: web, files: data/*}\n"
        "stages:\n  - {key: early, label: Early}\n  - {key: late, label: Late, kind: engagement}\n"
    )
    first, second = (workspace.write(report=text).load() for text in (mapping, listed))
    assert first == second
    assert first.report.stages == (Stage(key="early", label="Early"), Stage(key="late", label="Late", kind=StageKind.ENGAGEMENT))


def test_campaigns_carry_a_tactic_and_an_initiative(workspace: Workspace) -> None:
    campaigns = 'campaigns: [{campaign: "spring_*", tactic: Paid social, initiative: Spring relaunch}]\n'
    report = "site: {name: N, zone: UTC}\ninputs: {web: data/*}\n" + campaigns
    group = workspace.write(report=report).load().report.campaigns[0]
    assert (group.campaign, group.tactic, group.initiative) == (("spring_*",), "Paid social", "Spring relaunch")


def test_equal_settings_have_equal_digests(workspace: Workspace) -> None:
    """However they are written; and another value gives another digest."""
    flow = "site: {name: N, zone: UTC}\ninputs: {web: data/*}\n"
    block = "# the same\ninputs:\n  web:\n    files: [data/*]\nsite:\n  zone: UTC\n  name: 'N'\nbots: exclude\n"
    same = {settings.digest(workspace.write(report=text).load()) for text in (flow, block)}
    other = settings.digest(workspace.write(report=flow + "bots: include\n").load())
    assert len(same) == 1
    assert other not in same
    assert len(other) == 64


def test_where_it_is_counted_is_none_of_the_reports(workspace: Workspace) -> None:
    """What is kept with a report is read by everybody who gets it."""
    flow = "site: {name: N, zone: UTC}\ninputs: {web: data/*}\n"
    moved = workspace.write(report=f"{flow}memory: 2GB\nengine: spark://10.0.0.5:7077?store=/inside/parts\n").load()
    here = workspace.write(report=flow).load()
    assert settings.plain(moved) == settings.plain(here)
    assert b"10.0.0.5" not in settings.plain(moved)
    assert settings.restored(settings.plain(moved)) == here


@pytest.mark.parametrize("text", ["", "goals:\n"])
def test_loading_twice_gives_the_same(workspace: Workspace, text: str) -> None:
    workspace.write(goals=text)
    assert settings.load(workspace.folder) == settings.load(workspace.folder)

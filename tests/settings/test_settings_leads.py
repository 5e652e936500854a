"""The hot-lead rule, and the goal that a report proposes for a leading signal, pasted into goals.yaml."""

from datetime import date

import pytest
from settings_workspace import SMALLEST, Refused, Workspace

from reportgen.model.lead_findings import GoalProposal
from reportgen.model.settings import BaselineKind, HotLeads, Metric, MetricKind
from reportgen.periods import Period
from reportgen.wording.leading import goal_yaml

CONVERSIONS = SMALLEST["conversions"] + (
    "  pricing: {label: Pricing, tier: micro, match: {page: /pricing}, supports: contact}\n"
    "  started: {label: Started, tier: micro, match: start, hidden: true}\n"
)
GOALS = """goals:
  contacts:
    label: Contacts
    owner: Aylin
    strategy: Talk to people
    metric: {conversions: contact}
    target: 40
    attainable: As last year
    from: 2026-01-01
    by: 2026-12-31
"""
PROPOSAL = GoalProposal(
    key="more_download",
    micro="download",
    macro="contact",
    owner="Aylin: she #1",
    strategy='Talk to "the right" people',
    change=0.1,
    baseline=Period(date(2026, 8, 1), date(2026, 11, 1)),
    period=Period(date(2026, 11, 1), date(2027, 2, 1)),
)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{any_of: [downlod]}", "hot_leads.any_of: there is no conversion `downlod`; did you mean `download`?"),
        ("{all_of: [contact, download]}", "hot_leads.all_of: `contact` is a macro conversion: whoever had it is a customer, not a lead"),
        ("{any_of: [started]}", "hot_leads.any_of: `started` is hidden"),
        ("{any_of: download, all_of: pricing}", "hot_leads: says both `any_of` and `all_of`; write one of them"),
        ("{within: 14}", "hot_leads: names no micro conversion; write one of them"),
        ("{any_of: [download, download]}", "hot_leads.any_of: `download` is there twice"),
        ("{any_of: [download, pricing], at_least: 3}", "hot_leads.at_least: nobody can have 3 of 2; name more, or ask for fewer"),
        ("{all_of: [download, pricing], at_least: 1}", "hot_leads.at_least: belongs to `any_of`; `all_of` asks for every one"),
        ("{any_of: [download], within: 0}", "hot_leads.within: 0 is too small"),
    ],
)
def test_a_hot_lead_rule_that_nobody_can_meet_is_refused(refused: Refused, rule: str, said: str) -> None:
    problem = refused(report=SMALLEST["report"] + f"hot_leads: {rule}\n", conversions=CONVERSIONS)
    assert problem.startswith("config/report.yaml:3:")
    assert said in problem


def test_a_hot_lead_rule(workspace: Workspace) -> None:
    # checklist 003-6
    text = SMALLEST["report"] + "hot_leads: {any_of: [download, pricing], at_least: 2, within: 14}\n"
    loaded = workspace.write(report=text, conversions=CONVERSIONS).load()
    assert loaded.report.hot_leads == HotLeads(any_of=("download", "pricing"), at_least=2, within=14)


def test_the_proposed_goal_loads_as_it_is_pasted(workspace: Workspace) -> None:
    # checklist 001-21
    pasted = GOALS.replace("goals:\n", "goals:\n" + goal_yaml(PROPOSAL, "More: Download"))
    workspace.write(goals=pasted)
    goal = workspace.load().goals[0]
    assert (goal.key, goal.label, goal.owner, goal.strategy) == ("more_download", "More: Download", PROPOSAL.owner, PROPOSAL.strategy)
    assert goal.metric == Metric(kind=MetricKind.CONVERSIONS, rule="download")
    assert goal.baseline is not None
    assert (goal.baseline.kind, goal.baseline.begin, goal.baseline.end) == (BaselineKind.RANGE, date(2026, 8, 1), date(2026, 11, 1))
    assert goal.target.change == pytest.approx(0.1)
    assert (goal.begin, goal.end, goal.supports) == (date(2026, 11, 1), date(2027, 2, 1), ("contact",))
    assert not [warning for warning in workspace.warnings() if "more_download" in warning]


def test_it_stands_after_others_too_and_may_lack_an_owner(workspace: Workspace) -> None:
    nobody = GoalProposal("more_download", "download", "contact", None, None, 0.1, PROPOSAL.baseline, PROPOSAL.period)
    workspace.write(goals=GOALS + goal_yaml(nobody, "More: Download"))
    assert [goal.key for goal in workspace.load().goals] == ["contacts", "more_download"]

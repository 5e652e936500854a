"""Clients: one merge rule, and every error at the file and line that it comes from."""

import pytest
from settings_workspace import GoalText, Workspace

from reportgen import settings
from reportgen.errors import UsageError
from reportgen.model.settings import Direction, MetricKind

BASE_REPORT = (
    "site: {name: Agency, zone: Europe/Berlin, domains: [agency.example, www.agency.example]}\n"
    "inputs: {web: {files: data/*, identity: shared}, crm: data/crm/*}\n"
    "page_groups: {blog: /blog/*, work: /work/*}\n"
)
ACME = "clients/acme/config"


def test_a_client_lays_over_the_base(workspace: Workspace) -> None:
    """Mappings merge by key, lists and single values replace, null removes."""
    workspace.write(report=BASE_REPORT).write(
        ACME,
        report=(
            "site: {name: Acme, domains: acme.example}\n"
            "inputs: {web: {files: [clients/acme/data/*]}, crm: null, shop: data/shop/*}\n"
            "page_groups: {blog: /news/*}\n"
        ),
    )
    report = workspace.load("acme").report
    assert (report.site.name, report.site.zone, report.site.domains) == ("Acme", "Europe/Berlin", ("acme.example",))
    assert [(each.key, each.files, each.identity) for each in report.inputs] == [
        ("web", ("clients/acme/data/*",), "shared"),
        ("shop", ("data/shop/*",), None),
    ]
    assert report.page_groups == {"blog": ("/news/*",), "work": ("/work/*",)}
    assert workspace.load().report.site.name == "Agency"


def test_what_says_one_thing_in_several_words_is_replaced_whole(workspace: Workspace, goal: GoalText) -> None:
    base = goal("metric: {sessions: {channel: Email}}\ntarget: +15%\nbaseline: {year: 2025}")
    workspace.write(goals=base).write(
        ACME,
        goals="goals:\n  one: {metric: {conversions: contact}, target: {at_most: 40}, baseline: {value: 90}, owner: Ann}\n",
        conversions="conversions:\n  contact: {match: {page: /thanks}, value: {source: sales}}\n  download: null\n",
    )
    loaded = workspace.load("acme")
    merged = loaded.goals[0]
    assert (merged.label, merged.owner, merged.metric.kind) == ("One", "Ann", MetricKind.CONVERSIONS)
    assert (merged.target.direction, merged.target.value, merged.target.change) == (Direction.AT_MOST, 40, None)
    assert merged.baseline is not None
    assert (merged.baseline.value, merged.baseline.begin) == (90, None)
    assert [rule.key for rule in loaded.rules] == ["contact"]
    assert (loaded.rule("contact").match[0].event, loaded.rule("contact").match[0].page) == ((), ("/thanks",))


def test_an_error_stands_in_the_file_it_comes_from(workspace: Workspace) -> None:
    workspace.write(report=BASE_REPORT + "locale: xx\n").write(ACME, report="site:\n  zone: Mars/Base\n", conversions="conversions: [\n")
    assert workspace.problems("acme") == [
        "clients/acme/config/conversions.yaml:2:1: YAML: expected the node content, but found '<stream end>';"
        " check quotes, brackets and indentation here",
        "clients/acme/config/report.yaml:2:3: site.zone: there is no time zone `Mars/Base`; write an IANA name such as Europe/Berlin",
        "config/report.yaml:4:1: locale: there is no locale `xx`; write one such as en, en_GB or de",
    ]


def test_a_workspace_may_have_clients_only(workspace: Workspace) -> None:
    for name, text in {"report": BASE_REPORT, "conversions": "conversions: {contact: {label: C, tier: macro, match: c}}\n"}.items():
        workspace.write("clients/solo/config", **{name: text})
    assert workspace.load("solo").report.site.name == "Agency"
    assert workspace.problems() == [
        "config/conversions.yaml: there is no such file; `reportgen init` writes one",
        "config/report.yaml: there is no such file; `reportgen init` writes one",
    ]


def test_the_files_read_are_named(workspace: Workspace) -> None:
    workspace.write().write(ACME, goals="goals:\n")
    files = settings.load(workspace.folder, "acme").files
    assert [file.relative_to(workspace.folder).as_posix() for file in files] == [
        "config/report.yaml",
        "config/conversions.yaml",
        "clients/acme/config/goals.yaml",
    ]


def test_clients_are_listed(workspace: Workspace) -> None:
    workspace.write().write(ACME, goals="goals:\n").write("clients/zeta/config", goals="goals:\n")
    (workspace.folder / "clients" / "notes").mkdir()
    assert settings.clients(workspace.folder) == ("acme", "zeta")


@pytest.mark.parametrize(
    ("name", "said"), [("acne", "did you mean `acme`?"), ("../acme", "did you mean `acme`?"), ("x", "there is `acme`")]
)
def test_an_unknown_client(workspace: Workspace, name: str, said: str) -> None:
    workspace.write().write(ACME, goals="goals:\n")
    with pytest.raises(UsageError) as caught:
        workspace.load(name)
    assert str(caught.value) == f"there is no client `{name}` under clients/; {said}"

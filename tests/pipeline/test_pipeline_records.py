"""Deals and a member list from their files to the report: joined, counted beside people, and nothing of anybody's address anywhere."""

from pathlib import Path

import pytest
import tiny

from reportgen import pipeline, wording
from reportgen.model.document import Document, Section, Table
from reportgen.pipeline import Analysed, Request, Workspace
from reportgen.stats import Rate

pytestmark = pytest.mark.slow
INPUTS = """\
  crm:
    files: data/deals.csv
    identity: web
    records:
      id: deal
      dates: {lead: created, won: won}
      stage: stage
      stages: {won: Won, open: [New, Quote sent]}
      visitor: client
      amount: value
      currency: currency
      has: {name: who, email: mail, phone: phone}
  club:
    files: data/members.csv
    identity: web
    members: {visitor: client, joined: since, left: until, list: list}
"""
RULES = """\
conversions:
  won: {label: Deal won, tier: macro, primary: true, match: won, outcome: We have work., rate_base: lead, journey: long}
  lead: {label: Lead, tier: macro, match: lead, outcome: We talk., by: has, supports: won}
  joined: {label: On the mailing list, tier: micro, match: list_joined, by: list, counting: visitor, supports: [lead, won], cohorts: true}
"""
DEALS = "deal,created,won,stage,client,value,currency,who,mail,phone\n" + "".join(
    f"D{n},2026-{9 + n % 2:02}-{1 + n:02},{f'2026-10-{2 + n:02}' if n % 3 == 0 else ''},{'Won' if n % 3 == 0 else 'New'},"
    f"{f'v{n}' if n < 16 else ''},1000,EUR,{'Ann Exemplar' if n % 2 else ''},a{n}@client.example,\n"
    for n in range(20)
)
ODD = "D90,2026-10-09,2026-10-02,Won,v20,500,EUR,,,\nD91,2026-10-09,,On hold,v21,500,EUR,,,\nD92,2026-10-09,2026-10-12,Won,v22,500,CHF,,,\n"
MEMBERS = "client,since,until,list\n" + "".join(f"v{n},2026-09-{1 + n:02},{'2026-10-01' if n == 1 else ''},Monthly\n" for n in range(12))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    report = tiny.REPORT.split("  crm:", maxsplit=1)[0] + INPUTS
    tiny.workspace(folder, report=report, conversions=RULES, goals=None, crm=None)
    return tiny.write(folder, {"data/deals.csv": DEALS + ODD, "data/members.csv": MEMBERS})


@pytest.fixture(scope="module")
def analysed(folder: Path) -> Analysed:
    return pipeline.analysed(Workspace(folder), Request(month="2026-10"), lambda _text: None)


@pytest.fixture(scope="module")
def document(analysed: Analysed) -> Document:
    return wording.document(analysed.findings, analysed.settings)


def section(document: Document, name: str) -> Section:
    return next(found for found in document.sections if found.id == name)


def test_what_is_odd_is_counted_and_told_with_an_example(analysed: Analysed) -> None:
    told = {entry.message: entry for entry in analysed.findings.ledger.entries}
    assert told["unknown_stage"].example == "On hold"
    assert told["unknown_stage"].facts["line"] == 23
    assert told["won_before_contact"].example == "lead 2026-10-09, won 2026-10-02"
    assert told["unknown_currency"].facts == {"currency": "CHF", "rows": 1}
    assert told["unknown_currency"].example == "2026-10-12: 500.00 CHF"
    unmatched = [entry.facts for entry in analysed.findings.ledger.entries if entry.message == "unmatched_offline"]
    assert {facts["rule"]: (facts["input"], facts["rows"], facts["of"]) for facts in unmatched} == {
        "lead": ("crm", 4, 23),
        "won": ("crm", 1, 9),
    }


def test_being_on_the_list_counts_among_what_came_before(analysed: Analysed) -> None:  # checklist 000-20
    """Of the twelve members six became a lead on a day after they joined, the others on that day."""
    assert analysed.findings.journeys is not None
    links = {(link.micro, bridge.macro): link for bridge in analysed.findings.journeys.bridges for link in bridge.links}
    assert (links["joined", "lead"].visitors, links["joined", "lead"].matured) == (12, Rate(6, 6))


def test_leads_become_customers_and_sign_ups_stand_by_month(document: Document) -> None:  # checklist 001-5 002-20 004-21
    tables = {block.id: block for block in section(document, "funnel").blocks if isinstance(block, Table)}
    assert "ladder-lead-won" in tables
    (joined,) = tables["ladder-joined-lead"].rows
    assert joined.cells[1].text == "12"


def test_no_address_is_kept_or_published(folder: Path, analysed: Analysed) -> None:
    with tiny.undrawn():
        pipeline.build(Workspace(folder), Request(month="2026-10"), folder / "site", lambda _text: None)
    made = {name: content for name, content in tiny.tree(folder).items() if not name.startswith(("data/", "config/"))}
    assert any(name.startswith(".reportgen/parts") for name in made)
    assert [name for name, content in made.items() if b"client.example" in content or b"Exemplar" in content] == []


def test_addresses_as_ids_are_refused_with_their_line(folder: Path, tmp_path: Path) -> None:
    bad = tiny.write(tmp_path, {name: content for name, content in tiny.tree(folder).items() if name.startswith(("data/", "config/"))})
    (bad / "data/members.csv").write_text(MEMBERS + "ann@client.example,2026-09-01,,Monthly\n")
    ran = tiny.run("build", "--month", "2026-10", within=bad)
    assert ran.code == 4
    assert "data/members.csv:14: inputs.club.members.visitor: the column 'client' holds e-mail addresses" in ran.err
    assert "ann@" not in ran.err
    assert not (bad / "site").exists()

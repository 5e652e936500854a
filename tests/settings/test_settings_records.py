"""Inputs of records and members: what loads, and what is refused with what would be right."""

import pytest
from settings_workspace import Refused, Workspace

HEAD = "site: {name: N, zone: UTC}\ninputs:\n  web: data/*\n"
DEALS = "{id: deal, dates: {lead: created, won: won_on}, visitor: client}"


def test_records_and_members_are_facts_from_outside(workspace: Workspace) -> None:
    report = (
        f"{HEAD}  crm: {{files: c/*, records: {DEALS}}}\n  club: {{files: m/*, members: {{joined: since, user_id: who, list: news}}}}\n"
    )
    web, crm, lists = workspace.write(report=report).load().report.inputs
    assert (web.offline, crm.offline, lists.offline) == (False, True, True)
    assert crm.records is not None
    assert list(crm.records.dates) == ["lead", "won"]
    assert crm.records.amount_at == ("won",)
    assert lists.members is not None
    assert (lists.members.list_, lists.members.hashed) == ("news", None)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (f"offline: false, records: {DEALS}", "inputs.crm.offline: records and members are facts from outside the site; remove it"),
        (f"event: won, records: {DEALS}", "inputs.crm.event: each date has its own event; remove it"),
        (f"columns: {{time: t, event: e}}, records: {DEALS}", "inputs.crm: its rows cannot be `columns` and `records` at once"),
        ("records: {id: deal}", "inputs.crm.records: no date makes an event; write `dates: {lead: COLUMN}`"),
        (
            "records: {id: deal, dates: {lead: a}, stage: s, stages: {won: Won}}",
            "inputs.crm.records.stages: no column holds the date of `won`; name it in `closed`, or in `dates`",
        ),
        (
            "records: {id: deal, dates: {lead: a}, stages: {open: New}}",
            "inputs.crm.records.stages: no column holds the stage; name it in `stage`",
        ),
        ("records: {id: deal, dates: {lead: a}, amount_at: leads}", "inputs.crm.records.amount_at: there is no date `leads`"),
        ("members: {joined: since}", "inputs.crm.members: no column says who the members are; name one of `visitor`, `user_id` and `hash`"),
        ("members: {joined: since, visitor: a, user_id: b}", "inputs.crm.members: `visitor` and `user_id` say who a member is"),
        ("members: {joined: since, hash: a}", "inputs.crm.members.hash: nothing says with what it was salted"),
        ("members: {joined: since, visitor: a, salt_env: SALT}", "inputs.crm.members.salt_env: there is no `hash` to compare; remove it"),
    ],
)
def test_what_does_not_go_together_is_said(refused: Refused, options: str, said: str) -> None:
    assert said in refused(report=f"{HEAD}  crm: {{files: c/*, {options}}}\n")

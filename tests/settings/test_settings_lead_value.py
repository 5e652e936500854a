"""Settings of a lead's value: what is read, refused and warned of."""

from datetime import date

import pytest
from settings_workspace import SMALLEST, Refused, Workspace

from reportgen import settings, wording
from reportgen.model.settings import Per

CONVERSIONS = SMALLEST["conversions"] + (
    "  deal: {label: Deal, tier: macro, match: won, outcome: We have work., rate_base: contact}\n"
    "  opened: {label: Opened, tier: micro, match: lead, by: has, hidden: true}\n"
    "  lost: {label: Lost, tier: micro, match: lost, hidden: true}\n"
)
DATED = "source: Accounts, date: 2026-01-15"
YEAR = f"{{after: 1y, value: 2000, per: customer, {DATED}}}"


def report(text: str) -> str:
    return SMALLEST["report"] + f"lead_value: {{{text}}}\n"


def test_a_lead_s_value_is_read(workspace: Workspace) -> None:
    # checklist 002-12
    text = (
        f"lead: contact, customer: deal, lifetime: [{YEAR}, {{after: 5y, value: 10000, per: lead, for: {{channel: Email}}, {DATED}}}],"
        " margin: 40%, capacity: {leads: 300, per: quarter}, ready: [name, phone], pipeline: {opened: opened, lost: lost}, form: download"
    )
    asked = workspace.write(report=report(text), conversions=CONVERSIONS).load().report.lead_value
    assert asked is not None
    assert [(one.after, one.value, one.per) for one in asked.lifetime] == [(12, 2000.0, Per.CUSTOMER), (60, 10000.0, Per.LEAD)]
    assert asked.lifetime[1].only == {"channel": ("Email",)}
    assert (asked.margin, asked.required_return) == (0.4, 3.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"lead: contatc, customer: deal, lifetime: [{YEAR}]",
            "lead_value.lead: there is no conversion `contatc`; did you mean `contact`?",
        ),
        (f"lead: contact, customer: contact, lifetime: [{YEAR}]", "lead_value.customer: is the lead itself"),
        (f"lead: contact, customer: download, lifetime: [{YEAR}]", "`download` is a micro conversion: nobody is a customer by it"),
        (f"lead: opened, customer: deal, lifetime: [{YEAR}]", "lead_value.lead: `opened` is hidden"),
        (f"lead: contact, lifetime: [{YEAR}]", "is a customer's value, and nothing says what makes a customer"),
        ("lead: contact, customer: deal, lifetime: [{value: 2, per: customer, date: 2026-01-15}]", "source: is missing"),
        ("lead: contact, customer: deal, lifetime: [{value: 2, per: customer, source: Accounts}]", "date: is missing"),
        (f"lead: contact, customer: deal, lifetime: [{YEAR}], required_return: 0", "lead_value.required_return: 0.0 is too small"),
        (f"lead: contact, customer: deal, lifetime: [{YEAR}], margin: 120%", "lead_value.margin: 1.2 is too large"),
        (
            f"lead: contact, customer: deal, lifetime: {{after: 12, value: 2, per: customer, {DATED}}}",
            "`12` has no unit; write 12y for years",
        ),
        (f"lead: contact, customer: deal, lifetime: {{value: 2, per: customer, currency: USD, {DATED}}}", "what USD is worth in EUR"),
        (
            f"lead: contact, customer: deal, lifetime: {{value: 2, per: customer, for: {{country: France}}, {DATED}}}",
            "leads are not told apart by `country`; there is `channel`",
        ),
        (
            f"lead: contact, customer: deal, lifetime: [{YEAR}, {{after: 2y, value: 1500, per: customer, {DATED}}}]",
            "1500 within 24 months is less than 2000 within 12",
        ),
        (f"lead: contact, customer: deal, lifetime: [{YEAR}], ready: [name]", "write `by: has` at `contact`"),
        (f"lead: contact, customer: deal, lifetime: [{YEAR}], pipeline: {{opened: opened, lost: deal}}", "`deal` opens or wins a record"),
        (f"lead: contact, lifetime: {{value: 2, per: lead, {DATED}}}, pipeline: {{opened: opened}}", "nothing says what makes a customer"),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_place(refused: Refused, text: str, said: str) -> None:
    # checklist 002-12
    problem = refused(report=report(text), conversions=CONVERSIONS)
    assert problem.startswith("config/report.yaml:3:")
    assert said in problem


def test_a_value_more_than_a_year_old_is_warned_of(workspace: Workspace) -> None:
    workspace.write(report=report(f"lead: contact, customer: deal, lifetime: [{YEAR}]"), conversions=CONVERSIONS)

    def old(today: date) -> list[str]:
        return [str(one) for one in wording.problems(settings.load(workspace.folder, today=today).advice) if "lead_value" in str(one)]

    assert old(date(2027, 1, 15)) == []
    assert [text for text in old(date(2027, 1, 16)) if "lifetime.date: the value is from 2026-01-15, more than a year old" in text]

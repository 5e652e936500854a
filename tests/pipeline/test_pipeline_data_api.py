"""A workspace on reports of the GA4 Data API alone: no events, no people; what the API says of its numbers is in the ledger."""

import json
from datetime import date, timedelta

import pytest
import tiny

from reportgen import pipeline, wording
from reportgen.model.document import Table
from reportgen.pipeline import Analysed, Request, Workspace

pytestmark = pytest.mark.slow
REPORT = "site: {name: Northlight, zone: Europe/Amsterdam}\ncurrency: EUR\nrates: {USD: 0.5}\ninputs: {api: data/*.json}\n"
RULES = "conversions:\n  contact: {label: Contact, tier: macro, match: generate_lead, outcome: We talk.}\n"
DAYS = [date(2026, 10, 31) - timedelta(days=place) for place in range(61)]
"""Newest first, as the API answers."""


def report(dimensions: list[str], metrics: list[str], rows: list[list[str]]) -> dict[str, object]:
    return {
        "dimensionHeaders": [{"name": name} for name in dimensions],
        "metricHeaders": [{"name": name} for name in metrics],
        "rows": [
            {
                "dimensionValues": [{"value": one} for one in row[: len(dimensions)]],
                "metricValues": [{"value": one} for one in row[len(dimensions) :]],
            }
            for row in rows
        ],
        "rowCount": len(rows),
        "metadata": {"currencyCode": "USD", "timeZone": "Europe/Amsterdam", "subjectToThresholding": True},
    }


BY_DAY = report(["date"], ["sessions", "totalUsers", "totalRevenue"], [[f"{day:%Y%m%d}", "10", "8", "12.50"] for day in DAYS])
BY_CHANNEL = report(
    ["date", "sessionDefaultChannelGroup", "sessionCampaignName"],
    ["sessions", "advertiserAdCost"],
    [[f"{day:%Y%m%d}", *row] for day in DAYS for row in (["Paid Search", "spring", "4", "2.00"], ["Direct", "(direct)", "6", "0"])],
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    files = {"config/report.yaml": REPORT, "config/conversions.yaml": RULES, "data/ga4.json": json.dumps({"reports": [BY_DAY, BY_CHANNEL]})}
    folder = tiny.write(tmp_path_factory.mktemp("api"), files)
    return pipeline.analysed(Workspace(folder), Request(month="2026-10"), lambda text: None)


def table(made: Analysed, key: str) -> dict[str, str]:
    """The first number of each row of a table, by the row's name."""
    sections = wording.document(made.findings, made.settings).sections
    (found,) = (block for section in sections for block in section.blocks if isinstance(block, Table) and block.id == key)
    return {row.cells[0].text: row.cells[1].text for row in found.rows if len(row.cells) > 1}


def test_its_numbers_are_told_beside_people(made: Analysed) -> None:
    """31 days of October: 10 sessions and 8 users each; 6 and 4 sessions by channel."""
    assert made.settings.report.inputs[0].preset == "ga4_data_api"
    told = table(made, "counters-flows")
    assert (told["Sessions"], told["Visitors, days added up"], told["(direct)"], told["spring"]) == ("310", "248", "186", "124")


def test_its_spend_is_a_cost_in_the_reports_currency(made: Analysed) -> None:
    """2 USD a day at 0.5 for each."""
    assert made.findings.outside is not None
    assert made.findings.outside.costs is not None
    assert made.findings.outside.costs.current == 31_000_000


def test_what_the_api_withholds_is_in_the_ledger(made: Analysed) -> None:
    (said,) = (entry for entry in made.findings.ledger.entries if entry.message == "thresholded")
    assert (said.severity, said.facts["file"]) == ("warning", "data/ga4.json")
    assert "The tool withholds small numbers in data/ga4.json" in wording.ledger_text(made.findings, made.settings)

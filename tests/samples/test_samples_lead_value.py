"""A marketplace's leads and closed deals (Olist, to March 2018): the share that became customers, and what is open, by hand."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sample_world import count

from reportgen import insights, settings
from reportgen.model.lead_value import LeadValueFinding
from reportgen.stats import Rate

pytestmark = pytest.mark.samples
INPUTS = """leads: {{files: '{folder}/olist_marketing_qualified_leads_dataset.csv', event: lead, offline: true, identity: crm,
    columns: {{time: first_contact_date, visitor: mql_id, transaction_id: mql_id}}}}
  deals: {{files: '{folder}/olist_closed_deals_dataset.csv', event: deal, offline: true, identity: crm,
    columns: {{time: won_date, visitor: mql_id, transaction_id: mql_id}}}}
lead_value:
  lead: lead
  customer: deal
  lifetime: {{after: 1y, value: 1500, per: customer, source: Made up, date: 2018-01-15}}
  margin: 20%
  pipeline: {{opened: lead}}"""
RULES = """
  deal: {{label: Deal, tier: macro, match: {{event: deal}}, outcome: They sell with us., rate_base: lead, funnel_window: {window}}}
  lead: {{label: Lead, tier: micro, match: {{event: lead}}, supports: deal}}
"""
AS_OF = pd.Timestamp(2018, 3, 31)


@pytest.fixture(scope="module")
def leads(samples: Path) -> pd.DataFrame:
    """A row a lead, with the days up to its deal; below zero where it was won before the first contact."""
    files = (("olist_marketing_qualified_leads_dataset", "first_contact_date"), ("olist_closed_deals_dataset", "won_date"))
    asked, won = (pd.read_csv(samples / "crm" / f"{name}.csv", parse_dates=[column]) for name, column in files)
    rows = asked.merge(won[["mql_id", "won_date"]], on="mql_id", how="left")
    rows = rows[rows.first_contact_date <= AS_OF]
    known = rows.won_date.where(rows.won_date < AS_OF + pd.Timedelta(days=1))
    return rows.assign(days=(known.dt.normalize() - rows.first_contact_date).dt.days, later=known > rows.first_contact_date)


def found(samples: Path, folder: Path, window: int) -> LeadValueFinding:
    rules = RULES.format(window=window)
    counts = count(folder, "2018-03", INPUTS.format(folder=samples / "crm"), rules, as_of=date(2018, 3, 31))
    told = insights.lead_value(settings.load(folder).settings, counts, ())
    assert told is not None
    return told


@pytest.mark.parametrize(("window", "grown", "enough"), [(180, "2017-10-01", False), (60, "2018-01-01", True)])
def test_leads_that_became_customers(samples: Path, tmp_path: Path, leads: pd.DataFrame, window: int, grown: str, *, enough: bool) -> None:
    told = found(samples, tmp_path, window)
    old = leads[leads.first_contact_date < grown]
    won = int((old.later & (old.days <= window)).sum())
    assert told.rate is not None and told.pipeline is not None
    assert (told.rate.rate, told.enough) == (Rate(won, len(old)), enough)
    assert told.worths[0].bound is not enough
    still = leads[leads.days.isna()]
    assert (told.pipeline.open, told.pipeline.old) == (len(still), int(((AS_OF - still.first_contact_date).dt.days > window).sum()))

"""Real leads and deals: a marketplace's sales over ten months, and a HubSpot account's deals and the stages that they entered."""

from datetime import date
from pathlib import Path

import pytest
from sample_world import asked, count, one

from reportgen import periods
from reportgen.model.counts import EarlyRows

pytestmark = pytest.mark.samples

LEADS = "olist_marketing_qualified_leads_dataset.csv"
DEALS = "olist_closed_deals_dataset.csv"
OLIST = """leads:
    files: '{leads}'
    identity: crm
    records: {{id: mql_id, dates: {{lead: first_contact_date}}, visitor: mql_id, stated: origin}}
  deals:
    files: '{deals}'
    identity: crm
    records: {{id: mql_id, dates: {{won: won_date}}, visitor: mql_id}}"""
RULES = """
  won: {label: Deal won, tier: macro, match: won, outcome: A seller joins., rate_base: lead, by: business_segment, journey: long}
  lead: {label: Lead, tier: macro, match: lead, outcome: We call them., supports: won, by: stated}
"""


def test_leads_and_deals_of_a_marketplace(samples: Path, tmp_path: Path) -> None:
    """Leads become customers months later: a month's cohort and what is won in that month are two things."""
    # checklist 001-5 004-21 000-9
    leads, deals = samples / "crm" / LEADS, samples / "crm" / DEALS
    found = count(tmp_path, periods.of(date(2017, 6, 1), date(2018, 3, 31)), OLIST.format(leads=leads, deals=deals), RULES)
    converted = found.current.converted
    assert (converted["lead"].conversions, converted["won"].conversions) == (5_345, 336)
    assert [(file.rows, file.rejected, file.remarks) for file in found.profile.files] == [(5_345, (), ()), (336, (), ())]

    months = asked(
        "select strftime(first_contact_date, '%Y-%m'), count(*), "
        "count(*) filter (won_date > first_contact_date and won_date::date <= first_contact_date + 180), "
        "count(*) filter (won_date > first_contact_date and strftime(won_date, '%Y-%m') = strftime(first_contact_date, '%Y-%m')) "
        "from read_csv({leads}) left join read_csv({deals}) using (mql_id) group by 1 order by 1",
        leads=leads,
        deals=deals,
    )
    (rung,) = [rung for rung in found.journeys.rungs if (rung.before, rung.after) == ("lead", "won")]
    assert rung.window == 180
    counted = [
        (month.month, month.visitors, sum(lag.count for lag in month.lags if lag.happened), month.same_month) for month in rung.cohorts
    ]
    assert counted == [tuple(row) for row in months]
    by_month = {str(month): (leads, won, same) for month, leads, won, same in months}
    assert by_month["2018-01"] == (1_141, 123, 64)
    assert by_month["2017-10"][1:] == (2, 0)


def test_one_deal_was_won_before_the_first_contact(samples: Path, tmp_path: Path) -> None:
    leads, deals = samples / "crm" / LEADS, samples / "crm" / DEALS
    found = count(tmp_path, "2018-03", OLIST.format(leads=leads, deals=deals), RULES)
    won, lead = one(
        "select won_date::date, first_contact_date from read_csv({deals}) join read_csv({leads}) using (mql_id) "
        "where won_date::date < first_contact_date",
        leads=leads,
        deals=deals,
    )
    assert found.profile.early == (EarlyRows("won", "lead", 1, date(2018, 3, 6), date(2018, 3, 8)),)
    assert (won, lead) == (date(2018, 3, 6), date(2018, 3, 8))
    assert found.current.converted["won"].conversions == 147


def test_an_unknown_origin_and_none_are_two_things(samples: Path, tmp_path: Path) -> None:
    leads, deals = samples / "crm" / LEADS, samples / "crm" / DEALS
    found = count(tmp_path, periods.of(date(2017, 6, 1), date(2018, 3, 31)), OLIST.format(leads=leads, deals=deals), RULES)
    origins = dict(asked("select coalesce(origin, '(none)'), count(*) from read_csv({leads}) group by 1", leads=leads))
    items = {name: item.conversions for name, item in found.current.items["lead", "stated"].items()}
    assert items == origins
    assert (items["unknown"], items["(none)"]) == (779, 33)


HUBSPOT = """deals:
    files: '{deals}'
    records:
      id: deal_id
      dates: {{deal_created: property_createdate}}
      visitor: deal_id
      stage: deal_pipeline_stage_id
      stages: {{won: closedwon, lost: closedlost}}
      closed: property_closedate
      amount: property_amount
  stages:
    files: '{stages}'
    offline: true
    columns: {{time: date_entered, event: value, visitor: deal_id, transaction_id: deal_id}}"""
STAGES = ("f66ca9bc5a02c2f1513ce83f0a0e117d", "09a969da1d61b38bd3746f0f49c1475a", "6e81db225a3757a3fc20cc9b1b3d9e1b")


def test_a_hubspot_accounts_deals_and_stages(samples: Path, tmp_path: Path) -> None:
    """Deals have one date each here; the stages that they entered are a table of events, named by HubSpot's ids."""
    files = {"deals": samples / "exports" / "deal_data.csv", "stages": samples / "exports" / "deal_stage_data.csv"}
    stage = "  stage_{}: {{label: Stage, tier: micro, match: '{}', supports: created}}\n"
    rules = "\n  created: {label: Deal, tier: macro, match: deal_created, outcome: We sell.}\n"
    rules += "".join(stage.format(place, name) for place, name in enumerate(STAGES))
    found = count(tmp_path, periods.of(date(2019, 1, 1), date(2021, 12, 31)), HUBSPOT.format(**files), rules)
    deals, stages = found.profile.files
    assert (deals.rows, deals.accepted, stages.rows, stages.accepted) == (44, 44, 14, 14)
    (created,) = one("select count(*) from read_csv({deals}, all_varchar = true)", **files)
    assert found.current.converted["created"].conversions == created == 44
    entered = dict(asked("select value, count(*) from read_csv({stages}, all_varchar = true) group by 1", **files))
    assert [found.current.converted[f"stage_{place}"].conversions for place in range(3)] == [entered[stage] for stage in STAGES]

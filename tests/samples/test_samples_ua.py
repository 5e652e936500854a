"""Universal Analytics' public sample: one day of a shop in California, counted by the whole chain and by queries written by hand."""

from datetime import date
from pathlib import Path

import pytest
from sample_world import count, one

from reportgen.periods import Period

RULES = """\
  buy: {tier: macro, label: Purchase, outcome: An order., match: {event: purchase}}
  cart: {tier: micro, label: Cart, match: {event: add_to_cart}, counting: session, supports: buy}
"""
pytestmark = pytest.mark.samples
DAY = Period(date(2017, 8, 1), date(2017, 8, 2))


def test_the_days_figures_are_the_files_own(samples: Path, tmp_path: Path) -> None:
    file = samples / "ua" / "ga_sample.parquet"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / file.name).symlink_to(file)
    counts = count(tmp_path, DAY, "web: {files: data/*.parquet}", RULES, "America/Los_Angeles").current
    visits, visitors, views = one(
        "select count(distinct (fullVisitorId, visitId)), count(distinct fullVisitorId), sum(totals.pageviews) from {file}", file=file
    )
    assert (counts.traffic.sessions, counts.traffic.visitors, counts.traffic.page_views) == (visits, visitors, views)
    orders = "select unnest(hits) as hit, fullVisitorId as who, visitId as visit from {file}"
    bought, amount = one(
        f"select count(*), sum(paid) from (select arg_min(hit.transaction.transactionRevenue, hit.hitNumber) as paid from ({orders}) "
        "where hit.transaction.transactionId is not null group by hit.transaction.transactionId)",
        file=file,
    )
    assert (counts.converted["buy"].conversions, counts.converted["buy"].amount) == (bought, amount)
    (carts,) = one(f"select count(distinct (who, visit)) from ({orders}) where hit.eCommerceAction.action_type = '3'", file=file)
    assert counts.converted["cart"].conversions == carts

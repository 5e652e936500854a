"""The demo's totals from outside the site: they agree with themselves, and the same seed gives the same bytes."""

import csv
import io
from datetime import date
from itertools import pairwise

from reportgen.demo import firm, outside
from reportgen.periods import Period

WHOLE = Period(date(2025, 11, 1), firm.END)


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(outside.files(1, WHOLE)[name][0].decode())))


def test_same_seed_same_bytes() -> None:
    assert outside.files(1, WHOLE) == outside.files(1, WHOLE)
    assert outside.files(2, WHOLE) != outside.files(1, WHOLE)


def test_page_likes_never_rise_by_more_than_were_new() -> None:
    days = [row for row in rows("data/social/facebook_2026.csv") if row["date"] >= "2026"]
    assert len(days) == 304
    gains = [int(after["page_likes"]) - int(before["page_likes"]) - int(after["new_likes"]) for before, after in pairwise(days)]
    assert max(gains) <= 0
    assert min(gains) < 0


def test_the_last_days_of_a_year_are_told_again_and_one_of_them_otherwise() -> None:
    earlier = {row["date"]: row for row in rows("data/social/facebook_2025.csv")}
    again = [row for row in rows("data/social/facebook_2026.csv") if row["date"] in earlier]
    assert [row["date"] for row in again] == ["2025-12-29", "2025-12-30", "2025-12-31"]
    assert [row == earlier[row["date"]] for row in again] == [True, True, False]


def test_a_lists_size_follows_from_who_joined_and_left() -> None:
    own = [row for row in rows("data/mail/lists.csv") if row["list"] == "Newsletter"]
    assert len(own) == 12
    assert all(int(b["size"]) == int(a["size"]) + int(b["joined"]) - int(b["gone"]) for a, b in pairwise(own))


def test_paid_search_costs_half_from_june_on_and_campaigns_cost_while_they_run() -> None:
    spent: dict[str, float] = {}
    for row in rows("data/costs/advertising.csv"):
        if row["channel"] == "Paid Search":
            spent[row["month"]] = spent.get(row["month"], 0.0) + float(row["spent"])
    assert 0.4 < spent["2026-06"] / spent["2026-05"] < 0.6
    assert [row["month"] for row in rows("data/costs/advertising.csv") if row["campaign"] == "autumn_checklist_2026"] == ["2026-10"]

"""Ways from micro to macro in a real shop and a real sales team's leads, against figures counted by hand in pandas from the raw files."""

from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sample_world import count

from reportgen import insights, settings
from reportgen.metrics.journeys.risk import STEPS
from reportgen.model.counts import Counts
from reportgen.model.journeys import Micro, Unit
from reportgen.model.journeys_findings import BridgeFinding

pytestmark = pytest.mark.samples

MICROS = {"product1": "product1", "cart": "cart", "pickup": "delivery_pickup", "courier": "delivery_courier", "choice": "payment_choice"}
SHOP = "\n  payment_done: {label: Paid, tier: macro, match: payment_done, outcome: They pay.}\n" + "".join(
    f"  {key}: {{label: {key}, tier: micro, match: {event}, supports: payment_done}}\n" for key, event in MICROS.items()
)
HORIZON = 30
LAST = pd.Timestamp("2020-04-30")


@pytest.fixture(scope="module")
def shop_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shop")


@pytest.fixture(scope="module")
def shop(samples: Path, shop_folder: Path) -> Counts:
    file = samples / "shop" / "simple-onlineshop.csv"
    return count(shop_folder, "2020-04", f"web: {{files: '{file}', columns: {{time: timestamp, event: event, visitor: client_id}}}}", SHOP)


@pytest.fixture(scope="module")
def events(samples: Path) -> pd.DataFrame:
    """The shop's events once each, with `visit`: the number of the visitor's visit, cut by gaps of half an hour."""
    rows = pd.read_csv(samples / "shop" / "simple-onlineshop.csv", parse_dates=["timestamp"]).drop_duplicates()
    rows = rows.sort_values(["client_id", "timestamp"], kind="stable")
    gap = rows.groupby("client_id").timestamp.diff()
    rows["visit"] = (gap >= pd.Timedelta(minutes=30)).groupby(rows.client_id).cumsum()
    return rows


def first(events: pd.DataFrame, event: str) -> pd.DataFrame:
    """Each client's first of the event: its time and visit."""
    return events[events.event == event].groupby("client_id")[["timestamp", "visit"]].first()


def step_class(visit: int) -> int:
    return next(low for low, high in STEPS if low <= visit <= high)


def risk_rows(events: pd.DataFrame, micro: str) -> Counter[tuple[int, int, str]]:
    """By visit and step: `n` visits up to the first payment, `d` with it, `n1` and `d1` of them after the micro's first visit."""
    paid, had = first(events, "payment_done"), first(events, micro)
    found: Counter[tuple[int, int, str]] = Counter()
    for client, last in events.groupby("client_id").visit.max().items():
        end = paid.visit.get(client, last)
        since = had.visit.get(client, end + 1)
        for visit in range(int(end) + 1):
            place = (min(visit, 6), step_class(visit))
            pays = client in paid.index and visit == end
            found.update({(*place, "n"): 1, (*place, "d"): int(pays)})
            found.update({(*place, "n1"): int(visit > since), (*place, "d1"): int(visit > since and pays)})
    return found


@pytest.mark.parametrize("micro", MICROS)
def test_the_shops_visits_before_and_after_a_micro_are_counted_as_by_hand(shop: Counts, events: pd.DataFrame, micro: str) -> None:
    assert shop.journeys.unit is Unit.SESSION
    expected = risk_rows(events, MICROS[micro])
    found = shop.journeys.macros["payment_done"].pairs[Micro(micro)].strata
    assert {place.channel for place in found} == {"(not recorded)"}
    counted = {
        (place.visit, place.step, name): getattr(stratum, name) for place, stratum in found.items() for name in ("n", "d", "n1", "d1")
    }
    assert {key: n for key, n in counted.items() if n} == {key: n for key, n in expected.items() if n}


@pytest.mark.parametrize("micro", MICROS)
def test_the_shops_order_of_micro_and_payment_is_counted_as_by_hand(shop: Counts, events: pd.DataFrame, micro: str) -> None:
    paid, had = first(events, "payment_done"), first(events, MICROS[micro])
    both = had.assign(timestamp_paid=paid.timestamp)
    pair = shop.journeys.macros["payment_done"].pairs[Micro(micro)]
    assert (pair.visitors, shop.journeys.macros["payment_done"].visitors) == (len(had), len(paid))
    assert (pair.assisted.n, pair.assisted.of) == (int((both.timestamp < both.timestamp_paid).sum()), len(paid))
    risk = both[both.timestamp_paid.isna() | (both.timestamp_paid > both.timestamp)]
    day, end = risk.timestamp.dt.normalize(), risk.timestamp_paid.dt.normalize()
    known = (LAST - day).dt.days.clip(upper=HORIZON)
    lag = (end - day).dt.days
    happened = lag <= known
    waits = Counter(zip(lag.where(happened, known).astype(int), happened, strict=True))
    assert {(wait.day, wait.happened): wait.count for wait in pair.lags} == waits


def test_what_the_report_says_of_the_shops_links(shop: Counts, shop_folder: Path, events: pd.DataFrame) -> None:
    """Observed are the payments on a visit after the micro's; expected the same from the exposed share of each stratum."""
    bridge = bridge_of(shop, shop_folder)
    for finding in (each for each in bridge.links if each.item is None):
        rows = risk_rows(events, MICROS[finding.micro])
        places = {key[:2] for key in rows}
        estimable = [place for place in places if 0 < rows[*place, "n1"] < rows[*place, "n"]]
        assert finding.link.observed == sum(rows[*place, "d1"] for place in estimable)
        expected = sum(rows[*place, "d"] * rows[*place, "n1"] / rows[*place, "n"] for place in estimable)
        assert finding.link.expected == pytest.approx(expected)


def bridge_of(counts: Counts, folder: Path) -> BridgeFinding:
    found = insights.find(settings.load(folder).settings, counts).journeys
    assert found is not None
    (bridge,) = found.bridges
    return bridge


CRM = """leads: {{files: '{folder}/olist_marketing_qualified_leads_dataset.csv', event: lead,
    columns: {{time: first_contact_date, visitor: mql_id, channel: origin}}}}
  deals: {{files: '{folder}/olist_closed_deals_dataset.csv', offline: true, identity: leads, event: deal,
    columns: {{time: won_date, visitor: mql_id}}}}"""
DEALS = """
  deal: {label: Deal, tier: macro, match: deal, journey: long, outcome: They sell with us., rate_base: lead}
  lead: {label: Lead, tier: micro, match: lead, supports: deal}
"""


@pytest.fixture(scope="module")
def sales(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Counts, Path]:
    folder = tmp_path_factory.mktemp("crm")
    return count(folder, "2018-03", CRM.format(folder=samples / "crm"), DEALS, as_of=date(2018, 3, 31)), folder


@pytest.fixture(scope="module")
def leads(samples: Path) -> pd.DataFrame:
    """A row a lead: its month, and the day and month its deal was won."""
    files = (("olist_marketing_qualified_leads_dataset", "first_contact_date"), ("olist_closed_deals_dataset", "won_date"))
    asked, won = (pd.read_csv(samples / "crm" / f"{name}.csv", parse_dates=[column]) for name, column in files)
    rows = asked.merge(won[["mql_id", "won_date"]], on="mql_id", how="left")
    return rows.assign(month=rows.first_contact_date.dt.strftime("%Y-%m"), won=rows.won_date.dt.strftime("%Y-%m"))


def test_leads_by_month_beside_the_deals_of_the_same_month(sales: tuple[Counts, Path], leads: pd.DataFrame) -> None:
    """One deal was won before its lead's first contact: it counts on the first day."""
    counts, folder = sales
    cohorts = bridge_of(counts, folder).cohorts
    assert len(cohorts) == leads.month.nunique() == 10
    for cohort in cohorts:
        own = leads[leads.month == f"{cohort.period.begin:%Y-%m}"]
        assert (cohort.so_far.n, cohort.so_far.of) == (own.won_date.notna().sum(), len(own))
        assert (cohort.same_month.n, cohort.same_month.of) == ((own.won == own.month).sum(), len(own))
        assert cohort.immature
    assert sum(cohort.so_far.n for cohort in cohorts) == 336
    early = int((leads.won_date.dt.normalize() < leads.first_contact_date).sum())
    assert early == 1


def test_the_rate_of_a_month_on_its_own_leads_differs_wildly_from_its_leads_rate(sales: tuple[Counts, Path], leads: pd.DataFrame) -> None:
    """What a dashboard shows for a month are its deals on its leads, who are other people."""
    counts, folder = sales
    by_month = {f"{each.period.begin:%Y-%m}": each for each in bridge_of(counts, folder).cohorts}
    same = {month: ((leads.won == month).sum(), (leads.month == month).sum()) for month in by_month}
    at = {f"{period.begin:%Y-%m}": place for place, period in enumerate(counts.months.periods)}
    for month, (deals, asked) in same.items():
        place = at[month]
        assert counts.months.converted["deal"][place].conversions == deals
        assert counts.months.converted["lead"][place].conversions == asked
    assert (same["2018-01"], same["2018-03"], same["2017-11"]) == ((73, 1141), (147, 1174), (0, 445))
    assert [by_month[month].so_far.n for month in ("2018-01", "2018-03", "2017-11")] == [123, 82, 8]

"""Real tables of events: two shops, lead forms, and a file in which everything is wrong that can be."""

from datetime import date
from pathlib import Path

import pytest
from sample_world import asked, count, one

from reportgen import periods

pytestmark = pytest.mark.samples

SHOP = "web: {{files: '{file}', columns: {{time: timestamp, event: event, visitor: client_id}}}}"
PAID = """
  payment_done: {label: Paid, tier: macro, match: payment_done, outcome: They pay.}
  cart: {label: Cart, tier: micro, match: cart, supports: payment_done, counting: visitor}
  courier: {label: Courier chosen, tier: micro, match: delivery_courier, supports: payment_done, only_after: cart}
"""


def test_six_months_of_a_shop(samples: Path, tmp_path: Path) -> None:
    file = samples / "shop" / "simple-onlineshop.csv"
    months = periods.of(date(2019, 11, 1), date(2020, 4, 30))
    found = count(tmp_path, months, SHOP.format(file=file), PAID)
    (profile,) = found.profile.files
    assert (profile.rows, profile.rejected) == (32_283, ())
    assert profile.accepted + profile.repeated == 32_283
    visitors, paid, payers, repeated = one(
        "with once as (select distinct * from read_csv({file}, all_varchar = true)) "
        "select count(distinct client_id), count(*) filter (event = 'payment_done'), "
        "count(distinct client_id) filter (event = 'payment_done'), 32283 - count(*) from once",
        file=file,
    )
    macro = found.current.converted["payment_done"]
    assert (found.current.traffic.visitors, macro.conversions, macro.converters, profile.repeated) == (visitors, paid, payers, repeated)
    assert (visitors, paid) == (3_751, 706)
    assert found.current.converted["cart"].conversions == found.current.converted["cart"].converters


def test_sessions_are_cut_by_gaps_as_a_query_cuts_them(samples: Path, tmp_path: Path) -> None:
    """One month, so that sessions begun before it stay out of its count."""
    file = samples / "shop" / "simple-onlineshop.csv"
    found = count(tmp_path, "2020-01", SHOP.format(file=file), PAID)
    sessions, couriers = one(
        """with events as (
          select client_id, event, epoch_us(timestamp::timestamp) as time from read_csv({file}, all_varchar = true)
        ), marked as (
          select *, time - lag(time) over (partition by client_id order by time) as gap from events
        ), carts as (select client_id, min(time) as since from events where event = 'cart' group by 1)
        select
          (select count(*) from marked where (gap is null or gap >= 1800000000) and strftime(make_timestamp(time), '%Y-%m') = '2020-01'),
          (select count(*) from events join carts using (client_id)
            where event = 'delivery_courier' and time >= since and strftime(make_timestamp(time), '%Y-%m') = '2020-01')""",
        file=file,
    )
    assert found.current.traffic.sessions == sessions
    assert found.current.converted["courier"].conversions == couriers


ECOM = (
    "web: {{files: '{file}', columns: {{time: timestamp, event: event, visitor: user_id, session: session_id, "
    "channel: acquisition_channel, platform: platform}}}}"
)
BOUGHT = """
  purchase: {label: Purchase, tier: macro, match: purchase, outcome: They order.}
  payment_error: {label: Payment failed, tier: micro, match: payment_error, supports: purchase}
"""


def test_a_shop_with_its_own_sessions_and_channels(samples: Path, tmp_path: Path) -> None:
    file = samples / "shop" / "ecom.csv.gz"
    found = count(tmp_path, periods.of(date(2024, 1, 1), date(2024, 6, 30)), ECOM.format(file=file), BOUGHT)
    (profile,) = found.profile.files
    assert (profile.rows, profile.rejected) == (31_106, ())
    converted = found.current.converted
    assert (converted["purchase"].conversions, converted["payment_error"].conversions) == (470, 119)
    visitors, sessions, buyers = one(
        "select count(distinct user_id), count(distinct (user_id, session_id)), count(distinct user_id) filter (event = 'purchase') "
        "from read_csv({file}, all_varchar = true)",
        file=file,
    )
    assert (found.current.traffic.visitors, found.current.traffic.sessions, converted["purchase"].converters) == (
        visitors,
        sessions,
        buyers,
    )
    channels = asked(
        "select acquisition_channel, count(distinct (user_id, session_id)) from read_csv({file}, all_varchar = true) group by 1", file=file
    )
    slices = next(slices for dimension, slices in found.current.by.items() if dimension.value == "channel")
    assert {part.value: part.traffic.sessions for part in slices} == dict(channels)


def test_every_defect_of_a_dirty_export_is_counted(samples: Path, tmp_path: Path) -> None:
    file = samples / "dirty" / "events.ndjson"
    columns = "{time: timestamp, event: event_type, event_id: event_id, visitor: user_id, page: page, amount: amount, currency: currency}"
    found = count(
        tmp_path,
        "2026-01",
        f"app: {{files: '{file}', columns: {columns}}}",
        "\n  purchase: {label: Purchase, tier: macro, match: purchase, outcome: They pay.}\n",
    )
    (profile,) = found.profile.files
    assert (profile.rows, profile.accepted, profile.repeated, profile.rejected) == (14_336, 14_124, 212, ())
    assert sum(day.repeats for day in found.profile.days) == 212
    rows = (
        "read_json({file}, format = 'newline_delimited', columns = {{event_id: 'varchar', user_id: 'varchar', event_type: 'varchar', "
        + ("timestamp: 'varchar', amount: 'varchar', currency: 'varchar'}})")
    )
    nameless, late, visitors = one(
        f"with days as (select *, timestamp::timestamptz::date > date '2026-01-31' as late from {rows}) "
        "select count(distinct event_id) filter (user_id is null and not late), count(distinct event_id) filter (late), "
        "count(distinct user_id) filter (not late) from days",
        file=file,
    )
    assert (sum(day.no_visitor for day in found.profile.days), found.current.traffic.visitors) == (nameless, visitors)
    assert 14_124 - sum(day.rows for day in found.profile.days) == late
    always, sometimes = one(
        f"with events as (select event_id, coalesce(currency = 'EUR', false) as foreign_money from {rows} "
        "where event_type = 'purchase' and timestamp < '2026-02'), ids as (select bool_and(foreign_money) as always, "
        "bool_or(foreign_money) as sometimes from events group by event_id) "
        "select count(*) filter (always), count(*) filter (sometimes) from ids",
        file=file,
    )
    assert int(str(always)) <= found.profile.unknown_currency["EUR"] <= int(str(sometimes))
    assert set(found.profile.unknown_currency) == {"EUR", "NGN"}


def test_lead_events_of_real_properties(samples: Path, tmp_path: Path) -> None:
    """Sixteen anonymised rows of several sites: some come twice, in other files too."""
    folder = samples / "ga4_leads"
    rules = """
  lead: {label: Lead, tier: macro, match: [form_submit, generate_lead], outcome: We call them.}
  form_start: {label: Form begun, tier: micro, match: form_start, supports: lead, by: [form_name]}
"""
    found = count(tmp_path, periods.of(date(2023, 1, 1), date(2024, 12, 31)), f"web: {folder}", rules)
    assert sum(file.rows for file in found.profile.files) == 16
    assert not any(file.rejected for file in found.profile.files)
    named = dict(asked("select event_name, count(distinct (event_timestamp, user_pseudo_id)) from read_json({file}) group by 1",
                       file=folder / "*.ndjson"))  # fmt: skip
    leads = found.current.converted["lead"]
    assert leads.conversions == named.get("form_submit", 0) + named.get("generate_lead", 0)
    assert found.current.converted["form_start"].conversions == named.get("form_start", 0)


CARTS = BOUGHT + "  cart: {label: Added to the cart, tier: micro, match: add_to_cart, supports: purchase}\n"


def test_carts_that_are_left_as_a_query_finds_them(samples: Path, tmp_path: Path) -> None:
    """Whoever added something in June up to the 23rd, and bought strictly later on one of the seven days after."""
    # checklist 004-9
    file = samples / "shop" / "ecom.csv.gz"
    found = count(tmp_path, "2024-06", ECOM.format(file=file), CARTS)
    (funnel,) = [each for each in found.journeys.funnels if each.key == "cart"]
    weeks = [cohort.reached for cohort in funnel.cohorts if cohort.age == 7 and cohort.period == found.current.period]
    carts, bought = one(
        """with events as (select user_id, event, timestamp::timestamp as clock from read_csv({file}, all_varchar = true)),
        carts as (select user_id, min(clock) as since from events where event = 'add_to_cart' and clock >= '2024-06-01' group by 1),
        old as (select * from carts where since < '2024-06-24')
        select (select count(*) from old),
          (select count(distinct user_id) from old join events using (user_id)
           where event = 'purchase' and clock > since and clock::date <= since::date + 7)""",
        file=file,
    )
    assert [sum(column) for column in zip(*weeks, strict=True)] == [carts, bought]
    assert 0 < int(str(bought)) < int(str(carts))

"""The public sample of the Google Merchandise Store: NDJSON and Parquet agree, and so does a query written by hand."""

from dataclasses import replace
from pathlib import Path

import pytest
from sample_world import asked, count, one

from reportgen.model.counts import Counts

pytestmark = pytest.mark.samples

RULES = """
  purchase: {label: Purchase, tier: macro, match: purchase, outcome: They order.}
  add_to_cart: {label: Into the cart, tier: micro, match: add_to_cart, supports: purchase}
  begin_checkout: {label: Checkout begun, tier: micro, match: begin_checkout, supports: purchase, counting: session}
  view_item: {label: Item viewed, tier: micro, match: view_item, supports: purchase, counting: visitor}
  scroll: {label: Scrolled, tier: micro, match: scroll, supports: purchase}
"""
NAMES = ("purchase", "add_to_cart", "begin_checkout", "view_item", "scroll")


@pytest.fixture(scope="module")
def folder(samples: Path) -> Path:
    return samples / "ga4"


@pytest.fixture(scope="module")
def ndjson(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Counts:
    return count(tmp_path_factory.mktemp("ndjson"), "2020-12", f"web: {folder}/*.ndjson.gz", RULES)


@pytest.fixture(scope="module")
def parquet(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Counts:
    return count(tmp_path_factory.mktemp("parquet"), "2020-12", f"web: {folder}/*.parquet", RULES)


# checklist 003-8
def test_december_from_ndjson_equals_december_from_parquet(ndjson: Counts, parquet: Counts) -> None:
    assert replace(ndjson, profile=replace(ndjson.profile, files=())) == replace(parquet, profile=replace(parquet.profile, files=()))


def test_no_event_is_lost(ndjson: Counts, parquet: Counts) -> None:
    read = [(file.rows, file.accepted, file.repeated, file.rejected) for file in (*ndjson.profile.files, *parquet.profile.files)]
    assert read == [(8301, 8301, 0, ()), (9152, 9152, 0, ()), (17453, 17453, 0, ())]


def test_both_formats_together_count_every_event_once(folder: Path, tmp_path: Path, ndjson: Counts) -> None:
    both = count(tmp_path, "2020-12", f"web: ['{folder}/*.ndjson.gz', '{folder}/*.parquet']", RULES)
    assert both.profile.repeated_across_files == 17453
    assert (both.profile.days, both.profile.events) == (ndjson.profile.days, ndjson.profile.events)
    assert all(each.was == each.now for each in both.watch.retold)
    assert replace(both, profile=ndjson.profile, watch=replace(both.watch, retold=())) == ndjson


FLAT = """
with flat as (
  select *, strftime(make_timestamp(event_timestamp), '%Y-%m') as month,
    list_filter(event_params, p -> p.key = 'ga_session_id')[1].value.int_value as session
  from read_parquet({file})
), december as (select * from flat where month = '2020-12')
"""


def test_a_query_written_by_hand_counts_the_same(folder: Path, ndjson: Counts) -> None:
    file = folder / "events_202011_202012.parquet"
    visitors, sessions = one(
        FLAT
        + "select count(distinct user_pseudo_id) filter (session is not null), count(distinct (user_pseudo_id, session)) "
        + "filter (session is not null and (user_pseudo_id, session) not in "
        + "(select (user_pseudo_id, session) from flat where month = '2020-11' and session is not null)) from december",
        file=file,
    )
    assert (ndjson.current.traffic.visitors, ndjson.current.traffic.sessions) == (visitors, sessions)
    counted = asked(
        FLAT + "select event_name, count(distinct user_pseudo_id), count(*), count(distinct (user_pseudo_id, session)) from december "
        "group by 1 order by 1",
        file=file,
    )
    by_name = {name: numbers for name, *numbers in counted}
    for name in set(NAMES) - {"view_item"}:
        assert ndjson.current.converted[name].converters == by_name[name][0]
    rows = {name: ndjson.current.converted[name].conversions for name in NAMES}
    assert (rows["add_to_cart"], rows["scroll"]) == (by_name["add_to_cart"][1], by_name["scroll"][1])
    assert rows["begin_checkout"] == by_name["begin_checkout"][2]
    (first_views,) = one(
        FLAT + "select count(*) from (select user_pseudo_id, min(month) as first from flat where event_name = 'view_item' group by 1) "
        "where first = '2020-12'",
        file=file,
    )
    assert rows["view_item"] == ndjson.current.converted["view_item"].converters == first_views


def test_purchases_are_counted_once_a_transaction_and_their_money_adds_up(folder: Path, ndjson: Counts) -> None:
    """49 purchases have no value; a transaction id that comes again is one purchase."""
    amount, purchases, repeated = one(
        FLAT
        + """, purchases as (
          select month, round(ecommerce.purchase_revenue * 1e6)::bigint as micros, event_timestamp,
            nullif(nullif(nullif(ecommerce.transaction_id, '(not set)'), '(data deleted)'), '<Other>') as given,
            list_filter(event_params, p -> p.key = 'transaction_id')[1].value as param from flat where event_name = 'purchase'
        ), keyed as (
          select *, coalesce(given, nullif(nullif(coalesce(param.string_value, param.int_value::varchar), '(not set)'), '(data deleted)'),
            'row ' || row_number() over ()) as transaction from purchases
        ), first as (select *, row_number() over (partition by transaction order by event_timestamp) as copy from keyed)
        select sum(micros) filter (copy = 1 and month = '2020-12'), count(*) filter (copy = 1 and month = '2020-12'),
          count(*) filter (copy > 1) from first""",
        file=folder / "events_202011_202012.parquet",
    )
    found = ndjson.current.converted["purchase"]
    assert (found.amount, found.conversions) == (amount, purchases)
    assert ndjson.profile.repeated_transactions == {"purchase": repeated}


def test_the_slices_of_every_dimension_add_up(ndjson: Counts) -> None:
    total = ndjson.current.traffic
    for slices in ndjson.current.by.values():
        assert sum(part.traffic.visitors for part in slices) == total.visitors
        assert sum(part.traffic.sessions for part in slices) == total.sessions


def test_marks_in_place_of_a_source_as_a_query_finds_them(folder: Path, ndjson: Counts) -> None:
    """A public sample, obfuscated by Google: session-days without a source of their own, whose visitor's first source is a mark."""
    counted = asked(
        FLAT
        + """, days as (
          select user_pseudo_id, session, event_date, min_by(traffic_source.source, event_timestamp) as mark,
            max(nullif(nullif(nullif(list_filter(event_params, p -> p.key = 'source')[1].value.string_value, '(not set)'),
              '(data deleted)'), '<Other>')) as own
          from flat where session is not null group by all
        ), sessions as (
          select *, first_value(mark) over first as mark_of, first_value(own) over first as own_of from days
          window first as (partition by user_pseudo_id, session order by event_date)
        )
        select mark_of, count(*) from sessions where own_of is null and mark_of in ('<Other>', '(data deleted)') group by 1 order by 1""",
        file=folder / "events_202011_202012.parquet",
    )
    assert counted == [(mark, sum(days.values())) for mark, days in sorted(ndjson.watch.hidden.items())]

"""What the script adds to a report: sorted tables, links to numbers and the list of periods, by keys alone; and pages without it."""

import re
from pathlib import Path

import pytest
from looking import PHONE, PHONE_DARK, WIDE, WIDE_DARK, ask, look
from site_world import KEY, MONTHS, RANGE, Sites
from test_site_links import served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report(demo: Path) -> str:
    return (demo / "2026-10" / "index.html").as_uri()


def test_numbers_are_sorted_by_their_value_and_totals_stay(report: str) -> None:
    printed, down, up, again = look([ask("sort", report, table="table-by-channel", column=1)])[0]
    assert [state["order"] for state in (printed, down, up, again)] == [None, "descending", "ascending", None]
    assert down["said"] == "Visitors – sorted in descending order" and up["said"] == "Visitors – sorted in ascending order"
    assert all(state["names"][-1] == "All visitors" for state in (printed, down, up, again))
    assert up["names"][:-1] == down["names"][-2::-1] != printed["names"][:-1]
    assert again["names"] == printed["names"]


def test_rows_that_stand_out_are_sorted_like_the_others(report: str) -> None:
    """Strong links are set in bold as totals are, and are none."""
    printed, up, *_ = look([ask("sort", report, table="table-micro-links", column=0)])[0]
    assert up["names"] == sorted(printed["names"], key=str.casefold) != printed["names"]


def test_groups_keep_their_rows(report: str) -> None:
    printed, down, *_ = look([ask("sort", report, table="table-micros", column=2)])[0]
    heads = [name for name in printed["names"] if ": " in name]
    assert len(heads) == 4 and [name for name in down["names"] if name in heads] == heads
    assert printed["names"] != down["names"]
    for state in (printed, down):
        assert sorted(_group(state["names"], heads[1], heads)) == sorted(_group(printed["names"], heads[1], heads))


def _group(names: list[str], head: str, heads: list[str]) -> list[str]:
    """The rows under a heading, up to the next."""
    rows = names[names.index(head) + 1 :]
    return rows[: next((place for place, name in enumerate(rows) if name in heads), len(rows))]


def test_days_are_sorted_as_days(report: str) -> None:
    """A fold's table: 31 October before 1 October at the second press."""
    printed, up, down, _ = look([ask("sort", report, table="table-rate-quote_request-data", column=0)])[0]
    assert up["order"] == "ascending" and up["names"] == printed["names"]
    assert down["names"] == printed["names"][::-1]


def test_an_address_leads_to_a_number_and_opens_what_is_folded_around_it(report: str) -> None:
    hashes = ("#table-by-channel.2", "#table-rate-quote_request-data.3", "#score.2", "#section-method")
    found = look([ask("arrives", report, view, hash=hash) for view in (WIDE, PHONE) for hash in hashes])
    assert [f"#{each['id']}" for each in found] == [*hashes, *hashes]
    assert all(each["seen"] for each in found)
    assert found[0]["words"].startswith("#\nDirect") or found[0]["words"].startswith("Direct")


def test_a_link_is_copied_and_a_linked_table_offers_those_of_its_rows(demo: Path) -> None:
    with served(demo) as host:
        found = look([ask("copies", f"{host}/2026-10/index.html", part="table-by-channel")])[0]
    assert found["copied"] == found["url"] == f"{host}/2026-10/index.html#table-by-channel"
    assert found["said"] == "Link copied"
    assert found["before"] == 0
    assert found["numbers"] == [f"#table-by-channel.{n + 1}" for n in range(len(found["numbers"]))] and len(found["numbers"]) > 5


@pytest.mark.parametrize("page", ["period", "earlier", "range"])
def test_every_period_is_within_reach_of_every_report(sites: Sites, page: str) -> None:
    """From disk, also out of an earlier edition, whose page was built before there was a range."""
    found = look([ask("periods", sites.pages[page].as_uri())])[0]
    reached = {(sites.firm / key / "index.html").as_uri() for key in (*MONTHS, RANGE)}
    assert {link[0] for link in found["links"]} == reached
    here = RANGE if page == "range" else KEY
    assert [link[0] for link in found["links"] if link[2]] == [(sites.firm / here / "index.html").as_uri()]
    assert "October 2026" in [link[1] for link in found["links"]] and found["closed"]


def test_the_list_of_periods_is_new_while_no_page_is(sites: Sites) -> None:
    """The months were built one by one, so that the page of the first was out before the others."""
    first = (sites.firm / MONTHS[0] / "index.html").read_text("utf-8")
    assert KEY not in re.findall(r'(?:src|href)="[^"]*"', first)
    assert f'"{KEY}"' in (sites.firm / "assets" / "periods.js").read_text("utf-8")
    assert f'"{RANGE}"' in (sites.firm / KEY / "editions" / "assets" / "periods.js").read_text("utf-8")


def test_axe_finds_nothing_where_a_table_is_linked(report: str) -> None:
    """With the links of its rows shown."""
    assert look([ask("axe", f"{report}#table-by-channel", view) for view in (WIDE_DARK, PHONE_DARK)]) == [[], []]


def test_without_the_script_nothing_of_it_is_seen(report: str) -> None:
    with_it, without = look([ask("text", report), ask("text", report, script=False)])
    assert _words(without) <= _words(with_it)
    assert "Other periods" not in without and "\n#\n" not in without


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))

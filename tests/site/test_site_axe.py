"""Pages as people use them: axe in every view, by keys alone, on the smallest screen, on paper."""

import re
from pathlib import Path

import pytest
from links import Found
from looking import PHONE, PHONE_DARK, SMALLEST, TWICE, WIDE, WIDE_DARK, View, ask, look
from site_world import Sites

pytestmark = pytest.mark.slow

VIEWS = (WIDE, WIDE_DARK, PHONE, PHONE_DARK, TWICE)


def violations(pages: dict[str, Path], views: tuple[View, ...]) -> list[str]:
    asked = [(name, view) for name in pages for view in views]
    found = look([ask("axe", pages[name].as_uri(), view) for name, view in asked])
    return [
        f"{name} {view}: {each['rule']} at {each['where']}: {each['why']}"
        for (name, view), nodes in zip(asked, found, strict=True)
        for each in nodes
    ]


def test_axe_finds_nothing_on_any_page_in_any_view(sites: Sites) -> None:
    assert violations(sites.pages, VIEWS) == []


def test_axe_finds_nothing_in_the_demo_s_report(demo: Path) -> None:
    assert violations({"demo": demo / "2026-10" / "index.html"}, (WIDE, PHONE_DARK)) == []


def test_axe_would_find_something(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<html><title>x</title><body style="color:#bbb">grey<img src="data:,"><table></table></body></html>', "utf-8")
    rules = {each["rule"] for each in look([ask("axe", page.as_uri())])[0]}
    assert {"color-contrast", "image-alt", "html-has-lang", "region"} <= rules


def test_every_link_is_reached_by_keys_and_shows_the_focus(sites: Sites) -> None:
    for name, keys in zip(sites.pages, look([ask("keys", page.as_uri()) for page in sites.pages.values()]), strict=True):
        assert keys["missed"] == [], name
        assert [stop for stop in keys["seen"] if not stop["visible"]] == [], name
        assert len(keys["seen"]) > 2, name
        assert [stop["number"] for stop in keys["seen"]] == sorted(stop["number"] for stop in keys["seen"]), name


def test_the_skip_link_leads_past_the_head(sites: Sites) -> None:
    for name, skip in zip(sites.pages, look([ask("skip", page.as_uri()) for page in sites.pages.values()]), strict=True):
        assert skip["first"]["words"] == "Skip to the report" and skip["first"]["visible"], name
        assert skip["hash"] and skip["within"], name


def test_what_is_folded_opens_by_keys(sites: Sites) -> None:
    found = look([ask("details", sites.pages["period"].as_uri(), view) for view in (WIDE, PHONE)])
    assert all(each["count"] == each["opened"] > 3 for each in found)


def test_no_page_is_wider_than_the_smallest_screen(sites: Sites, demo: Path) -> None:
    pages = {**sites.pages, "demo": demo / "2026-10" / "index.html"}
    for name, found in zip(pages, look([ask("wide", page.as_uri(), SMALLEST) for page in pages.values()]), strict=True):
        assert found == {"over": 0, "out": []}, name


def test_paper_has_every_word_of_the_pages_over_periods(sites: Sites) -> None:
    """But for what folds: a browser prints that as it stands on the screen. A report's paper is held against its PDF: test_site_print."""
    for name in ("index", "cover"):
        screen, paper = look([ask("text", sites.pages[name].as_uri()), ask("text", sites.pages[name].as_uri(), media="print")])
        assert _words(screen) - _words(paper) <= {"Skip", "to", "the", "report"}, name
    assert Found(sites.pages["period"].read_text("utf-8")).ids


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def test_the_demo_s_report_stays_under_a_megabyte(demo: Path) -> None:
    assert (demo / "2026-10" / "index.html").stat().st_size < 1_000_000

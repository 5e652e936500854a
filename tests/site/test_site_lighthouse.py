"""Lighthouse on the pages of a site. Performance is a timing, which no test asserts: docs/benchmarks.md has it."""

import re
from pathlib import Path

import pytest
from site_world import Sites

from tests.bench.lighthouse import scores

pytestmark = pytest.mark.slow


def of(page: Path) -> dict[str, float]:
    site = next(folder for folder in page.parents if (folder / "assets").is_dir())
    return scores(site, page.relative_to(site).as_posix())


@pytest.mark.parametrize("name", ["period", "index"])
def test_nothing_is_left_to_wish_but_speed(sites: Sites, name: str) -> None:
    found = of(sites.pages[name])
    assert (found["accessibility"], found["best-practices"]) == (1, 1)


def test_nothing_is_left_to_wish_of_the_demo_s_report_but_speed(demo: Path) -> None:
    found = of(demo / "2026-10" / "index.html")
    assert (found["accessibility"], found["best-practices"]) == (1, 1)


def test_the_demo_s_page_has_no_more_elements_than_a_phone_lays_out_in_time(demo: Path) -> None:
    """15,370 when this was written: each costs a phone time, whatever else the page does to open fast (docs/screen.md)."""
    page = (demo / "2026-10" / "index.html").read_text("utf-8")
    assert len(re.findall(r"<[a-z]", page)) < 16_000

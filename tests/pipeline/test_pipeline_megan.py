"""Megan is responsible for increasing organic traffic to the blog by 15 % by the end of 2014: from exports to the card.

Her numbers are laid out by a rule that a person can add up, so that what each layer says can be checked by hand.
"""  # checklist 000-6 001-27

import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import tiny
from pytest import approx

pytestmark = pytest.mark.slow

FIRST, START, AS_OF = date(2013, 1, 1), date(2014, 1, 1), date(2014, 9, 30)
WEEK = (4, 4, 4, 4, 3, 2, 2)
"""Organic visits to the blog, Monday to Sunday, in 2013: 23 a week."""
REPORT = """\
site: {name: Megan's firm, zone: Europe/Berlin}
inputs: {web: data/web.ndjson}
page_groups: {blog: /blog/*}
"""
CONVERSIONS = "conversions:\n  contact: {label: Contact, tier: macro, match: generate_lead, outcome: We talk.}\n"
GOALS = """\
goals:
  megan_blog:
    label: Organic blog traffic
    owner: Megan
    strategy: Be found by people who need software
    metric: {sessions: {channel: Organic Search, landing_page: blog}}
    baseline: {year: 2013}
    target: +15%
    supports: contact
    from: 2014-01-01
    by: 2014-12-31
"""


def visits(day: date) -> int:
    """2014 brings one visit more on Mondays and Fridays."""
    return WEEK[day.weekday()] + (day >= START and day.weekday() in (0, 4))


def events() -> Iterator[tiny.Event]:
    """Her visits, and beside them each day a direct one to the blog and an organic one to the front page, which are not hers."""
    for offset in range((AS_OF - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        noon = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
        for which in range(visits(day) + 2):
            begin = noon + timedelta(minutes=which)
            page = "/" if which == 0 else f"/blog/{which}"
            row = dict(tiny.event(begin, f"v{offset}-{which}", int(begin.timestamp()), "page_view", page=page))
            if which == 1:
                row["traffic_source"] = {"source": "(direct)", "medium": "(none)", "name": "(direct)"}
            yield row


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"config/report.yaml": REPORT, "config/conversions.yaml": CONVERSIONS, "config/goals.yaml": GOALS}
    return tiny.write(tmp_path_factory.mktemp("megan"), {**files, "data/web.ndjson": tiny.ndjson(events())})


@pytest.fixture(scope="module")
def site(workspace: Path) -> Path:
    assert tiny.run("build", "--month", "2014-09", within=workspace).code == 0
    return workspace / "site" / "2014-09"


def total(first: date, last: date) -> int:
    return sum(visits(first + timedelta(days=offset)) for offset in range((last - first).days + 1))


def test_her_numbers_are_the_ones_laid_out(site: Path) -> None:
    (goal,) = json.loads((site / "report.json").read_text(encoding="utf-8"))["goals"]
    in_2013, so_far = total(FIRST, date(2013, 12, 31)), total(START, AS_OF)
    same_days = total(FIRST, date(2013, 9, 30))
    assert (in_2013, so_far, same_days) == (1200, 975, 897)
    assert (goal["baseline"], goal["actual"]) == (in_2013, so_far)
    assert goal["target"] == approx(1.15 * in_2013)
    assert goal["growth"] == approx(so_far / same_days - 1)
    assert goal["wanted_growth"] == approx(0.15)
    assert goal["required_per_day"] == approx((1.15 * in_2013 - so_far) / 92)
    assert goal["path_basis"] == "path_season"
    assert (goal["basis"], goal["projection"]["method"]) == ("projection", "season")
    low, high = goal["projection"]["interval"]["low"], goal["projection"]["interval"]["high"]
    # 25 a week are 328 more by the end of the year: 1,303, short of 1,380.
    assert low < so_far + 25 * 92 / 7 < high < goal["target"]
    assert goal["projection"]["probability"] < 0.05
    assert goal["status"] == "off_track"
    assert [look["day"] for look in goal["history"]] == [f"2014-{month:02}-{day}" for month, day in MONTH_ENDS]


MONTH_ENDS = ((1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30))


def test_her_card_and_her_line_on_the_board(site: Path, workspace: Path, gold: Callable[[str, str], None]) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    card = re.search(r'<article[^>]*id="goal-(?:goal-)?megan_blog".*?</article>', page, re.DOTALL)
    assert card is not None
    text = re.sub(r"<(svg|style|details)\b.*?</\1>", " ", card[0], flags=re.DOTALL)
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
    gold("megan_card.txt", words + "\n")
    gold("megan_board.txt", tiny.run("goals", "--month", "2014-09", "--plan", within=workspace).out)

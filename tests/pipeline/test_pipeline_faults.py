"""A site whose October has faults planted in it, built by the command: the page says each of them, and a strict build stops."""

import html
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import tiny

pytestmark = pytest.mark.slow
REPORT = """\
site: {name: Northlight, zone: UTC, domains: [northlight.example]}
currency: EUR
inputs:
  web:
    files: data/web/*.csv
    columns: {time: at, event: event, visitor: who, page: page, referrer: came_from, amount: amount, currency: currency,
              transaction_id: order}
  likes:
    files: data/likes/*.csv
    platform: Facebook
    counters: {date: day, measures: {likes: {column: likes, kind: stock, label: Page likes}}}
  ads:
    files: data/ads.csv
    costs: {date: day, amount: cost, currency: currency, of_channel: Paid Search}
"""
RULES = """\
conversions:
  order: {label: Order, tier: macro, primary: true, match: purchase, outcome: They order.}
  contact: {label: Contact, tier: macro, match: generate_lead, outcome: We talk.}
  signup: {label: Sign-up, tier: micro, match: sign_up, supports: order}
"""
GOALS = """\
goals:
  orders:
    label: Orders of the quarter
    owner: Megan
    strategy: Be found
    metric: {conversions: order}
    baseline: {from: 2026-07-01, to: 2026-09-30}
    attainable: As many as last quarter
    target: 700
    from: 2026-10-01
    by: 2026-12-31
  signups:
    label: Sign-ups of the quarter
    owner: Jonas
    strategy: Be read
    metric: {conversions: signup}
    baseline: {from: 2026-07-01, to: 2026-09-30}
    attainable: As many as last quarter
    target: 2600
    supports: order
    from: 2026-10-01
    by: 2026-12-31
"""
HEADER = ["at", "event", "who", "page", "came_from", "plan", "amount", "currency", "order"]
FIRST, OCTOBER, LAST = date(2026, 7, 1), date(2026, 10, 1), date(2026, 10, 31)
OUTAGE = [date(2026, 10, day) for day in (17, 18, 19)]
LATER_FROM, TWICE_FROM = date(2026, 10, 5), date(2026, 10, 8)
CONTACT_DIES, PAGE_GONE = date(2026, 10, 20), date(2026, 10, 26)
VISITS = 40
HOURS = (8, 9, 9, 10, 10, 10, 11, 13, 14, 14, 15, 16)
PLANTED = {
    "missing_days": "gate",
    "rule_silent": "gate",
    "rejected_too_many": "gate",
    "rejected_rows": "warning",
    "repeats_many": "warning",
    "repeated_transactions": "note",
    "hours_shifted": "warning",
    "column_renamed": "note",
    "own_referrals": "warning",
    "page_missing": "warning",
    "tag_twice": "warning",
    "bots_excluded": "note",
    "unknown_currency": "warning",
    "costs_without_rate": "warning",
    "totals_restated": "warning",
}
"""What the ledger says of each fault below, and how much it weighs."""

EXAMPLES = PLANTED.keys() - {"rejected_too_many", "repeated_transactions", "bots_excluded"}
"""Those that show an example, or the days they are about; the others tell all of the rows they count."""
SAID = (
    "3 of 31 days of the period have no data.",
    "Contact was not seen for 12 days in a row; before, 8 a day were counted.",
    "144 of 3,345 rows of data/web/2026-10.csv were rejected (4.3%): a time that is none.",
    "115 of 11,325 rows repeat another exactly (1.0%)",
    "Order: one conversion repeats a transaction id",
    "web: from Oct 4, 2026 on, the hours of the day lie 5 hours off (+5 h) those of the months before",
    "From Oct 26, 2026 on, 100% of rows lack a page (0% before).",
    "sessions (24.2%) came by referral from the site’s own northlight.example",
    "the event sign_up came 1.9 times as often for each visitor as before",
    "from data/web/2026-10.csv on (Oct 1, 2026), the column plan seems to be called tariff.",
    "One suspected bot",
    "For example: 2026-10-30: 45.50 CHF",
    "For example: 2026-10-21: 12.50 USD",
    "For example: 2026-10-07 likes: 4,098 → 4,105",
)
"""Of each planted fault its sentence or its example, as the page has it."""


def visits(day: date, rng: random.Random, *, faulty: bool) -> Iterator[list[str]]:
    """Forty visits a day, of which some sign up, ask and order. In a faulty October some come from the site itself; from certain days on
    all are five hours late, sign-ups fire twice, nobody asks, and pages are lost."""
    for number in range(VISITS):
        at = datetime(day.year, day.month, day.day, rng.choice(HOURS), rng.randrange(60), rng.randrange(30), tzinfo=UTC)
        at += timedelta(hours=5 if faulty and day >= LATER_FROM else 0)
        who = f"v{rng.randrange(3000)}"
        came = rng.choice(("https://www.google.com/", "https://www.google.com/", "", "https://news.example/a"))
        came = "https://northlight.example/pay" if faulty and number % 4 == 0 else came
        page = "" if faulty and day >= PAGE_GONE else "/"
        yield [at.isoformat(), "page_view", who, page, came, "basic", "", "", ""]
        if rng.random() < 0.7:
            for again in range(2 if faulty and day >= TWICE_FROM else 1):
                yield [(at + timedelta(seconds=20 + 5 * again)).isoformat(), "sign_up", who, page, "", "basic", "", "", ""]
        if rng.random() < 0.2 and not (faulty and day >= CONTACT_DIES):
            yield [(at + timedelta(seconds=30)).isoformat(), "generate_lead", who, page, "", "basic", "", "", ""]
        if rng.random() < 0.2:
            yield [(at + timedelta(seconds=40)).isoformat(), "purchase", who, page, "", "basic", "30", "EUR", f"{day}-{number}"]


def spoiled(rows: Sequence[list[str]]) -> Iterator[list[str]]:
    """A row of 25 twice, one of 20 without a time, a machine with a page a second, an order told twice and one in a currency that the
    settings do not know."""
    for place, row in enumerate(rows):
        yield ["yesterday", *row[1:]] if place % 20 == 3 else row
        if place % 25 == 7:
            yield row
    for second in range(360):
        yield [f"2026-10-09T12:{second // 60:02}:{second % 60:02}", "page_view", "machine", f"/p{second}", "", "basic", "", "", ""]
    order = next(row for row in rows if row[1] == "purchase")
    yield ["2026-10-29T18:00:00", *order[1:]]
    yield ["2026-10-30T18:00:00", "purchase", "v9", "/thanks", "", "basic", "45.50", "CHF", "last"]


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join(",".join(row) + "\n" for row in (header, *rows))


def files(*, faulty: bool) -> dict[str, str]:
    """Four months of a site, page likes in two files that share two days, and a month of costs."""
    rng = random.Random(20261031)
    made: dict[str, str] = {}
    for month in range(7, 11):
        days = [FIRST + timedelta(days=each) for each in range(123) if (FIRST + timedelta(days=each)).month == month]
        october = faulty and month == OCTOBER.month
        rows = [row for day in days for row in visits(day, rng, faulty=october) if not (october and day in OUTAGE)]
        header = ["tariff" if october and name == "plan" else name for name in HEADER]
        made[f"data/web/2026-{month:02}.csv"] = table(header, list(spoiled(rows)) if october else rows)
    likes = [[str(FIRST + timedelta(days=n)), str(4000 + n)] for n in range(123)]
    made["data/likes/1.csv"] = table(["day", "likes"], likes[:100])
    again = [[day, str(int(n) + (7 if faulty else 0))] for day, n in likes[98:100]]
    made["data/likes/2.csv"] = table(["day", "likes"], [*again, *likes[100:]])
    spent = [[str(OCTOBER + timedelta(days=n)), "12.50", "USD" if faulty and n >= 20 else "EUR"] for n in range(31)]
    return made | {"data/ads.csv": table(["day", "cost", "currency"], spent)}


def workspace(folder: Path, *, faulty: bool) -> Path:
    settings = {"config/report.yaml": REPORT, "config/conversions.yaml": RULES, "config/goals.yaml": GOALS}
    return tiny.write(folder, {**settings, **files(faulty=faulty)})


@dataclass(frozen=True)
class Ledger:
    """What a command said, and the lines of the ledger that its report has, by message."""

    ran: tiny.Ran
    lines: Mapping[str, Mapping[str, object]]
    page: str


def built(folder: Path, *words: str) -> Ledger:
    ran = tiny.run("build", "--month", "2026-10", *words, within=folder)
    month = folder / "site/2026-10"
    entries = json.loads((month / "report.json").read_bytes())["ledger"]["entries"]
    page = (month / "index.html").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    return Ledger(ran, {entry["message"]: entry for entry in entries}, page)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("faults"), faulty=True)


@pytest.fixture(scope="module")
def strict(folder: Path) -> Ledger:
    return built(folder, "--strict")


def test_every_planted_fault_stands_in_the_ledger(strict: Ledger) -> None:
    assert {message: strict.lines[message]["severity"] for message in PLANTED if message in strict.lines} == PLANTED
    assert all(strict.lines[message]["example"] or strict.lines[message]["days"] for message in EXAMPLES)


@pytest.mark.parametrize("said", SAID)
def test_the_page_says_each_of_them_and_what_to_do(strict: Ledger, said: str) -> None:
    quality = strict.page.replace("<wbr>", "").split('id="section-quality"')[1].split("<section")[0]
    assert said in " ".join(html.unescape(re.sub(r"<[^>]+>", " ", quality)).split())


def test_what_no_fault_was_planted_for_is_not_told(tmp_path: Path) -> None:
    clean = built(workspace(tmp_path, faulty=False), "--strict")
    assert clean.ran.code == 0
    assert not PLANTED.keys() & clean.lines.keys()
    assert [message for message, line in clean.lines.items() if line["severity"] != "note"] == []


def test_a_strict_build_stops_unless_somebody_says_why_it_may_go_out(folder: Path, strict: Ledger) -> None:
    assert strict.ran.code == 5
    assert strict.ran.err.startswith("stopped: the data did not pass: ")
    for why in ("3 of 31 days of the period have no data", "rows were rejected in all", "Contact was not seen for 12 days in a row"):
        assert why in strict.ran.err
        assert why in strict.page
    assert "incomplete data: rate down" in strict.page
    passed = built(folder, "--strict", "--override", "The tracker was down; told to the owner")
    assert passed.ran.code == 0
    assert "It goes out all the same: The tracker was down; told to the owner." in passed.page

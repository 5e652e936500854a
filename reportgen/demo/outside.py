"""Totals from outside the firm's site, as the tools export them: social accounts, the studio on maps, the mail tool's lists, and what
advertising cost."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from reportgen.demo import firm
from reportgen.demo.ga4 import month_after
from reportgen.periods import Period

DAY = timedelta(days=1)
PAGE_LIKES = 2900
"""Page likes on the firm's first day."""
NEW_LIKES_A_DAY, GONE_A_DAY = 3.2, 0.7
LISTS = (("Newsletter", 1850, 56.0, 21.0), ("Clients", 96, 2.2, 0.6))
"""Each list with its size on the first day and how many join and leave it a month."""
NEW_FOLLOWERS_A_DAY, UNFOLLOWERS_A_DAY = 1.9, 0.6
VIDEOS = (("How we work, in two minutes", 46.0), ("From sketch to site", 31.0), ("Office dog", 74.0))
"""Each video with how often it is viewed a day."""
ON_THE_MAP = (1.1, 2.3, 5.6)
"""Calls, requests for directions and clicks to the site from the map, a day."""
BUDGETS = (
    ("Paid Search", "search_brand", 640, "EUR", None),
    ("Paid Search", "search_web_apps", 1180, "EUR", None),
    ("Paid Search", "search_brand_design", 480, "EUR", None),
    ("Paid Social", "ebook_leads_2026", 420, "USD", None),
    ("Paid Social", "spring_relaunch_2026", 700, "EUR", Period(date(2026, 3, 2), date(2026, 6, 1))),
    ("Paid Social", "autumn_checklist_2026", 610, "EUR", Period(date(2026, 10, 5), date(2027, 1, 1))),
)
"""Channel, campaign, what it costs a month, currency, and its days where it does not always run."""
RESTATED_DAYS = 3
"""So many days before New Year stand in the next year's file again, the last of them with another number."""

X_COLUMNS = ("Date", "Impressions", "Engagements", "New follows", "Unfollows")
PROFILE_COLUMNS = ("Store code", "Business name", "Address", "Calls", "Directions", "Website clicks")
Rows = list[tuple[object, ...]]


def files(seed: int, period: Period) -> Mapping[str, tuple[bytes, int]]:
    """Path -> content and rows. The same seed and period give the same bytes."""
    rng = np.random.default_rng([seed, 2])
    made: dict[str, tuple[bytes, int]] = {}
    for name, rows in social(rng, period):
        made[f"data/social/{name}"] = (_csv(("date", "page_likes", "new_likes"), rows), len(rows))
    mail = lists(rng, period)
    made["data/mail/lists.csv"] = (_csv(("month", "list", "joined", "gone", "size"), mail), len(mail))
    spent = costs(rng, period)
    made["data/costs/advertising.csv"] = (_csv(("month", "channel", "campaign", "spent", "currency"), spent), len(spent))
    made["data/social/x_account.csv"] = (_csv(X_COLUMNS, followers := account(rng, period)), len(followers))
    made["data/social/tiktok_videos.csv"] = (_csv(("date", "video", "views", "likes"), viewed := videos(rng, period)), len(viewed))
    for name, rows in profile(rng, period):
        made[f"data/maps/{name}"] = (_csv(PROFILE_COLUMNS, rows), 1)
    return made


def account(rng: np.random.Generator, period: Period) -> Rows:
    """A row a day, as X exports it: the newest first, days in words."""
    rows: Rows = []
    for number in range(period.days):
        day, new, gone = period.begin + number * DAY, int(rng.poisson(NEW_FOLLOWERS_A_DAY)), int(rng.poisson(UNFOLLOWERS_A_DAY))
        rows.append((f"{day:%a, %b} {day.day}, {day.year}", int(rng.poisson(240)), int(rng.poisson(6)), new, gone))
    return rows[::-1]


def videos(rng: np.random.Generator, period: Period) -> Rows:
    """A row a day and video."""
    rows: Rows = []
    for number in range(period.days):
        for video, views in VIDEOS:
            viewed = int(rng.poisson(views))
            rows.append((period.begin + number * DAY, video, viewed, int(rng.binomial(viewed, 0.04))))
    return rows


def profile(rng: np.random.Generator, period: Period) -> Iterator[tuple[str, Rows]]:
    """A file a month with one row for it, its days in the file's name; below the header a row that explains the columns."""
    month = period.begin
    while month < period.end:
        last = month_after(month) - DAY
        numbers = [int(rng.poisson(mean * (last - month).days)) for mean in ON_THE_MAP]
        explained = (
            "",
            "",
            "",
            *(f"Number of {what} from your Business Profile" for what in ("calls", "direction requests", "website clicks")),
        )
        yield f"GMB insights - {month:%Y-%m-%d} - {last:%Y-%m-%d}.csv", [explained, ("", "Northlight Studio", "Berlin", *numbers)]
        month = month_after(month)


def social(rng: np.random.Generator, period: Period) -> Iterator[tuple[str, Rows]]:
    """A file a year: page likes at each day's end, and how many were new. A page tells it of the last days of December once more."""
    likes = PAGE_LIKES + round((period.begin - firm.FIRST_MONTH).days * (NEW_LIKES_A_DAY - GONE_A_DAY))
    days: Rows = []
    for number in range(period.days):
        new = int(rng.poisson(NEW_LIKES_A_DAY * (1.0 + 0.0006 * number)))
        likes += new - int(rng.poisson(GONE_A_DAY))
        days.append((period.begin + number * DAY, likes, new))
    for year in range(period.begin.year, period.last_day.year + 1):
        own = [row for row in days if _year(row) == year]
        before = [row for row in days if _year(row) == year - 1][-RESTATED_DAYS:]
        again = [*before[:-1], *((day, level, int(str(new)) + 1) for day, level, new in before[-1:])]
        yield f"facebook_{year}.csv", [*again, *own]


def _year(row: Sequence[object]) -> int:
    day = row[0]
    assert isinstance(day, date)
    return day.year


def lists(rng: np.random.Generator, period: Period) -> Rows:
    """A row a list and month: who joined, who left, how many were on it at its end."""
    rows: Rows = []
    month = period.begin
    sizes = {name: size + round((month - firm.FIRST_MONTH).days / 30.4 * (joins - leaves)) for name, size, joins, leaves in LISTS}
    while month < period.end:
        for name, _, joins, leaves in LISTS:
            joined, gone = int(rng.poisson(joins)), int(rng.poisson(leaves))
            sizes[name] += joined - gone
            rows.append((f"{month:%Y-%m}", name, joined, gone, sizes[name]))
        month = month_after(month)
    return rows


def costs(rng: np.random.Generator, period: Period) -> Rows:
    """A row a month and campaign that ran in it; paid search is cut in half where its visits are."""
    rows: Rows = []
    month = period.begin
    while month < period.end:
        for channel, campaign, budget, currency, run in BUDGETS:
            if run is None or (run.begin < month_after(month) and month < run.end):
                share = 0.5 if channel == "Paid Search" and month >= firm.MIX_SHIFT else 1.0
                spent = budget * share * (0.94 + 0.1 * float(rng.random()))
                rows.append((f"{month:%Y-%m}", channel, campaign, f"{spent:.2f}", currency))
        month = month_after(month)
    return rows


def _csv(head: Sequence[str], rows: Rows) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode()

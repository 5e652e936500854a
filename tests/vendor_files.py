"""Small files as vendors export them, written by hand from their documented shapes, with their quirks; and what they say of October 2026.

Each stands for one preset: its files by name, the totals of its flows (or the last numbers of its stocks) by measure and value of the
dimension, and what it costs by campaign, in units.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Vendor:
    """One preset's files and what they say. `told`: (measure, value of the dimension or None) -> total; `costs`: (campaign, currency) ->
    amount."""

    files: Mapping[str, str | bytes]
    told: Mapping[tuple[str, str | None], float]
    costs: Mapping[tuple[str, str | None], float] = field(default_factory=dict)


def suite(title: str, rows: Sequence[tuple[str, int]]) -> bytes:
    """A chart of Meta Business Suite: UTF-16 with a mark, a hint for Excel, the chart's title, two columns."""
    lines = ["sep=,", f'"{title}"', '"Date","Primary"', *(f'"{day}T00:00:00","{n}"' for day, n in rows)]
    return "\r\n".join(lines).encode("utf-16")


def table(head: str, *rows: Sequence[object]) -> str:
    """CSV with the header as it is written."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return f"{head}\n{out.getvalue()}"


FACEBOOK = Vendor(
    {
        "page.csv": table(
            "Date,Lifetime Total Likes,Daily New Likes,Daily Unlikes,28 Days Page Engaged Users",
            ("", "Lifetime: The total number of people who have liked your Page. (Unique Users)", "Daily: The number of new people who have"
             " liked your Page (Unique Users)", "Daily: The number of Unlikes of your Page (Unique Users)", "28 Days: ..."),
            ("10/13/2026", 4310, 12, 2, 900), ("10/14/2026", 4317, 9, 2, 905), ("10/2/2026", 4290, 4, 1, 880),
        ),
        "follows.csv": suite("Facebook follows", [("2026-10-13", 7), ("2026-10-14", 5)]),
    },
    {
        ("likes", None): 4317, ("new_likes", None): 25, ("unlikes", None): 5, ("follows", None): 12,
    },
)  # fmt: skip
INSTAGRAM = Vendor(
    {
        "Follows.csv": suite("Instagram follows", [("2026-10-01", 3), ("2026-10-02", 0), ("2026-10-03", 8)]),
        "Visits.csv": suite("Instagram profile visits", [("2026-10-01", 40), ("2026-10-02", 31)]),
    },
    {("follows", None): 11, ("profile_visits", None): 71},
)
X = Vendor(
    {
        "account_overview_analytics.csv": table(
            "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,Create Post,"
            "Video views,Media views",
            ("Sat, Oct 3, 2026", 900, 20, 33, 0, 1, 3, 0, 1, 2, 11, 1, 8, 9),
            ("Fri, Oct 2, 2026", 1200, 30, 51, 1, 2, 5, 2, 2, 7, 14, 1, 9, 9),
        )
    },
    {
        ("follows", None): 8, ("unfollows", None): 2, ("impressions", None): 2100, ("engagements", None): 84, ("profile_visits", None): 25,
    },
)  # fmt: skip
LINKEDIN = Vendor(
    {
        "new_followers.csv": table(
            "Date,Sponsored followers,Organic followers,Auto-invited followers,Total followers",
            ("10/01/2026", 0, 4, 1, 5), ("10/02/2026", 2, 3, 0, 5), ("10/13/2026", 0, 6, 0, 6),
        )
    },
    {("new_followers", None): 16, ("organic", None): 13, ("sponsored", None): 2, ("invited", None): 1},
)  # fmt: skip
YOUTUBE = Vendor(
    {
        "Table data.csv": table(
            "Date,Views,Watch time (hours),Subscribers,Impressions,Impressions click-through rate (%)",
            ("Total", 620, 30.5, 4, 9000, 5.1), ("2026-10-01", 200, 10.25, 5, 4000, 5.0), ("2026-10-02", 420, 20.25, -1, 5000, 5.2),
        ),
        "Chart data.csv": table(
            "Date,Content,Video title,Video publish time,Duration,Views",
            ("2026-10-01", "abc123", "How we work, in two minutes", "Mar 9, 2026", 120, 150),
            ("2026-10-01", "def456", "Office tour", "Apr 1, 2026", 95, 50),
            ("2026-10-02", "abc123", "How we work, in two minutes", "Mar 9, 2026", 120, 420),
        ),
        "channel_basic_a3.csv": table(
            "date,channel_id,video_id,live_or_on_demand,subscribed_status,country_code,engaged_views,views,comments,likes,dislikes,shares,"
            "watch_time_minutes,subscribers_gained,subscribers_lost",
            ("20261001", "UC1", "abc123", "on_demand", "subscribed", "DE", 5, 10, 1, 2, 0, 0, 3.5, 0, 0),
            ("20261001", "UC1", "abc123", "on_demand", "not_subscribed", "DE", 20, 40, 0, 1, 0, 1, 9.25, 0, 0),
            ("20261001", "UC1", "", "on_demand", "subscribed", "ZZ", 0, 0, 0, 0, 0, 0, 0.0, 3, 1),
        ),
    },
    {
        ("views", None): 620, ("watch_hours", None): 30.5, ("subscribers", None): 4,
        ("video_views", "How we work, in two minutes"): 570, ("video_views", "Office tour"): 50,
        ("reported_views", "abc123"): 50, ("subscribers_gained", "(not set)"): 3, ("subscribers_lost", "(not set)"): 1,
        ("likes", "abc123"): 3, ("comments", "abc123"): 1, ("shares", "abc123"): 1,
    },
)  # fmt: skip
TIKTOK = Vendor(
    {
        "Overview_2026-10.csv": table(
            "Date,Video Views,Profile Views,Likes,Comments,Shares",
            ("October 1", 100, 10, 8, 1, 3), ("October 2", 200, 20, 4, -1, 1),
        ),
        "FollowerHistory_2026-10.csv": table(
            "Date,Followers,Difference in followers from previous day",
            ("October 1", "undefined", 0), ("October 2", 510, 0), ("October 3", 514, 4),
        ),
        "Content_2026-10.csv": table(
            "Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views,Average watch time",
            ("Chair test, take 2", "https://www.tiktok.com/@firm/video/7412345678901234567", "2026-08-02 19:05:00", 120, 4, 3, 1840, 11.5),
            ("Office dog", "https://www.tiktok.com/@firm/video/7412345678901234999", "2026-10-03 09:00:00", 900, 40, 31, 12000, 9.1),
        ),
    },
    {
        ("views", None): 300, ("profile_views", None): 30, ("likes", None): 12, ("comments", None): 0, ("shares", None): 4,
        ("followers", None): 514, ("new_followers", None): 4,
        ("video_views", "Chair test, take 2"): 1840, ("video_views", "Office dog"): 12000,
        ("video_likes", "Chair test, take 2"): 120, ("video_likes", "Office dog"): 900,
        ("video_comments", "Chair test, take 2"): 4, ("video_comments", "Office dog"): 40,
        ("video_shares", "Chair test, take 2"): 3, ("video_shares", "Office dog"): 31,
    },
)  # fmt: skip
META_ADS = Vendor(
    {
        "campaigns.csv": table(
            "Campaign name,Ad set name,Day,Reach,Impressions,Link clicks,Results,Result indicator,Amount spent (USD),Reporting starts,"
            "Reporting ends",
            ("Guide, leads", "Lookalike", "2026-10-01", 700, "1,012", 21, 3, "actions:lead", "12.50", "2026-10-01", "2026-10-01"),
            ("Guide, leads", "Retargeting", "2026-10-01", 90, 140, 9, "", "", "3.25", "2026-10-01", "2026-10-01"),
            ("Relaunch", "All", "2026-10-02", 400, 580, 5, 1, "actions:lead", "8.00", "2026-10-02", "2026-10-02"),
        )
    },
    {
        ("impressions", "Guide, leads"): 1152, ("impressions", "Relaunch"): 580, ("clicks", "Guide, leads"): 30, ("clicks", "Relaunch"): 5,
        ("results", "Guide, leads"): 3, ("results", "Relaunch"): 1,
        ("reach", "Guide, leads · Lookalike"): 700, ("reach", "Guide, leads · Retargeting"): 90, ("reach", "Relaunch · All"): 400,
    },
    {("Guide, leads", "USD"): 15.75, ("Relaunch", "USD"): 8.0},
)  # fmt: skip
META_ADS_BY_MONTH = Vendor(
    {
        "campaigns.csv": table(
            "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Reach",
            ("2026-10-01", "2026-10-31", "Relaunch", "310.00", 3100, 900),
        )
    },
    {("impressions", "Relaunch"): 3100},
    {("Relaunch", "EUR"): 310.0},
)
GOOGLE_ADS = Vendor(
    {
        "Campaign report.csv": 'Campaign report\n"October 1, 2026 - October 31, 2026"\n'
        + table(
            "Day,Campaign,Campaign ID,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value",
            ("2026-10-01", "Brand, search", 111, "USD", "1,204.50", "48,210", "1,930", "96.00", "9,120.00"),
            ("2026-10-02", "Brand, search", 111, "USD", "10.00", "100", "10", "--", "--"),
            ("2026-10-02", "Generic", 222, "USD", "300.00", "9,000", "300", "1.50", "0.00"),
            ("Total: Campaigns", "", "", "USD", "1,514.50", "57,310", "2,240", "97.50", "9,120.00"),
            ("Total: Account", "", "", "USD", "1,514.50", "57,310", "2,240", "97.50", "9,120.00"),
        ),
        "campaign_stats.csv": table(
            "_fivetran_id,customer_id,date,ad_network_type,base_campaign,clicks,conversions,cost_micros,device,id,impressions",
            ("a=", 1, "2026-10-01", "SEARCH", "customers/1/campaigns/9", 49, 0, 36150000, "MOBILE", 9935249409, 166),
            ("b=", 1, "2026-10-01", "SEARCH", "customers/1/campaigns/9", 11, 1, 9000500, "DESKTOP", 9935249409, 40),
        ),
    },
    {
        ("impressions", "Brand, search"): 48310, ("impressions", "Generic"): 9000, ("clicks", "Brand, search"): 1940,
        ("clicks", "Generic"): 300, ("conversions", "Brand, search"): 96, ("conversions", "Generic"): 1.5,
        ("impressions_by_id", "9935249409"): 206, ("clicks_by_id", "9935249409"): 60, ("conversions_by_id", "9935249409"): 1,
    },
    {("Brand, search", "USD"): 1214.5, ("Generic", "USD"): 300.0, ("9935249409", None): 45.1505},
)  # fmt: skip
LINKEDIN_ADS = Vendor(
    {
        "campaign_performance.csv": "Campaign Performance Report (in UTC)\nReport Start: 10/1/2026\nReport End: 10/31/2026\n\n"
        + table(
            "Start Date (in UTC),Account Name,Campaign Group Name,Campaign Name,Campaign ID,Currency,Total Spent,Impressions,Clicks,Leads",
            ("10/1/2026", "Northlight", "Q4", "Decision makers", 7, "USD", "1,500.00", "20,000", 100, 4),
            ("10/13/2026", "Northlight", "Q4", "Decision makers", 7, "USD", "33.33", "1,100", 5, 0),
        )
    },
    {("impressions", "Decision makers"): 21100, ("clicks", "Decision makers"): 105, ("leads", "Decision makers"): 4},
    {("Decision makers", "USD"): 1533.33},
)
MICROSOFT_ADS = Vendor(
    {
        "campaigns.csv": table(
            "TimePeriod,AccountName,CampaignName,CurrencyCode,DeviceType,Impressions,Clicks,Spend,Conversions",
            ("2026-10-01", "Northlight", "Brand", "EUR", "Computer", 400, 20, "12.40", 1),
            ("2026-10-01", "Northlight", "Brand", "EUR", "Smartphone", 100, 4, "2.10", 0),
        )
    },
    {("impressions", "Brand"): 500, ("clicks", "Brand"): 24, ("conversions", "Brand"): 1},
    {("Brand", "EUR"): 14.5},
)
TIKTOK_ADS = Vendor(
    {
        "campaigns.csv": table(
            "By Day,Campaign name,Ad group name,Ad name,Cost,Impressions,Clicks (destination),Conversions,Currency",
            ("2026-10-01", "Autumn", "Interest", "UGC 1", "8.00", "5,000", 70, "-", "EUR"),
            ("2026-10-02", "Autumn", "Interest", "UGC 1", "1,234.50", "120,000", "1,800", 12, "EUR"),
        )
    },
    {("impressions", "Autumn"): 125000, ("clicks", "Autumn"): 1870, ("results", "Autumn"): 12},
    {("Autumn", "EUR"): 1242.5},
)
MAILCHIMP = Vendor(
    {
        "activity.csv": table(
            "list_id,day,emails_sent,unique_opens,recipient_clicks,hard_bounce,soft_bounce,subs,unsubs,other_adds,other_removes",
            ("news", "2026-10-02", 900, 300, 40, 1, 0, 6, 2, 20, 0), ("news", "2026-10-01", 0, 0, 0, 0, 0, 4, 1, 0, 1),
            ("clients", "2026-10-02", 90, 60, 9, 0, 0, 1, 0, 0, 0),
        ),
        "growth.ndjson": '{"list_id": "news", "month": "2026-09", "existing": 0, "imports": 0, "optins": 0, "subscribed": 1850}\n'
        '{"list_id": "news", "month": "2026-10", "existing": 0, "imports": 0, "optins": 0, "subscribed": 1876}\n'
        '{"list_id": "clients", "month": "2026-10", "existing": 0, "imports": 0, "optins": 0, "subscribed": 97}\n',
    },
    {
        ("joined", "news"): 10, ("joined", "clients"): 1, ("gone", "news"): 3, ("gone", "clients"): 0, ("added", "news"): 20,
        ("added", "clients"): 0, ("removed", "news"): 1, ("removed", "clients"): 0, ("size", "news"): 1876, ("size", "clients"): 97,
    },
)  # fmt: skip
PROFILE = Vendor(
    {
        "GMB insights (Business Profile Performance) - 2026-10-1 - 2026-10-31.csv": table(
            "Store code,Business name,Address,Labels,Google Search - Mobile,Google Search - Desktop,Google Maps - Mobile,"
            "Google Maps - Desktop,Calls,Messages,Bookings,Directions,Website clicks,Food orders,Food menu clicks,Hotel bookings",
            ("", "", "", "", "Number of people that viewed your Business Profile on Google Search using Mobile", *["definition"] * 3,
             "Number of calls made from your Business Profile", *["definition"] * 7),
            ("B1", "Northlight Berlin", "Street 1", "", 900, 400, 310, 90, 31, 2, 0, 62, 124, 0, 0, 0),
            ("H1", "Northlight Hamburg", "Street 2", "", 300, 100, 90, 10, 4, 0, 0, 20, 33, 0, 0, 0),
        )
    },
    {
        ("calls", "Northlight Berlin"): 31, ("calls", "Northlight Hamburg"): 4, ("directions", "Northlight Berlin"): 62,
        ("directions", "Northlight Hamburg"): 20, ("website_clicks", "Northlight Berlin"): 124,
        ("website_clicks", "Northlight Hamburg"): 33,
        ("messages", "Northlight Berlin"): 2, ("messages", "Northlight Hamburg"): 0, ("bookings", "Northlight Berlin"): 0,
        ("bookings", "Northlight Hamburg"): 0,
    },
)  # fmt: skip
PLAY = Vendor(
    {
        "installs_com.northlight.app_202610_overview.csv": table(
            "Date,Package name,Daily Device Installs,Daily Device Uninstalls,Daily Device Upgrades,Total User Installs,Daily User Installs,"
            "Daily User Uninstalls,Active Device Installs,Install events,Update events,Uninstall events",
            ("2026-10-01", "com.northlight.app", 4, 1, 0, 40, 3, 1, 300, 4, 2, 1),
            ("2026-10-02", "com.northlight.app", 2, 0, 5, 42, 2, 0, 302, 2, 5, 0),
        ).encode("utf-16")
    },
    {("installs", "com.northlight.app"): 5, ("uninstalls", "com.northlight.app"): 1, ("active", "com.northlight.app"): 302},
)
APP_STORE = Vendor(
    {
        "S_M_80000000_202610.txt": (
            "Provider\tProvider Country\tSKU\tDeveloper\tTitle\tVersion\tProduct Type Identifier\tUnits\tDeveloper Proceeds\tBegin Date\t"
            "End Date\tCustomer Currency\tCountry Code\tCurrency of Proceeds\tApple Identifier\tCustomer Price\n"
            "APPLE\tUS\tapp1\tNorthlight\tNorthlight App\t1.2\t1F\t31\t0\t10/01/2026\t10/31/2026\tEUR\tDE\tEUR\t123\t0\n"
            "APPLE\tUS\tapp1\tNorthlight\tNorthlight App\t1.2\t1F\t62\t0\t10/01/2026\t10/31/2026\tUSD\tUS\tUSD\t123\t0\n"
            "APPLE\tUS\tapp1\tNorthlight\tNorthlight App\t1.2\t7F\t93\t0\t10/01/2026\t10/31/2026\tEUR\tDE\tEUR\t123\t0\n"
        )
    },
    {("units", "Northlight App · 1F"): 93, ("units", "Northlight App · 7F"): 93},
)
SHOPIFY = Vendor(
    {
        "Total sales over time.csv": table(
            "Day,Orders,Gross sales,Discounts,Returns,Net sales,Shipping charges,Duties,Additional fees,Taxes,Total sales",
            ("2026-10-29", 18, "4722.08", "-135.04", "-48.12", "4538.92", "42.16", 0, 0, "29.03", "4610.11"),
            ("2026-10-30", 11, "2453.25", "-112.42", 0, "2340.83", "18.79", 0, 0, 0, "2359.62"),
        )
    },
    {("orders", None): 29, ("sales", None): 6969.73, ("net_sales", None): 6879.75},
)

BY_PRESET = {
    "facebook_page": FACEBOOK, "instagram": INSTAGRAM, "x": X, "linkedin_page": LINKEDIN, "youtube": YOUTUBE, "tiktok": TIKTOK,
    "meta_ads": META_ADS, "google_ads": GOOGLE_ADS, "linkedin_ads": LINKEDIN_ADS, "microsoft_ads": MICROSOFT_ADS,
    "tiktok_ads": TIKTOK_ADS, "mailchimp": MAILCHIMP, "google_business_profile": PROFILE, "google_play": PLAY, "app_store": APP_STORE,
    "shopify": SHOPIFY,
}  # fmt: skip

"""Downloads from the pages of web analytics tools, written by hand in their documented shapes with their quirks, and what they say.

All are about October 2026, those of Universal Analytics too. `WebDownload.told`: (measure, value of the dimension or None) -> total;
`remarks`: the reasons of what is remarked, sorted.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

RULE = "# ----------------------------------------"
OCTOBER = "# Start date: 20261001\r\n# End date: 20261003"


@dataclass(frozen=True)
class WebDownload:
    """The files of one preset, and what they say."""

    preset: str
    files: Mapping[str, bytes]
    told: Mapping[tuple[str, str | None], float]
    remarks: tuple[str, ...] = ()


def zipped(files: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 1, 8, 0, 0)), content)
    return target.getvalue()


GA4 = WebDownload(
    "ga4_web",
    {
        "Traffic_acquisition.csv": "\r\n".join(
            [
                *(RULE, "# Traffic acquisition: Session primary channel group", "# Account: Firm, Inc.", "# Property: Firm", RULE, "# "),
                *("# All Users", OCTOBER, "Nth day,Session primary channel group (Default Channel Group),Sessions"),
                *("0000,Direct,12", "0000,Organic Search,30", "0001,Direct,9", "0002,Organic Search,28"),
                *("", "# All Users", OCTOBER),
                "Session primary channel group (Default Channel Group),Sessions,Engaged sessions,Engagement rate,Key events,Total revenue",
                *(",79,40,0.506329,5,1250.5,Grand total", "Organic Search,58,31,0.534482,4,1000.5", "Direct,21,9,0.428571,1,250"),
                *("", "# All Users", OCTOBER, "City,Sessions", "Berlin,40", "Kyiv,39", ""),
            ]
        ).encode()
    },
    {
        ("sessions", None): 79, ("channel_sessions", "Organic Search"): 58, ("channel_sessions", "Direct"): 21,
        ("channel_engaged", "Organic Search"): 31, ("channel_engaged", "Direct"): 9, ("channel_key_events", "Organic Search"): 4,
        ("channel_key_events", "Direct"): 1, ("channel_revenue", "Organic Search"): 1000.5, ("channel_revenue", "Direct"): 250,
    },
    ("table_not_read", "totals_row"),
)  # fmt: skip
GERMAN_GA4 = WebDownload(
    "ga4_web",
    {
        "Zielseite.csv": "\r\n".join(
            [
                *(RULE, "# Zielseite", "# Konto: Firma", RULE, "#", "# Startdatum: 20261001", "# Enddatum: 20261002"),
                "Zielseite;Sitzungen;Neue Nutzer;Interaktionsrate;Schlüsselereignisse",
                *("Gesamtsumme;1.500;900;50,61 %;12", "/;1.234;800;51,2 %;10", "/preise;266;100;48,0 %;2"),
            ]
        ).encode("utf-8-sig")
    },
    {
        ("landing_sessions", "/"): 1234, ("landing_sessions", "/preise"): 266, ("landing_new_users", "/"): 800,
        ("landing_new_users", "/preise"): 100, ("landing_key_events", "/"): 10, ("landing_key_events", "/preise"): 2,
    },
    ("totals_row",),
)  # fmt: skip
UA = WebDownload(
    "ua_web",
    {
        "Analytics All Web Site Data Landing Pages 20261001-20261003.csv": "\n".join(
            [
                *(RULE, "# All Web Site Data", "# Landing Pages", "# 20261001-20261003", RULE, ""),
                "Landing Page,Device Category,Sessions,% New Sessions,New Users,Bounce Rate,Avg. Session Duration,Revenue",
                *("/,mobile,900,60.00%,540,40.10%,00:01:12,$0.00", '/,desktop,"1,100",55.00%,605,35.20%,00:02:12,"$1,250.50"'),
                *("/prices,desktop,100,10.00%,10,20.00%,00:03:00,$0.00", ',,"2,500",50.20%,"1,255",36.00%,00:01:40,"$1,250.50"'),
                *("", "Day Index,Sessions", "10/1/26,800", "10/2/26,900", "10/3/26,800", ',"2,500"', ""),
            ]
        ).encode()
    },
    {
        ("sessions", None): 2500, ("landing_sessions", "/"): 2000, ("landing_sessions", "/prices"): 100,
        ("landing_new_users", "/"): 1145, ("landing_new_users", "/prices"): 10,
    },
    ("top_rows_only", "totals_row", "totals_row"),
)  # fmt: skip
GERMAN_UA = WebDownload(
    "ua_web",
    {
        "Analytics Alle Websitedaten.csv": "\n".join(
            [
                *(RULE, "# Alle Websitedaten", "# Channels", "# 20261001-20261003", RULE, ""),
                "Standard-Channelgruppierung;Nutzer;Neue Nutzer;Sitzungen;Absprungrate;Umsatz",
                *("Organic Search;900;800;1.234;12,5 %;1.250,50 €", "Direct;90;80;100;10,0 %;0,00 €", ";980;880;1.334;12,3 %;1.250,50 €"),
                *("", "Tagesindex;Nutzer", "01.10.2026;1.300", "02.10.2026;12", "03.10.2026;22", ";1.334", ""),
            ]
        ).encode()
    },
    {
        ("users", None): 1334, ("channel_sessions", "Organic Search"): 1234, ("channel_sessions", "Direct"): 100,
        ("channel_new_users", "Organic Search"): 800, ("channel_new_users", "Direct"): 80,
        ("channel_revenue", "Organic Search"): 1250.5, ("channel_revenue", "Direct"): 0,
    },
    ("people_not_spread", "totals_row", "totals_row"),
)  # fmt: skip
SEARCH_CONSOLE = WebDownload(
    "search_console",
    {
        "https___www.firm.example_-Performance-on-Search-2026-11-01.zip": zipped(
            {
                "Chart.csv": "Date,Clicks,Impressions,CTR,Position\n2026-10-01,12,340,3.53%,14.2\n2026-10-02,9,301,2.99%,13.9\n",
                "Queries.csv": 'Top queries,Clicks,Impressions,CTR,Position\nhand loader,8,120,6.67%,4.3\n"bolt, m8",3,200,1.5%,17\n',
                "Pages.csv": "Top pages,Clicks,Impressions,CTR,Position\nhttps://www.firm.example/,21,641,3.28%,14.1\n",
                "Devices.csv": "Device,Clicks,Impressions,CTR,Position\nMobile,15,500,3%,9.1\nDesktop,6,141,4.26%,20\n",
                "Filters.csv": "Filter,Value\nSearch type,Web\nDate,Last 3 months\n",
            }
        )
    },
    {
        ("clicks", None): 21, ("impressions", None): 641, ("query_clicks", "hand loader"): 8, ("query_clicks", "bolt, m8"): 3,
        ("query_impressions", "hand loader"): 120, ("query_impressions", "bolt, m8"): 200,
        ("page_clicks", "https://www.firm.example/"): 21, ("page_impressions", "https://www.firm.example/"): 641,
        ("device_clicks", "Mobile"): 15, ("device_clicks", "Desktop"): 6, ("device_impressions", "Mobile"): 500,
        ("device_impressions", "Desktop"): 141,
    },
    ("table_not_read",),
)  # fmt: skip
MATOMO = WebDownload(
    "matomo_reports",
    {
        "Export _ Besuche.csv": (
            "date,Eindeutige Besucher,Benutzer,Besuche,Aktionen,Besuche mit Konversionen,Absprünge,"
            "Von Besuchern verbrachte Gesamtzeit (in Sekunden),Absprungrate,Metadaten: is_aggregate\n"
            "2026-10-01,40,0,50,120,3,20,5420,40 %,0\n2026-10-02,41,0,52,130,2,21,5600,40 %,0\n"
        ).encode("utf-16"),
        "Weekly report 2026-10-05_2026-10-11.csv": (
            b"All Websites dashboard\nlabel,nb_visits,nb_actions,revenue\nFirm,70,200,$0\n\n"
            b"Visits Summary\nnb_uniq_visitors,nb_visits,nb_actions,max_actions,nb_actions_per_visit,avg_time_on_site,bounce_rate\n"
            b"60,70,200,9,2.9,00:22:49,20%\n\n"
            b'Country\nlabel,nb_visits,nb_actions,revenue,bounce_rate\nPoland,40,120,"$13,351.11",25%\nFrance,30,80,$10,0%\n\n'
            b"Site Search Keywords\nNo data available\n\n"
            b"Outlinks\nNo data available\n\n"
            b'Ecommerce Orders\nnb_conversions,nb_visits_converted,revenue,items,conversion_rate\n4,2,"$13,351.11",12,40%\n\n'
        ),
    },
    {
        ("visits", None): 102, ("visitors", None): 81, ("actions", None): 250, ("bounces", None): 41, ("converted_visits", None): 5,
        ("visit_time", None): 11020, ("summary_visits", None): 70, ("summary_actions", None): 200, ("country_visits", "Poland"): 40,
        ("country_visits", "France"): 30, ("country_actions", "Poland"): 120, ("country_actions", "France"): 80,
        ("country_revenue", "Poland"): 13351.11, ("country_revenue", "France"): 10, ("orders", None): 4,
        ("order_revenue", None): 13351.11, ("order_items", None): 12,
    },
    ("people_not_spread", "table_not_read"),
)  # fmt: skip
DOWNLOADS = {
    "ga4": GA4,
    "german ga4": GERMAN_GA4,
    "ua": UA,
    "german ua": GERMAN_UA,
    "search console": SEARCH_CONSOLE,
    "matomo": MATOMO,
}

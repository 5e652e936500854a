# %% parameters
MONTH = "2026-10"

# %% script
# How the page is made; the notebook shows figures and tables where they are.
import html
import io

import matplotlib

matplotlib.use("Agg")
PAGE: list[str] = []


def show(title: str) -> None:
    drawn = io.StringIO()
    plt.savefig(drawn, format="svg", bbox_inches="tight")
    plt.close()
    PAGE.append(f"<h2>{html.escape(title)}</h2>\n{drawn.getvalue().partition('?>')[2]}")


def tell(title: str, table: "pd.DataFrame") -> None:
    PAGE.append(f"<h2>{html.escape(title)}</h2>\n{table.to_html(na_rep='-', float_format='{:.2%}'.format)}")


# %%
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

ZONE = "Europe/Berlin"
SESSION = ["visitor_id", "session_id"]
CHANNELS = {
    "google / organic": "Organic Search",
    "bing / organic": "Organic Search",
    "google / cpc": "Paid Search",
    "newsletter / email": "Email",
    "linkedin.com / social": "Organic Social",
    "facebook / paid_social": "Paid Social",
    "partner.example / referral": "Referral",
}
RULES = ["contact", "quote", "newsletter", "pricing", "download"]
MACROS = ["contact", "quote"]
GOALS = {"contact": 13200, "quote": 13200, "download": 132000}
DIMENSIONS = ["channel", "device", "country", "landing_page"]

# %% export
# Every month's events, each once.
COLUMNS = [
    "event_time", "event_name", *SESSION, "page_location", "source", "medium", "device", "country", "form", "method", "file_name",
]  # fmt: skip
files = sorted(Path("data").glob("*.csv.gz"))
events = pd.concat([pd.read_csv(file, usecols=COLUMNS, dtype=str) for file in files], ignore_index=True)
events = events.drop_duplicates()
events["time"] = pd.to_datetime(events.pop("event_time"), utc=True)

# %%
# In their order, with their day on the site.
events = events.sort_values("time", kind="stable")
events["day"] = events["time"].dt.tz_convert(ZONE).dt.tz_localize(None).dt.normalize()
events["month"] = events["day"].dt.to_period("M")
events["page"] = events.pop("page_location").str.extract(r"://[^/]+([^?#]*)", expand=False)

# %%
# Sessions, with where they came from and began.
views = events[events["event_name"] == "page_view"]
sessions = events.groupby(SESSION).agg(
    start=("time", "min"), day=("day", "min"), month=("month", "min"), source=("source", "first"), medium=("medium", "first"),
    device=("device", "first"), country=("country", "first"),
)  # fmt: skip
sessions["landing_page"] = views.groupby(SESSION)["page"].first()
sessions["page_views"] = views.groupby(SESSION).size()
sessions["channel"] = (sessions["source"] + " / " + sessions["medium"]).map(CHANNELS).fillna("Direct")
sessions = sessions.fillna({"page_views": 0}).reset_index()

# %%
# Conversions: once a session, once a visitor, or each.
named, page = events["event_name"], events["page"]
lead = named == "generate_lead"
found = {
    "contact": events[lead & (events["form"] == "contact")].drop_duplicates(SESSION),
    "quote": events[lead & (events["form"] == "quote")],
    "newsletter": events[(named == "sign_up") & (events["method"] == "newsletter")].drop_duplicates("visitor_id"),
    "pricing": events[(named == "page_view") & (page == "/pricing")].drop_duplicates(SESSION),
    "download": events[named == "file_download"],
}
kept = [*SESSION, "time", "day", "month", "file_name"]
conversions = pd.concat([rows[kept].assign(rule=rule) for rule, rows in found.items()], ignore_index=True)


def converted(done: pd.DataFrame, by: str) -> pd.DataFrame:
    """Conversions and converters of each rule by something."""
    each = done.groupby([by, "rule"])["visitor_id"]
    people = each.nunique().unstack("rule").reindex(columns=RULES).add_suffix(" people")
    return each.size().unstack("rule").reindex(columns=RULES).join(people)


def series(by: str, seen: pd.DataFrame, begun: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame:
    """Everything by month or day."""
    table = seen.groupby(by)["visitor_id"].nunique().to_frame("visitors")
    table["sessions"] = begun.groupby(by).size()
    table["page_views"] = seen[seen["event_name"] == "page_view"].groupby(by).size()
    return table.join(converted(done, by)).fillna(0).astype(int)


# %%
# By month and by day.
months = series("month", events, sessions, conversions)
now = pd.Period(MONTH)
today, visits, done = (rows[rows["month"] == now] for rows in (events, sessions, conversions))
days = series("day", today, visits, done)
compared = months.loc[months.index.isin([now, now - 1, now - 12])].T
compared.columns = compared.columns.astype(str)
tell("Against the month and the year before", compared)
tell("Months", months)
rates = pd.DataFrame({rule: months[f"{rule} people"] / months["visitors"] for rule in RULES})
tell("Conversion rates", rates)

# %%
# By what a visitor's first session of the month says of it.
first = visits.sort_values(["start", "session_id"]).drop_duplicates("visitor_id").set_index("visitor_id")[DIMENSIONS]
people = visits.groupby("visitor_id").agg(sessions=("session_id", "size"), page_views=("page_views", "sum")).join(first)
by_first = done.join(first, on="visitor_id")
parts = {}
for dimension in DIMENSIONS:
    table = people.groupby(dimension).agg(visitors=("sessions", "size"), sessions=("sessions", "sum"), page_views=("page_views", "sum"))
    table = table.join(converted(by_first, dimension)).fillna(0).astype(int)
    parts[dimension] = table.sort_values("visitors", ascending=False)
    tell(f"By {dimension}", parts[dimension].head(25))

# %%
# Pages, downloads and goals.
seen = today[today["page"].notna()]
pages = seen.assign(views=seen["event_name"] == "page_view").groupby("page").agg(views=("views", "sum"), visitors=("visitor_id", "nunique"))
pages = pages.sort_values("views", ascending=False)
tell("Pages", pages.head(25))
downloads = done[done["rule"] == "download"].groupby("file_name").size().sort_values(ascending=False)
tell("Downloads", downloads.to_frame("downloads"))
year = months[(months.index.year == now.year) & (months.index <= now)]
goals = pd.DataFrame({"actual": year[list(GOALS)].sum(), "target": GOALS})
goals["progress"] = goals["actual"] / goals["target"]
tell("Goals", goals)

# %%
labels = months.index.astype(str)
for title, columns in {
    "Visitors and sessions by month": ["visitors", "sessions"],
    "Macro conversions by month": MACROS,
    "Micro conversions by month": ["newsletter", "pricing", "download"],
}.items():
    plt.figure(figsize=(8, 3))
    plt.plot(labels, months[columns], marker="o", label=columns)
    plt.xticks(rotation=45)
    plt.ylim(bottom=0)
    plt.legend()
    show(title)

# %%
plt.figure(figsize=(8, 3))
plt.plot(labels, rates[MACROS] * 100, marker="o", label=MACROS)
plt.xticks(rotation=45)
plt.ylabel("% of visitors")
plt.legend()
show("Conversion rates by month")

# %%
for title, columns in {"Visitors by day": ["visitors"], "Macro conversions by day": MACROS}.items():
    plt.figure(figsize=(8, 3))
    plt.plot(days.index, days[columns], label=columns)
    plt.ylim(bottom=0)
    plt.legend()
    show(title)

# %%
for dimension in ("channel", "country"):
    plt.figure(figsize=(6, 3))
    share = parts[dimension]["contact people"] / parts[dimension]["visitors"] * 100
    plt.barh(share.index, share)
    plt.xlabel("% of visitors with a contact")
    plt.gca().invert_yaxis()
    show(f"Contacts by {dimension}")

# %%
top = pages.head(15)
plt.figure(figsize=(6, 4))
plt.barh(top.index, top["views"])
plt.gca().invert_yaxis()
show("Most viewed pages")

# %%
plt.figure(figsize=(6, 2))
plt.barh(goals.index, goals["progress"] * 100)
plt.axvline(100, color="black")
plt.xlabel("% of target")
show("Goals")

# %% script
title = f"Report of {MONTH}"
head = "<style>body{font-family:sans-serif;max-width:60rem;margin:auto}table{border-collapse:collapse}td,th{padding:.2em .6em}</style>"
page_text = f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{title}</title>{head}<h1>{title}</h1>{''.join(PAGE)}</html>"
Path("index.html").write_text(page_text, encoding="utf-8")

# %% race
# Not part of the report: the numbers, for the race to compare.
import json

numbers = {f"month/{month}/{name}": n for month, row in months.iterrows() for name, n in row.items()}
numbers |= {f"day/{day:%Y-%m-%d}/{name}": n for day, row in days.iterrows() for name, n in row.items()}
numbers |= {f"{by}/{key}/{name}": n for by, table in parts.items() for key, row in table.iterrows() for name, n in row.items()}
numbers |= {f"page/{key}/{name}": n for key, row in pages.iterrows() for name, n in row.items()}
numbers |= {f"item/{key}/download": n for key, n in downloads.items()}
numbers |= {f"goal/{key}/actual": n for key, n in goals["actual"].items()}
Path("numbers.json").write_text(json.dumps({name: int(n) for name, n in numbers.items() if n}), encoding="utf-8")

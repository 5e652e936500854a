"""Real daily series: those of REPORTGEN_SAMPLES that are long enough, and any CSV of dates and values."""

import csv
import gzip
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TextIO

from reportgen.stats import Daily

SITE = "daily/daily-website-visitors_clean.csv"


def counts(folder: Path) -> Iterator[tuple[str, Daily]]:
    """Every daily series of the samples: its name and its numbers."""
    site = folder / SITE
    for column in ("Page.Loads", "First.Time.Visits", "Returning.Visits"):
        yield f"university site, {column.lower().replace('.', ' ')}", column_of(site, "Date", column, "%m/%d/%Y")
    views = column_of(folder / "daily/example_wp_log_peyton_manning.csv", "ds", "y", "%Y-%m-%d")
    yield "encyclopedia article, views", Daily(views.begin, tuple(None if v is None else round(math.exp(v)) for v in views.values))
    for users in sorted((folder / "gsa").glob("*/users.csv")):
        yield f"government site ({users.parent.name})", column_of(users, "date", "visits", "%Y-%m-%d")
    yield "shop, payments", events(folder / "shop/simple-onlineshop.csv", "timestamp", {"event": "payment_done"})
    yield "shop, catalogue", events(folder / "shop/simple-onlineshop.csv", "timestamp", {"event": "catalog"})
    yield "shop, purchases", events(folder / "shop/ecom.csv.gz", "timestamp", {"event": "purchase"})
    yield "sales team, leads", events(folder / "crm/olist_marketing_qualified_leads_dataset.csv", "first_contact_date", {})


def rates(folder: Path) -> Iterator[tuple[str, Daily, Daily]]:
    """Rates of the samples: name, numerator, denominator."""
    whole = column_of(folder / SITE, "Date", "Unique.Visits", "%m/%d/%Y")
    yield "university site, share of returning visitors", column_of(folder / SITE, "Date", "Returning.Visits", "%m/%d/%Y"), whole


def column_of(file: Path, day: str, number: str, form: str) -> Daily:
    """A column of numbers by day, in any order; days without a row are missing."""
    with opened(file) as stream:
        rows = [row for row in csv.DictReader(stream) if row[number]]
    found = {datetime.strptime(row[day], form).date(): float(row[number].replace(",", "")) for row in rows}  # noqa: DTZ007
    return by_day(found, None)


def events(file: Path, moment: str, kept: Mapping[str, str]) -> Daily:
    """Rows a day of those with the `kept` values; days without any, between the file's first and last one, are zero."""
    days: Counter[date] = Counter()
    with opened(file) as stream:
        for row in csv.DictReader(stream):
            days[date.fromisoformat(row[moment][:10])] += all(row[column] == value for column, value in kept.items())
    return by_day({day: float(n) for day, n in days.items()}, 0.0)


def plain(file: Path) -> Daily:
    """A CSV of ISO dates and values, with or without a head; empty values and days without a row are missing."""
    found = {}
    with opened(file) as stream:
        for row in csv.reader(stream):
            if len(row) > 1 and row[0][:1].isdigit() and row[1].strip():
                found[date.fromisoformat(row[0].strip())] = float(row[1])
    if not found:
        raise SystemExit(f"{file}: no rows of an ISO date and a number")
    return by_day(found, None)


def by_day(found: Mapping[date, float], otherwise: float | None) -> Daily:
    begin = min(found)
    days = (max(found) - begin).days + 1
    return Daily(begin, tuple(found.get(begin + timedelta(days=i), otherwise) for i in range(days)))


def opened(file: Path) -> TextIO:
    return gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8", newline="")

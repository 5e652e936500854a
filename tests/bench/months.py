"""A small firm's GA4 exports, a file of a few hundred visitors a month, and the workspaces that report on them: alone, or as clients of an
agency. The same month gives the same bytes."""

import json
import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

LAST = date(2026, 10, 1)
VISITORS = 300
"""Visitors a month; one in four of them was there in the month before."""

REPORT = """\
site: {name: Small, url: https://www.example.com, zone: Europe/Berlin}
business_type: lead
inputs:
  web: {files: data/web/*}
page_groups: {blog: /blog/*}
"""
CONVERSIONS = """\
conversions:
  contact: {tier: macro, label: Contact, primary: true, outcome: We talk., match: generate_lead, journey: short}
  newsletter: {tier: micro, label: Newsletter, match: sign_up, stage: engagement, supports: contact}
  download: {tier: micro, label: Download, match: file_download, by: asset, stage: consideration, supports: contact}
  pricing: {tier: micro, label: Pricing page, match: {page: /pricing}, counting: session, stage: intent, supports: contact}
"""
GOALS = """\
goals:
  contacts:
    {label: Contacts, owner: Megan, strategy: Talk to more people, metric: {conversions: contact}, baseline: {year: 2025}, target: +10%,
     attainable: A little more than last year, from: 2026-01-01, by: 2026-12-31}
  downloads:
    {label: Downloads, owner: Jonas, strategy: Be read, metric: {conversions: download}, baseline: {year: 2025}, target: +5%,
     attainable: A little more than last year, supports: contact, from: 2026-01-01, by: 2026-12-31}
"""
ORIGINS = (("google", "organic"), ("google", "cpc"), ("newsletter", "email"), ("linkedin.com", "social"), ("(direct)", "(none)"))
PAGES = ("/", "/pricing", "/blog/a", "/blog/b", "/blog/c", "/work/one", "/work/two", "/about")

Event = Mapping[str, object]


def months(count: int) -> tuple[date, ...]:
    """The first days of so many months, the last of them October 2026."""
    last = LAST.year * 12 + LAST.month - 1
    return tuple(date(place // 12, place % 12 + 1, 1) for place in range(last - count + 1, last + 1))


def workspace(folder: Path) -> None:
    """The settings, without any export."""
    for name, text in {"report": REPORT, "conversions": CONVERSIONS, "goals": GOALS}.items():
        file = folder / "config" / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def add(folder: Path, month: date, visitors: int = VISITORS) -> None:
    """The export of one month."""
    file = folder / "data" / "web" / f"{month:%Y-%m}.ndjson"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(each) + "\n" for each in events(month, visitors)), encoding="utf-8")


def agency(folder: Path, clients: int, count: int) -> tuple[str, ...]:
    """A workspace with so many clients, each with exports of so many months of its own; their names."""
    workspace(folder)
    names = tuple(f"client_{number + 1}" for number in range(clients))
    for number, name in enumerate(names):
        home = folder / "clients" / name
        own = f"site: {{name: Client {number + 1}}}\ninputs: {{web: {{files: clients/{name}/data/web/*}}}}\n"
        (home / "config").mkdir(parents=True)
        (home / "config" / "report.yaml").write_text(own, encoding="utf-8")
        for month in months(count):
            add(home, month, VISITORS + 10 * number)
    return names


def events(month: date, visitors: int) -> Iterator[Event]:
    """Every visitor's one to three visits, in the order of visitors."""
    chance = random.Random(f"{month} {visitors}")
    following = (month + timedelta(days=31)).replace(day=1)
    begin, minutes = datetime(month.year, month.month, 1, 3, tzinfo=UTC), ((following - month).days - 1) * 24 * 60
    number = month.year * 12 + month.month
    for place in range(visitors):
        born = number - (place % 4 == 0)
        visitor, origin = f"{born}.{place}", chance.choice(ORIGINS)
        for visit in range(chance.choice((1, 1, 1, 2, 3))):
            start = begin + timedelta(minutes=chance.randrange(minutes))
            yield from _visit(chance, start, visitor, origin if visit == 0 else ORIGINS[-1])


def _visit(chance: random.Random, start: datetime, visitor: str, origin: tuple[str, str]) -> Iterator[Event]:
    """A few pages, now and then a micro conversion, seldom a contact."""
    session, at = int(start.timestamp()), start
    for page in range(chance.randint(1, 4)):
        at += timedelta(seconds=chance.randint(5, 90))
        path = PAGES[chance.randrange(len(PAGES))]
        yield _event(at, visitor, session, origin, "page_view", path, "")
        for name, odds in (("file_download", 12), ("sign_up", 25), ("generate_lead", 30)):
            if page and chance.randrange(odds) == 0:
                yield _event(at + timedelta(seconds=3), visitor, session, origin, name, path, "Guide" if name == "file_download" else "")


def _event(at: datetime, visitor: str, session: int, origin: tuple[str, str], name: str, path: str, asset: str) -> Event:
    params = [
        {"key": "page_location", "value": {"string_value": f"https://www.example.com{path}"}},
        {"key": "ga_session_id", "value": {"int_value": str(session)}},
    ]
    if asset:
        params.append({"key": "asset", "value": {"string_value": asset}})
    return {
        "event_timestamp": str(int(at.timestamp()) * 1_000_000),
        "event_name": name,
        "event_params": params,
        "user_pseudo_id": visitor,
        "device": {"category": "mobile" if int(session) % 3 else "desktop"},
        "geo": {"country": "Germany"},
        "traffic_source": {"source": origin[0], "medium": origin[1], "name": "(not set)"},
        "platform": "WEB",
    }

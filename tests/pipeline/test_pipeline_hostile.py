"""Ways from micro to macro where the data is odd: whole builds that end well, and say what cannot be said."""

import random
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
import tiny
from test_pipeline_whole import text_of
from tiny import Event, event, ndjson

from reportgen import render

REPORT = tiny.REPORT.replace("currency: EUR", "currency: EUR\npage_groups: {blog: /blog/*, pricing: /pricing}")
CONVERSIONS = """\
conversions:
  contact: {label: Contact, tier: macro, primary: true, match: generate_lead, outcome: We talk., value: 200}
  deal: {label: Deal, tier: macro, match: {event: deal}, outcome: We have work., journey: short}
  download: {label: Download, tier: micro, match: file_download, by: asset, stage: consideration, supports: contact}
  pricing: {label: Pricing seen, tier: micro, match: {page: /pricing}, stage: intent, supports: contact}
  newsletter: {label: Newsletter, tier: micro, match: sign_up, stage: engagement, supports: contact}
"""
BEGIN, PAGES = date(2026, 8, 3), ("/", "/blog/a", "/blog/b", "/pricing")
AFTER = {"file_download": 0.1, "sign_up": 0.05, "generate_lead": 0.05}
NUMBER = re.compile(r"\b(?:nan|inf)\b|\bNone\b(?! of ).{0,30}")


def people(n: int = 160, days: int = 88) -> list[Event]:
    """Visitors on one to three days, page by page, each page with a chance of a micro and of the macro."""
    chance, found = random.Random(7), []
    for number in range(n):
        day = chance.randrange(days)
        for visit in range(1 + chance.randrange(3)):
            moment = tiny.noon(BEGIN + timedelta(days=min(day + visit * chance.randrange(9), days))) + timedelta(
                minutes=chance.randrange(600)
            )
            session = int(moment.timestamp())
            for page in chance.choices(PAGES, k=1 + chance.randrange(5)):
                moment += timedelta(seconds=30)
                found.append(event(moment, f"v{number}", session, "page_view", page=page))
                found += [
                    event(moment + timedelta(seconds=5), f"v{number}", session, name, page=page, asset="Guide")
                    for name, share in AFTER.items()
                    if chance.random() < share
                ]
    return found


def deals(visitor: str = "v{}", value: str = "900") -> str:
    rows = (f"2026-10-{place + 1:02},{visitor.format(place * 5)},{value},D-{place}\n" for place in range(24))
    return "won_on,client_id,value,deal\n" + "".join(rows)


def before_all(rows: Iterable[Event], name: str, microseconds: int) -> list[Event]:
    """The events, and one of that name a moment before or after each visitor's first."""
    found: list[Event] = []
    known = set()
    for row in sorted(rows, key=lambda row: int(str(row["event_timestamp"]))):
        found.append(row)
        if row["user_pseudo_id"] not in known:
            known.add(row["user_pseudo_id"])
            found.append({**row, "event_name": name, "event_timestamp": str(int(str(row["event_timestamp"])) + microseconds)})
    return found


def at_once(rows: Iterable[Event]) -> list[Event]:
    """Everything that a visitor does, at the instant of their first event."""
    first: dict[object, object] = {}
    return [{**row, "event_timestamp": first.setdefault(row["user_pseudo_id"], row["event_timestamp"])} for row in rows]


def many_rules() -> str:
    pages = (f"  m{number}: {{label: Sign {number}, tier: micro, match: {{page: {PAGES[number % 4]}}}, " for number in range(55))
    return CONVERSIONS + "".join(f"{rule}stage: intent, supports: contact}}\n" for rule in pages)


Odd = Callable[[], dict[str, str | list[Event]]]
CASES: dict[str, tuple[Odd, str]] = {
    "a macro that never happened": (
        lambda: {"conversions": CONVERSIONS.replace("generate_lead", "never")},
        "Contact matched nothing in all the data shown.",
    ),
    "a micro that everyone does": (lambda: {"events": before_all(people(), "sign_up", -1)}, "structural"),
    "one visitor doing everything": (
        lambda: {"events": [{**row, "user_pseudo_id": "v1"} for row in people()], "crm": deals("v1")},
        "Too few macro conversions to tell which signals go along with them",
    ),
    "identical timestamps": (lambda: {"events": at_once(people())}, "showed a signal before"),
    "a macro before any micro": (lambda: {"events": before_all(people(), "generate_lead", 1)}, "160 of 160 visitors"),
    "offline conversions without a visitor": (lambda: {"crm": deals("")}, "24 without a known visitor"),
    "values missing": (lambda: {"crm": deals(value="")}, "no value set"),
    "values below zero": (lambda: {"crm": deals(value="-20")}, "Deal"),
    "values beyond all reason": (lambda: {"crm": deals(value="99999999999")}, "€2,399,999,999,976"),
    "one visitor, once": (
        lambda: {"events": [event(tiny.noon(date(2026, 10, 5)), "v1", 1, "page_view")], "crm": deals("")},
        "1 of 1, 100%",
    ),
    "sixty rules": (lambda: {"conversions": many_rules()}, "Sign 54"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", CASES)
def test_odd_ways_end_in_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(render, "pdf", lambda document, drawings, shell, sheet: b"%PDF-1.7 undrawn")
    make, sentence = CASES[kind]
    files = {"report": REPORT, "conversions": CONVERSIONS, "crm": deals(), "events": people(), **make()}
    events = files.pop("events")
    assert isinstance(events, list)
    folder = tiny.workspace(tmp_path, **{**files, "goals": None, "september": None, "web": ndjson(events)})
    ran = tiny.run("build", "--month", "2026-10", within=folder)
    assert ran.code == 0, ran.err
    page = " ".join(text_of((folder / "site" / "2026-10" / "index.html").read_text("utf-8")).split())
    assert sentence in page
    assert NUMBER.findall(page) == []
    assert "within 0 days" not in page

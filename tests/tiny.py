"""A tiny workspace for tests of whole commands: two months of GA4-shaped NDJSON, a CRM's CSV, three rules and two goals.

September and October 2026 of a site in Berlin: two visits a day, a download every third day, a contact every fifth.
"""

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportgen import cli, pipeline, render

REPORT = """\
site: {name: Northlight, zone: Europe/Berlin}
currency: EUR
inputs:
  web: data/web/*
  crm:
    files: data/crm.csv
    offline: true
    identity: web
    event: deal
    columns: {time: won_on, visitor: client_id, amount: value, transaction_id: deal}
"""
CONVERSIONS = """\
conversions:
  contact: {label: Contact, tier: macro, primary: true, match: generate_lead, outcome: We talk.}
  deal: {label: Deal, tier: macro, match: {event: deal}, outcome: We have work., journey: short}
  download: {label: Download, tier: micro, match: file_download, by: asset, stage: consideration, supports: contact}
"""
GOALS = """\
goals:
  contacts:
    label: Contacts of the quarter
    owner: Megan
    strategy: Talk to more people
    metric: {conversions: contact}
    baseline: {from: 2026-09-01, to: 2026-09-30}
    attainable: As many as last quarter
    target: 20
    from: 2026-10-01
    by: 2026-12-31
  downloads:
    label: Downloads in October
    owner: Jonas
    strategy: Be read
    metric: {conversions: download}
    baseline: {from: 2026-09-01, to: 2026-09-30}
    attainable: One a day
    target: 500
    supports: contact
    from: 2026-10-01
    by: 2026-10-31
"""
DEALS = "won_on,client_id,value,deal\n2026-10-09,v3,1200,D-1\n2026-10-20,v8,800,D-2\n"
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
Event = Mapping[str, object]


def event(moment: datetime, visitor: str, session: int, name: str, **params: str) -> Event:
    """One row as GA4 exports it: whole numbers as strings, parameters by key, nulls left out."""
    page = params.pop("page", "/")
    known = {"page_location": {"string_value": f"https://northlight.example{page}"}, "ga_session_id": {"int_value": str(session)}}
    texts = {key: {"string_value": text} for key, text in params.items()}
    return {
        "event_timestamp": str(int(moment.timestamp()) * 1_000_000),
        "event_name": name,
        "event_params": [{"key": key, "value": value} for key, value in {**known, **texts}.items()],
        "user_pseudo_id": visitor,
        "device": {"category": "desktop"},
        "geo": {"country": "Germany"},
        "traffic_source": {"source": "google", "medium": "organic", "name": "(organic)"},
        "platform": "WEB",
    }


def noon(day: date) -> datetime:
    """Ten o'clock UTC: about noon in Berlin."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def month_of_events(first: date, *, days: int | None = None) -> Iterator[Event]:
    """Two visits a day from the first of a month on, for so many days (by default the whole month)."""
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    for place in range((following - first).days if days is None else days):
        start = noon(first + timedelta(days=place))
        for which in range(2):
            number = place * 2 + which
            visitor, session = f"v{number % 23}", int(start.timestamp()) + which
            begin = start + timedelta(hours=which)
            yield event(begin, visitor, session, "page_view", page=("/", "/blog/a", "/pricing")[number % 3])
            if number % 6 == 1:
                yield event(begin + timedelta(seconds=40), visitor, session, "file_download", page="/blog/a", asset="Guide")
            if number % 10 == 3:
                yield event(begin + timedelta(seconds=70), visitor, session, "generate_lead", page="/contact")


def ndjson(events: Iterable[Event]) -> bytes:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in events).encode()


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files by their names below the folder; the folder."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def workspace(folder: Path, **replaced: str | bytes | None) -> Path:
    """The tiny workspace, with files replaced (`report=`, `conversions=`, `goals=`, `web=` for October, `crm=`); None leaves one out."""
    files: dict[str, str | bytes | None] = {
        "report": REPORT, "conversions": CONVERSIONS, "goals": GOALS, "crm": DEALS,
        "september": ndjson(month_of_events(SEPTEMBER)), "web": ndjson(month_of_events(OCTOBER)), **replaced,
    }  # fmt: skip
    places = {
        "report": "config/report.yaml", "conversions": "config/conversions.yaml", "goals": "config/goals.yaml", "crm": "data/crm.csv",
        "september": "data/web/2026-09.ndjson", "web": "data/web/2026-10.ndjson",
    }  # fmt: skip
    return write(folder, {places[name]: content for name, content in files.items() if content is not None})


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said where."""

    code: int
    out: str
    err: str


def run(*words: str | Path, within: Path | None = None) -> Ran:
    """Run one command of reportgen in this process; a bug raises. `within` is the workspace."""
    place = [] if within is None else ["--workspace", str(within)]
    result = CliRunner(catch_exceptions=False).invoke(cli.main, [*map(str, words), *place])
    return Ran(result.exit_code, result.stdout, result.stderr)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by name."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@contextmanager
def undrawn() -> Iterator[None]:
    """Reports without drawn pages: for tests of what is built and where, not of how it looks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "figures", lambda document: ())
        patch.setattr(render, "html", lambda document, drawings, shell: f"<h1>{html.escape(document.period)}</h1>")
        patch.setattr(render, "pdf", lambda document, drawings, shell, sheet: b"%PDF-1.7 undrawn")
        yield


def build(folder: Path) -> pipeline.Built:
    """Write the tiny workspace into the folder and build its October there, without drawn pages."""
    workspace(folder)
    with undrawn():
        return pipeline.build(pipeline.Workspace(folder), pipeline.Request(), folder / "site", lambda _text: None)

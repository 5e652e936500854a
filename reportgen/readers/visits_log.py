"""Matomo's visits log, a record a visit, written out as a JSON record an action.

It is done visit by visit, so that no export is held in memory. A visit without actions (a CSV has none) is one event, `visit`. Where
actions carry no time of their own, each begins when the time spent on those before it is over.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, iterparse

KINDS = {
    "action": "page_view",
    "download": "file_download",
    "outlink": "click",
    "search": "view_search_results",
    "ecommerceOrder": "purchase",
    "ecommerceAbandonedCart": "abandoned_cart",
}
"""`type` of an action by GA4's names; an event is called by its action, a goal `goal`."""
ACTION = {
    "goal_name": "goalName",
    "goal_id": "goalId",
    "event_category": "eventCategory",
    "event_action": "eventAction",
    "event_label": "eventName",
    "event_value": "eventValue",
    "page_title": "pageTitle",
    "search_term": "siteSearchKeyword",
    "item_name": "productViewName",
    "item_id": "productViewSku",
}
MEDIUMS = {"search": "organic", "website": "referral", "social": "social", "campaign": "campaign"}
CSV_COLUMNS = {"idSite", "idVisit", "visitDuration", "referrerType"}

Visit = tuple[Mapping[str, str], Sequence[Mapping[str, str]]]


def is_xml(head: str) -> bool:
    """Whether a text is the visits log as XML."""
    return head.lstrip().startswith("<?xml") and "<idVisit>" in head and "<!DOCTYPE" not in head


def is_csv(head: str) -> bool:
    """Whether a text is the visits log as CSV, by its header."""
    return set(head.partition("\n")[0].strip().split(",")) >= CSV_COLUMNS


def write(source: Path, out: IO[str], *, xml: bool) -> None:
    """Write the visits of a log as one JSON record an action. Raises ParseError for XML that breaks off."""
    for visit, actions in _xml(source) if xml else _csv(source):
        for record in _records(visit, actions):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def _xml(source: Path) -> Iterator[Visit]:
    depth = 0
    for event, element in iterparse(source, events=("start", "end")):  # noqa: S314 - a log with a DOCTYPE is none (`is_xml`)
        depth += 1 if event == "start" else -1
        if event == "end" and depth == 1:
            yield _fields(element), [_fields(row) for row in element.findall("actionDetails/row")]
            element.clear()


def _fields(element: Element) -> dict[str, str]:
    return {child.tag: (child.text or "").strip() for child in element if not len(child)}


def _csv(source: Path) -> Iterator[Visit]:
    with source.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            visit = {key: value for key, value in row.items() if isinstance(key, str) and isinstance(value, str)}
            yield visit, _numbered(visit)


def _numbered(visit: Mapping[str, str]) -> list[dict[str, str]]:
    """Actions that are spread over columns: `actionDetails_0_type`."""
    found: dict[int, dict[str, str]] = {}
    for key, value in visit.items():
        parts = key.split("_", 2)
        if len(parts) == 3 and parts[0] == "actionDetails" and parts[1].isdigit() and value:
            found.setdefault(int(parts[1]), {})[parts[2]] = value
    return [found[number] for number in sorted(found)]


def _records(visit: Mapping[str, str], actions: Sequence[Mapping[str, str]]) -> Iterator[dict[str, str | None]]:
    shared = _shared(visit)
    begun = _begin(visit)
    if not actions:
        spent = _whole(visit.get("visitDuration"))
        yield {**shared, "matomo_event": "visit", "matomo_time": _text(begun), "spent": _text(spent * 1000 if spent else None)}
    gone = 0
    for place, action in enumerate(actions):
        spent = _whole(action.get("timeSpent")) or 0
        own = _whole(action.get("timestamp"))
        time = own if own is not None else begun + gone if begun is not None else None
        gone += spent
        yield {**shared, **_action(action), "matomo_time": _text(time), "spent": _text(spent * 1000), "place": str(place)}


def _begin(visit: Mapping[str, str]) -> int | None:
    """When the visit began, in seconds since 1970."""
    first = _whole(visit.get("firstActionTimestamp"))
    last = _whole(visit.get("lastActionTimestamp"))
    return first if first is not None else last - (_whole(visit.get("visitDuration")) or 0) if last is not None else None


def _shared(visit: Mapping[str, str]) -> dict[str, str | None]:
    kind = visit.get("referrerType", "")
    campaign = kind == "campaign"
    return {
        "matomo_visit": visit.get("idVisit"),
        "visitor": visit.get("visitorId") or visit.get("fingerprint"),
        "user": visit.get("userId"),
        "source": visit.get("campaignSource") or (None if campaign else visit.get("referrerName") if kind in MEDIUMS else None),
        "medium": visit.get("campaignMedium") or MEDIUMS.get(kind),
        "campaign": visit.get("campaignName") or (visit.get("referrerName") if campaign else None),
        "content": visit.get("campaignContent"),
        "device": (visit.get("deviceType") or "").lower() or None,
        "country": visit.get("country"),
        "currency": visit.get("siteCurrency"),
    }


def _action(action: Mapping[str, str]) -> dict[str, str | None]:
    kind = action.get("type", "")
    named = action.get("eventAction") if kind == "event" else KINDS.get(kind, kind or None)
    return {
        "matomo_event": named,
        "url": action.get("url"),
        "amount": action.get("revenue") if kind in {"ecommerceOrder", "goal"} else action.get("eventValue"),
        "order": action.get("orderId"),
        **{name: action.get(field) for name, field in ACTION.items()},
    }


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)

"""Umami's `website_event` table, as CSV, NDJSON or Parquet.

Source: the product's documented database schema. A row of type 1 is a page view, of type 2 an event of its own name; missing values
are empty or `\\N`. A `session_id` stands for a visitor (it changes with the salt, each
month by default), a `visit_id` for a visit. Times are UTC.
"""

from __future__ import annotations

from reportgen.readers.events import Mapped, Texts

NAME = "umami"


def known(columns: tuple[str, ...]) -> bool:
    """True for tables of website events."""
    return {"website_id", "session_id", "event_type", "created_at", "url_path"} <= set(columns)


def _event(text: Texts) -> str:
    return f"case {text('kind')} when '1' then 'page_view' else {text('event')} end"


MAPPED = Mapped(
    places={
        "time": ("created_at",),
        "event": ("event_name",),
        "kind": ("event_type",),
        "event_id": ("event_id",),
        "visitor": ("session_id",),
        "user_id": ("distinct_id",),
        "session": ("visit_id",),
        "page": ("url_path",),
        "host": ("hostname",),
        "referrer": ("referrer_domain",),
        "source": ("utm_source",),
        "medium": ("utm_medium",),
        "campaign": ("utm_campaign",),
        "content": ("utm_content",),
        "click_id": ("gclid",),
        "device": ("device",),
        "country": ("country",),
        "amount": ("revenue", "event_data.revenue"),
        "currency": ("currency", "event_data.currency"),
    },
    bags=("event_data",),
    event=_event,
    zone="UTC",
)

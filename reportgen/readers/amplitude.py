"""Amplitude's export (NDJSON, or the same as CSV or Parquet with JSON in cells).

Source: the documented export API. `amplitude_id` is the person over devices; `session_id` is -1 outside a session; `event_time` is UTC.
"""

from __future__ import annotations

from reportgen.readers.events import Mapped

NAME = "amplitude"


def known(columns: tuple[str, ...]) -> bool:
    """True for tables with Amplitude's ids, names and times of events."""
    there = set(columns)
    return {"event_type", "event_time", "event_properties"} <= there and bool(there & {"amplitude_id", "device_id"})


MAPPED = Mapped(
    places={
        "time": ("event_time",),
        "event": ("event_type",),
        "event_id": ("$insert_id", "insert_id", "_insert_id", "uuid"),
        "visitor": ("amplitude_id", "device_id"),
        "user_id": ("user_id",),
        "session": ("session_id",),
        "page": (
            "event_properties.[Amplitude] Page URL",
            "event_properties.[Amplitude] Page Path",
            "event_properties.page_url",
            "event_properties.page_path",
        ),
        "referrer": ("event_properties.referrer", "user_properties.referrer"),
        "source": ("event_properties.utm_source", "user_properties.utm_source"),
        "medium": ("event_properties.utm_medium", "user_properties.utm_medium"),
        "campaign": ("event_properties.utm_campaign", "user_properties.utm_campaign"),
        "content": ("event_properties.utm_content", "user_properties.utm_content"),
        "click_id": ("event_properties.gclid", "user_properties.gclid"),
        "device": ("device_type", "device_family"),
        "country": ("country",),
        "platform": ("platform",),
        "amount": ("event_properties.$revenue", "event_properties.revenue", "event_properties.$price"),
        "currency": ("event_properties.$currency", "event_properties.currency"),
        "transaction_id": ("event_properties.order_id", "event_properties.transaction_id"),
    },
    bags=("event_properties", "user_properties"),
    aliases={"[Amplitude] Page Viewed": "page_view", "Page Viewed": "page_view"},
    zone="UTC",
    nothing={"session": ("-1",)},
)

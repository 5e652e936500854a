"""PostHog's events (batch export, file download or HogQL), as NDJSON, CSV or Parquet with JSON in cells.

Source: the documented events model and default properties. `person_id` is the person over devices; times name UTC.
"""

from __future__ import annotations

from reportgen.readers.events import Mapped

NAME = "posthog"


def known(columns: tuple[str, ...]) -> bool:
    """True for events with properties, a distinct id and a timestamp beside them."""
    return {"event", "properties", "distinct_id", "timestamp"} <= set(columns)


MAPPED = Mapped(
    places={
        "time": ("timestamp",),
        "event": ("event",),
        "event_id": ("uuid",),
        "visitor": ("person_id", "distinct_id"),
        "user_id": ("properties.$user_id",),
        "session": ("properties.$session_id",),
        "page": ("properties.$current_url", "properties.$pathname", "properties.$screen_name"),
        "host": ("properties.$host",),
        "referrer": ("properties.$referrer", "properties.$referring_domain"),
        "source": ("properties.utm_source",),
        "medium": ("properties.utm_medium",),
        "campaign": ("properties.utm_campaign",),
        "content": ("properties.utm_content",),
        "click_id": ("properties.gclid",),
        "device": ("properties.$device_type",),
        "country": ("properties.$geoip_country_name", "properties.$geoip_country_code"),
        "amount": ("properties.revenue", "properties.value", "properties.amount"),
        "currency": ("properties.currency",),
        "transaction_id": ("properties.order_id", "properties.transaction_id"),
    },
    bags=("properties",),
    aliases={"$pageview": "page_view", "$screen": "screen_view"},
    zone="UTC",
)
